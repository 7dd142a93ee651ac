//! Whom PostgreSQL runs as: ourselves, or an unprivileged user when we are root.

use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

#[derive(Clone, Debug)]
pub struct User {
    pub name: String,
    uid: u32,
    gid: u32,
}

impl User {
    /// None when we are unprivileged ourselves.
    pub fn for_postgres() -> Result<Option<Self>> {
        if process_owner()? != 0 {
            return Ok(None);
        }
        match Self::named("postgres").or_else(|| Self::named("nobody")) {
            Some(user) => Ok(Some(user)),
            None => bail!(
                "the server runs as root, and there is no user `postgres` or `nobody` to run PostgreSQL as. Start the server as an ordinary user, or set DATABASE_URL."
            ),
        }
    }

    fn named(name: &str) -> Option<Self> {
        let passwd = std::fs::read_to_string("/etc/passwd").ok()?;
        let mut fields = passwd.lines().find_map(|line| {
            let mut fields = line.split(':');
            (fields.next() == Some(name)).then_some(fields)
        })?;
        Some(Self {
            name: name.to_owned(),
            uid: fields.nth(1)?.parse().ok()?,
            gid: fields.next()?.parse().ok()?,
        })
    }

    /// Lets a command run as this user, with none of our groups.
    pub fn lend(&self, command: &mut Command) {
        command.uid(self.uid).gid(self.gid);
    }

    /// The folder is entered after the rights have been dropped, so a refusal shows when the command starts.
    pub fn can_enter(&self, folder: &Path) -> bool {
        let mut command = Command::new("/bin/true");
        self.lend(&mut command);
        command.current_dir(folder).stdin(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    /// Gives a file or folder to this user.
    pub fn give(&self, path: &Path) -> Result<()> {
        std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid)).with_context(|| {
            format!(
                "{} cannot be given to the user {}",
                path.display(),
                self.name
            )
        })
    }
}

/// Who owns a path, as a user id.
pub fn owner(path: &Path) -> Option<u32> {
    path.metadata().ok().map(|metadata| metadata.uid())
}

/// Our own user id.
pub fn process_owner() -> Result<u32> {
    owner(Path::new("/proc/self"))
        .context("/proc is not mounted, so it is unknown whether the server runs as root")
}
