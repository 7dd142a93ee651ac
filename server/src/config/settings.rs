//! The settings as they are written: one flag and one environment variable each.

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Command};

/// Values stay text here, so that `reading` can report every problem at once instead of only the first.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Settings")]
pub struct Settings {
    /// `development` or `production`. Production refuses settings that are only good for trying things out.
    #[arg(long, env = "MODE", global = true, default_value = "development")]
    pub mode: String,

    /// Address and port to listen on.
    #[arg(long, env = "LISTEN", global = true, default_value = "127.0.0.1:3000")]
    pub listen: String,

    /// Where visitors reach the shop, as in https://shop.example. Unset: the address it listens on.
    #[arg(long, env = "PUBLIC_URL", global = true)]
    pub public_url: Option<String>,

    /// Proxies in front of the shop, as in 127.0.0.1,10.0.0.0/8: only they may say in X-Forwarded-For who asks.
    #[arg(
        long,
        env = "TRUSTED_PROXIES",
        global = true,
        default_value = "127.0.0.0/8,::1"
    )]
    pub trusted_proxies: String,

    /// Origins whose pages may ask /api/v1 from a browser, as in https://app.example. Unset: none.
    #[arg(long, env = "API_ORIGINS", global = true, default_value = "")]
    pub api_origins: String,

    /// Folder for everything the server keeps on this machine.
    #[arg(long, env = "DATA_DIR", global = true, default_value = "./data")]
    pub data_dir: String,

    /// 64 hexadecimal digits from which all other keys are derived. Unset in development: made once, kept in DATA_DIR/secret.key.
    #[arg(long, env = "SECRET_KEY", global = true, hide_env_values = true)]
    pub secret_key: Option<String>,

    /// PostgreSQL 15 or later, as in postgres://user:password@host/database. Unset: a private one under DATA_DIR/postgres.
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    pub database_url: Option<String>,

    /// The same database without a transaction pooler in between. Unset: DATABASE_URL.
    #[arg(
        long,
        env = "DATABASE_DIRECT_URL",
        global = true,
        hide_env_values = true
    )]
    pub database_direct_url: Option<String>,

    /// Connections that requests share. Workers hold 4 more, watching and listening 3.
    #[arg(long, env = "DB_POOL", global = true, default_value = "8")]
    pub db_pool: String,

    /// Keeps copies of sessions and counts tries, as in redis://host:6379. Unset: PostgreSQL does.
    #[arg(long, env = "REDIS_URL", global = true, hide_env_values = true)]
    pub redis_url: Option<String>,

    /// Bucket for product files. Unset: the folder DATA_DIR/files.
    #[arg(long, env = "S3_BUCKET", global = true)]
    pub s3_bucket: Option<String>,

    /// Address of the S3-compatible service. Unset: Amazon's, by region.
    #[arg(long, env = "S3_ENDPOINT", global = true)]
    pub s3_endpoint: Option<String>,

    /// Region of the bucket.
    #[arg(long, env = "S3_REGION", global = true, default_value = "us-east-1")]
    pub s3_region: String,

    /// Access key for the bucket.
    #[arg(long, env = "S3_ACCESS_KEY", global = true)]
    pub s3_access_key: Option<String>,

    /// Secret key for the bucket.
    #[arg(long, env = "S3_SECRET_KEY", global = true, hide_env_values = true)]
    pub s3_secret_key: Option<String>,

    /// Mail server, as in smtps://user:password@host or smtp://host:25. Unset: mails become files in DATA_DIR/mail.
    #[arg(long, env = "SMTP_URL", global = true, hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// Sender of the shop's mails.
    #[arg(
        long,
        env = "MAIL_FROM",
        global = true,
        default_value = "Autopilot Monster <shop@localhost>"
    )]
    pub mail_from: String,

    /// What Google knows this shop by, to sign in through it. Unset: not offered.
    #[arg(long, env = "GOOGLE_CLIENT_ID", global = true)]
    pub google_client_id: Option<String>,

    /// The secret that belongs to it.
    #[arg(
        long,
        env = "GOOGLE_CLIENT_SECRET",
        global = true,
        hide_env_values = true
    )]
    pub google_client_secret: Option<String>,

    /// Where Google is.
    #[arg(
        long,
        env = "GOOGLE_URL",
        global = true,
        default_value = "https://accounts.google.com"
    )]
    pub google_url: String,

    /// What GitHub knows this shop by, to sign in through it. Unset: not offered.
    #[arg(long, env = "GITHUB_CLIENT_ID", global = true)]
    pub github_client_id: Option<String>,

    /// The secret that belongs to it.
    #[arg(
        long,
        env = "GITHUB_CLIENT_SECRET",
        global = true,
        hide_env_values = true
    )]
    pub github_client_secret: Option<String>,

    /// Where GitHub is.
    #[arg(
        long,
        env = "GITHUB_URL",
        global = true,
        default_value = "https://github.com"
    )]
    pub github_url: String,

    /// Where its API is.
    #[arg(
        long,
        env = "GITHUB_API_URL",
        global = true,
        default_value = "https://api.github.com"
    )]
    pub github_api_url: String,

    /// What Microsoft knows this shop by, to sign in through it. Unset: not offered.
    #[arg(long, env = "MICROSOFT_CLIENT_ID", global = true)]
    pub microsoft_client_id: Option<String>,

    /// The secret that belongs to it.
    #[arg(
        long,
        env = "MICROSOFT_CLIENT_SECRET",
        global = true,
        hide_env_values = true
    )]
    pub microsoft_client_secret: Option<String>,

    /// Where Microsoft is.
    #[arg(
        long,
        env = "MICROSOFT_URL",
        global = true,
        default_value = "https://login.microsoftonline.com/common/v2.0"
    )]
    pub microsoft_url: String,

    /// `true` lets production start with the sandbox payment provider, which moves no money.
    #[arg(
        long,
        env = "ALLOW_SANDBOX_PAYMENTS",
        global = true,
        default_value = "false"
    )]
    pub allow_sandbox_payments: String,

    /// Bearer token that opens /metrics from other machines. Unset: loopback only.
    #[arg(long, env = "METRICS_TOKEN", global = true, hide_env_values = true)]
    pub metrics_token: Option<String>,

    /// What to log, as in `info,server=debug`. Unset: `info`, and warnings only from libraries.
    #[arg(long, env = "LOG", global = true)]
    pub log: Option<String>,

    /// Open connections from visitors at a time; more are answered 503 at once.
    #[arg(long, env = "MAX_CONNECTIONS", global = true, default_value = "4096")]
    pub max_connections: String,

    /// Milliseconds a stopping server answers on before it accepts no more connections.
    #[arg(long, env = "DRAIN_MS", global = true, default_value = "1500")]
    pub drain_ms: String,

    /// Folder with the built site.
    #[arg(
        long,
        env = "LEPTOS_SITE_ROOT",
        global = true,
        default_value = "target/site"
    )]
    pub leptos_site_root: String,

    /// Folder below it with style sheet, scripts and wasm.
    #[arg(
        long,
        env = "LEPTOS_SITE_PKG_DIR",
        global = true,
        default_value = "pkg"
    )]
    pub leptos_site_pkg_dir: String,

    /// Name of the style sheet, script and wasm.
    #[arg(
        long,
        env = "LEPTOS_OUTPUT_NAME",
        global = true,
        default_value = "autopilot"
    )]
    pub leptos_output_name: String,

    /// Whether their names carry a hash. Unset: whether the file of hashes lies beside the program.
    #[arg(long, env = "LEPTOS_HASH_FILES", global = true)]
    pub leptos_hash_files: Option<String>,

    /// The file of hashes, beside the program.
    #[arg(
        long,
        env = "LEPTOS_HASH_FILE_NAME",
        global = true,
        default_value = "hash.txt"
    )]
    pub leptos_hash_file_name: String,

    /// Port of cargo-leptos' reload socket.
    #[arg(
        long,
        env = "LEPTOS_RELOAD_PORT",
        global = true,
        default_value = "3001"
    )]
    pub leptos_reload_port: String,
}

