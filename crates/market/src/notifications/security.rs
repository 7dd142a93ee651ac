//! Telling somebody what became of the safety of their account. Such a mail asks for nothing and says how to find out.

use time::OffsetDateTime;

use super::{Mail, send_once, was_sent};
use crate::jobs::{FactorChange, Job};
use crate::{AccountId, Market, Result};

/// What a mail says.
struct Said {
    account: AccountId,
    subject: &'static str,
    /// In sentences.
    what: String,
    /// What to do when it was somebody else, and where.
    otherwise: &'static str,
    page: &'static str,
    at: OffsetDateTime,
}

/// Sends the mail this job is for; an account that is gone gets none.
pub(crate) async fn send(market: &Market, job: &Job) -> Result<()> {
    let Some(said) = said(job) else { return Ok(()) };
    let key = job.dedupe_key();
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
    let mail = Mail {
        pictures: Vec::new(),
        subject: said.subject.to_owned(),
        text: text(&said, &account.name, &market.public_url),
        html: html(&said, &account.name, &market.public_url),
        message_id: blake3::hash(key.as_bytes()).to_hex()[..32].to_owned(),
        to_name: account.name,
        to_email: account.email,
    };
    send_once(market, &key, "security", mail).await
}

fn said(job: &Job) -> Option<Said> {
    match job {
        Job::TellNewDevice {
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
            otherwise: "If it was not you, sign that device out and change your password:",
            page: "/account/devices",
            at: *at,
        }),
        Job::TellFactorChanged {
            account,
            change,
            at,
        } => Some(Said {
            account: *account,
            subject: "The second factor of your account was changed",
            what: words(*change).to_owned(),
            otherwise: "If it was not you, change your password and look at what happened:",
            page: "/account/security",
            at: *at,
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

fn text(said: &Said, name: &str, shop: &str) -> String {
    format!(
        "Hello {name},\n\n{}\nThat was on {}.\n\nIf it was you, there is nothing to do.\n\n{}\n{shop}{}\n",
        said.what,
        when(said.at),
        said.otherwise,
        said.page,
    )
}

fn html(said: &Said, name: &str, shop: &str) -> String {
    format!(
        "<div style=\"font:16px/1.5 system-ui,sans-serif;color:#1d1b2e;max-width:520px\"><p>Hello {},</p>\
         <p><strong>{}</strong><br>That was on {}.</p><p>If it was you, there is nothing to do.</p>\
         <p>{}<br><a href=\"{shop}{page}\">{shop}{page}</a></p></div>",
        ammonia::clean_text(name),
        ammonia::clean_text(&said.what),
        when(said.at),
        said.otherwise,
        page = said.page,
    )
}
