//! Telling somebody what became of the safety of their account. Such a mail asks for nothing and says how to find out.

use time::OffsetDateTime;

use super::letter::Letter;
use super::{send_once, was_sent};
use crate::jobs::{FactorChange, Mailing};
use crate::{AccountId, Market, Result};

/// What a mail says.
struct Said {
    account: AccountId,
    subject: &'static str,
    /// In a sentence.
    what: String,
    at: OffsetDateTime,
    /// What to do when it was somebody else, and where.
    otherwise: &'static str,
    button: (&'static str, &'static str),
}

/// Sends the mail; an account that is gone gets none.
pub(crate) async fn send(market: &Market, mailing: &Mailing) -> Result<()> {
    let Some(said) = said(mailing) else {
        return Ok(());
    };
    let key = mailing.dedupe_key();
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let account = sqlx::query!(
        "select name, email from account where id = $1",
        said.account.0
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(account) = account else {
        return Ok(());
    };
    let (label, page) = said.button;
    let letter = Letter {
        name: &account.name,
        email: &account.email,
        subject: said.subject,
        message_id: blake3::hash(key.as_bytes()).to_hex()[..32].to_owned(),
        sentences: vec![
            format!("{} That was on {}.", said.what, when(said.at)),
            "If it was you, there is nothing to do.".to_owned(),
        ],
        button: Some((label, format!("{}{page}", market.public_url))),
        postscript: said.otherwise.to_owned(),
    };
    send_once(market, &key, "security", letter.mail()).await
}

fn said(mailing: &Mailing) -> Option<Said> {
    match mailing {
        Mailing::TellNewDevice {
            account,
            browser,
            system,
            address,
            at,
            ..
        } => Some(Said {
            account: *account,
            subject: "A new device signed in to your account",
            what: match address {
                Some(address) => {
                    format!("{browser} on {system} signed in from the network {address}.")
                }
                None => format!("{browser} on {system} signed in."),
            },
            at: *at,
            otherwise: "If it was not you, sign that device out and change your password.",
            button: ("Look at your devices", "/account/devices"),
        }),
        Mailing::TellFactorChanged {
            account,
            change,
            at,
        } => Some(Said {
            account: *account,
            subject: "The second factor of your account was changed",
            what: words(*change).to_owned(),
            at: *at,
            otherwise: "If it was not you, change your password and look at what happened.",
            button: ("See what happened", "/account/security"),
        }),
        Mailing::TellMethodChanged {
            account,
            provider,
            linked,
            at,
        } => Some(Said {
            account: *account,
            subject: "The ways to sign in to your account were changed",
            what: match linked {
                true => format!("Signing in with {} was connected.", provider.label()),
                false => format!("Signing in with {} was disconnected.", provider.label()),
            },
            at: *at,
            otherwise: "If it was not you, change your password and look at the ways to sign in.",
            button: ("See the ways to sign in", "/account/sign-in-methods"),
        }),
        _ => None,
    }
}

fn words(change: FactorChange) -> &'static str {
    match change {
        FactorChange::AuthenticatorAdded => {
            "An authenticator app was set up. Signing in takes a code of it from now on."
        }
        FactorChange::AuthenticatorRemoved => "The authenticator app was removed.",
        FactorChange::PasskeyAdded => "A passkey was added.",
        FactorChange::PasskeyRemoved => "A passkey was removed.",
        FactorChange::RecoveryCodesMade => {
            "New recovery codes were made. The earlier ones count no more."
        }
        FactorChange::RecoveryCodeUsed => "A recovery code was used. It counts no more.",
    }
}

fn when(at: OffsetDateTime) -> String {
    let (hour, minute) = (at.hour(), at.minute());
    format!(
        "{} {} {}, {hour:02}:{minute:02} UTC",
        at.day(),
        at.month(),
        at.year()
    )
}