/// Settings that are never shown.
const SECRETS: &[&str] = &[
    "SECRET_KEY",
    "DATABASE_URL",
    "DATABASE_DIRECT_URL",
    "REDIS_URL",
    "S3_SECRET_KEY",
    "SMTP_URL",
    "METRICS_TOKEN",
    "GOOGLE_CLIENT_SECRET",
    "GITHUB_CLIENT_SECRET",
    "MICROSOFT_CLIENT_SECRET",
];

/// Where a setting's value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Flag,
    Environment,
    Default,
    Unset,
}

/// A setting with its value, for people to read.
#[derive(Clone, Debug)]
pub struct Value {
    pub name: String,
    pub text: String,
    pub origin: Origin,
    pub about: String,
}

/// Every setting with its value (secrets masked) and where it came from, in the order of the struct.
pub fn values(matches: &ArgMatches) -> Vec<Value> {
    Settings::augment_args(Command::new(""))
        .get_arguments()
        .filter_map(|arg| {
            let name = arg.get_env()?.to_str()?.to_owned();
            let text = matches.try_get_one::<String>(arg.get_id().as_str()).ok()?;
            let origin = match matches.value_source(arg.get_id().as_str()) {
                _ if text.is_none_or(|t| t.is_empty()) => Origin::Unset,
                Some(ValueSource::CommandLine) => Origin::Flag,
                Some(ValueSource::EnvVariable) => Origin::Environment,
                _ => Origin::Default,
            };
            let about = arg.get_help().map(|help| help.to_string());
            Some(Value {
                text: shown(&name, text.map_or("", String::as_str)),
                name,
                origin,
                about: about.unwrap_or_default(),
            })
        })
        .collect()
}

/// The value with what is secret in it left out: the password of an address, or all of it.
fn shown(name: &str, text: &str) -> String {
    if text.is_empty() || !SECRETS.contains(&name) {
        return text.to_owned();
    }
    match url::Url::parse(text) {
        Ok(mut address) if address.has_host() && address.query().is_none() => {
            if address.password().is_some() && address.set_password(Some("…")).is_err() {
                return "(set)".to_owned();
            }
            address.to_string().replace("%E2%80%A6", "…")
        }
        _ => "(set)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_and_keys_are_never_shown() {
        assert_eq!(shown("SECRET_KEY", &"ab".repeat(32)), "(set)");
        let address = shown("DATABASE_URL", "postgres://shop:hunter2@db/shop");
        assert_eq!(address, "postgres://shop:…@db/shop");
        let address = shown("DATABASE_URL", "postgres://db/shop?password=hunter2");
        assert!(!address.contains("hunter2"));
        assert_eq!(shown("LISTEN", "127.0.0.1:3000"), "127.0.0.1:3000");
    }

    #[test]
    fn every_setting_that_hides_its_value_from_help_is_masked_by_doctor() {
        let command = Settings::augment_args(Command::new(""));
        for arg in command
            .get_arguments()
            .filter(|a| a.is_hide_env_values_set())
        {
            let name = arg.get_env().and_then(|e| e.to_str()).unwrap_or_default();
            assert!(SECRETS.contains(&name), "{name} is hidden but not masked");
        }
    }
}
