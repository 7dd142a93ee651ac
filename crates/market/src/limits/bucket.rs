//! Where tries are counted: in the database, or wherever the server keeps them nearer.
//!
//! A bucket is one moment: when it will be full again. Each try moves it on by the time of one refill, unless it would
//! then be further away than an empty bucket's. So there is nothing to refill, and nothing to keep of a full one.

use async_trait::async_trait;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::{Action, Rule, Subject};
use crate::keys::Purpose;
use crate::{Keys, Result};

/// Whose bucket, for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    pub action: Action,
    /// A keyed hash: who reads it learns no address.
    pub subject: [u8; 32],
}

impl Bucket {
    pub(super) fn of(keys: &Keys, action: Action, subject: &Subject<'_>) -> Self {
        Self {
            action,
            subject: keys.hash(Purpose::LimitSubject, &subject.text()),
        }
    }
}

/// How a bucket stands after somebody reached into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// Whether there was a try to take.
    pub taken: bool,
    pub full_at: OffsetDateTime,
}

/// Keeps buckets. However many reach into one at once, no more tries are taken than it holds.
#[async_trait]
pub trait Buckets: Send + Sync {
    /// Takes a try, if there is one.
    async fn take(&self, bucket: &Bucket, rule: Rule, now: OffsetDateTime) -> Result<Level>;

    /// Puts one back.
    async fn give_back(&self, bucket: &Bucket, rule: Rule, now: OffsetDateTime) -> Result<()>;
}

/// Buckets in the database.
#[derive(Clone, Debug)]
pub struct StoredBuckets {
    pub db: PgPool,
}

#[async_trait]
impl Buckets for StoredBuckets {
    /// The row's lock puts those who come together in a row; each sees what the one before left.
    async fn take(&self, bucket: &Bucket, rule: Rule, now: OffsetDateTime) -> Result<Level> {
        let (action, subject) = (bucket.action.name(), bucket.subject.as_slice());
        let taken = sqlx::query_scalar!(
            "insert into limit_bucket (action, subject, full_at) values ($1, $2, $3)
             on conflict on constraint limit_bucket_pkey do update
                set full_at = greatest(limit_bucket.full_at, $4) + ($3 - $4)
                where greatest(limit_bucket.full_at, $4) + ($3 - $4) <= $5
             returning full_at",
            action,
            subject,
            now + rule.refill,
            now,
            now + rule.span(),
        )
        .fetch_optional(&self.db)
        .await?;
        if let Some(full_at) = taken {
            return Ok(Level {
                taken: true,
                full_at,
            });
        }
        let full_at = sqlx::query_scalar!(
            "select full_at from limit_bucket where action = $1 and subject = $2",
            action,
            subject
        )
        .fetch_optional(&self.db)
        .await?;
        Ok(Level {
            taken: false,
            full_at: full_at.unwrap_or(now + rule.span()),
        })
    }

    async fn give_back(&self, bucket: &Bucket, rule: Rule, now: OffsetDateTime) -> Result<()> {
        sqlx::query!(
            "update limit_bucket set full_at = full_at - ($3 - $4::timestamptz)
             where action = $1 and subject = $2",
            bucket.action.name(),
            bucket.subject.as_slice(),
            now + rule.refill,
            now,
        )
        .execute(&self.db)
        .await?;
        Ok(())
    }
}
