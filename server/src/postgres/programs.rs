//! Where PostgreSQL's programs are installed, and of which version.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

#[derive(Clone, Debug)]
pub struct Programs {
    bin: PathBuf,
    pub major: String,
}

impl Programs {
    /// The newest installed ones, or those of the version that made the data. Newer ones cannot read older data.
    pub fn find(made_by: Option<&str>) -> Result<Self> {
        let mut installed = installed();
        installed.sort_by_key(|programs| programs.major.parse::<u32>().unwrap_or(0));
        installed.dedup_by(|later, earlier| later.major == earlier.major);
        if installed.is_empty() {
            bail!(
                "PostgreSQL's programs are not installed (looked in /usr/lib/postgresql, /usr/pgsql-* and PATH). Install them (Debian: apt install postgresql), or set DATABASE_URL."
            );
        }
        let Some(major) = made_by else {
            return Ok(installed.remove(installed.len() - 1));
        };
        let here: Vec<_> = installed.iter().map(|p| p.major.clone()).collect();
        match installed
            .into_iter()
            .find(|programs| programs.major == major)
        {
            Some(programs) => Ok(programs),
            None => bail!(
                "the private database was made by PostgreSQL {major}, but installed here is {}, and no version reads the files of another. Install PostgreSQL {major}, or move the data with pg_dump and set DATABASE_URL.",
                here.join(" and ")
            ),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }
}

fn installed() -> Vec<Programs> {
    let versioned = ["/usr/lib/postgresql", "/usr/local/lib/postgresql"]
        .iter()
        .flat_map(|folder| children(Path::new(folder)))
        .chain(children(Path::new("/usr")).into_iter().filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("pgsql-"))
        }))
        .map(|folder| folder.join("bin"));
    let on_path = search_path();
    versioned
        .chain(on_path)
        .filter_map(|bin| programs_in(&bin))
        .collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "PATH is the system's, not a setting of ours"
)]
fn search_path() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect()
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.flatten().map(|entry| entry.path()).collect()
}

fn programs_in(bin: &Path) -> Option<Programs> {
    let complete = ["postgres", "initdb", "pg_ctl"]
        .iter()
        .all(|name| bin.join(name).is_file());
    if !complete {
        return None;
    }
    // Debian names the folder after the version; elsewhere the program is asked.
    let named = bin
        .parent()
        .and_then(Path::file_name)
        .and_then(|name| name.to_str());
    let major = match named.filter(|name| name.parse::<u32>().is_ok()) {
        Some(major) => major.to_owned(),
        None => version_of(&bin.join("postgres"))?,
    };
    Some(Programs {
        bin: bin.to_owned(),
        major,
    })
}

/// `postgres (PostgreSQL) 15.18 (Debian …)` → `15`.
fn version_of(postgres: &Path) -> Option<String> {
    let output = Command::new(postgres).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let version = text.split_whitespace().nth(2)?;
    let major: String = version.chars().take_while(char::is_ascii_digit).collect();
    Some(major).filter(|major| !major.is_empty())
}
