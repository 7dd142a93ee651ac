//! One database cluster on disk: made whole or not at all, started, found running, stopped.

use std::fs::{self, File};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rand::RngCore;

use super::programs::Programs;
use super::short_hash;
use super::user::{self, User};
use crate::data_dir::write_private;

/// The database's only user. It owns everything, and its password never leaves the data folder.
pub const USER: &str = "autopilot";
/// Only names the socket: nothing listens on the network.
pub const PORT: u16 = 5432;
/// A socket's path has at most 107 bytes, its file's name among them.
const LONGEST_SOCKET_FOLDER: usize = 85;
/// A log that has grown beyond this is started afresh, with the old one kept beside it.
const LOG_BYTES: u64 = 16 << 20;

#[derive(Clone, Debug)]
pub struct Cluster {
    home: PathBuf,
    programs: Programs,
    user: Option<User>,
}

/// The major version that made the data, if there is any.
pub fn major_version(home: &Path) -> Option<String> {
    let text = fs::read_to_string(home.join("data/PG_VERSION")).ok()?;
    Some(text.trim().to_owned())
}

impl Cluster {
    pub fn open(home: PathBuf, programs: Programs, user: Option<User>) -> Result<Self> {
        if let Some(user) = &user {
            user.give(&home)?;
        }
        fs::set_permissions(&home, fs::Permissions::from_mode(0o700))
            .with_context(|| format!("{} does not belong to us", home.display()))?;
        Ok(Self {
            home,
            programs,
            user,
        })
    }

    pub fn home(&self) -> &Path {
        &self.home
    }

    pub fn password_file(&self) -> PathBuf {
        self.home.join("password")
    }

    /// The home itself, unless its path is too long for a socket or would need quoting on a command line.
    pub fn socket_folder(&self) -> PathBuf {
        let text = self.home.to_string_lossy();
        let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
        if text.len() <= LONGEST_SOCKET_FOLDER && text.chars().all(plain) {
            return self.home.clone();
        }
        std::env::temp_dir().join(format!("autopilot-{}", short_hash(&self.home)))
    }

    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    fn log(&self) -> PathBuf {
        self.home.join("server.log")
    }

    /// Makes it when it is new, leaves it alone when it runs, starts it otherwise. Whether it was running.
    pub fn start(&self) -> Result<bool> {
        if major_version(&self.home).is_none() {
            self.create()?;
        }
        self.make_socket_folder()?;
        if self.is_running() {
            return Ok(true);
        }
        self.remove_stale_pid_file()?;
        self.shorten_log()?;
        let mut outcome = self.launch();
        // After a crash the last backends may take a moment to notice that their postmaster is gone.
        for _ in 0..5 {
            match &outcome {
                Err(error) if error.to_string().contains("still in use") => {}
                _ => break,
            }
            thread::sleep(Duration::from_secs(1));
            outcome = self.launch();
        }
        outcome.map(|()| false)
    }

    pub fn is_running(&self) -> bool {
        let mut command = self.command("pg_ctl");
        command.arg("status").arg("-D").arg(self.data());
        let running = command.output().is_ok_and(|output| output.status.success());
        running && self.is_ready()
    }

    /// The last line of the postmaster's file says `ready` once it accepts connections.
    fn is_ready(&self) -> bool {
        let file = self.data().join("postmaster.pid");
        fs::read_to_string(file)
            .is_ok_and(|text| text.lines().nth(7).map(str::trim) == Some("ready"))
    }

    pub fn stop(&self) -> Result<()> {
        let mut command = self.command("pg_ctl");
        command
            .args(["stop", "-w", "-s", "-m", "fast", "-t", "30", "-D"])
            .arg(self.data());
        run(command, "pg_ctl stop")
    }

    /// Into a folder beside, renamed when it is whole: a crash half-way leaves nothing that looks like a database.
    fn create(&self) -> Result<()> {
        let draft = self.home.join("data.new");
        if draft.exists() {
            fs::remove_dir_all(&draft)?;
        }
        if self.data().exists() {
            bail!(
                "{} exists but holds no database. Move it away.",
                self.data().display()
            );
        }
        self.make_password()?;
        let mut command = self.command("initdb");
        command.args([
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
        ]);
        command
            .arg("-U")
            .arg(USER)
            .arg("--pwfile")
            .arg(self.password_file())
            .arg("-D")
            .arg(&draft);
        run(command, "initdb")?;
        fs::rename(&draft, self.data())?;
        File::open(&self.home)?.sync_all()?;
        Ok(())
    }

