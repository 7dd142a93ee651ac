//! Why the server refuses: a code, the words, and where to go instead.

/// Why, as a code for programs and as words for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    BadRequest,
    CrossSite,
    NotFound,
    MethodNotAllowed,
    TooSlow,
    TooLarge,
    TooOften,
    Gone,
    Busy,
    Starting,
    DatabaseAway,
    StorageAway,
    Deadline,
    Failed,
    Forbidden,
    SignInNeeded,
    Unprocessable,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Self::BadRequest => "bad-request",
            Self::CrossSite => "cross-site",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::TooSlow => "too-slow",
            Self::TooLarge => "too-large",
            Self::TooOften => "too-often",
            Self::Gone => "gone",
            Self::Busy => "busy",
            Self::Starting => "starting",
            Self::DatabaseAway => "database-away",
            Self::StorageAway => "storage-away",
            Self::Deadline => "deadline",
            Self::Failed => "failed",
            Self::Forbidden => "forbidden",
            Self::SignInNeeded => "sign-in-needed",
            Self::Unprocessable => "unprocessable",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "We could not read that",
            Self::CrossSite => "That form came from another site",
            Self::NotFound => "There is nothing here",
            Self::MethodNotAllowed => "That is not how this address works",
            Self::TooSlow => "The connection was too slow",
            Self::TooLarge => "That is too large",
            Self::TooOften => "That was very often",
            Self::Gone => "This link has expired",
            Self::Busy => "The shop is very busy",
            Self::Starting => "The shop is opening",
            Self::DatabaseAway | Self::Deadline => "The shop is taking a short rest",
            Self::StorageAway => "The file cannot be fetched at the moment",
            Self::Failed => "Something broke on our side",
            Self::Forbidden => "You may not do that",
            Self::SignInNeeded => "Sign in first",
            Self::Unprocessable => "That did not work",
        }
    }

    pub(super) fn message(self) -> &'static str {
        match self {
            Self::BadRequest => {
                "Part of the request was missing or malformed. Nothing was changed. Go back, reload the page and try again."
            }
            Self::CrossSite => {
                "For your safety we only accept forms sent from our own pages. Nothing was changed. Open the page here and try again."
            }
            Self::NotFound => "The address may be mistyped, or what was here is gone.",
            Self::MethodNotAllowed => {
                "Nothing was changed. Go back and try again from the page itself."
            }
            Self::TooSlow => {
                "What you sent did not arrive in time. Nothing was changed. Try again."
            }
            Self::TooLarge => "What you sent is larger than we accept here. Nothing was changed.",
            Self::TooOften => "Nothing was done. Wait a while, then try again.",
            Self::Gone => "Start again from the page that gave you the link.",
            Self::Busy => {
                "More visitors are here than we can serve at once. Try again in a few seconds."
            }
            Self::Starting => "We are just opening. Try again in a few seconds.",
            Self::DatabaseAway | Self::Deadline => {
                "We could not answer in time. If you were paying, your order page shows whether the payment went through: nothing is charged twice."
            }
            Self::StorageAway => {
                "Our storage does not answer. The file is yours as before, and this link has not been used up. Try again in a minute."
            }
            Self::Failed => {
                "We have been told about it. Try again; if it happens again, give us the reference below."
            }
            Self::Forbidden => "Your account is not allowed to do this.",
            Self::SignInNeeded => "Your session may have ended. Sign in, then try again.",
            Self::Unprocessable => "Nothing was changed. Go back and check what you entered.",
        }
    }

    /// Seconds after which trying again makes sense.
    pub(super) fn retry_after(self) -> Option<u32> {
        match self {
            Self::Busy | Self::Starting => Some(2),
            Self::DatabaseAway | Self::StorageAway | Self::Deadline => Some(5),
            _ => None,
        }
    }

    /// Where to go instead, and what the link says.
    pub(super) fn way_on(self) -> (&'static str, &'static str) {
        match self {
            Self::SignInNeeded => ("/account/sign-in", "Sign in"),
            Self::Gone | Self::Forbidden | Self::StorageAway => ("/library", "Open your library"),
            Self::DatabaseAway | Self::Deadline => ("/orders", "See your orders"),
            _ => ("/products", "Browse all products"),
        }
    }
}
