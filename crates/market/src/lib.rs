//! What the marketplace guarantees: products, orders, licenses and the rules between them.
//!
//! Slices follow the words of the business. Each holds its types, the questions one may ask of them, and one file for
//! each act. Nothing here knows of pages, HTTP or HTML forms; `server` and `app` only ask.

use std::sync::Arc;

use object_store::ObjectStore;
use sqlx::{PgPool, Postgres, Transaction};
use time::{Duration, OffsetDateTime};

pub mod accounts;
pub mod audit;
pub mod cart;
pub mod catalog;
pub mod checkout;
pub mod checks;
mod clock;
pub mod consent;
pub mod data_export;
pub mod demo;
pub mod downloads;
pub mod erasure;
mod error;
pub mod events;
pub mod files;
mod id;
pub mod jobs;
mod keys;
pub mod licensing;
pub mod limits;
pub mod markdown;
pub mod moderation;
mod money;
pub mod notifications;
pub mod retention;
pub mod search;
pub mod vendors;

pub use clock::Clock;
pub use error::{Error, OnConstraint, Refusal, Result};
pub use id::*;
pub use keys::Keys;
pub use money::{Currency, Money, allocate, share};

use accounts::federation::Identities;
use checkout::Payments;
use limits::Buckets;
use notifications::Post;
use search::Search;

/// A transaction. Acts take one, so that callers decide what happens together.
pub type Tx = Transaction<'static, Postgres>;

/// The handle to everything outside the business rules: the database, files, mail, the clock. Cheap to clone.
#[derive(Clone)]
pub struct Market {
    pub db: PgPool,
    pub clock: Clock,
    pub files: Arc<dyn ObjectStore>,
    pub mail: Arc<dyn Post>,
    pub search: Search,
    pub payments: Payments,
    /// Through whom one can sign in.
    pub identities: Identities,
    pub keys: Keys,
    /// How often somebody has tried something lately.
    pub limits: Arc<dyn Buckets>,
    /// Where visitors reach the shop, without a slash at the end.
    pub public_url: String,
    pub policy: Policy,
}

/// What the operator decides.
#[derive(Clone, Debug)]
pub struct Policy {
    pub production: bool,
    /// Whether those who keep the market have to show a second factor before they see its administration.
    pub staff_second_factor: bool,
    /// The market's share of each sale, in basis points of the net amount.
    pub commission_bp: i32,
    /// How long an order waits for its payment.
    pub order_ttl: Duration,
    /// How long a download link works.
    pub download_ttl: Duration,
    /// How often a download link may be opened; more than once, so that a broken transfer can resume.
    pub download_uses: i32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            production: false,
            staff_second_factor: false,
            commission_bp: 1_000,
            order_ttl: Duration::minutes(60),
            download_ttl: Duration::minutes(5),
            download_uses: 5,
        }
    }
}

impl Market {
    /// Opens a transaction. Dropping it without `commit` undoes everything.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(self.db.begin().await?)
    }

    pub fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }
}

static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// Brings the schema up to date. Safe to call from several starting servers at once: an advisory lock lets one work.
pub async fn migrate(db: &PgPool) -> Result<()> {
    MIGRATOR.run(db).await.map_err(|e| Error::Failed(e.into()))
}
