//! Reading the record: all of it for those who keep the market, and each account's own part for its owner.

use serde_json::Value;
use sqlx::PgPool;
use time::{Date, OffsetDateTime, Time};

use super::Act;
use crate::accounts::{Customer, Moderator};
use crate::{AccountId, Result};

/// Entries on a page.
const PER_PAGE: u32 = 50;

/// An entry as it is shown.
#[derive(Clone, Debug)]
pub struct Listed {
    pub seq: i64,
    pub at: OffsetDateTime,
    pub account: Option<AccountId>,
    /// The name of whoever acted, if it was an account that is still there.
    pub who: Option<String>,
    /// The name of the account in whose place they acted, where it was not their own.
    pub for_whom: Option<String>,
    /// The act's code; see `Act::from_code`.
    pub act: String,
    pub object_type: String,
    pub object_id: String,
    pub address: Option<String>,
    pub session: Option<uuid::Uuid>,
    pub request: Option<String>,
    pub before: Option<Value>,
    pub after: Option<Value>,
    pub reason: Option<String>,
}

impl Listed {
    /// Who acted and, where it was not for themselves, for whom.
    pub fn who_for_whom(&self) -> String {
        let who = self.who.as_deref().unwrap_or("Nobody signed in");
        match &self.for_whom {
            Some(whom) => format!("{who}, for {whom}"),
            None => who.to_owned(),
        }
    }

    /// The act as people say it; its code when this release does not know it.
    pub fn label(&self) -> String {
        Act::from_code(&self.act).map_or_else(|| self.act.clone(), |act| act.label().to_owned())
    }
}

/// What to look for. Everything that is set has to be true.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub act: Option<Act>,
    /// The e-mail address or the id of whoever acted or was acted on.
    pub account: Option<String>,
    /// The kind or the id of what was acted on.
    pub object: Option<String>,
    /// The first and the last day, in UTC.
    pub since: Option<Date>,
    pub until: Option<Date>,
    /// Counted from 1.
    pub page: u32,
}

pub struct Page {
    pub entries: Vec<Listed>,
    pub total: i64,
    pub page: u32,
    pub pages: u32,
}

/// Looks through the record, newest first.
pub async fn list(db: &PgPool, _by: &Moderator, filter: &Filter) -> Result<Page> {
    let midnight = |day: Date| day.with_time(Time::MIDNIGHT).assume_utc();
    let account = match &filter.account {
        Some(typed) => Some(whose(db, typed).await?),
        None => None,
    };
    let page = filter.page.max(1);
    let rows = sqlx::query!(
        r#"select seq, at, account_id as "account: AccountId", account.name as "who?", place.name as "for_whom?", act, object_type, object_id, address, session_id, request_id, before, after,
                  reason, count(*) over () as "total!"
           from audit_entry left join account on account.id = audit_entry.account_id
           left join account place on place.id = on_behalf_of
           where ($1::text is null or act = $1)
             and ($2::uuid is null or account_id = $2 or on_behalf_of = $2 or (object_type = 'account' and object_id = $2::text))
             and ($3::text is null or object_type = $3 or object_id = $3)
             and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
           order by seq desc limit $6 offset $7"#,
        filter.act.map(Act::code),
        account.map(|id| id.0),
        filter.object,
        filter.since.map(midnight),
        filter.until.and_then(Date::next_day).map(midnight),
        i64::from(PER_PAGE),
        i64::from(page - 1) * i64::from(PER_PAGE),
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let entries = rows
        .into_iter()
        .map(|row| Listed {
            seq: row.seq,
            at: row.at,
            account: row.account,
            who: row.who,
            for_whom: row.for_whom,
            act: row.act,
            object_type: row.object_type,
            object_id: row.object_id,
            address: row.address,
            session: row.session_id,
            request: row.request_id,
            before: row.before,
            after: row.after,
            reason: row.reason,
        })
        .collect();
    Ok(Page {
        entries,
        total,
        page,
        pages: u32::try_from(total).unwrap_or(u32::MAX).div_ceil(PER_PAGE),
    })
}

/// Nobody's id when there is no such account: then nothing is found.
async fn whose(db: &PgPool, typed: &str) -> Result<AccountId> {
    if let Ok(id) = typed.parse() {
        return Ok(id);
    }
    let found = sqlx::query_scalar!(
        r#"select id as "id: AccountId" from account where email = lower($1)"#,
        typed
    )
    .fetch_optional(db)
    .await?;
    Ok(found.unwrap_or(AccountId(uuid::Uuid::nil())))
}

/// The latest entries of all.
pub async fn latest(db: &PgPool, _by: &Moderator, count: i64) -> Result<Vec<Listed>> {
    Ok(sqlx::query_as!(
        Listed,
        r#"select seq, at, account_id as "account: AccountId", account.name as "who?", place.name as "for_whom?", act, object_type, object_id, address, session_id as session,
                  request_id as request, before, after, reason
           from audit_entry left join account on account.id = audit_entry.account_id
           left join account place on place.id = on_behalf_of order by seq desc limit $1"#,
        count
    )
    .fetch_all(db)
    .await?)
}

/// What happened to this person's account lately: what they did, and what was done or tried on it.
pub async fn of_account(db: &PgPool, by: &Customer, count: i64) -> Result<Vec<Listed>> {
    let mut entries = about(db, by.id, count).await?;
    // From where those who keep the market work is not for customers.
    for entry in &mut entries {
        if entry.account.is_some_and(|account| account != by.id) {
            entry.address = None;
        }
    }
    Ok(entries)
}

/// The latest entries by or about an account. Whoever asks has shown that they may see them.
pub(crate) async fn about(db: &PgPool, account: AccountId, count: i64) -> Result<Vec<Listed>> {
    Ok(sqlx::query_as!(
        Listed,
        r#"select seq, at, account_id as "account: AccountId", account.name as "who?", place.name as "for_whom?", act, object_type, object_id, address, session_id as session,
                  request_id as request, before, after, reason
           from audit_entry left join account on account.id = audit_entry.account_id
           left join account place on place.id = on_behalf_of
           where account_id = $1 or on_behalf_of = $1 or (object_type = 'account' and object_id = $1::text)
           order by seq desc limit $2"#,
        account.0,
        count
    )
    .fetch_all(db)
    .await?)
}
