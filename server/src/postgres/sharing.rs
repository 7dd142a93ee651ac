//! Who uses a private database: a server, workers and commands, in any order. The first starts it, the last stops it.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::data_dir::DataDir;

/// One process's part in it. The operating system takes it back when the process ends, however it ends.
#[derive(Debug)]
pub struct Share {
    gate: Gate,
    /// Locked for sharing by everybody who uses the database.
    users: File,
}

impl Share {
    /// Joins those who use it. `start` learns whether nobody else does; nobody comes or goes before it is done.
    pub fn join(folder: &DataDir, start: impl FnOnce(bool) -> Result<()>) -> Result<Self> {
        let gate = Gate::of(folder);
        let users = lock_file(folder.path().join("postgres.users"))?;
        let closed = gate.close()?;
        let alone = users.try_lock().is_ok();
        users.unlock()?;
        users.lock_shared()?;
        start(alone)?;
        drop(closed);
        Ok(Self { gate, users })
    }

    /// Lets go; the last one to do so stops it. Whether that was us.
    pub fn leave(&self, stop: impl FnOnce() -> Result<()>) -> Result<bool> {
        let _closed = self.gate.close()?;
        self.users.unlock()?;
        let last = self.users.try_lock().is_ok();
        if last {
            stop()?;
        }
        self.users.unlock()?;
        Ok(last)
    }
}

/// Whoever has closed it starts or stops the database; the others wait.
#[derive(Clone, Debug)]
pub struct Gate(PathBuf);

impl Gate {
    pub fn of(folder: &DataDir) -> Self {
        Self(folder.path().join("postgres.gate"))
    }

    /// Closed until what is returned is dropped.
    pub fn close(&self) -> Result<File> {
        let file = lock_file(self.0.clone())?;
        file.lock()
            .with_context(|| format!("{} cannot be locked", self.0.display()))?;
        Ok(file)
    }
}

fn lock_file(path: PathBuf) -> Result<File> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("{} cannot be opened", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_starts_it_and_the_last_stops_it_in_whatever_order_they_leave() {
        let temporary = tempfile::tempdir().expect("folder");
        let folder = DataDir::open(temporary.path()).expect("open");
        let join = |first: bool| {
            let alone = |alone| {
                assert_eq!(alone, first);
                Ok(())
            };
            Share::join(&folder, alone).expect("join")
        };
        let leave = |share: Share| share.leave(|| Ok(())).expect("leave");
        let (server, worker) = (join(true), join(false));
        assert!(!leave(server));
        let command = join(false);
        assert!(!leave(worker));
        assert!(leave(command));
        assert!(leave(join(true)));
    }

    #[test]
    fn who_died_without_leaving_uses_it_no_more() {
        let temporary = tempfile::tempdir().expect("folder");
        let folder = DataDir::open(temporary.path()).expect("open");
        drop(Share::join(&folder, |_| Ok(())).expect("join"));
        let alone = |alone: bool| {
            assert!(alone);
            Ok(())
        };
        Share::join(&folder, alone).expect("join");
    }
}
