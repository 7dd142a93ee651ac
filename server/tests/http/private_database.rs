//! The database a shop brings along when nobody has set one up: a server, workers and commands share it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::{Server, free_port};

/// A data folder with nothing in it, and processes that use it.
struct Household {
    data: TempDir,
    port: u16,
}

impl Household {
    fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        // Started as root, the database runs as somebody who has to get in.
        std::fs::set_permissions(data.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        Self {
            data,
            port: free_port(),
        }
    }

    /// In production nothing is seeded, which would only take time here.
    fn command(&self, name: &str) -> Command {
        let url = format!("127.0.0.1:{}", self.port);
        let mut command = Server::binary(name);
        command
            .env("MODE", "production")
            .env("ALLOW_SANDBOX_PAYMENTS", "true")
            .env("PUBLIC_URL", format!("http://{url}"))
            .env("LISTEN", url)
            .env("DRAIN_MS", "0")
            .env("DATA_DIR", self.data.path())
            .env_remove("DATABASE_URL")
            .env_remove("REDIS_URL")
            .stdin(Stdio::null());
        command
    }

    fn start(&self, name: &str) -> Process {
        let log = self.data.path().join(format!("{name}.log"));
        let file = std::fs::File::create(&log).unwrap();
        let mut command = self.command(name);
        let child = command.stdout(file.try_clone().unwrap()).stderr(file);
        Process(child.spawn().unwrap())
    }

    /// Waits until this process has said that.
    fn says(&self, name: &str, words: &str) {
        let log = self.data.path().join(format!("{name}.log"));
        let patience = Instant::now() + Duration::from_secs(60);
        loop {
            let said = std::fs::read_to_string(&log).unwrap();
            if said.contains(words) {
                return;
            }
            assert!(Instant::now() < patience, "{name} says: {said}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn serves(&self) -> bool {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let request = "GET /categories HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        answer.starts_with(b"HTTP/1.1 200")
    }

    fn checks(&self) -> bool {
        self.command("check").output().unwrap().status.success()
    }

    fn database_runs(&self) -> bool {
        let home = self.data.path().join("postgres");
        let pid = std::fs::read_to_string(home.join("data/postmaster.pid")).unwrap_or_default();
        let pid = pid.lines().next().unwrap_or("none").trim().to_owned();
        Path::new("/proc").join(pid).exists()
    }
}

struct Process(Child);

impl Process {
    fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill")
            .args(["-TERM", &self.0.id().to_string()])
            .status();
        assert!(asked.unwrap().success());
        self.0.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[test]
fn servers_workers_and_commands_share_it_in_any_order_and_the_last_stops_it() {
    let household = Household::new();
    let worker = household.start("work");
    household.says("work", "working");
    let server = household.start("serve");
    household.says("serve", "listening");
    assert!(household.serves() && household.checks());
    assert!(worker.stop().success());
    assert!(household.database_runs() && household.serves());

    let worker = household.start("work");
    household.says("work", "working");
    assert!(server.stop().success());
    assert!(household.database_runs() && household.checks());
    assert!(worker.stop().success());
    assert!(!household.database_runs());
    assert!(household.checks(), "a command alone brings it up");
    assert!(!household.database_runs(), "and stops it again");
}

#[test]
fn one_that_outlived_its_server_is_adopted_by_whoever_comes_first() {
    let household = Household::new();
    let server = household.start("serve");
    household.says("serve", "listening");
    // Killed, as by kill -9.
    drop(server);
    assert!(household.database_runs());
    let worker = household.start("work");
    household.says("work", "adopted");
    household.says("work", "working");
    assert!(worker.stop().success());
    assert!(!household.database_runs());
}
