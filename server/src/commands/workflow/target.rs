//! Where a command writes what it makes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::Files;

/// Where what a command makes is written: a folder, or standard output when there is only one file.
pub(super) struct Target {
    folder: Option<PathBuf>,
}

impl Target {
    pub fn new(files: &Files, folder: Option<&Path>) -> Result<Self> {
        let single = files.files.len() == 1 && !files.files.iter().any(|path| path.is_dir());
        if folder.is_none() && !single && !files.json {
            bail!("several files need --output FOLDER to be written to, or --json");
        }
        if let Some(folder) = folder {
            fs::create_dir_all(folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        Ok(Self {
            folder: folder.map(Path::to_owned),
        })
    }

    /// Writes what was made of a file under the file's name; without a folder it is given back for standard output.
    pub fn write(&self, file: &str, extension: &str, made: String) -> Result<Option<String>> {
        let Some(folder) = &self.folder else {
            return Ok(Some(made));
        };
        // Never outside the folder, whatever was given by name.
        let inside: PathBuf = match file {
            "-" => PathBuf::from("workflow.json"),
            file if Path::new(file).is_relative() && !file.contains("..") => PathBuf::from(file),
            file => Path::new(file)
                .file_name()
                .map(PathBuf::from)
                .unwrap_or_default(),
        };
        let path = folder.join(inside).with_extension(extension);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("{} cannot be made", parent.display()))?;
        }
        fs::write(&path, made).with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(None)
    }
}
