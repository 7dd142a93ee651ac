//! Mails that carry a link: to set a password, to change an address.

use super::letter::Letter;
use super::{send_once, was_sent};
use crate::accounts::{LinkPurpose, link_token};
use crate::{LinkId, Market, Result};

struct Open {
    purpose: LinkPurpose,
    email: String,
    name: String,
    new_email: Option<String>,
    /// There is an account with the address this one wants.
    taken: bool,
    old_must_agree: bool,
}

/// Sends the link, unless it was used or has expired before its mail could leave. Whoever has an account with an address that
/// somebody else wants is not bothered.
pub(crate) async fn send(market: &Market, link: LinkId) -> Result<()> {
    let key = format!("link:{link}");
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let Some(open) = load(market, link).await? else {
        return Ok(());
    };
    if open.purpose == LinkPurpose::NewEmail && open.taken {
        return Ok(());
    }
    let token = link_token(&market.keys, link);
    let letter = letter(&open, link, &market.public_url, &token);
    send_once(market, &key, "link", letter.mail()).await
}

async fn load(market: &Market, link: LinkId) -> Result<Option<Open>> {
    Ok(sqlx::query_as!(
        Open,
        r#"select purpose as "purpose: LinkPurpose", account_link.email, account.name, new_email as "new_email?",
                  exists (select from account taken where taken.email = new_email) as "taken!",
                  coalesce(old_must_agree, false) as "old_must_agree!"
           from account_link join account on account.id = account_link.account_id
           left join email_change on email_change.id = email_change_id
           where account_link.id = $1 and used_at is null and account_link.expires_at > $2"#,
        link.0,
        market.now()
    )
    .fetch_optional(&market.db)
    .await?)
}

fn letter<'a>(open: &'a Open, link: LinkId, shop: &str, token: &str) -> Letter<'a> {
    let new = open.new_email.as_deref().unwrap_or_default();
    let (subject, sentences, button, path, postscript) = match open.purpose {
        LinkPurpose::ResetPassword => (
            "Set a new password",
            vec!["somebody, most likely you, wants to set a new password for your account. All devices that are signed in will be signed out.".to_owned()],
            "Set a new password",
            "/account/reset/new",
            "The link works once, for one hour. If you did not ask for it, ignore this mail: your password stays as it is.",
        ),
        LinkPurpose::NewEmail => (
            "Confirm your new e-mail address",
            vec!["this address is to be the one of your account at Autopilot Monster. Confirm that it is yours.".to_owned()],
            "Confirm this address",
            "/account/email/new",
            "The link works once, for 24 hours. If you know nothing about it, ignore this mail.",
        ),
        LinkPurpose::OldEmail => (
            "Your e-mail address is about to change",
            vec![
                format!("somebody who knows your password wants to change the address of your account to {new}."),
                if open.old_must_agree {
                    "It changes only after you agree here and the new address is confirmed, too. If it was not you, stop it and change your password.".to_owned()
                } else {
                    "It changes as soon as the new address is confirmed. If it was not you, stop it and change your password.".to_owned()
                },
            ],
            "Agree, or stop it",
            "/account/email/old",
            "The link works once, for 24 hours.",
        ),
    };
    Letter {
        name: &open.name,
        email: &open.email,
        subject,
        message_id: format!("link-{link}"),
        sentences,
        button: Some((button, format!("{shop}{path}?token={token}"))),
        postscript: postscript.to_owned(),
    }
}
