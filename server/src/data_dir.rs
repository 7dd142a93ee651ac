//! The folder that holds what the server keeps on this machine, and the lock that gives it to one server at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rand::RngCore;
use secrecy::SecretString;

#[derive(Clone, Debug)]
pub struct DataDir {
    path: PathBuf,
}

/// Held for as long as a server uses the folder; the operating system gives it back when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl DataDir {
    /// Makes the folder when it is missing. Only its owner may look inside.
    pub fn open(path: &Path) -> Result<Self> {
        if !path.exists() {
            fs::create_dir_all(path)
                .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o711)))
                .with_context(|| format!("the data folder {} cannot be made", path.display()))?;
        }
        let path = path
            .canonicalize()
            .with_context(|| format!("the data folder {} cannot be read", path.display()))?;
        Ok(Self { path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A folder inside, made when it is missing.
    pub fn folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.path.join(name);
        fs::create_dir_all(&folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        Ok(folder)
    }

    /// Takes the folder, or nothing when another server has it.
    pub fn try_lock(&self) -> Result<Option<Lock>> {
        let path = self.path.join("autopilot.lock");
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .mode(0o600)
            .open(&path)
            .with_context(|| format!("{} cannot be opened", path.display()))?;
        match file.try_lock() {
            Ok(()) => {
                file.set_len(0)?;
                writeln!(file, "{}", std::process::id())?;
                Ok(Some(Lock { _file: file }))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("{} cannot be locked", path.display()))
            }
        }
    }

    /// Takes the folder or says who has it.
    pub fn lock(&self) -> Result<Lock> {
        match self.try_lock()? {
            Some(lock) => Ok(lock),
            None => bail!(
                "the data folder {} is in use by another server (process {}). Stop that one, or give this one a folder of its own with DATA_DIR.",
                self.path.display(),
                self.holder().unwrap_or_else(|| "unknown".to_owned()),
            ),
        }
    }

    fn holder(&self) -> Option<String> {
        let text = fs::read_to_string(self.path.join("autopilot.lock")).ok()?;
        Some(text.trim().to_owned()).filter(|pid| !pid.is_empty())
    }

    /// The development key: made once, readable by its owner alone.
    pub fn secret_key(&self) -> Result<SecretString> {
        let path = self.path.join("secret.key");
        match fs::read_to_string(&path) {
            Ok(text) => return Ok(SecretString::from(text.trim().to_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => {
                return Err(error).with_context(|| format!("{} cannot be read", path.display()));
            }
        }
        let mut key = [0_u8; 32];
        rand::rng().fill_bytes(&mut key);
        if let Err(error) = write_private(&path, &hex::encode(key)) {
            // Another process was first; its key counts.
            let mut text = String::new();
            File::open(&path)
                .and_then(|mut file| file.read_to_string(&mut text))
                .with_context(|| format!("{} cannot be written: {error}", path.display()))?;
            return Ok(SecretString::from(text.trim().to_owned()));
        }
        Ok(SecretString::from(hex::encode(key)))
    }
}

/// Writes a new file that only its owner can read, all of it or nothing.
pub fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    let placed = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    placed
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_folder_belongs_to_one_server_at_a_time() {
        let temporary = tempfile::tempdir().expect("folder");
        let folder = DataDir::open(temporary.path()).expect("open");
        let lock = folder.lock().expect("the first server");
        let refusal = folder.lock().expect_err("the second server").to_string();
        assert!(
            refusal.contains(&std::process::id().to_string()),
            "{refusal}"
        );
        drop(lock);
        folder.lock().expect("once it is free");
    }

    #[test]
    fn the_development_key_is_made_once_and_is_private() {
        let temporary = tempfile::tempdir().expect("folder");
        let folder = DataDir::open(temporary.path()).expect("open");
        let key = folder.secret_key().expect("made");
        let again = folder.secret_key().expect("read");
        assert_eq!(key.expose_secret(), again.expose_secret());
        let mode = fs::metadata(folder.path().join("secret.key"))
            .expect("file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
