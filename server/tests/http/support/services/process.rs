//! A program that listens on a port: it can die, freeze, and come back.

use std::io::ErrorKind;
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::server::free_port;

pub struct Process {
    pub port: u16,
    command: Command,
    /// The step of `scripts/setup` that installs it.
    step: &'static str,
    child: Option<Child>,
}

impl Process {
    /// Starts what `command` makes of a free port, and waits until it listens. Without the program the test fails.
    pub async fn start(step: &'static str, command: impl FnOnce(u16) -> Command) -> Self {
        let port = free_port();
        let mut process = Self {
            port,
            command: command(port),
            step,
            child: None,
        };
        process.run().await;
        process
    }

    /// Starts it (again), at the same port.
    pub async fn run(&mut self) {
        let spawned = self
            .command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn();
        let child = match spawned {
            Err(error) if error.kind() == ErrorKind::NotFound => panic!(
                "{:?} is not installed: scripts/setup {}",
                self.command.get_program(),
                self.step
            ),
            spawned => self.child.insert(spawned.unwrap()),
        };
        let patience = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let ended = child.try_wait().unwrap();
            assert!(
                ended.is_none() && Instant::now() < patience,
                "{:?} did not start: {ended:?}. Try scripts/setup {}",
                self.command.get_program(),
                self.step
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn die(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().ok();
            child.wait().ok();
        }
    }

    /// From now on connections are taken and nothing is answered.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let child = self.child.as_ref().unwrap();
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.die();
    }
}