    fn make_password(&self) -> Result<()> {
        let file = self.password_file();
        if !file.exists() {
            let mut bytes = [0_u8; 24];
            rand::rng().fill_bytes(&mut bytes);
            write_private(&file, &hex::encode(bytes))
                .context("the private database's password cannot be written")?;
        }
        match &self.user {
            Some(user) => user.give(&file),
            None => Ok(()),
        }
    }

    fn make_socket_folder(&self) -> Result<()> {
        let folder = self.socket_folder();
        if folder == self.home {
            return Ok(());
        }
        if !folder.exists() {
            fs::DirBuilder::new().mode(0o700).create(&folder)?;
            if let Some(user) = &self.user {
                user.give(&folder)?;
            }
        }
        if folder.is_symlink() || user::owner(&folder) != user::owner(&self.home) {
            bail!(
                "{} belongs to somebody else. Remove it, or give the data folder a shorter path.",
                folder.display()
            );
        }
        Ok(())
    }

    /// PostgreSQL clears its own stale file unless another process has the number by now.
    fn remove_stale_pid_file(&self) -> Result<()> {
        let file = self.data().join("postmaster.pid");
        let Ok(text) = fs::read_to_string(&file) else {
            return Ok(());
        };
        let pid = text.lines().next().unwrap_or_default().trim();
        match fs::read_to_string(format!("/proc/{pid}/comm")) {
            Ok(name) if name.trim() == "postgres" => Ok(()),
            _ => fs::remove_file(&file).context("a stale postmaster.pid cannot be removed"),
        }
    }

    fn shorten_log(&self) -> Result<()> {
        let log = self.log();
        if log
            .metadata()
            .is_ok_and(|metadata| metadata.len() > LOG_BYTES)
        {
            fs::rename(&log, log.with_extension("log.old"))?;
        }
        Ok(())
    }

    /// pg_ctl detaches it from our terminal: Ctrl-C reaches the server alone, which stops its database last.
    fn launch(&self) -> Result<()> {
        let mut command = self.command("pg_ctl");
        command
            .args(["start", "-w", "-s", "-t", "120", "-D"])
            .arg(self.data());
        command
            .arg("-l")
            .arg(self.log())
            .arg("-o")
            .arg(self.options());
        run(command, "pg_ctl start").map_err(|error| error.context(self.last_words()))
    }

    fn options(&self) -> String {
        let sockets = self.socket_folder();
        [
            "listen_addresses=''".to_owned(),
            format!("port={PORT}"),
            format!("unix_socket_directories='{}'", sockets.display()),
            "unix_socket_permissions=0700".to_owned(),
            "max_connections=100".to_owned(),
            "shared_buffers=128MB".to_owned(),
            // It lies on this machine's own disk, where jumping costs little more than reading on.
            "random_page_cost=1.1".to_owned(),
            "timezone=UTC".to_owned(),
            "jit=off".to_owned(),
            "cluster_name=autopilot".to_owned(),
        ]
        .iter()
        .map(|setting| format!("-c {setting}"))
        .collect::<Vec<_>>()
        .join(" ")
    }

    fn last_words(&self) -> String {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<_> = log.lines().rev().take(5).collect();
        let words: Vec<_> = lines.into_iter().rev().collect();
        format!(
            "the private database did not start. Its last words ({}):\n{}",
            self.log().display(),
            words.join("\n")
        )
    }

    /// A command of PostgreSQL, run as the right user in a folder it may enter.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.path(program));
        command
            .current_dir(&self.home)
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null());
        if let Some(user) = &self.user {
            user.lend(&mut command);
        }
        command
    }
}

/// Its output goes to a file, not to a pipe: a postmaster would keep a pipe open for as long as it lives.
fn run(mut command: Command, name: &str) -> Result<()> {
    let mut output = tempfile()?;
    command
        .stdout(output.try_clone()?)
        .stderr(output.try_clone()?);
    let status = command
        .status()
        .with_context(|| format!("{name} cannot be run"))?;
    if status.success() {
        return Ok(());
    }
    use std::io::{Read, Seek};
    let mut text = String::new();
    output.rewind()?;
    output.read_to_string(&mut text)?;
    bail!("{name} failed: {}", text.trim())
}

/// A file without a name.
fn tempfile() -> Result<File> {
    let path = std::env::temp_dir().join(format!(
        "autopilot-{}-{:x}",
        std::process::id(),
        rand::rng().next_u64()
    ));
    let mut options = File::options();
    let file = options
        .read(true)
        .write(true)
        .create_new(true)
        .open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}
