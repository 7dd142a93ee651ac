//! Opening an account.

use lettre::Address;
use secrecy::SecretString;
use unicode_normalization::UnicodeNormalization;

use super::password::{self, Protection};
use super::{Account, Role, hashing, verification};
use crate::audit::Actor;
use crate::consent::{self, Document};
use crate::events::{self, Event};
use crate::{AccountId, Market, OnConstraint, Refusal, Result};

/// What a visitor types to open an account.
pub struct SignUp {
    pub name: String,
    pub email: String,
    pub password: SecretString,
    /// The version of the terms of use that stood on the form. A program that shows none agrees to none yet.
    pub terms_seen: Option<i32>,
}

/// Opens a customer's account. Refuses a missing or overlong name, an address that is none or taken, and a password
/// that is short, overlong or easy to guess. Hashing takes its time, so the transaction begins after it. A mail asks the
/// address for its confirmation. Refuses with `TermsChanged` when other terms than those in force were seen.
pub async fn sign_up(market: &Market, form: &SignUp, from: &Actor) -> Result<Account> {
    let now = market.now();
    let name = clean_name(&form.name)?;
    let email = clean_email(&form.email)?;
    password::accept(&form.password, &email, &name, Protection::PasswordAlone)?;
    if let Some(seen) = form.terms_seen {
        consent::must_be_current(seen, now)?;
    }
    let hash = hashing::hash(&form.password).await?;
    let account = Account {
        id: AccountId::new(now),
        email,
        name,
        role: Role::Customer,
        sells: false,
        session_version: 1,
        created_at: now,
    };
    let mut tx = market.begin().await?;
    sqlx::query!(
        "insert into account (id, email, name, password_hash, created_at) values ($1, $2, $3, $4, $5)",
        account.id.0,
        account.email,
        account.name,
        hash,
        now,
    )
    .execute(&mut *tx)
    .await
    .on_constraint("account_email_key", Refusal::EmailTaken)?;
    let created = Event::AccountCreated {
        account: account.id,
    };
    events::record(&mut tx, created, now).await?;
    if form.terms_seen.is_some() {
        for document in [Document::Terms, Document::Privacy] {
            consent::note(
                &mut tx,
                account.id,
                document,
                consent::Way::SignUp,
                from,
                now,
            )
            .await?;
        }
    }
    verification::ask(market, &mut tx, account.id, &account.email).await?;
    tx.commit().await?;
    Ok(account)
}

pub(super) fn clean_name(typed: &str) -> Result<String, Refusal> {
    let name = one_line(typed);
    match name.chars().count() {
        0 => Err(Refusal::NameMissing),
        1..=120 => Ok(name),
        _ => Err(Refusal::NameTooLong),
    }
}

/// The text in one line, without what cannot be seen.
pub(super) fn one_line(typed: &str) -> String {
    let seen: String = typed.nfc().filter(|c| !unseen(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters and those that turn the direction of writing have no place in a name.
pub(super) fn unseen(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

pub(crate) fn clean_email(typed: &str) -> Result<String, Refusal> {
    let email = typed.trim().to_lowercase();
    let parsed: Address = email.parse().map_err(|_| Refusal::EmailInvalid)?;
    if email.len() > 254 || !parsed.domain().contains('.') {
        return Err(Refusal::EmailInvalid);
    }
    Ok(email)
}
