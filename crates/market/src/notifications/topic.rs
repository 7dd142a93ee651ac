//! What mails are about that one can do without, and who wants them.

use sqlx::{PgExecutor, PgPool};

use super::unsubscribing;
use crate::accounts::{Customer, VendorRole};
use crate::consent::{self, Way};
use crate::{AccountId, Market, Result, Tx};

/// Something one is written to about only if one wants to. All other mails tell of what their reader did or bought, or of
/// who can get into an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Sales,
    ProductNews,
}

impl Topic {
    pub const ALL: [Self; 2] = [Self::Sales, Self::ProductNews];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::ProductNews => "product-news",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }

    /// At the end of a sentence: "mails about …".
    pub fn label(self) -> &'static str {
        match self {
            Self::Sales => "sales of your vendor",
            Self::ProductNews => "news about products",
        }
    }

    /// Whether those are written to who never said anything.
    pub fn wanted_unasked(self) -> bool {
        match self {
            Self::Sales => true,
            Self::ProductNews => false,
        }
    }
}

/// What somebody gets, and whether each topic concerns them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// Nothing for those who own no vendor.
    pub sales: Option<bool>,
    pub product_news: bool,
}

/// What this person has chosen, or gets unasked.
pub async fn preferences(db: &PgPool, by: &Customer) -> Result<Preferences> {
    let owns = owns_a_vendor(db, by.id).await?;
    let sales = wants(db, by.id, Topic::Sales).await?;
    Ok(Preferences {
        sales: owns.then_some(sales),
        product_news: wants(db, by.id, Topic::ProductNews).await?,
    })
}

/// Keeps what was chosen. About sales only owners of vendors have a choice.
pub async fn choose(
    market: &Market,
    tx: &mut Tx,
    by: &Customer,
    wanted: &Preferences,
) -> Result<()> {
    hold(tx, by.id).await?;
    if let Some(sales) = wanted.sales
        && owns_a_vendor(&mut **tx, by.id).await?
    {
        set(market, tx, by.id, Topic::Sales, sales).await?;
    }
    set(market, tx, by.id, Topic::ProductNews, wanted.product_news).await?;
    let (from, now) = (by.actor(), market.now());
    match wanted.product_news {
        true => consent::give(tx, by.id, Way::Preferences, &from, now).await,
        false => consent::withdraw(tx, by.id, Way::Preferences, now).await,
    }
}

/// What a link in a mail is about, and whether its mails still come. `NotFound` when nobody was given such a link.
pub async fn subscribed(market: &Market, token: &str) -> Result<(Topic, bool)> {
    let (account, topic) = unsubscribing::read(&market.keys, token)?;
    known(&market.db, account).await?;
    Ok((topic, wants(&market.db, account, topic).await?))
}

/// Ends the mails a link is about, as often as it is used. `NotFound` when nobody was given such a link.
pub async fn unsubscribe(market: &Market, token: &str) -> Result<Topic> {
    let (account, topic) = unsubscribing::read(&market.keys, token)?;
    let mut tx = market.begin().await?;
    hold(&mut tx, account).await?;
    set(market, &mut tx, account, topic, false).await?;
    if topic == Topic::ProductNews {
        consent::withdraw(&mut tx, account, Way::Mail, market.now()).await?;
    }
    tx.commit().await?;
    Ok(topic)
}

/// Whether somebody is to be written to about this.
pub(crate) async fn wants(
    db: impl PgExecutor<'_>,
    account: AccountId,
    topic: Topic,
) -> Result<bool> {
    let chosen = sqlx::query_scalar!(
        "select wanted from mail_choice where account_id = $1 and topic = $2",
        account.0,
        topic.code()
    )
    .fetch_optional(db)
    .await?;
    Ok(chosen.unwrap_or(topic.wanted_unasked()))
}

async fn set(
    market: &Market,
    tx: &mut Tx,
    account: AccountId,
    topic: Topic,
    wanted: bool,
) -> Result<()> {
    sqlx::query!(
        "insert into mail_choice (account_id, topic, wanted, chosen_at) values ($1, $2, $3, $4)
         on conflict on constraint mail_choice_pkey do update set wanted = $3, chosen_at = $4
         where mail_choice.wanted <> $3",
        account.0,
        topic.code(),
        wanted,
        market.now(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A choice and the consent that goes with it change together, one after another.
async fn hold(tx: &mut Tx, account: AccountId) -> Result<()> {
    sqlx::query!(
        "select id from account where id = $1 and erased_at is null for no key update",
        account.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(())
}

async fn known(db: &PgPool, account: AccountId) -> Result<()> {
    sqlx::query!(
        "select id from account where id = $1 and erased_at is null",
        account.0
    )
    .fetch_one(db)
    .await?;
    Ok(())
}

async fn owns_a_vendor(db: impl PgExecutor<'_>, account: AccountId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from vendor_member where account_id = $1 and role = $2) as "owns!""#,
        account.0,
        VendorRole::Owner.code()
    )
    .fetch_one(db)
    .await?)
}
