//! Telling somebody that their account is being closed, that it stays, or that something stood in the way.

use time::OffsetDateTime;

use super::letter::Letter;
use super::{send_once, was_sent};
use crate::accounts::closing;
use crate::jobs::{ClosingNews, Mailing};
use crate::{AccountId, Market, Result};

struct Owner {
    name: String,
    email: String,
    /// Since when the account is being closed, and until when it can be kept.
    closing: Option<(OffsetDateTime, OffsetDateTime)>,
}

/// Mails the news, unless it was overtaken by what happened since.
pub(crate) async fn send(
    market: &Market,
    account: AccountId,
    news: ClosingNews,
    at: OffsetDateTime,
) -> Result<()> {
    let key = Mailing::TellOfClosing { account, news, at }.dedupe_key();
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let row = sqlx::query!(
        "select name, email, closing_asked_at, closing_at from account where id = $1 and erased_at is null",
        account.0
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let owner = Owner {
        name: row.name,
        email: row.email,
        closing: row.closing_asked_at.zip(row.closing_at),
    };
    let obstacles = match news {
        ClosingNews::Hindered => {
            let mut tx = market.begin().await?;
            closing::on_the_day(&mut tx, account).await?
        }
        _ => Vec::new(),
    };
    let obstacles = obstacles.iter().map(closing::Obstacle::said).collect();
    let id = blake3::hash(key.as_bytes()).to_hex()[..32].to_owned();
    match letter(market, account, &owner, news, obstacles, id) {
        Some(letter) => send_once(market, &key, "closing", letter.mail()).await,
        None => Ok(()),
    }
}

fn letter<'a>(
    market: &Market,
    account: AccountId,
    owner: &'a Owner,
    news: ClosingNews,
    obstacles: Vec<String>,
    message_id: String,
) -> Option<Letter<'a>> {
    let link = |asked_at| {
        let token = closing::token(&market.keys, account, asked_at);
        format!("{}/account/close/keep?token={token}", market.public_url)
    };
    let keep = "Keep my account";
    let (subject, sentences, button, postscript) = match (news, owner.closing) {
        (ClosingNews::Asked, Some((asked_at, until))) => (
            "Your account is being closed",
            vec![
                format!(
                    "your account at Autopilot Monster will be erased on {}, as was asked for. Every other device has been signed out, and keys of programs have ended.",
                    day(until)
                ),
                "Until then you can sign in, download what you own, and keep the account after all. Afterwards nobody can bring it back: save your files and license keys first.".to_owned(),
            ],
            Some((keep, link(asked_at))),
            "If it was not you, keep the account, then change its password at once.",
        ),
        (ClosingNews::Hindered, Some((asked_at, until))) => (
            "Your account could not be closed yet",
            [
                vec!["your account at Autopilot Monster was to be erased today, but something stands in the way. Nothing was erased.".to_owned()],
                obstacles,
                vec![format!("We try again on {}.", day(until))],
            ]
            .concat(),
            Some((keep, link(asked_at))),
            "If you have changed your mind, keep it.",
        ),
        (ClosingNews::Kept, None) => (
            "Your account stays",
            vec!["your account at Autopilot Monster is not being closed any more. Keys for programs that were revoked stay so: make new ones.".to_owned()],
            Some(("Open your account", format!("{}/account", market.public_url))),
            "If it was not you, change your password, then close the account again.",
        ),
        _ => return None,
    };
    Some(Letter {
        name: &owner.name,
        email: &owner.email,
        subject,
        message_id,
        sentences,
        button,
        postscript: postscript.to_owned(),
    })
}

fn day(at: OffsetDateTime) -> String {
    format!("{} {} {} (UTC)", at.day(), at.month(), at.year())
}
