//! The market of a server's database, to act in without going through its door, and with a clock of one's own.

use std::sync::Arc;

use market::accounts::federation::Identities;
use market::accounts::{Account, Customer, Fresh, Presence};
use market::audit::Actor;
use market::checkout::Payments;
use market::checkout::sandbox::SandboxProvider;
use market::limits::StoredBuckets;
use market::notifications::FilePost;
use market::search::Search;
use market::{Clock, Keys, Market, Policy, SessionId};
use object_store::local::LocalFileSystem;
use sqlx::postgres::PgPoolOptions;

use crate::support::Server;

/// As many connections as acts that a check has under way at once.
const CONNECTIONS: u32 = 24;

pub async fn behind(server: &Server) -> Market {
    let db = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .connect(&server.stock.database_url)
        .await
        .unwrap();
    let (clock, keys) = (Clock::system(), Keys::from_master([7; 32]));
    let data = server.stock.data.path();
    let sandbox = SandboxProvider {
        db: db.clone(),
        keys: keys.clone(),
        clock: clock.clone(),
        public_url: server.url.clone(),
    };
    Market {
        limits: Arc::new(StoredBuckets { db: db.clone() }),
        db,
        clock,
        files: Arc::new(LocalFileSystem::new_with_prefix(data.join("files")).unwrap()),
        mail: Arc::new(FilePost::new(data.join("mail"), "Shop <shop@example.com>").unwrap()),
        search: Search::in_memory().unwrap(),
        payments: Payments::with(vec![Arc::new(sandbox)]),
        identities: Identities::default(),
        keys,
        public_url: server.url.clone(),
        policy: Policy::default(),
    }
}

/// Somebody who has just proved who they are.
pub fn fresh(account: Account, market: &Market) -> Fresh {
    let now = market.now();
    let presence = Presence {
        session: SessionId::new(now),
        proved_at: now,
        second_factor: false,
    };
    Fresh::of(Customer::present(account, presence, Actor::default()), now).unwrap()
}
