//! `autopilot erasures`: keeping the record of erasures where no restored backup undoes it, and erasing once more what one
//! brought back.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Subcommand;
use market::Market;
use market::erasure::{self, Entry};

use super::opened;
use crate::config::Config;

#[derive(Subcommand, Debug)]
pub(super) enum ErasuresAct {
    /// Print the record, a line for each erasure. It says nothing about whose they were.
    List,
    /// Erase once more whatever is on record and is there again; run twice, it finds nothing.
    Reapply {
        /// What `list` printed after the backup was made: what is not on record is added first.
        file: Option<PathBuf>,
    },
}

pub(super) async fn run(config: &Config, act: &ErasuresAct) -> Result<ExitCode> {
    let (market, _database) = opened(config).await?;
    match act {
        ErasuresAct::List => list(&market).await?,
        ErasuresAct::Reapply { file } => reapply(&market, file.as_deref()).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(market: &Market) -> Result<()> {
    for entry in erasure::record(&market.db).await? {
        println!("{}", serde_json::to_string(&entry)?);
    }
    Ok(())
}

async fn reapply(market: &Market, file: Option<&Path>) -> Result<()> {
    if let Some(file) = file {
        let learned = erasure::learn(market, &read(file)?).await?;
        println!("Erasures that were not on record: {learned}");
    }
    let done = erasure::reapply(market).await?;
    println!("Erasures on record: {}", done.known);
    println!("Accounts erased once more: {}", done.accounts);
    println!("Rows about other addresses removed: {}", done.rows);
    Ok(())
}

fn read(file: &Path) -> Result<Vec<Entry>> {
    let name = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
    let entry = |(nth, line): (usize, &str)| {
        serde_json::from_str(line)
            .with_context(|| format!("{name}: line {} is no erasure", nth + 1))
    };
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(entry)
        .collect()
}
