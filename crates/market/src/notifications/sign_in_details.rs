//! Telling an account's owner of what changes who can get in. These mails cannot be switched off.

use super::letter::Letter;
use super::{send_once, was_sent};
use crate::{AccountId, EmailChangeId, Market, Result};

/// Mails that the password was changed.
pub(crate) async fn tell_of_password(
    market: &Market,
    account: AccountId,
    session_version: i32,
) -> Result<()> {
    let key = format!("password:{account}:{session_version}");
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let to = sqlx::query!("select name, email from account where id = $1", account.0)
        .fetch_one(&market.db)
        .await?;
    let letter = Letter {
        name: &to.name,
        email: &to.email,
        subject: "Your password was changed",
        message_id: format!("password-{account}-{session_version}"),
        sentences: vec![
            "the password of your account at Autopilot Monster was changed. Every other device has been signed out.".to_owned(),
        ],
        button: Some(("It was not me", format!("{}/account/reset", market.public_url))),
        postscript: "If it was you, there is nothing to do. If not, set a new password at once.".to_owned(),
    };
    send_once(market, &key, "password-changed", letter.mail()).await
}

/// Mails both addresses that the one has taken the other's place.
pub(crate) async fn tell_of_email_change(market: &Market, change: EmailChangeId) -> Result<()> {
    let made = sqlx::query!(
        "select name, old_email, new_email from email_change join account on account.id = account_id
         where email_change.id = $1",
        change.0
    )
    .fetch_optional(&market.db)
    .await?;
    // Erased meanwhile: nobody is there to be told.
    let Some(made) = made else { return Ok(()) };
    let to_old = format!(
        "the address of your account at Autopilot Monster is {} from now on. Nothing more will be sent here.",
        made.new_email
    );
    let to_new = "this is the address of your account at Autopilot Monster from now on: sign in with it, and expect receipts here.";
    for (which, email, sentence) in [
        ("old", &made.old_email, to_old),
        ("new", &made.new_email, to_new.to_owned()),
    ] {
        let key = format!("email-change:{change}:{which}");
        if was_sent(&market.db, &key).await? {
            continue;
        }
        let letter = Letter {
            name: &made.name,
            email,
            subject: "Your e-mail address was changed",
            message_id: format!("email-change-{change}-{which}"),
            sentences: vec![sentence],
            button: None,
            postscript: "If it was not you, answer this mail at once.".to_owned(),
        };
        send_once(market, &key, "email-changed", letter.mail()).await?;
    }
    Ok(())
}
