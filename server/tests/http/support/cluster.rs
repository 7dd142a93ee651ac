//! Databases with the demo in them, copied from one that the server under test filled itself.

use std::path::Path;
use std::process::Command;

use sqlx::postgres::PgConnectOptions;
use test_database::{Cluster, fingerprint, url};

use super::server::{SECRET_KEY, program};

/// A database and a data folder that belong together.
pub struct Stock {
    pub database_url: String,
    pub data: tempfile::TempDir,
}

/// A shop with the demo in it, for one test alone.
pub async fn stocked() -> Stock {
    let template = format!("template_shop_{}", fingerprint(Path::new(&program())));
    let filled = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&template);
    let files = filled.join("files");
    let seed = async |draft| seed(&draft, &filled);
    let database = Cluster::of_the_tests()
        .copy(&template, || files.exists(), seed)
        .await;
    let data = tempfile::tempdir().unwrap();
    copy(&files, &data.path().join("files"));
    Stock {
        database_url: url(&database),
        data,
    }
}

/// A database with nothing in it.
pub async fn an_empty_database() -> String {
    url(&Cluster::of_the_tests().empty().await)
}

fn seed(database: &PgConnectOptions, data: &Path) {
    let seeded = Command::new(program())
        .arg("seed")
        .env("DATABASE_URL", url(database))
        .env("DATA_DIR", data)
        .env("SECRET_KEY", SECRET_KEY)
        .env_remove("REDIS_URL")
        .output()
        .unwrap();
    assert!(
        seeded.status.success(),
        "seeding failed: {}",
        String::from_utf8_lossy(&seeded.stderr)
    );
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
