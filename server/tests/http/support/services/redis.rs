//! Redis, keeping nothing on disk.

use std::ops::{Deref, DerefMut};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::process::Process;

pub struct Redis(Process);

impl Redis {
    pub async fn start() -> Self {
        let process = Process::start("redis", |port| {
            let mut command = program();
            command.args(["--bind", "127.0.0.1", "--port", &port.to_string()]);
            command.args(["--save", "", "--appendonly", "no"]);
            command.current_dir(std::env::temp_dir());
            command
        });
        Self(process.await)
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// What it answers, in the protocol's own words.
    pub async fn says(&self, question: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let line = format!("{question}\r\nQUIT\r\n");
        stream.write_all(line.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(!answer.starts_with('-'), "{question}: {answer}");
        answer
    }

    pub async fn keys(&self) -> Vec<String> {
        let answer = self.says("KEYS *").await;
        let lines = answer
            .lines()
            .filter(|line| !line.starts_with(['*', '$', '+']));
        lines.map(str::to_owned).collect()
    }

    /// How often somebody has found what they asked for.
    pub async fn hits(&self) -> u64 {
        let stats = self.says("INFO stats").await;
        let hits = stats
            .lines()
            .find_map(|line| line.strip_prefix("keyspace_hits:"));
        hits.unwrap().trim().parse().unwrap()
    }
}

/// Debian's redis-tools have the server as well, under the name of a tool. Its package redis-server adds the service.
fn program() -> Command {
    let tools = "/usr/bin/redis-check-rdb";
    let path = if Path::new("/usr/bin/redis-server").exists() || !Path::new(tools).exists() {
        "redis-server"
    } else {
        tools
    };
    let mut command = Command::new(path);
    command.arg0("redis-server");
    command
}

impl Deref for Redis {
    type Target = Process;

    fn deref(&self) -> &Process {
        &self.0
    }
}

impl DerefMut for Redis {
    fn deref_mut(&mut self) -> &mut Process {
        &mut self.0
    }
}
