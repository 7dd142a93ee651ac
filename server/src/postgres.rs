//! A private PostgreSQL under the data folder, for those who have not set one up: made, started, adopted and stopped by us.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use sqlx::postgres::PgConnectOptions;

mod cluster;
mod programs;
mod sharing;
mod user;

use cluster::Cluster;
use programs::Programs;
use sharing::{Gate, Share};
use user::User;

use crate::data_dir::DataDir;

/// A running private PostgreSQL. The last of those who use it stops it when dropped, so that a panic stops it as well.
#[derive(Debug)]
pub struct Private {
    cluster: Cluster,
    gate: Gate,
    share: Share,
}

impl Private {
    /// Brings it up, or joins those who use it already: a server, workers, commands. Afterwards it accepts connections.
    pub fn join(folder: &DataDir) -> Result<Self> {
        let cluster = Self::cluster(folder)?;
        let share = Share::join(folder, |alone| {
            let found = cluster.start()?;
            if found && alone {
                tracing::info!("database found running, adopted");
            }
            Ok(())
        })?;
        Ok(Self {
            cluster,
            gate: Gate::of(folder),
            share,
        })
    }

    /// A handle that starts it again if it dies while the server lives.
    pub fn reviver(&self) -> Reviver {
        Reviver {
            cluster: self.cluster.clone(),
            gate: self.gate.clone(),
        }
    }

    /// The version a new database would be made by; None when there is a database already.
    pub fn would_be_made_by(folder: &DataDir) -> Result<Option<String>> {
        if cluster::major_version(&folder.path().join("postgres")).is_some() {
            return Ok(None);
        }
        User::for_postgres()?;
        Ok(Some(Programs::find(None)?.major))
    }

    /// How to connect to it.
    pub fn connection(&self) -> Result<PgConnectOptions> {
        let password = fs::read_to_string(self.cluster.password_file())
            .context("the private database's password cannot be read")?;
        Ok(PgConnectOptions::new_without_pgpass()
            .socket(self.cluster.socket_folder())
            .port(cluster::PORT)
            .username(cluster::USER)
            .password(password.trim())
            .database("postgres"))
    }

    /// Where its data really lies.
    pub fn home(&self) -> &Path {
        self.cluster.home()
    }

    fn cluster(folder: &DataDir) -> Result<Cluster> {
        let user = User::for_postgres()?;
        let home = home_for(folder, user.as_ref())?;
        let programs = Programs::find(cluster::major_version(&home).as_deref())?;
        Cluster::open(home, programs, user)
    }
}

/// Starts a private database that has died. Whoever holds it lets go before the database is stopped for good.
#[derive(Clone, Debug)]
pub struct Reviver {
    cluster: Cluster,
    gate: Gate,
}

impl Reviver {
    /// Blocks until it is up again. Does nothing to one that runs.
    pub fn revive(&self) -> Result<()> {
        let _closed = self.gate.close()?;
        if self.cluster.is_running() {
            return Ok(());
        }
        tracing::warn!("the private database has died and is started again");
        self.cluster.start().map(drop)
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        let began = Instant::now();
        match self.share.leave(|| self.cluster.stop()) {
            Ok(true) => {
                tracing::info!(ms = began.elapsed().as_millis() as u64, "database stopped");
            }
            Ok(false) => tracing::info!("database left to others who use it"),
            Err(error) => tracing::error!("the private database did not stop: {error:#}"),
        }
    }
}

/// PostgreSQL refuses to run as root, and the user that root lends it to may not be able to enter the data folder
/// (below /root, say). Then its data lies in /var/lib, and a link in the data folder points there.
fn home_for(folder: &DataDir, user: Option<&User>) -> Result<PathBuf> {
    let here = folder.path().join("postgres");
    if let Ok(elsewhere) = fs::read_link(&here) {
        return Ok(elsewhere);
    }
    let made = fs::create_dir_all(&here);
    made.with_context(|| format!("{} cannot be made", here.display()))?;
    let Some(user) = user else { return Ok(here) };
    if user.can_enter(&here) {
        return Ok(here);
    }
    let name = format!("autopilot-{}", short_hash(folder.path()));
    let elsewhere = Path::new("/var/lib").join(name);
    fs::create_dir_all(&elsewhere)?;
    if !user.can_enter(&elsewhere) {
        bail!(
            "the user {} cannot enter {}, so PostgreSQL cannot run there. Set DATABASE_URL, or DATA_DIR to a folder everybody may enter.",
            user.name,
            here.display()
        );
    }
    fs::remove_dir(&here).with_context(|| {
        format!(
            "{} is neither empty nor open to the user {}",
            here.display(),
            user.name
        )
    })?;
    std::os::unix::fs::symlink(&elsewhere, &here)?;
    Ok(elsewhere)
}

fn short_hash(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;

    use sha2::{Digest, Sha256};

    hex::encode(&Sha256::digest(path.as_os_str().as_bytes())[..6])
}
