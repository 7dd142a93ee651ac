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
    /// Somebody is signed in, and has to prove once more who they are.
    #[error("proof needed")]
    ProofNeeded,
    /// Somebody is signed in, and may only go on with a second factor.
    #[error("second factor needed")]
    SecondFactorNeeded,
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
    EmailTaken = "email-taken", Some("email"), "There is an account with this address already.";
    SignUpCodeWrong = "sign-up-code-wrong", Some("code"), "This is not the code of our latest mail, or its ten minutes are over. Check the digits, or have another code sent.";
    SignUpEnded = "sign-up-ended", None, "This sign-up is over: it took longer than an hour, or the code was wrong ten times. Fill in the form again.";
    PasswordTooShort = "password-too-short", Some("password"), "Use at least 15 characters. A few unrelated words make a good password.";
    PasswordTooShortForTwo = "password-too-short-for-two", Some("password"), "Use at least 8 characters.";
    PasswordTooLong = "password-too-long", Some("password"), "Use at most 128 characters.";
    PasswordCommon = "password-common", Some("password"), "This password is easy to guess. Choose another one.";
    WrongCredentials = "wrong-credentials", None, "The address or the password is wrong. Check both and try again.";
    PasswordWrong = "password-wrong", Some("password"), "This is not your password. Check it and try again.";
    CodeWrong = "code-wrong", Some("code"), "This code is wrong or was used before. Wait for the next one, or use a recovery code.";
    TooManyTries = "too-many-tries", None, "That was wrong ten times. Wait an hour, then try again.";
    SignInStale = "sign-in-stale", None, "That took longer than ten minutes. Sign in again.";
    PasskeyRefused = "passkey-refused", None, "The passkey could not be used. Try again, or take another way.";
    PasskeyNameMissing = "passkey-name-missing", Some("name"), "Give it a name to know it by, such as the device it is on.";
    PasskeyNameTooLong = "passkey-name-too-long", Some("name"), "Use a name of at most 60 characters.";
    AuthenticatorSet = "authenticator-set", None, "An authenticator app is set up already. Remove it first to set up another one.";
    CurrentPasswordWrong = "current-password-wrong", Some("current"), "This is not your password. Type the one you sign in with.";
    EmailSame = "email-same", Some("email"), "This is your address already. Enter the new one.";
    BioTooLong = "bio-too-long", Some("bio"), "Use at most 1,000 characters.";
    LocaleUnknown = "locale-unknown", Some("locale"), "Choose a language from the list.";
    TimeZoneUnknown = "time-zone-unknown", Some("time_zone"), "Choose a time zone from the list.";
    PictureMissing = "picture-missing", Some("picture"), "Choose a picture first.";
    PictureTooLarge = "picture-too-large", Some("picture"), "Choose a picture of at most 5 MB, and at most 8,000 pixels wide and high.";
    PictureUnreadable = "picture-unreadable", Some("picture"), "This file cannot be read as a picture. Choose a JPEG, PNG or WebP file.";
    AddressNameMissing = "address-name-missing", Some("name"), "Enter the name that stands on the letterbox or invoice.";
    AddressLineMissing = "address-line-missing", Some("line1"), "Enter the street and number.";
    CityMissing = "city-missing", Some("city"), "Enter the town or city.";
    CountryUnknown = "country-unknown", Some("country"), "Choose a country from the list.";
    AddressTooLong = "address-too-long", None, "Use at most 120 characters in each line of an address.";
    AddressesTooMany = "addresses-too-many", None, "An account keeps at most 20 addresses. Delete one that you need no more.";
    AccountLinkEnded = "account-link-ended", None, "This link has expired, or was used already.";
    MailTooSoon = "mail-too-soon", None, "A mail was sent less than a minute ago. Look for it, also among the spam, then try again.";
    MailTooOften = "mail-too-often", None, "That was asked for five times. Try again tomorrow.";
    AccountClosing = "account-closing", None, "Your account is being closed, so it can take on nothing new. Press “Keep my account” first.";
    ClosingHindered = "closing-hindered", None, "Your account cannot be closed yet. Look below at what stands in the way, and what to do about it.";
    ProductUnavailable = "product-unavailable", None, "This product is not on sale at the moment.";
    AlreadyOwned = "already-owned", None, "You own this product already. You find it in your library.";
    OwnProduct = "own-product", None, "This is your own product. Vendors cannot buy from themselves.";
    CartEmpty = "cart-empty", None, "Your cart is empty.";
    CartFull = "cart-full", None, "A cart holds at most 50 products. Check out or remove some first.";
    CartHasTrouble = "cart-has-trouble", None, "Something in your cart cannot be bought any more. Remove it, then check out again.";
    MixedCurrency = "mixed-currency", None, "A cart holds one currency. Check out what is in it first.";
    PriceChanged = "price-changed", None, "A price has changed since you opened this page. Nothing was charged. Check the new total.";
    TermsNotAccepted = "terms-not-accepted", Some("terms"), "Tick the box to agree to the terms.";
    TermsChanged = "terms-changed", Some("terms"), "The terms of use have changed since you opened this page. Nothing was done yet. Read them, then confirm again.";
    KeyReused = "key-reused", None, "This form was used already for another purchase. Open the checkout again.";
    OrderNotPayable = "order-not-payable", None, "This order does not wait for a payment any more.";
    PaymentUnavailable = "payment-unavailable", None, "The payment service does not answer. Nothing was charged. Try again in a minute.";
    WebhookUnsigned = "webhook-unsigned", None, "The signature of this webhook is missing, wrong or too old.";
    WebhookMalformed = "webhook-malformed", None, "This webhook cannot be read.";
    LinkExpired = "link-expired", None, "This download link has expired. Start the download again from your library.";
    ExportRunning = "export-running", None, "Your data is being prepared already. A mail tells you when it is ready.";
    ExportTooSoon = "export-too-soon", None, "Your data was prepared within the last day. Download that file, or ask again a day after you asked for it.";
    ExportExpired = "export-expired", None, "This file is older than 7 days, so it was removed. Ask for your data again.";
    LicenseEnded = "license-ended", None, "This license is not active, so its files cannot be downloaded.";
    RoleUnknown = "role-unknown", Some("role"), "Choose a role from the list.";
    NobodyThere = "nobody-there", Some("email"), "No account has this address. Ask the person to create one first.";
    LastAdmin = "last-admin", None, "The market needs an admin. Make somebody else an admin first.";
    ReasonMissing = "reason-missing", Some("reason"), "Say why, in 10 to 500 characters.";
    SuspendOneself = "suspend-oneself", None, "You cannot suspend your own account. Ask another admin.";
    SuspendedAlready = "suspended-already", None, "This account is suspended already.";
    NotSuspended = "not-suspended", None, "This account is not suspended.";
    NotToBeImpersonated = "not-to-be-impersonated", None, "Only a customer's account that is open can be helped this way: none of somebody who keeps the market, none that is suspended, and not your own.";
    ImpersonatingAlready = "impersonating-already", None, "You are in somebody's place already. Stop that first.";
    NotInTheirPlace = "not-in-their-place", None, "This is the account owner's alone, so it cannot be done or seen in their place. Nothing was changed.";
    ImpersonationOver = "impersonation-over", None, "Your time in this person's place is over. Nothing was changed.";
    InviteeIsMember = "invitee-is-member", Some("email"), "Whoever has this address is in the team already.";
    InvitationOpen = "invitation-open", Some("email"), "This address has an open invitation. Send that one again, or withdraw it first.";
    InvitationEnded = "invitation-ended", None, "This invitation is over: it was used, withdrawn, replaced by a newer one, or is older than 7 days. Ask for a new one.";
    InvitationForAnother = "invitation-for-another", None, "This invitation was sent to another address than your account's. Sign in with the account of that address.";
    TeamFull = "team-full", None, "A team holds at most 50 people, open invitations included. Withdraw one or remove somebody first.";
    LastOwner = "last-owner", None, "A vendor needs an owner. Make somebody else an owner first.";
    IdentityUnverified = "identity-unverified", None, "The service you came from does not vouch for your e-mail address, so it cannot open an account here by itself. Sign in with your password, or create an account, and connect the service under your account's sign-in methods.";
    IdentityRefused = "identity-refused", None, "This account is suspended, so nobody can sign in to it.";
    LinkNeedsSignIn = "link-needs-sign-in", None, "There is an account with this address that was never confirmed. Sign in to it with its password first, then connect the service under your account's sign-in methods.";
    IdentityTaken = "identity-taken", None, "You can sign in to another account here with this one already. Disconnect it there first.";
    ProviderLinked = "provider-linked", None, "Another account of this service is connected already. Disconnect that one first.";
    LastSignInMethod = "last-sign-in-method", None, "This is the only way to sign in to your account. Set a password or connect another service first.";
    ProviderAway = "provider-away", None, "The service does not answer at the moment. Try again in a minute, or sign in another way.";
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
