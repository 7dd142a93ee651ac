//! What is limited, and how: every figure in one place.

use serde::{Deserialize, Serialize};
use time::Duration;

/// Something that may be tried only so often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Passwords tried for one account, from browsers that nobody has signed in to it with.
    SignInAccount,
    /// Passwords tried for one account from a browser in which its owner has signed in before.
    SignInBrowser,
    /// Passwords tried from one network, whatever the account.
    SignInNetwork,
    SignUp,
    /// Mails that let somebody set a new password, asked for from one network.
    PasswordReset,
    /// Mails that let somebody erase an address, asked for from one network.
    Erasure,
    Search,
    Checkout,
    /// Requests with one API key.
    ApiKey,
    /// API keys that are none, from one network.
    ApiKeyUnknown,
    /// Refresh tokens shown or given back, from one network.
    TokenRefresh,
    /// Changes of its address that one account asks for.
    EmailChange,
    /// Invitations and their repetitions that one vendor sends.
    Invitation,
    /// Invitations to one address, from whatever vendor.
    InvitationAddress,
    /// Repetitions of one invitation.
    InvitationAgain,
    /// Codes and the like that one address is mailed because somebody wants an account with it.
    SignUpMail,
    /// Links that one address is mailed because somebody wants to have it erased.
    ErasureMail,
}

/// A bucket that holds so many tries and gets one more each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub capacity: u32,
    /// Until one more.
    pub refill: Duration,
}

impl Action {
    pub const ALL: [Self; 17] = [
        Self::SignInAccount,
        Self::SignInBrowser,
        Self::SignInNetwork,
        Self::SignUp,
        Self::PasswordReset,
        Self::Erasure,
        Self::Search,
        Self::Checkout,
        Self::ApiKey,
        Self::ApiKeyUnknown,
        Self::TokenRefresh,
        Self::EmailChange,
        Self::Invitation,
        Self::InvitationAddress,
        Self::InvitationAgain,
        Self::SignUpMail,
        Self::ErasureMail,
    ];

    /// How often. A sign-in that succeeds is not counted, so strangers can guess at one account ten times, and then four
    /// times an hour.
    pub fn rule(self) -> Rule {
        let (capacity, refill) = match self {
            Self::SignInAccount | Self::SignInBrowser => (10, Duration::minutes(15)),
            Self::SignInNetwork => (50, Duration::minutes(1)),
            Self::SignUp => (30, Duration::minutes(2)),
            Self::PasswordReset | Self::Erasure => (20, Duration::minutes(2)),
            Self::Search => (60, Duration::seconds(1)),
            Self::Checkout => (30, Duration::seconds(20)),
            Self::ApiKey => (60, Duration::seconds(1)),
            Self::ApiKeyUnknown => (20, Duration::seconds(30)),
            Self::TokenRefresh => (60, Duration::seconds(10)),
            // These fill up within a day.
            Self::EmailChange | Self::InvitationAddress | Self::SignUpMail | Self::ErasureMail => {
                (5, Duration::minutes(288))
            }
            Self::Invitation => (48, Duration::minutes(30)),
            Self::InvitationAgain => (3, Duration::hours(8)),
        };
        Rule { capacity, refill }
    }

    /// A stable word for programs and for the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignInAccount => "sign-in-account",
            Self::SignInBrowser => "sign-in-browser",
            Self::SignInNetwork => "sign-in-network",
            Self::SignUp => "sign-up",
            Self::PasswordReset => "password-reset",
            Self::Erasure => "erasure",
            Self::Search => "search",
            Self::Checkout => "checkout",
            Self::ApiKey => "api-key",
            Self::ApiKeyUnknown => "api-key-unknown",
            Self::TokenRefresh => "token-refresh",
            Self::EmailChange => "email-change",
            Self::Invitation => "invitation",
            Self::InvitationAddress => "invitation-address",
            Self::InvitationAgain => "invitation-again",
            Self::SignUpMail => "sign-up-mail",
            Self::ErasureMail => "erasure-mail",
        }
    }

    /// What happened, in one plain sentence.
    pub(super) fn said(self) -> &'static str {
        match self {
            Self::SignInAccount => "There were too many wrong passwords for this address.",
            Self::SignInBrowser => "There were too many wrong passwords from this browser.",
            Self::SignInNetwork => "There were too many wrong passwords from your network.",
            Self::SignUp => "Many accounts were opened from your network within a short time.",
            Self::PasswordReset => "New passwords were asked for very often from your network.",
            Self::Erasure => "Addresses were erased very often from your network.",
            Self::Search => "You have searched very often within a short time.",
            Self::Checkout => {
                "Many orders came from your network within a short time. Nothing was charged."
            }
            Self::ApiKey => "This key was used very often within a short time.",
            Self::ApiKeyUnknown => "Many keys that are none came from your network.",
            Self::TokenRefresh => "Tokens were refreshed very often from your network.",
            Self::EmailChange => "Another address was asked for five times within a day.",
            Self::Invitation => "Many invitations into this team were sent within a day.",
            Self::InvitationAddress => "This address was invited very often within a day.",
            Self::InvitationAgain => "This invitation was sent again very often within a day.",
            Self::SignUpMail | Self::ErasureMail => {
                "This address was written to very often within a day."
            }
        }
    }
}

impl Rule {
    /// The time in which an empty bucket fills up.
    pub fn span(self) -> Duration {
        self.refill * self.capacity
    }
}
