//! Telling somebody what those who keep the market have done to their account.

use super::letter::Letter;
use super::{send_once, was_sent};
use crate::{AccountId, ImpersonationId, Market, Result};

/// Mails the customer that support looks at their account. Why is for those who keep the market.
pub(crate) async fn tell_of_impersonation(market: &Market, id: ImpersonationId) -> Result<()> {
    let key = format!("impersonation:{id}");
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let row = sqlx::query!(
        "select name, email, began_at, expires_at
         from impersonation join account on account.id = subject_id where impersonation.id = $1",
        id.0
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let day = row.began_at.date();
    let clock = |at: time::OffsetDateTime| format!("{:02}:{:02}", at.hour(), at.minute());
    let letter = Letter {
        name: &row.name,
        email: &row.email,
        subject: "Our support looks at your account",
        message_id: format!("impersonation-{id}"),
        sentences: vec![
            format!(
                "to help you, somebody from our support looks at your account as you see it: on {} {} {} from {} to {} UTC at the latest.",
                day.day(),
                day.month(),
                day.year(),
                clock(row.began_at),
                clock(row.expires_at)
            ),
            "They cannot buy anything, and see neither passwords nor license keys nor files. Whatever they do is listed with your account's recent activity.".to_owned(),
        ],
        button: Some((
            "See what happened",
            format!("{}/account/security", market.public_url),
        )),
        postscript: "If you did not ask for help and wonder why, answer this mail.".to_owned(),
    };
    send_once(market, &key, "impersonation", letter.mail()).await
}

/// Mails the owner that their account was suspended, or is open again, and why.
pub(crate) async fn tell_of_suspension(
    market: &Market,
    key: &str,
    (account, suspended): (AccountId, bool),
    reason: &str,
) -> Result<()> {
    if was_sent(&market.db, key).await? {
        return Ok(());
    }
    let to = sqlx::query!("select name, email from account where id = $1", account.0)
        .fetch_optional(&market.db)
        .await?;
    let Some(to) = to else { return Ok(()) };
    let (subject, sentence, postscript) = match suspended {
        true => (
            "Your account was suspended",
            "your account at Autopilot Monster was suspended. You are signed out everywhere, and your API keys do not work. What you bought stays yours.",
            "If you think that this is a mistake, answer this mail.",
        ),
        false => (
            "Your account is open again",
            "your account at Autopilot Monster is open again. Sign in as before; API keys that have not run out work again.",
            "If anything is missing, answer this mail.",
        ),
    };
    let letter = Letter {
        name: &to.name,
        email: &to.email,
        subject,
        message_id: blake3::hash(key.as_bytes()).to_hex()[..32].to_owned(),
        sentences: vec![
            sentence.to_owned(),
            format!("The reason given is: {reason}"),
        ],
        button: None,
        postscript: postscript.to_owned(),
    };
    send_once(market, key, "suspension", letter.mail()).await
}
