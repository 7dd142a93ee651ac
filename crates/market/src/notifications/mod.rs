//! Mail the market sends by itself.

pub(crate) mod closing;
pub(crate) mod data_export;
pub(crate) mod erasure_link;
pub(crate) mod invitation;
pub(crate) mod keepers;
mod letter;
pub(crate) mod link;
mod picture;
mod post;
pub(crate) mod receipt;
pub(crate) mod sale;
pub(crate) mod security;
pub(crate) mod sign_in_details;
pub(crate) mod sign_up;
pub(crate) mod token_reuse;
mod topic;
mod unsubscribing;

pub use post::{FilePost, Mail, Picture, Post, SmtpPost};
pub use topic::{Preferences, Topic, choose, preferences, subscribed, unsubscribe};

pub(crate) use post::refused_for_good;

use sqlx::PgPool;
use time::OffsetDateTime;

use crate::{Market, Result};

/// Sends once per key. A mail whose acknowledgement was lost goes out again under the same message id.
async fn send_once(market: &Market, key: &str, template: &str, mail: Mail) -> Result<()> {
    market.mail.send(&mail).await?;
    mark_sent(&market.db, key, template, &mail.to_email, market.now()).await
}

async fn was_sent(db: &PgPool, key: &str) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from sent_mail where dedupe_key = $1) as "sent!""#,
        key
    )
    .fetch_one(db)
    .await?)
}

/// Whose address it is shows in a copy of all their data.
async fn mark_sent(
    db: &PgPool,
    key: &str,
    template: &str,
    to: &str,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into sent_mail (dedupe_key, template, sent_at, account_id)
         values ($1, $2, $3, (select id from account where email = $4))
         on conflict on constraint sent_mail_pkey do nothing",
        key,
        template,
        now,
        to
    )
    .execute(db)
    .await?;
    Ok(())
}
