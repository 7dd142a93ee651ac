//! Databases with the demo in them, copied from one that the server under test filled itself.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

use super::server::{BINARY, SECRET_KEY};

/// A database and a data folder that belong together.
pub struct Stock {
    pub database_url: String,
    pub data: tempfile::TempDir,
}

/// A shop with the demo in it, for one test alone.
pub async fn stocked() -> Stock {
    let cluster = cluster();
    let template = template(&cluster).await;
    let name = format!("test_{}", uuid::Uuid::new_v4().simple());
    let mut admin = PgConnection::connect_with(&cluster).await.unwrap();
    run(
        &mut admin,
        format!("create database {name} template {}", template.name),
    )
    .await;
    let data = tempfile::tempdir().unwrap();
    copy(&template.data.join("files"), &data.path().join("files"));
    Stock {
        database_url: url(&cluster, &name),
        data,
    }
}

/// A database with nothing in it.
pub async fn an_empty_database() -> String {
    let cluster = cluster();
    let name = format!("test_{}", uuid::Uuid::new_v4().simple());
    let mut admin = PgConnection::connect_with(&cluster).await.unwrap();
    run(&mut admin, format!("create database {name}")).await;
    url(&cluster, &name)
}

struct Template {
    name: String,
    data: PathBuf,
}

/// The first test to come lets the server fill it; a lock keeps the others waiting.
async fn template(cluster: &PgConnectOptions) -> Template {
    let build = blake3::hash(&std::fs::read(BINARY).unwrap()).to_hex()[..16].to_owned();
    let name = format!("template_shop_{build}");
    let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
    let mut admin = PgConnection::connect_with(cluster).await.unwrap();
    run(&mut admin, "select pg_advisory_lock(4712)".to_owned()).await;
    let known = PgConnection::connect_with(&cluster.clone().database(&name))
        .await
        .is_ok();
    if !known || !data.join("files").exists() {
        run(&mut admin, format!("drop database if exists {name}")).await;
        run(&mut admin, format!("drop database if exists {name}_new")).await;
        run(&mut admin, format!("create database {name}_new")).await;
        let seeded = Command::new(BINARY)
            .arg("seed")
            .env("DATABASE_URL", url(cluster, &format!("{name}_new")))
            .env("DATA_DIR", &data)
            .env("SECRET_KEY", SECRET_KEY)
            .env_remove("REDIS_URL")
            .output()
            .unwrap();
        assert!(
            seeded.status.success(),
            "seeding failed: {}",
            String::from_utf8_lossy(&seeded.stderr)
        );
        run(
            &mut admin,
            format!("alter database {name}_new rename to {name}"),
        )
        .await;
    }
    admin.close().await.unwrap();
    Template { name, data }
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

fn url(cluster: &PgConnectOptions, database: &str) -> String {
    cluster
        .clone()
        .database(database)
        .to_url_lossy()
        .to_string()
}

async fn run(on: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(on).await.unwrap();
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
