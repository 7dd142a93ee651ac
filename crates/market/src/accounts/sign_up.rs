//! Opening an account.

use lettre::Address;
use secrecy::SecretString;
use time::OffsetDateTime;
use unicode_normalization::UnicodeNormalization;

use super::{Account, Role, password};
use crate::events::{self, Event};
use crate::{AccountId, OnConstraint, Refusal, Result, Tx};

/// What a visitor types to open an account.
pub struct SignUp {
    pub name: String,
    pub email: String,
    pub password: SecretString,
}

/// Opens a customer's account. Refuses a missing or overlong name, an address that is none or taken, and a password
/// that is short, overlong or easy to guess.
pub async fn sign_up(tx: &mut Tx, form: &SignUp, now: OffsetDateTime) -> Result<Account> {
    let name = clean_name(&form.name)?;
    let email = clean_email(&form.email)?;
    password::accept(&form.password, &email, &name)?;
    let hash = password::hash(&form.password).await?;
    let account = Account {
        id: AccountId::new(now),
        email,
        name,
        role: Role::Customer,
        sells: false,
        session_version: 1,
        created_at: now,
    };
    sqlx::query!(
        "insert into account (id, email, name, password_hash, created_at) values ($1, $2, $3, $4, $5)",
        account.id.0,
        account.email,
        account.name,
        hash,
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("account_email_key", Refusal::EmailTaken)?;
    events::record(
        tx,
        Event::AccountCreated {
            account: account.id,
        },
        now,
    )
    .await?;
    Ok(account)
}

pub(super) fn clean_name(typed: &str) -> Result<String, Refusal> {
    let name: String = typed.nfc().filter(|c| !unseen(*c)).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(Refusal::NameMissing),
        1..=120 => Ok(name),
        _ => Err(Refusal::NameTooLong),
    }
}

/// Control characters and those that turn the direction of writing have no place in a name.
fn unseen(c: char) -> bool {
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
