//! `autopilot retention`: what is kept and for how long, what is due, and removing that now.

use std::process::ExitCode;

use anyhow::Result;
use market::retention::{self, Due};

use super::opened;
use crate::config::Config;

pub(super) async fn run(config: &Config, sweep: bool) -> Result<ExitCode> {
    let (market, _database) = opened(config).await?;
    if sweep {
        for swept in retention::sweep(&market).await? {
            println!("{:<28} {:>8} removed", swept.what, swept.rows);
        }
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "{:<28} {:>10} {:>8}  {:<10}  why",
        "what", "kept", "due", "oldest"
    );
    for due in retention::due(&market).await? {
        println!("{}", line(&due));
    }
    println!(
        "\nNothing was removed. What is due leaves with --sweep, or by itself where a worker runs."
    );
    println!("A due in brackets is listed for a person to decide about, and never removed.");
    Ok(ExitCode::SUCCESS)
}

fn line(due: &Due) -> String {
    let class = due.class;
    let rows = match class.swept {
        true => due.rows.to_string(),
        false => format!("({})", due.rows),
    };
    let oldest = due
        .oldest
        .map_or_else(|| "-".to_owned(), |at| at.date().to_string());
    let kept = format!("{} days", class.kept.whole_days());
    format!(
        "{:<28} {kept:>10} {rows:>8}  {oldest:<10}  {}",
        class.what, class.why
    )
}
