//! A database for each test, copied from one that was prepared once. The cluster is the one in TEST_DATABASE_URL.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::path::Path;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

/// Where a test may make databases.
#[derive(Clone, Debug)]
pub struct Cluster(PgConnectOptions);

impl Cluster {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests have no config struct to read it from"
    )]
    pub fn of_the_tests() -> Self {
        let url = std::env::var("TEST_DATABASE_URL").expect(
            "TEST_DATABASE_URL is not set: run the tests with `make test` or under `scripts/postgres run-with`",
        );
        Self(PgConnectOptions::from_str(&url).unwrap())
    }

    /// A new database with nothing in it.
    pub async fn empty(&self) -> PgConnectOptions {
        self.create("").await
    }

    /// A new database, copied from the template of this name. The first to come lets `prepare` fill the template, and so
    /// does whoever finds it of no use; a lock keeps the others waiting.
    pub async fn copy(
        &self,
        template: &str,
        of_use: impl FnOnce() -> bool,
        prepare: impl AsyncFnOnce(PgConnectOptions),
    ) -> PgConnectOptions {
        let mut admin = self.admin().await;
        run(&mut admin, "select pg_advisory_lock(4711)".to_owned()).await;
        if !is_known(&mut admin, template).await || !of_use() {
            let draft = format!("{template}_new");
            run(&mut admin, format!("drop database if exists {template}")).await;
            run(&mut admin, format!("drop database if exists {draft}")).await;
            run(&mut admin, format!("create database {draft}")).await;
            prepare(self.0.clone().database(&draft)).await;
            run(
                &mut admin,
                format!("alter database {draft} rename to {template}"),
            )
            .await;
        }
        admin.close().await.unwrap();
        self.create(&format!("template {template}")).await
    }

    async fn create(&self, template: &str) -> PgConnectOptions {
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        let mut admin = self.admin().await;
        run(&mut admin, format!("create database {name} {template}")).await;
        self.0.clone().database(&name)
    }

    async fn admin(&self) -> PgConnection {
        PgConnection::connect_with(&self.0).await.unwrap()
    }
}

/// As settings have it.
pub fn url(database: &PgConnectOptions) -> String {
    database.to_url_lossy().to_string()
}

/// Another build of a program may bring other migrations or another demo, so it gets a template of its own.
pub fn fingerprint(program: &Path) -> String {
    let program = std::fs::read(program).unwrap();
    blake3::hash(&program).to_hex()[..16].to_owned()
}

#[expect(
    clippy::disallowed_methods,
    reason = "it asks the cluster, which has no schema of ours"
)]
async fn is_known(admin: &mut PgConnection, database: &str) -> bool {
    sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(database)
        .fetch_one(admin)
        .await
        .unwrap()
}

async fn run(on: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(on).await.unwrap();
}
