//! The command line: which words there are, and what each one does.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use market::{Market, demo};

use crate::config::{Config, Settings};
use crate::connect::{self, Database, Role};
use crate::data_dir::DataDir;
use crate::{doctor, serve, telemetry};

mod appoint;
mod audit;
mod check;
mod erasures;
mod retention;
mod workflow;

/// A marketplace for AI agents, n8n workflows and automation assets.
#[derive(Parser, Debug)]
#[command(name = "autopilot", version, about)]
struct Line {
    #[command(subcommand)]
    command: Words,

    #[command(flatten)]
    settings: Settings,
}

#[derive(Subcommand, Debug)]
enum Words {
    /// Serve the shop, and run its jobs.
    Serve {
        /// Fill an empty shop with the demo, also in production.
        #[arg(long)]
        demo: bool,
        /// Leave the jobs to `autopilot work`.
        #[arg(long)]
        no_work: bool,
    },
    /// Run jobs only.
    Work,
    /// Bring the database's schema up to date.
    Migrate,
    /// Fill an empty shop with the demo.
    Seed {
        /// How many products; the demo's own are the least.
        #[arg(long, default_value_t = 0, hide_default_value = true, value_parser = clap::value_parser!(u32).range(..=100_000))]
        products: u32,
    },
    /// Build the search index anew. The server must not be running.
    Reindex,
    /// Say what is configured, where it came from, whether it works, and how to mend it.
    Doctor,
    /// Check that the books are right: every invariant that is violated is listed.
    Check {
        /// Look at products' files as well: what is missing, and what nobody names.
        #[arg(long)]
        files: bool,
        /// Count figures anew; with --files, remove files that nobody names.
        #[arg(long)]
        mend: bool,
    },
    /// Look at the record of privileged and security acts.
    Audit {
        #[command(subcommand)]
        act: audit::AuditAct,
    },
    /// Say what is kept and for how long, and how much of it would be removed now.
    Retention {
        /// Remove what is due.
        #[arg(long)]
        sweep: bool,
    },
    /// The record of what was erased, and doing it once more after a backup was restored.
    Erasures {
        #[command(subcommand)]
        act: erasures::ErasuresAct,
    },
    /// Give an account a role at the market: admin, moderator or support; customer takes it.
    Appoint {
        /// The account's e-mail address.
        email: String,
        #[arg(value_parser = role)]
        role: market::accounts::Role,
    },
    /// Answer every request with this file, from memory: a measure for benchmarks.
    #[command(hide = true)]
    Echo { file: PathBuf },
    /// Look at n8n workflows.
    Workflow {
        #[command(subcommand)]
        act: workflow::WorkflowAct,
    },
}

/// Runs the command line. Its result is 0 when all went well, 1 when not, 2 when the line could not be understood.
pub fn main() -> ExitCode {
    // Two crates bring TLS along; whoever asks first without this panics.
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let matches = Line::command().get_matches();
    let line = match Line::from_arg_matches(&matches) {
        Ok(line) => line,
        Err(error) => error.exit(),
    };
    match run(line, &matches) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(line: Line, matches: &ArgMatches) -> Result<ExitCode> {
    let matches = deepest(matches);
    // A setting may follow the command it is for, so the innermost view of the line is the complete one.
    let settings = Settings::from_arg_matches(matches)?;
    if let Words::Workflow { act } = &line.command {
        return workflow::run(act);
    }
    let config = match Config::read(&settings) {
        Ok(config) => config,
        Err(problems) if matches!(line.command, Words::Doctor) => {
            return Ok(doctor::unreadable(matches, &problems));
        }
        Err(problems) => {
            eprintln!("The configuration has {} problem(s):", problems.len());
            problems.iter().for_each(|problem| eprintln!("  {problem}"));
            return Ok(ExitCode::from(2));
        }
    };
    telemetry::log(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(act(line.command, config, matches))
}

async fn act(words: Words, config: Config, matches: &ArgMatches) -> Result<ExitCode> {
    match words {
        Words::Serve { demo, no_work } => {
            serve::serve(
                config,
                serve::Manner {
                    demo,
                    work: !no_work,
                },
            )
            .await?
        }
        Words::Work => serve::work(config).await?,
        Words::Migrate => migrate(&config).await?,
        Words::Seed { products } => seed(&config, products as usize).await?,
        Words::Reindex => reindex(&config).await?,
        Words::Doctor => return doctor::examine(&config, matches).await,
        Words::Check { files, mend } => return check::run(&config, files, mend).await,
        Words::Audit { act } => return audit::run(&config, &act).await,
        Words::Retention { sweep } => return retention::run(&config, sweep).await,
        Words::Erasures { act } => return erasures::run(&config, &act).await,
        Words::Appoint { email, role } => return appoint::run(&config, &email, role).await,
        Words::Echo { file } => serve::echo(&config, &file).await?,
        Words::Workflow { act } => return workflow::run(&act),
    }
    Ok(ExitCode::SUCCESS)
}

fn role(code: &str) -> Result<market::accounts::Role, String> {
    let role = market::accounts::Role::from_code(code);
    role.ok_or_else(|| "admin, moderator, support or customer".to_owned())
}

fn deepest(mut matches: &ArgMatches) -> &ArgMatches {
    while let Some((_, inner)) = matches.subcommand() {
        matches = inner;
    }
    matches
}

async fn migrate(config: &Config) -> Result<()> {
    let folder = DataDir::open(&config.data_dir)?;
    let database = Database::open(config, &folder)?;
    market::migrate(&database.pool(Role::Direct)).await?;
    println!("The schema is up to date.");
    Ok(())
}

async fn seed(config: &Config, products: usize) -> Result<()> {
    let (market, _database) = opened(config).await?;
    if demo::seed(&market, demo::Size { products }).await? {
        println!("The demo is there.");
    } else {
        println!("There are products already. Nothing was changed.");
    }
    Ok(())
}

async fn reindex(config: &Config) -> Result<()> {
    let folder = DataDir::open(&config.data_dir)?;
    let lock = folder
        .lock()
        .context("a running server writes the index itself")?;
    let database = Database::open(config, &folder)?;
    let market = with(config, &folder, &database)?;
    market.search.forget()?;
    let read = market::search::follow(&market).await?;
    println!(
        "Read {read} changes; the index knows {} products.",
        market.search.len()
    );
    drop(database);
    drop(lock);
    Ok(())
}

/// The market for a command: its schema up to date, its database up for as long as the second value lives.
async fn opened(config: &Config) -> Result<(Market, Database)> {
    let folder = DataDir::open(&config.data_dir)?;
    let database = Database::open(config, &folder)?;
    market::migrate(&database.pool(Role::Direct)).await?;
    let market = with(config, &folder, &database)?;
    Ok((market, database))
}

fn with(config: &Config, folder: &DataDir, database: &Database) -> Result<Market> {
    let public_url = config.public_url(config.listen);
    connect::market(config, folder, database.pool(Role::Work), public_url)
}
