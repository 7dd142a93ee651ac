//! Finding people, by their whole address, their id, or part of their name.

use sqlx::PgPool;
use time::OffsetDateTime;

use super::super::{Permission, Role, Staff};
use crate::{AccountId, Result};

/// People on a page.
const PER_PAGE: usize = 30;

/// One person in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub suspended: bool,
    pub created_at: OffsetDateTime,
}

pub struct Found {
    pub people: Vec<Line>,
    /// After whom the list goes on, if it does.
    pub next: Option<AccountId>,
}

/// Whom the words fit, the newest accounts first; everybody when there are none. Goes on after the person given.
pub async fn search(
    db: &PgPool,
    by: &Staff,
    words: &str,
    after: Option<AccountId>,
) -> Result<Found> {
    by.must(Permission::SeePeople)?;
    // No database takes a zero byte, and nobody's name has the sign that stands for what cannot be shown.
    let words = words.trim().to_lowercase().replace('\0', "\u{fffd}");
    let id: Option<AccountId> = words.parse().ok();
    let mut people = sqlx::query_as!(
        Line,
        r#"select id, name, email, role as "role: Role", suspended_at is not null as "suspended!", created_at
           from account
           where ($1 = '' or email = $1 or position($1 in lower(name)) > 0 or id = $2)
             and ($3::uuid is null or id < $3)
           order by id desc limit $4"#,
        words,
        id.map(|id| id.0),
        after.map(|id| id.0),
        PER_PAGE as i64 + 1,
    )
    .fetch_all(db)
    .await?;
    let more = people.len() > PER_PAGE;
    people.truncate(PER_PAGE);
    let next = people.last().map(|last| last.id).filter(|_| more);
    Ok(Found { people, next })
}
