//! `autopilot doctor`: every setting, where it came from, whether it works, and the mend.

use std::net::TcpListener;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::ArgMatches;
use market::accounts::federation::Provider;
use market::notifications::SmtpPost;
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use secrecy::ExposeSecret;
use sqlx::{ConnectOptions, Connection};

use crate::config::{Config, Files, Mail, Origin, Problem, values};
use crate::connect::{self, Database, Role};
use crate::data_dir::DataDir;
use crate::identity;
use crate::postgres::Private;
use crate::redis::Redis;

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
    for provider in Provider::ALL {
        findings.push(sign_in(config, provider).await);
    }
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
            "sessions are read from PostgreSQL and tries counted there, which is fine for one server".to_owned(),
        );
    };
    match Redis::try_out(url).await {
        Ok(()) => Works("answers".to_owned()),
        Err(error) => broken(
            &error,
            "Check host, port and password, or unset REDIS_URL. The server runs without it.",
        ),
    }
}

async fn files(config: &Config) -> Finding {
    let place = match &config.files {
        Files::Folder(folder) => format!("files lie in {}", folder.display()),
        Files::S3(s3) => format!("files lie in the bucket {}", s3.bucket),
    };
    let tried = async {
        let store = connect::files(config)?;
        let folder = Path::from("health");
        // Some services make a bucket for whoever writes into it, so it is looked for first.
        store.list_with_delimiter(Some(&folder)).await?;
        let probe = folder.join(format!("probe-{}", std::process::id()));
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
        Ok(Err(error)) => unstored(config, &error),
        Err(_late) => Broken {
            what: "no answer within 15 s.".into(),
            mend: "Check S3_ENDPOINT.".into(),
        },
    }
}

/// What is wrong with the storage, in our words: its own are a page of XML.
fn unstored(config: &Config, error: &anyhow::Error) -> Finding {
    let Files::S3(s3) = &config.files else {
        return broken(
            error,
            "Give the folder to the user the server runs as, or choose another one.",
        );
    };
    let said = format!("{error:#}");
    let code = said
        .split_once("<Code>")
        .and_then(|(_, rest)| rest.split_once("</Code>"))
        .map_or("", |(code, _)| code);
    let (what, mend) = match code {
        "NoSuchBucket" => (
            format!("there is no bucket `{}`.", s3.bucket),
            "Make it, or check S3_BUCKET and S3_REGION.",
        ),
        _ if said.contains("status code: 403") || said.contains("status code: 401") => (
            format!("the storage refuses the keys ({code})."),
            "Check S3_ACCESS_KEY and S3_SECRET_KEY. They must be allowed to list, read, write and delete.",
        ),
        "" => (
            format!("the storage cannot be reached: {}.", error.root_cause()),
            "Check S3_ENDPOINT, and any firewall in between.",
        ),
        code => (
            format!("the storage refuses: {code}."),
            "Check S3_ENDPOINT, S3_BUCKET and S3_REGION.",
        ),
    };
    Broken {
        what,
        mend: mend.into(),
    }
}

async fn mail(config: &Config) -> Finding {
    match &config.mail {
        Mail::Folder(folder) => Note(format!(
            "mails become files in {}; visitors get none",
            folder.display()
        )),
        Mail::Smtp(url) => match SmtpPost::new(url.expose_secret(), &config.mail_from) {
            Ok(post) => match post.try_out().await {
                Ok(()) => Works("the mail server answers".to_owned()),
                Err(error) => broken(&error, "Check host, port, user and password."),
            },
            Err(error) => broken(&error, "Write it as in smtps://user:password@host."),
        },
    }
}

async fn sign_in(config: &Config, provider: Provider) -> (&'static str, Finding) {
    let setting = match provider {
        Provider::Google => "GOOGLE_CLIENT_ID",
        Provider::GitHub => "GITHUB_CLIENT_ID",
        Provider::Microsoft => "MICROSOFT_CLIENT_ID",
    };
    let label = provider.label();
    let client = config.identities.iter().find(|c| c.provider == provider);
    let Some(client) = client else {
        return (
            setting,
            Note(format!("signing in with {label} is not offered")),
        );
    };
    let returns = format!(
        "{}/account/sign-in/{}/callback",
        config.public_url(config.listen),
        provider.code()
    );
    let finding = match identity::try_out(client).await {
        Ok(()) => Works(format!("{label} sends people back to {returns}")),
        Err(error) => broken(&error, "Check its address, and any firewall in between."),
    };
    (setting, finding)
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
