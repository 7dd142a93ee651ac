//! What one request leaves for the next page: a notice, or a form that was refused. Codes in the session, never words
//! in an address.

use std::collections::BTreeMap;

use leptos::prelude::*;
use market::limits::Later;
use market::{ApiKeyId, LicenseId, Refusal, Result};
use serde::{Deserialize, Serialize};

use super::session::{read, session, take, write};
use crate::ui::{Banner, Tone};

const NOTICE: &str = "notice";
const RETURNED: &str = "returned_form";
const REVEALED: &str = "revealed_license";
const SHOWN_API_KEY: &str = "shown_api_key";

/// Something was done; the next page says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    AddedToCart,
    RemovedFromCart,
    Welcome,
    SignedIn,
    Confirmed,
    DeviceSignedOut,
    OthersSignedOut,
    AuthenticatorAdded,
    AuthenticatorRemoved,
    PasskeyAdded,
    PasskeyRemoved,
    CodeSent,
    ResetAsked,
    PasswordSet,
    PasswordChanged,
    EmailChangeAsked,
    EmailHalfAgreed,
    EmailChanged,
    EmailChangeStopped,
    ProfileSaved,
    PictureSaved,
    PictureRemoved,
    AddressSaved,
    AddressRemoved,
    ApiKeyRevoked,
    AccountClosing,
    AccountKept,
    ErasureAsked,
    AddressErased,
    DataAsked,
    PreferencesSaved,
    TermsAccepted,
    TokensEnded,
    PaymentUnavailable,
    MethodLinked,
    MethodUnlinked,
    Invited,
    InvitationWithdrawn,
    RoleChanged,
    MemberRemoved,
    TeamJoined,
    TeamLeft,
    VendorChosen,
    AccountSuspended,
    AccountRestored,
    ImpersonationBegan,
    ImpersonationEnded,
    ClockMoved,
    ClockAtItsEnd,
}

impl Notice {
    fn words(self) -> (Tone, &'static str) {
        match self {
            Self::AddedToCart => (Tone::Good, "Added to your cart."),
            Self::RemovedFromCart => (Tone::Good, "Removed from your cart."),
            Self::Welcome => (Tone::Good, "Your account is open and you are signed in."),
            Self::SignedIn => (Tone::Good, "You are signed in."),
            Self::Confirmed => (Tone::Good, "Thank you. You can go on for an hour now."),
            Self::DeviceSignedOut => (Tone::Good, "That device is signed out."),
            Self::OthersSignedOut => (Tone::Good, "Every other device is signed out."),
            Self::AuthenticatorAdded => (Tone::Good, "The authenticator app is set up."),
            Self::AuthenticatorRemoved => (Tone::Good, "The authenticator app is removed."),
            Self::PasskeyAdded => (Tone::Good, "The passkey is added."),
            Self::PasskeyRemoved => (Tone::Good, "The passkey is removed."),
            Self::CodeSent => (
                Tone::Good,
                "Another mail is on its way. Only its code counts now.",
            ),
            Self::ResetAsked => (
                Tone::Info,
                "If there is an account with this address, a mail with a link is on its way. The link works for one hour.",
            ),
            Self::PasswordSet => (
                Tone::Good,
                "Your new password is set, and every device is signed out. Sign in with it.",
            ),
            Self::PasswordChanged => (
                Tone::Good,
                "Your password is changed. Every other device is signed out.",
            ),
            Self::EmailChangeAsked => (
                Tone::Good,
                "We have written to both addresses. Open the links in these mails within 24 hours.",
            ),
            Self::EmailHalfAgreed => (
                Tone::Good,
                "Confirmed. The change takes effect once the other address has agreed, too.",
            ),
            Self::EmailChanged => (Tone::Good, "The e-mail address of your account is changed."),
            Self::EmailChangeStopped => (Tone::Good, "The e-mail address stays as it is."),
            Self::ProfileSaved => (Tone::Good, "Your profile is saved."),
            Self::PictureSaved => (Tone::Good, "Your picture is saved."),
            Self::PictureRemoved => (Tone::Good, "Your picture is removed."),
            Self::AddressSaved => (Tone::Good, "The address is saved."),
            Self::AddressRemoved => (Tone::Good, "The address is deleted."),
            Self::AccountClosing => (
                Tone::Good,
                "Done. A mail with the day and a link to keep the account is on its way.",
            ),
            Self::AccountKept => (Tone::Good, "Your account stays."),
            Self::ErasureAsked => (
                Tone::Info,
                "If anything is known about this address, a mail with a link is on its way. The link works for 24 hours.",
            ),
            Self::AddressErased => (
                Tone::Good,
                "Erased. Nothing is known about this address outside of accounts any more.",
            ),
            Self::ApiKeyRevoked => (Tone::Good, "The key is revoked. It opens nothing any more."),
            Self::DataAsked => (
                Tone::Good,
                "Your data is being prepared. A mail tells you when it is ready.",
            ),
            Self::PreferencesSaved => (Tone::Good, "Your choice is saved."),
            Self::TermsAccepted => (Tone::Good, "Thank you. You agreed to the terms of use."),
            Self::TokensEnded => (Tone::Good, "The tokens have ended. The key still works."),
            Self::PaymentUnavailable => (Tone::Warn, Refusal::PaymentUnavailable.message()),
            Self::MethodLinked => (
                Tone::Good,
                "Connected. You can sign in this way from now on.",
            ),
            Self::MethodUnlinked => (
                Tone::Good,
                "Disconnected. It does not open your account any more.",
            ),
            Self::Invited => (
                Tone::Good,
                "The invitation is on its way. It works once, for 7 days.",
            ),
            Self::InvitationWithdrawn => (
                Tone::Good,
                "The invitation was withdrawn. Its link opens nothing any more.",
            ),
            Self::RoleChanged => (Tone::Good, "The role was changed. It counts from now on."),
            Self::MemberRemoved => (
                Tone::Good,
                "Removed from the team. Their access ended at once.",
            ),
            Self::TeamJoined => (Tone::Good, "You are in the team."),
            Self::TeamLeft => (Tone::Good, "You left the team."),
            Self::VendorChosen => (Tone::Good, "You act for another vendor now."),
            Self::AccountSuspended => (
                Tone::Good,
                "The account is suspended. Its sessions have ended.",
            ),
            Self::AccountRestored => (Tone::Good, "The account is open again."),
            Self::ImpersonationBegan => (Tone::Info, "You see the shop as this person does."),
            Self::ImpersonationEnded => (Tone::Good, "You are yourself again."),
            Self::ClockMoved => (Tone::Good, "The clock was moved."),
            Self::ClockAtItsEnd => (Tone::Warn, "The clock goes no further than ten years."),
        }
    }
}

