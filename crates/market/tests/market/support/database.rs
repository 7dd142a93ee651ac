//! A database for each test, copied from one that was prepared once for this build of the tests.

use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};

/// What a test's database starts with.
#[derive(Clone, Copy)]
pub enum Start {
    Empty,
    Demo,
}

impl Start {
    fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Demo => "demo",
        }
    }

    async fn prepare(self, db: &PgPool) {
        market::migrate(db).await.unwrap();
        if matches!(self, Self::Demo) {
            let shop = super::shop_over(db.clone());
            assert!(
                market::demo::seed(&shop.market, market::demo::Size::default())
                    .await
                    .unwrap()
            );
        }
    }
}

/// A migrated database of the test's own on the cluster in TEST_DATABASE_URL.
pub async fn database(start: Start) -> PgPool {
    let cluster = cluster();
    let template = template(&cluster, start).await;
    let name = format!("test_{}", uuid::Uuid::new_v4().simple());
    let mut admin = PgConnection::connect_with(&cluster).await.unwrap();
    run(
        &mut admin,
        format!("create database {name} template {template}"),
    )
    .await;
    PgPoolOptions::new()
        .max_connections(24)
        .connect_with(cluster.database(&name))
        .await
        .unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests have no config struct to read it from"
)]
fn cluster() -> PgConnectOptions {
    let url = std::env::var("TEST_DATABASE_URL").expect(
        "TEST_DATABASE_URL is not set: run the tests with `make test` or under `scripts/postgres run-with`",
    );
    PgConnectOptions::from_str(&url).unwrap()
}

/// The first test to come prepares the template; a lock keeps the others waiting.
async fn template(cluster: &PgConnectOptions, start: Start) -> String {
    let name = format!("template_{}_{}", start.name(), fingerprint());
    let mut admin = PgConnection::connect_with(cluster).await.unwrap();
    run(&mut admin, "select pg_advisory_lock(4711)".to_owned()).await;
    let known: bool = sqlx::query_scalar!(
        r#"select exists (select from pg_database where datname = $1) as "known!""#,
        name
    )
    .fetch_one(&mut admin)
    .await
    .unwrap();
    if !known {
        run(&mut admin, format!("drop database if exists {name}_new")).await;
        run(&mut admin, format!("create database {name}_new")).await;
        let db = PgPool::connect_with(cluster.clone().database(&format!("{name}_new")))
            .await
            .unwrap();
        start.prepare(&db).await;
        db.close().await;
        run(
            &mut admin,
            format!("alter database {name}_new rename to {name}"),
        )
        .await;
    }
    admin.close().await.unwrap();
    name
}

/// Another build of the tests may bring other migrations or another demo, so it gets another template.
pub fn fingerprint() -> String {
    let binary = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    blake3::hash(&binary).to_hex()[..16].to_owned()
}

async fn run(on: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(on).await.unwrap();
}
