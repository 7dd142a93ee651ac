//! The files of a command, one after the other.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use ::workflow::{NotAWorkflow, Parsed, parse};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value};

use super::Files;
use super::outcome::{Outcome, Report};

/// Larger files are not read at all; the reader refuses them long before.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A file's turn: its name, and its bytes.
pub(super) struct File {
    /// Below the given folder; as it was given when it was given by name.
    pub name: String,
    /// The folder it was found in, if it was found in one.
    pub folder: Option<String>,
    pub bytes: Vec<u8>,
}

impl File {
    /// The workflow in it, or the report that it holds none.
    pub fn parsed(&self, json: bool) -> Result<Parsed, Report> {
        parse(&self.bytes).map_err(|refusal| self.refused(&refusal, json))
    }

    pub fn refused(&self, refusal: &NotAWorkflow, json: bool) -> Report {
        unreadable(&self.name, refusal.code(), &refusal.to_string(), json)
    }

    /// A line of JSON that begins with the file's name.
    pub fn line(&self, value: impl serde::Serialize) -> String {
        line(&self.name, value)
    }
}

/// `{"file": NAME, …}` and a line end.
pub(super) fn line(name: &str, value: impl serde::Serialize) -> String {
    let mut fields = Map::new();
    fields.insert("file".to_owned(), name.into());
    match serde_json::to_value(value) {
        Ok(Value::Object(rest)) => fields.extend(rest),
        Ok(rest) => {
            fields.insert("value".to_owned(), rest);
        }
        Err(error) => {
            fields.insert("error".to_owned(), error.to_string().into());
        }
    }
    format!("{}\n", Value::Object(fields))
}

/// The report on a file that holds no workflow.
pub(super) fn unreadable(name: &str, code: &str, reason: &str, json: bool) -> Report {
    let text = if json {
        line(name, serde_json::json!({ "error": reason, "code": code }))
    } else {
        String::new()
    };
    let remarks = if json {
        String::new()
    } else {
        format!("{name}: {reason}\n")
    };
    Report {
        outcome: Outcome::Unreadable,
        text,
        remarks,
    }
}

/// What was given, opened up: folders to the files in them.
enum Entry {
    Input,
    Named(PathBuf),
    Below { folder: PathBuf, name: String },
}

/// Gives every file its turn. A folder's are shown with a progress bar when somebody watches.
pub(super) fn each(files: &Files, mut turn: impl FnMut(&File) -> Report) -> Result<Outcome> {
    let mut worst = Outcome::Clean;
    let mut entries = Vec::new();
    for path in &files.files {
        if path.as_os_str() == "-" {
            entries.push(Entry::Input);
        } else if path.is_dir() {
            let before = entries.len();
            let failed = below(path, &mut entries);
            if !failed.is_empty() {
                worst = Outcome::Unreadable;
                failed.iter().for_each(|reason| eprintln!("{reason}"));
            } else if entries.len() == before {
                eprintln!(
                    "{}: there are no .json files in this folder",
                    path.display()
                );
            }
        } else {
            entries.push(Entry::Named(path.clone()));
        }
    }
    let several = entries.len() > 1;
    let bar = bar(&entries);
    for entry in &entries {
        let report = match read(entry) {
            Ok(file) => turn(&file),
            Err((name, reason)) => unreadable(&name, "unreadable", &reason, files.json),
        };
        let headed = several && !files.json && !report.text.is_empty();
        let title = if headed {
            format!("== {}\n", name(entry))
        } else {
            String::new()
        };
        bar.suspend(|| -> io::Result<()> {
            let mut out = io::stdout().lock();
            out.write_all(title.as_bytes())?;
            out.write_all(report.text.as_bytes())?;
            out.flush()?;
            io::stderr().lock().write_all(report.remarks.as_bytes())
        })?;
        worst = worst.max(report.outcome);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(worst)
}

fn bar(entries: &[Entry]) -> ProgressBar {
    if !entries
        .iter()
        .any(|entry| matches!(entry, Entry::Below { .. }))
    {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(entries.len() as u64);
    match ProgressStyle::with_template("{bar:40} {pos} of {len} files, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Every `.json` file below a folder, by name. Links to folders are not followed. Returns what could not be opened.
fn below(folder: &Path, entries: &mut Vec<Entry>) -> Vec<String> {
    let mut names = Vec::new();
    let mut failed = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(inner) = open.pop() {
        let here = folder.join(&inner);
        let list = match fs::read_dir(&here) {
            Ok(list) => list,
            Err(error) => {
                failed.push(format!("{}: {error}", here.display()));
                continue;
            }
        };
        for entry in list.flatten() {
            let path = inner.join(entry.file_name());
            let is_json = path
                .extension()
                .is_some_and(|ext| ext.eq_ignore_ascii_case("json"));
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(_) if is_json && !folder.join(&path).is_dir() => {
                    names.push(path.to_string_lossy().into_owned())
                }
                _ => {}
            }
        }
    }
    names.sort();
    entries.extend(names.into_iter().map(|name| Entry::Below {
        folder: folder.to_owned(),
        name,
    }));
    failed
}

fn name(entry: &Entry) -> String {
    match entry {
        Entry::Input => "-".to_owned(),
        Entry::Named(path) => path.display().to_string(),
        Entry::Below { name, .. } => name.clone(),
    }
}

fn read(entry: &Entry) -> Result<File, (String, String)> {
    let (bytes, folder) = match entry {
        Entry::Input => (limited(io::stdin().lock()), None),
        Entry::Named(path) => (open(path), None),
        Entry::Below { folder, name } => {
            let base = folder.canonicalize().unwrap_or_else(|_| folder.clone());
            let base = base
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            (open(&folder.join(name)), base)
        }
    };
    match bytes {
        Ok(bytes) => Ok(File {
            name: name(entry),
            folder,
            bytes,
        }),
        Err(error) => Err((name(entry), format!("The file cannot be read: {error}."))),
    }
}

/// One file by its path, `-` for standard input.
pub(super) fn single(path: &Path, json: bool) -> Result<File, Report> {
    let entry = if path.as_os_str() == "-" {
        Entry::Input
    } else {
        Entry::Named(path.to_owned())
    };
    read(&entry).map_err(|(name, reason)| unreadable(&name, "unreadable", &reason, json))
}

fn open(path: &Path) -> io::Result<Vec<u8>> {
    limited(fs::File::open(path)?)
}

fn limited(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("it has more than 64 MB"));
    }
    Ok(bytes)
}
