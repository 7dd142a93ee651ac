//! `autopilot doctor`: every setting, where it came from, whether it works, and the mend.

use std::net::TcpListener;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::ArgMatches;
use market::notifications::SmtpPost;
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use secrecy::ExposeSecret;
use sqlx::{ConnectOptions, Connection};

use crate::config::{Config, Files, Mail, Origin, Problem, values};
use crate::connect::{self, Database, Role};
use crate::data_dir::DataDir;
use crate::postgres::Private;
use crate::sessions::Cache;

/// What became of trying a setting out.
enum Finding {
    Works(String),
    Note(String),
    Broken { what: String, mend: String },
}

use Finding::{Broken, Note, Works};

/// For settings that cannot even be read.
pub fn unreadable(matches: &ArgMatches, problems: &[Problem]) -> ExitCode {
    table(matches, |name| {
        let problem = problems.iter().find(|problem| problem.setting == name)?;
        Some(Broken {
            what: problem.what.clone(),
            mend: problem.mend.clone(),
        })
    });
    println!(
        "\n{} problem(s). What depends on the settings was not tried.",
        problems.len()
    );
    ExitCode::FAILURE
}

/// Tries everything out. Success when nothing is broken.
pub async fn examine(config: &Config, matches: &ArgMatches) -> Result<ExitCode> {
    let folder = data_folder(config);
    let mut findings = vec![("DATA_DIR", folder.0)];
    if let Some(folder) = &folder.1 {
        findings.push(("DATABASE_URL", database(config, folder).await));
        findings.push(("SECRET_KEY", secret_key(config, folder)));
    }
    findings.push(("REDIS_URL", redis(config).await));
    findings.push(("S3_BUCKET", files(config).await));
    findings.push(("SMTP_URL", mail(config).await));
    findings.push(("LISTEN", listen(config)));
    findings.push((
        "PUBLIC_URL",
        Note(format!(
            "visitors are sent to {}",
            config.public_url(config.listen)
        )),
    ));
    findings.push(("LEPTOS_SITE_ROOT", site(config)));
    let broken = findings
        .iter()
        .filter(|(_, finding)| matches!(finding, Broken { .. }))
        .count();
    table(matches, |name| {
        let found = findings.iter().position(|(setting, _)| *setting == name)?;
        Some(findings.swap_remove(found).1)
    });
    match broken {
        0 => println!("\nEverything works."),
        broken => println!("\n{broken} problem(s)."),
    }
    Ok(if broken == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn table(matches: &ArgMatches, mut finding: impl FnMut(&str) -> Option<Finding>) {
    for value in values(matches) {
        let origin = match value.origin {
            Origin::Flag => "flag",
            Origin::Environment => "environment",
            Origin::Default => "default",
            Origin::Unset => "unset",
        };
        let text = if value.text.is_empty() {
            "–"
        } else {
            &value.text
        };
        println!("{:<24} {origin:<12} {text}", value.name);
        match finding(&value.name) {
            Some(Works(how)) => println!("{:<24} ok           {how}", ""),
            Some(Note(what)) => println!("{:<24} note         {what}", ""),
            Some(Broken { what, mend }) => println!(
                "{:<24} BROKEN       {what}\n{:<24} mend         {mend}\n{:<24} about        {}",
                "", "", "", value.about
            ),
            None => {}
        }
    }
}

fn broken(error: &anyhow::Error, mend: &str) -> Finding {
    Broken {
        what: format!("{error:#}"),
        mend: mend.to_owned(),
    }
}

fn data_folder(config: &Config) -> (Finding, Option<DataDir>) {
    let opened = DataDir::open(&config.data_dir).and_then(|folder| {
        let probe = folder.path().join(".probe");
        std::fs::write(&probe, "probe")?;
        std::fs::remove_file(&probe)?;
        Ok(folder)
    });
    match opened {
        Ok(folder) => (
            Works(format!("can be written, at {}", folder.path().display())),
            Some(folder),
        ),
        Err(error) => (
            broken(
                &error,
                "Give the folder to the user the server runs as, or choose another one.",
            ),
            None,
        ),
    }
}

async fn database(config: &Config, folder: &DataDir) -> Finding {
    const MEND: &str = "Follow what it says, or set DATABASE_URL to a PostgreSQL of your own.";
    if config.database.url.is_none() {
        match Private::would_be_made_by(folder) {
            Ok(None) => {}
            Ok(Some(major)) => {
                return Note(format!(
                    "the first start makes a private database with PostgreSQL {major}"
                ));
            }
            Err(error) => return broken(&error, MEND),
        }
    }
    let (config, folder) = (config.clone(), folder.clone());
    let opened = tokio::task::spawn_blocking(move || Database::open(&config, &folder)).await;
    let database = match opened
        .map_err(anyhow::Error::from)
        .and_then(|opened| opened)
    {
        Ok(database) => database,
        Err(error) => {
            return broken(&error, MEND);
        }
    };
    let private = database
        .private()
        .map(|private| format!(", private, its files at {}", private.home().display()));
    let mut tried = String::new();
    for role in [Role::Serve, Role::Direct] {
        match tokio::time::timeout(Duration::from_secs(5), ping(&database, role)).await {
            Ok(Ok(milliseconds)) => tried = format!("answers in {milliseconds:.1} ms"),
            Ok(Err(error)) => {
                return broken(
                    &error,
                    "Check host, user and password, and that PostgreSQL 15 or later runs there.",
                );
            }
            Err(_late) => {
                return Broken {
                    what: "no answer within 5 s.".into(),
                    mend: "Check the host, and any firewall in between.".into(),
                };
            }
        }
    }
    Works(tried + &private.unwrap_or_default())
}

async fn ping(database: &Database, role: Role) -> Result<f64> {
    let mut connection = database.options(role).connect().await?;
    let began = std::time::Instant::now();
    connection.ping().await?;
    let took = began.elapsed();
    connection.close().await?;
    Ok(took.as_secs_f64() * 1000.0)
}

fn secret_key(config: &Config, folder: &DataDir) -> Finding {
    if config.secret_key.is_some() {
        return Works("64 hexadecimal digits".to_owned());
    }
    match folder.secret_key() {
        Ok(_) => Note(
            "kept in DATA_DIR/secret.key; back it up, for licenses open with no other".to_owned(),
        ),
        Err(error) => broken(&error, "Make DATA_DIR writable, or set SECRET_KEY."),
    }
}

async fn redis(config: &Config) -> Finding {
    let Some(url) = &config.redis_url else {
        return Note(
            "sessions are read from PostgreSQL each time, which is fine for one server".to_owned(),
        );
    };
    match Cache::connect(url) {
        Ok(cache) => {
            for _ in 0..20 {
                if cache.works().await {
                    return Works("answers".to_owned());
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Broken {
                what: "does not answer.".into(),
                mend: "Start it, or unset REDIS_URL. The server runs without it.".into(),
            }
        }
        Err(error) => broken(&error, "Write it as in redis://host:6379."),
    }
}

async fn files(config: &Config) -> Finding {
    let place = match &config.files {
        Files::Folder(folder) => format!("files lie in {}", folder.display()),
        Files::S3(s3) => format!("files lie in the bucket {}", s3.bucket),
    };
    let tried = async {
        let store = connect::files(config)?;
        let probe = Path::from(format!("health/probe-{}", std::process::id()));
        store.put(&probe, PutPayload::from_static(b"probe")).await?;
        let read = store.get(&probe).await?.bytes().await?;
        store.delete(&probe).await?;
        anyhow::ensure!(
            read.as_ref() == b"probe",
            "what was written came back different"
        );
        anyhow::Ok(())
    };
    match tokio::time::timeout(Duration::from_secs(15), tried).await {
        Ok(Ok(())) => Works(format!("{place}: written, read, deleted")),
        Ok(Err(error)) => broken(
            &error,
            "Check S3_ENDPOINT, S3_BUCKET, S3_REGION and the keys; the bucket must exist.",
        ),
        Err(_late) => Broken {
            what: "no answer within 15 s.".into(),
            mend: "Check S3_ENDPOINT.".into(),
        },
    }
}

async fn mail(config: &Config) -> Finding {
    match &config.mail {
        Mail::Folder(folder) => Note(format!(
            "mails become files in {}; visitors get none",
            folder.display()
        )),
        Mail::Smtp(url) => match SmtpPost::new(url.expose_secret(), &config.mail_from) {
            Ok(post) if post.works().await => Works("the mail server answers".to_owned()),
            Ok(_) => Broken {
                what: "the mail server does not answer.".into(),
                mend: "Check host, port, user and password.".into(),
            },
            Err(error) => broken(&error, "Write it as in smtps://user:password@host."),
        },
    }
}

fn listen(config: &Config) -> Finding {
    match TcpListener::bind(config.listen) {
        Ok(_) => Works("free".to_owned()),
        Err(error) => Note(format!(
            "cannot be listened on at the moment ({error}); a running server is the usual reason"
        )),
    }
}

fn site(config: &Config) -> Finding {
    let folder = config.site.root.join(&config.site.pkg_dir);
    let named = |extension: &str| {
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .any(|name| name.starts_with(&config.site.output_name) && name.ends_with(extension))
    };
    match [".css", ".js", ".wasm"]
        .iter()
        .find(|extension| !named(extension))
    {
        None => Works(format!(
            "style sheet, script and wasm are in {}",
            folder.display()
        )),
        Some(missing) => Broken {
            what: format!(
                "{} holds no {}*{missing}.",
                folder.display(),
                config.site.output_name
            ),
            mend: "Build the site with `make site`, or point LEPTOS_SITE_ROOT to it.".into(),
        },
    }
}
