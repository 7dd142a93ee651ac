//! An SMTP server that takes every mail, except where a test has told it to answer otherwise first.

use std::ops::{Deref, DerefMut};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::process::Process;

pub struct MailServer {
    process: Process,
    folder: TempDir,
}

/// A mail as it came in.
#[derive(Clone, Debug)]
pub struct Received {
    pub to: String,
    pub raw: String,
}

impl MailServer {
    /// `answers` has recipients and, for each, what the next attempt gets instead of a yes: see `mail_server.cjs`.
    pub async fn start(answers: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("journal");
        std::fs::write(&journal, "").unwrap();
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        let process = Process::start("smtp_server", |port| {
            let mut command = Command::new("node");
            command
                .arg(format!(
                    "{root}/server/tests/http/support/services/mail_server.cjs"
                ))
                .arg(port.to_string())
                .arg(&journal)
                .arg(serde_json::to_string(answers).unwrap())
                .env("NODE_PATH", format!("{root}/.tools/node_modules"));
            command
        });
        Self {
            process: process.await,
            folder,
        }
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.process.port)
    }

    /// Mails to this address that were taken.
    pub fn mails(&self, to: &str) -> Vec<Received> {
        let taken = self
            .journal()
            .into_iter()
            .filter(|entry| entry["mail"].is_string());
        let mails = taken.map(|entry| Received {
            to: entry["to"].as_str().unwrap().to_owned(),
            raw: entry["mail"].as_str().unwrap().to_owned(),
        });
        mails.filter(|mail| mail.to == to).collect()
    }

    /// How often somebody has tried to send to this address.
    pub fn attempts(&self, to: &str) -> usize {
        let tried = self.journal();
        tried.iter().filter(|entry| entry["attempt"] == to).count()
    }

    fn journal(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.path().join("journal")).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        let head = self.raw.split("\r\n\r\n").next().unwrap();
        let mut values = head.lines().filter_map(|line| line.split_once(": "));
        values
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value)
    }

    /// Its body with the line breaks and signs that only travel needs taken out.
    pub fn text(&self) -> String {
        self.raw
            .replace("=\r\n", "")
            .replace("=3D", "=")
            .replace("\r\n", "\n")
    }
}

impl Deref for MailServer {
    type Target = Process;

    fn deref(&self) -> &Process {
        &self.process
    }
}

impl DerefMut for MailServer {
    fn deref_mut(&mut self) -> &mut Process {
        &mut self.process
    }
}
