//! An S3-compatible server with a bucket, which is a folder.

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use super::process::Process;

const BUCKET: &str = "shop";
const ACCESS_KEY: &str = "the-shop";
pub const SECRET_KEY: &str = "correct-horse-battery";

pub struct Storage {
    process: Process,
    root: TempDir,
}

impl Storage {
    /// Its bucket is empty.
    pub async fn start() -> Self {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join(BUCKET)).unwrap();
        let process = Process::start("s3s_fs", |port| {
            let mut command = Command::new("s3s-fs");
            command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
            command.args(["--access-key", ACCESS_KEY, "--secret-key", SECRET_KEY]);
            command.arg(root.path());
            command
        });
        Self {
            process: process.await,
            root,
        }
    }

    /// The server's settings for it.
    pub fn settings(&self) -> Vec<(String, String)> {
        let endpoint = format!("http://127.0.0.1:{}", self.process.port);
        [
            ("S3_ENDPOINT", endpoint.as_str()),
            ("S3_BUCKET", BUCKET),
            ("S3_ACCESS_KEY", ACCESS_KEY),
            ("S3_SECRET_KEY", SECRET_KEY),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    /// Where the objects lie, each under its key.
    pub fn bucket(&self) -> PathBuf {
        self.root.path().join(BUCKET)
    }
}

impl Deref for Storage {
    type Target = Process;

    fn deref(&self) -> &Process {
        &self.process
    }
}

impl DerefMut for Storage {
    fn deref_mut(&mut self) -> &mut Process {
        &mut self.process
    }
}
