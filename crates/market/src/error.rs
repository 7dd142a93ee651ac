//! One error for the whole market. Its variants answer "whose move is it?".

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::Later;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or not for you to see.
    #[error("not found")]
    NotFound,
    /// It is there, and you may not.
    #[error("forbidden")]
    Forbidden,
    /// Nobody is signed in and the act needs somebody.
    #[error("sign-in needed")]
    SignInNeeded,
    /// The visitor's move: what was asked breaks a rule, and the refusal says which.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// The visitor's move, but later: it was tried too often.
    #[error("too often: {}", .0.action.name())]
    TooOften(Later),
    /// Every database connection is in use: nothing was done, and in a moment it can be.
    #[error("busy")]
    Busy,
    /// Our move: logged once, retried by jobs.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut => Self::Busy,
            // A text with a NUL in it: nothing stored can be called that.
            sqlx::Error::Database(db) if db.code().as_deref() == Some("22021") => Self::NotFound,
            other => Self::Failed(other.into()),
        }
    }
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Turns the refusal of a named constraint into a refusal of the business: the constraint *is* the check.
pub trait OnConstraint<T> {
    fn on_constraint(self, name: &str, refusal: Refusal) -> Result<T>;
}

impl<T> OnConstraint<T> for Result<T, sqlx::Error> {
    fn on_constraint(self, name: &str, refusal: Refusal) -> Result<T> {
        self.map_err(|error| match &error {
            sqlx::Error::Database(db) if db.constraint() == Some(name) => Error::Refused(refusal),
            _ => error.into(),
        })
    }
}

macro_rules! refusals {
    ($($name:ident = $code:literal, $field:expr, $message:literal;)+) => {
        /// Why an act was refused. What a visitor reads is chosen by matching this, never carried by the error.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Refusal {
            $($name,)+
        }

        impl Refusal {
            pub const ALL: &'static [Refusal] = &[$(Refusal::$name,)+];

            /// A stable code for programs.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The form field it is about, if there is one.
            pub fn field(self) -> Option<&'static str> {
                match self { $(Self::$name => $field,)+ }
            }

            /// What happened and what to do, in one or two plain sentences.
            pub fn message(self) -> &'static str {
                match self { $(Self::$name => $message,)+ }
            }
        }
    };
}

refusals! {
    NameMissing = "name-missing", Some("name"), "Enter the name we should call you by.";
    NameTooLong = "name-too-long", Some("name"), "Use a name of at most 120 characters.";
    EmailInvalid = "email-invalid", Some("email"), "Enter an e-mail address, as in name@example.com.";
    EmailTaken = "email-taken", Some("email"), "There is an account with this address already. Sign in instead.";
    PasswordTooShort = "password-too-short", Some("password"), "Use at least 15 characters. A few unrelated words make a good password.";
    PasswordTooLong = "password-too-long", Some("password"), "Use at most 128 characters.";
    PasswordCommon = "password-common", Some("password"), "This password is easy to guess. Choose another one.";
    WrongCredentials = "wrong-credentials", None, "The address or the password is wrong. Check both and try again.";
    ProductUnavailable = "product-unavailable", None, "This product is not on sale at the moment.";
    AlreadyOwned = "already-owned", None, "You own this product already. You find it in your library.";
    OwnProduct = "own-product", None, "This is your own product. Vendors cannot buy from themselves.";
    CartEmpty = "cart-empty", None, "Your cart is empty.";
    CartFull = "cart-full", None, "A cart holds at most 50 products. Check out or remove some first.";
    CartHasTrouble = "cart-has-trouble", None, "Something in your cart cannot be bought any more. Remove it, then check out again.";
    MixedCurrency = "mixed-currency", None, "A cart holds one currency. Check out what is in it first.";
    PriceChanged = "price-changed", None, "A price has changed since you opened this page. Nothing was charged. Check the new total.";
    TermsNotAccepted = "terms-not-accepted", Some("terms"), "Tick the box to accept the license terms.";
    KeyReused = "key-reused", None, "This form was used already for another purchase. Open the checkout again.";
    OrderNotPayable = "order-not-payable", None, "This order does not wait for a payment any more.";
    PaymentUnavailable = "payment-unavailable", None, "The payment service does not answer. Nothing was charged. Try again in a minute.";
    WebhookUnsigned = "webhook-unsigned", None, "The signature of this webhook is missing, wrong or too old.";
    WebhookMalformed = "webhook-malformed", None, "This webhook cannot be read.";
    LinkExpired = "link-expired", None, "This download link has expired. Start the download again from your library.";
    LicenseEnded = "license-ended", None, "This license is not active, so its files cannot be downloaded.";
    FileNotReady = "file-not-ready", None, "The file is being prepared. Try again in a minute.";
    ApiKeyName = "api-key-name", Some("name"), "Give the key a name of at most 60 characters, so that you know it again.";
    ApiKeyScopes = "api-key-scopes", Some("scopes[0]"), "Choose at least one thing the key may do.";
    ApiKeyExpiry = "api-key-expiry", Some("days"), "Choose from the list how long the key is good for.";
    ApiKeyNetworks = "api-key-networks", Some("networks"), "Enter at most 20 addresses or networks with commas between them, as in 203.0.113.9, 198.51.100.0/24.";
    ApiKeysFull = "api-keys-full", None, "You have 20 keys. Revoke one that is not used any more, then make another.";
    TokenScopes = "token-scopes", None, "Name only scopes that the key has, or none to get all of them.";
    BadIntent = "bad-intent", None, "This payment has been decided already.";
}

impl Refusal {
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|r| r.code() == code)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Refusal {}
