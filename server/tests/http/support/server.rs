//! The server as a process.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sqlx::PgPool;

use super::Visitor;
use super::cluster::{Stock, stocked};

/// The program under test: the one that was built with the tests, or another build of it in AUTOPILOT.
#[expect(
    clippy::disallowed_methods,
    reason = "tests have no config struct to read it from"
)]
pub fn program() -> String {
    std::env::var("AUTOPILOT").unwrap_or_else(|_| env!("CARGO_BIN_EXE_autopilot").to_owned())
}

pub const SECRET_KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";

pub struct Server {
    pub url: String,
    pub stock: Stock,
    process: Option<Child>,
    settings: Vec<(String, String)>,
}

impl Server {
    /// A shop with the demo, workers included.
    pub async fn start() -> Self {
        Self::start_with(&[], &[]).await
    }

    pub async fn start_with(arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        Self::start_on(stocked().await, arguments, settings).await
    }

    /// A second server of the same shop, with a data folder of its own.
    pub async fn another_node(&self) -> Self {
        let stock = Stock {
            database_url: self.stock.database_url.clone(),
            data: tempfile::tempdir().unwrap(),
        };
        // Either of them may send a mail.
        let mail = self.mail_folder();
        std::fs::create_dir_all(&mail).unwrap();
        std::os::unix::fs::symlink(mail, stock.data.path().join("mail")).unwrap();
        let settings: Vec<_> = self
            .settings
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        Self::start_on(stock, &[], &settings).await
    }

    async fn start_on(stock: Stock, arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        let settings = settings
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        let mut server = Self {
            url: format!("http://127.0.0.1:{}", free_port()),
            stock,
            process: None,
            settings,
        };
        server.run(arguments).await;
        server
    }

    /// Starts it (again), with the same data and at the same address, and waits until it is ready.
    pub async fn run(&mut self, arguments: &[&str]) {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.stock.data.path().join("server.log"))
            .unwrap();
        let mut command = self.command("serve");
        let child = command
            .args(arguments)
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        self.process = Some(child);
        let patience = Instant::now() + Duration::from_secs(40);
        while !self.is_ready().await {
            let ended = self.process.as_mut().unwrap().try_wait().unwrap();
            assert!(
                ended.is_none() && Instant::now() < patience,
                "the server did not start: {}",
                self.log()
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The same, with the server held for a minute whenever it comes to this fail point.
    pub async fn run_holding(&mut self, place: &str) {
        let hold = ("FAILPOINTS".to_owned(), format!("{place}=sleep(60000)"));
        self.settings.push(hold);
        self.run(&[]).await;
        self.settings.pop();
    }

    async fn is_ready(&self) -> bool {
        Visitor::to(self)
            .ask("GET", "/health/ready", &[])
            .await
            .is_ok_and(|answer| answer.status == 200)
    }

    /// Another command of the same binary on the same data.
    pub fn command(&self, name: &str) -> Command {
        let mut command = Command::new(program());
        command
            .arg(name)
            .env("DATABASE_URL", &self.stock.database_url)
            .env("DATA_DIR", self.stock.data.path())
            .env("SECRET_KEY", SECRET_KEY)
            .env("LISTEN", self.url.trim_start_matches("http://"))
            .env("PUBLIC_URL", &self.url)
            .env("DB_POOL", "6")
            .env("DRAIN_MS", "0")
            .env(
                "LEPTOS_SITE_ROOT",
                concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site"),
            )
            .env_remove("REDIS_URL")
            .envs(self.settings.iter().cloned())
            .stdin(Stdio::null());
        command
    }

    /// A command of the same binary on nothing yet.
    pub fn binary(name: &str) -> Command {
        let mut command = Command::new(program());
        command.arg(name).env("SECRET_KEY", SECRET_KEY);
        command
    }

    /// What `doctor` says of these settings, and whether it finds everything well.
    pub fn doctor(&self, settings: &[(&str, &str)]) -> (bool, String) {
        let examined = self
            .command("doctor")
            .envs(settings.iter().copied())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&examined.stdout).into_owned();
        (examined.status.success(), said)
    }

    /// A setting that counts from the next start on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    /// A worker beside a server that runs none, until it is dropped.
    pub fn worker(&self) -> Worker {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.stock.data.path().join("worker.log"))
            .unwrap();
        let child = self
            .command("work")
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        Worker(child)
    }

    pub fn kill(&mut self) {
        if let Some(mut child) = self.process.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Asks it to stop, as an operator would, and returns how it ended.
    pub fn stop(&mut self) -> std::process::ExitStatus {
        let asked = Command::new("kill")
            .arg("-TERM")
            .arg(self.pid().to_string())
            .status()
            .unwrap();
        assert!(asked.success());
        self.process.take().unwrap().wait().unwrap()
    }

    /// Its process's number.
    pub fn pid(&self) -> u32 {
        self.process.as_ref().unwrap().id()
    }

    pub async fn database(&self) -> PgPool {
        PgPool::connect(&self.stock.database_url).await.unwrap()
    }

    /// Nothing the market guarantees is broken.
    pub async fn must_be_sound(&self) {
        let broken = market::checks::run(&self.database().await).await.unwrap();
        assert!(
            broken.is_empty(),
            "broken invariants: {broken:#?}\n{}",
            self.log()
        );
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.stock.data.path().join("server.log")).unwrap_or_default()
    }

    /// The mails it wrote.
    pub fn mails(&self) -> Vec<String> {
        mails_in(&self.mail_folder())
    }

    /// The path that the newest mail to this address under this subject leads to, for ten seconds at most.
    pub async fn mailed_link(&self, to: &str, subject: &str) -> String {
        let patience = Instant::now() + Duration::from_secs(10);
        let (named, bare) = (format!("<{to}>"), format!("To: {to}"));
        let subject = format!("Subject: {subject}");
        loop {
            let mails = self.mails();
            let wanted = mails.iter().filter(|mail| {
                mail.contains(&subject) && (mail.contains(&named) || mail.contains(&bare))
            });
            if let Some(mail) = wanted.max_by_key(|mail| mail.split("Message-ID:").nth(1)) {
                let readable = mail.replace("=\r\n", "").replace("=3D", "=");
                let (_, link) = readable.split_once(&self.url).unwrap();
                return link.split_whitespace().next().unwrap().to_owned();
            }
            assert!(Instant::now() < patience, "no mail {to} {subject}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub fn mail_folder(&self) -> PathBuf {
        self.stock.data.path().join("mail")
    }
}

pub fn mails_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- the server's log ---\n{}", self.log());
        }
        self.kill();
    }
}

/// A port of this machine that nobody listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

pub struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