/// Why a form comes back.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Why {
    Refused(Refusal),
    Later(Later),
}

impl Why {
    pub fn message(self) -> String {
        match self {
            Self::Refused(refusal) => refusal.message().to_owned(),
            Self::Later(later) => later.message(),
        }
    }
}

/// A form on its way back to the visitor, with what they typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Returned {
    pub form: String,
    pub why: Why,
    pub values: BTreeMap<String, String>,
}

/// Has the next page say it.
pub async fn notice(notice: Notice) -> Result<()> {
    write(&session().await?, NOTICE, notice).await
}

/// Has the library show this license's key, once.
pub async fn reveal(license: LicenseId) -> Result<()> {
    write(&session().await?, REVEALED, license).await
}

/// The license whose key is to be shown now.
pub async fn take_revealed() -> Result<Option<LicenseId>> {
    take(&session().await?, REVEALED).await
}

/// Has the page of API keys show this one, once. It is sealed: who reads sessions cannot use it.
pub async fn show_api_key(key: ApiKeyId, sealed: &[u8]) -> Result<()> {
    write(&session().await?, SHOWN_API_KEY, (key, sealed)).await
}

/// The API key to be shown now, sealed.
pub async fn take_api_key() -> Result<Option<(ApiKeyId, Vec<u8>)>> {
    take(&session().await?, SHOWN_API_KEY).await
}

pub(super) async fn put_back(returned: &Returned) -> Result<()> {
    write(&session().await?, RETURNED, returned).await
}

/// The refused form, if it is this one.
pub(super) async fn take_form(name: &str) -> Result<Option<Returned>> {
    let session = session().await?;
    match read::<Returned>(&session, RETURNED).await? {
        Some(returned) if returned.form == name => take(&session, RETURNED).await,
        _ => Ok(None),
    }
}

/// What is left to say when a page has taken what was meant for its forms.
pub(super) async fn rest() -> Result<Option<AnyView>> {
    let session = session().await?;
    if session.id().is_none() {
        return Ok(None);
    }
    let notice = take::<Notice>(&session, NOTICE).await?.map(Notice::words);
    let refusal = take::<Returned>(&session, RETURNED)
        .await?
        .map(|form| (Tone::Bad, form.why.message()));
    let notice = notice.map(|(tone, words)| (tone, words.to_owned()));
    let said: Vec<_> = refusal.into_iter().chain(notice).collect();
    Ok((!said.is_empty()).then(|| banners(said).into_any()))
}

fn banners(said: Vec<(Tone, String)>) -> impl IntoView {
    let banners = said
        .into_iter()
        .map(|(tone, words)| view! { <Banner tone=tone announce=true>{words}</Banner> })
        .collect_view();
    view! { <div class="wrap flash">{banners}</div> }
}
