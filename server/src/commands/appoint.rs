//! `autopilot appoint`: giving a role at the market from where the server runs: the way to the first admin.

use std::process::ExitCode;

use anyhow::Result;
use market::Error;
use market::accounts::{self, Role};

use super::opened;
use crate::config::Config;

/// Success when the account has the role now.
pub(super) async fn run(config: &Config, email: &str, role: Role) -> Result<ExitCode> {
    let (market, _database) = opened(config).await?;
    let mut tx = market.begin().await?;
    match accounts::appoint(&market, &mut tx, email, role).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Refused(refusal)) => {
            eprintln!("{}", refusal.message());
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    }
    println!(
        "Whoever has the account {email} is {} now.",
        role.label().to_lowercase()
    );
    Ok(ExitCode::SUCCESS)
}
