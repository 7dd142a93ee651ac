//! `autopilot check`: whether the books are right, whether the files are there, and mending what can be mended.

use std::process::ExitCode;

use anyhow::Result;
use market::{Market, catalog, checks, files};

use super::opened;
use crate::config::Config;

/// Mends first, so that what is said afterwards holds.
pub(super) async fn run(config: &Config, with_files: bool, mend: bool) -> Result<ExitCode> {
    let (market, _database) = opened(config).await?;
    if mend {
        mend_figures(&market).await?;
    }
    let sound = invariants(&market).await?;
    let whole = !with_files || look_at_files(&market, mend).await?;
    Ok(if sound && whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn mend_figures(market: &Market) -> Result<()> {
    let mended = catalog::mend_counts(market).await?;
    for figure in &mended {
        let (slug, name) = (&figure.slug, figure.figure);
        println!("MENDED {name} of {slug}: {}, was {}", figure.is, figure.was);
    }
    if mended.is_empty() {
        println!("All figures were right.");
    }
    Ok(())
}

async fn invariants(market: &Market) -> Result<bool> {
    let violations = checks::run(&market.db).await?;
    for violation in &violations {
        println!(
            "VIOLATED {}: {} ({} rows)",
            violation.invariant, violation.statement, violation.rows
        );
    }
    if violations.is_empty() {
        println!("All invariants hold.");
    }
    Ok(violations.is_empty())
}

async fn look_at_files(market: &Market, mend: bool) -> Result<bool> {
    let examined = files::examine(market, mend).await?;
    for key in &examined.missing {
        println!("MISSING {key}: a product's file is not there, or not whole");
    }
    let did = if mend { "REMOVED" } else { "ORPHAN" };
    for (key, bytes) in &examined.orphans {
        println!("{did} {key}: {bytes} bytes that nobody names");
    }
    let (named, missing) = (examined.named, examined.missing.len());
    println!("Of {named} files that products name, {missing} are missing.");
    if !mend && !examined.orphans.is_empty() {
        println!("Add --mend to remove what nobody names.");
    }
    Ok(examined.missing.is_empty())
}
