//! `autopilot audit`: whether the record of acts is as it was written.

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;
use market::audit;

use super::opened;
use crate::config::Config;

#[derive(Subcommand, Debug)]
pub(super) enum AuditAct {
    /// Compute the chain of hashes anew, and name the first entry that was changed, or before which one is missing.
    Verify {
        /// What an earlier run called the last entry, as in `412:9f86d081…`: it must still be there.
        #[arg(long, value_name = "NUMBER:HASH")]
        after: Option<String>,
    },
}

pub(super) async fn run(config: &Config, act: &AuditAct) -> Result<ExitCode> {
    let AuditAct::Verify { after } = act;
    let (market, _database) = opened(config).await?;
    let verdict = audit::verify(&market, after.as_deref()).await?;
    if verdict.unchained > 0 {
        println!("{} entries are from before the chain.", verdict.unchained);
    }
    if let Some(broken) = &verdict.broken {
        println!("BROKEN {}: {}", broken.seq, broken.why);
        println!("{} entries before it are sound.", verdict.sound);
        return Ok(ExitCode::FAILURE);
    }
    println!("All {} entries are sound.", verdict.sound);
    if let Some(head) = &verdict.head {
        println!("The last one is {head}");
    }
    if !verdict.known_is_there {
        println!("MISSING: the entry named with --after is not there any more.");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
