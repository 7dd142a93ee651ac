//! Counted tries in Redis, which spares the database a write for each. Without Redis the database counts: a guess is never
//! free because nobody counts.

use async_trait::async_trait;
use fred::prelude::LuaInterface;
use market::Result;
use market::limits::{Bucket, Buckets, Level, Rule, StoredBuckets};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::Redis;

/// The rule of `StoredBuckets`, in milliseconds: when the bucket is full again moves on by one refill, if it still is
/// within the span. Redis runs a script alone, so nobody comes in between.
const TAKE: &str = "\
local now, refill, span = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]) \
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) \
if full + refill > now + span then return {0, full} end \
redis.call('SET', KEYS[1], string.format('%d', full + refill), 'PX', full + refill - now) \
return {1, full + refill}";

const GIVE_BACK: &str = "\
local now, refill = tonumber(ARGV[1]), tonumber(ARGV[2]) \
local full = tonumber(redis.call('GET', KEYS[1]) or 0) - refill \
if full <= now then redis.call('DEL', KEYS[1]) \
else redis.call('SET', KEYS[1], string.format('%d', full), 'PX', full - now) end \
return {1, full}";

#[derive(Clone, Debug)]
pub struct RedisBuckets {
    redis: Redis,
    otherwise: StoredBuckets,
}

impl RedisBuckets {
    /// Over `db` where Redis does not answer.
    pub fn new(redis: Redis, db: PgPool) -> Self {
        Self {
            redis,
            otherwise: StoredBuckets { db },
        }
    }

    /// Whether it was done and when the bucket is full again; None when Redis did not say.
    async fn run(
        &self,
        script: &'static str,
        bucket: &Bucket,
        rule: Rule,
        now: OffsetDateTime,
    ) -> Option<Level> {
        let numbers = vec![
            milliseconds(now - OffsetDateTime::UNIX_EPOCH),
            milliseconds(rule.refill),
            milliseconds(rule.span()),
        ];
        let asked = self.redis.client().eval(script, key(bucket), numbers);
        let (taken, full_at): (i64, i64) = self.redis.ask(asked).await?;
        Some(Level {
            taken: taken == 1,
            full_at: OffsetDateTime::UNIX_EPOCH + Duration::milliseconds(full_at),
        })
    }
}

#[async_trait]
impl Buckets for RedisBuckets {
    async fn take(&self, bucket: &Bucket, rule: Rule, now: OffsetDateTime) -> Result<Level> {
        match self.run(TAKE, bucket, rule, now).await {
            Some(level) => Ok(level),
            None => self.otherwise.take(bucket, rule, now).await,
        }
    }

    async fn give_back(&self, bucket: &Bucket, rule: Rule, now: OffsetDateTime) -> Result<()> {
        match self.run(GIVE_BACK, bucket, rule, now).await {
            Some(_) => Ok(()),
            None => self.otherwise.give_back(bucket, rule, now).await,
        }
    }
}

fn milliseconds(time: Duration) -> i64 {
    i64::try_from(time.whole_milliseconds()).unwrap_or(i64::MAX)
}

/// Half the hash is enough to tell everybody apart.
fn key(bucket: &Bucket) -> String {
    let subject = hex::encode(&bucket.subject[..16]);
    format!("limit:{}:{subject}", bucket.action.name())
}
