//! People who are signed in, as sessions keep them.

use std::sync::atomic::{AtomicU8, Ordering};

use market::AccountId;
use market::accounts::session::{self, Pass, Stored};
use market::accounts::{self, Account, Arrival, Customer, Device, Fresh, Presence, Role};
use market::audit::Actor;
use time::{Duration, OffsetDateTime};

use super::Shop;

static NEXT: AtomicU8 = AtomicU8::new(1);

/// How somebody signs in.
#[derive(Clone, Default)]
pub struct Browser {
    pub kept: bool,
    /// What it was given before.
    pub token: Option<String>,
}

/// One sign-in and the session that carries it.
pub struct SignedIn {
    pub id_hash: [u8; 32],
    pub pass: Pass,
    pub token: String,
}

pub fn from_home() -> Actor {
    Actor {
        address: Some("203.0.113.x".to_owned()),
        request: Some("request-1".to_owned()),
        ..Actor::default()
    }
}

impl Shop {
    pub async fn signs_in(&self, account: &Account, browser: Browser) -> SignedIn {
        let mut tx = self.market.begin().await.unwrap();
        let arrival = Arrival {
            account,
            kept: browser.kept,
            second_factor: false,
            device: Device::of("Mozilla/5.0 (X11; Linux x86_64) Firefox/131.0"),
            device_token: browser.token,
            opening: false,
            from: &from_home(),
        };
        let begun = accounts::begin(&self.market, &mut tx, arrival)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let id_hash = [NEXT.fetch_add(1, Ordering::Relaxed); 32];
        let now = self.market.now();
        let stored = stored(now);
        let created = session::create(&self.market.db, &id_hash, Some(&begun.pass), &stored, now);
        assert!(created.await.unwrap());
        SignedIn {
            id_hash,
            pass: begun.pass,
            token: begun.device_token,
        }
    }

    /// Whom the session shows now, if anybody.
    pub async fn who(&self, signed_in: &SignedIn) -> Option<Customer> {
        let SignedIn { id_hash, pass, .. } = signed_in;
        let (db, now) = (&self.market.db, self.market.now());
        let who = accounts::who(db, id_hash, pass.account, pass.version, now).await;
        who.unwrap()
            .map(|(account, presence)| Customer::present(account, presence, from_home()))
    }

    /// Somebody who is there already.
    pub async fn customer_at(&self, email: &str) -> Customer {
        let row = sqlx::query!(
            r#"select id as "id: AccountId", name, session_version, time_zone, created_at from account where email = $1"#,
            email
        )
        .fetch_one(&self.market.db)
        .await
        .unwrap();
        Customer::of(Account {
            id: row.id,
            email: email.to_owned(),
            name: row.name,
            role: Role::Customer,
            sells: true,
            session_version: row.session_version,
            closing_at: None,
            avatar: None,
            time_zone: row.time_zone,
            created_at: row.created_at,
        })
    }

    /// The same, having just signed in.
    pub async fn fresh_at(&self, email: &str) -> Fresh {
        let account = self.customer_at(email).await;
        self.freshly(&account).await
    }

    /// Somebody who has just signed in.
    pub async fn somebody_fresh(&self, name: &str) -> Fresh {
        let account = self.an_account(name).await;
        self.freshly(&account).await
    }

    async fn freshly(&self, account: &Account) -> Fresh {
        let signed_in = self.signs_in(account, Browser::default()).await;
        let customer = self.who(&signed_in).await.unwrap();
        Fresh::of(customer, self.market.now()).unwrap()
    }
}

impl SignedIn {
    pub fn presence(&self) -> Presence {
        Presence {
            session: self.pass.id,
            proved_at: self.pass.proved_at,
            second_factor: self.pass.second_factor,
        }
    }
}

/// What tower-sessions would store: a date far beyond what a sign-in may last.
pub fn stored(now: OffsetDateTime) -> Stored {
    Stored {
        data: serde_json::json!({}),
        expires_at: now + Duration::days(400),
    }
}
