//! From text to meaning: each setting is checked, and no problem hides another.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use http::HeaderValue;
use ipnet::IpNet;
use secrecy::SecretString;
use url::{Host, Url};

use super::{Config, Database, Files, Mail, Mode, S3, Settings, Site};

/// What is wrong with a setting, and the mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub setting: &'static str,
    pub what: String,
    pub mend: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.setting, self.what, self.mend)
    }
}

pub fn read(settings: &Settings) -> Result<Config, Vec<Problem>> {
    let mut reader = Reader::default();
    let config = reader.config(settings);
    match config {
        Some(config) if reader.problems.is_empty() => Ok(config),
        _ => Err(reader.problems),
    }
}

#[derive(Default)]
struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn config(&mut self, s: &Settings) -> Option<Config> {
        let mode = self.mode(&s.mode);
        let production = mode == Some(Mode::Production);
        let data_dir = PathBuf::from(&s.data_dir);
        let listen = self.parsed::<SocketAddr>(
            "LISTEN",
            &s.listen,
            "an address with a port, as in 127.0.0.1:3000",
        );
        let public_url = self.public_url(given(&s.public_url), production);
        let trusted_proxies = self.networks("TRUSTED_PROXIES", &s.trusted_proxies);
        let api_origins = self.origins("API_ORIGINS", &s.api_origins);
        let database = self.database(s);
        let redis_url = self.address("REDIS_URL", given(&s.redis_url), &["redis", "rediss"]);
        let files = self.files(s, &data_dir);
        let smtp = self.address("SMTP_URL", given(&s.smtp_url), &["smtp", "smtps"]);
        let secret_key = self.secret_key(given(&s.secret_key), production);
        self.payments(&s.allow_sandbox_payments, production);
        let max_connections = self.number("MAX_CONNECTIONS", &s.max_connections, 16, 100_000);
        let drain = self.number("DRAIN_MS", &s.drain_ms, 0, 60_000);
        let identities = self.identities(s, production);
        let site = self.site(s);
        self.mail_from(&s.mail_from);
        Some(Config {
            mode: mode?,
            listen: listen?,
            public_url,
            mail: smtp.map_or_else(|| Mail::Folder(data_dir.join("mail")), Mail::Smtp),
            data_dir,
            database: database?,
            trusted_proxies: trusted_proxies?,
            api_origins: api_origins?,
            redis_url,
            files: files?,
            mail_from: s.mail_from.clone(),
            secret_key,
            metrics_token: given(&s.metrics_token).map(SecretString::from),
            log: given(&s.log).map(str::to_owned),
            max_connections: max_connections? as usize,
            drain: Duration::from_millis(drain?.into()),
            identities,
            site: site?,
        })
    }

    fn mode(&mut self, text: &str) -> Option<Mode> {
        match text {
            "development" => Some(Mode::Development),
            "production" => Some(Mode::Production),
            _ => self.refuse(
                "MODE",
                format!("`{text}` is unknown."),
                "Use development or production.",
            ),
        }
    }

    /// Session cookies travel in clear text over http, which is for this machine only.
    fn public_url(&mut self, text: Option<&str>, production: bool) -> Option<Url> {
        let Some(text) = text else {
            if production {
                self.refuse::<()>(
                    "PUBLIC_URL",
                    "is missing.",
                    "Set it to where visitors reach the shop, as in https://shop.example.",
                );
            }
            return None;
        };
        let url = match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => url,
            _ => {
                return self.refuse(
                    "PUBLIC_URL",
                    format!("`{text}` is not a web address."),
                    "Write it as in https://shop.example.",
                );
            }
        };
        if url.path() != "/"
            || url.query().is_some()
            || url.fragment().is_some()
            || !url.username().is_empty()
        {
            return self.refuse(
                "PUBLIC_URL",
                "has more than a host and a port.",
                "Leave out the path: the shop lives at the root of its host.",
            );
        }
        if production && url.scheme() == "http" && !loopback(&url) {
            return self.refuse(
                "PUBLIC_URL",
                "is not encrypted, so passwords could be read on the way.",
                "Use https://, with a proxy that speaks TLS in front.",
            );
        }
        Some(url)
    }

    fn database(&mut self, s: &Settings) -> Option<Database> {
        let schemes = &["postgres", "postgresql"];
        let url = self.address("DATABASE_URL", given(&s.database_url), schemes);
        let direct_url = self.address(
            "DATABASE_DIRECT_URL",
            given(&s.database_direct_url),
            schemes,
        );
        let pool = self.number("DB_POOL", &s.db_pool, 2, 500)?;
        Some(Database {
            url,
            direct_url,
            pool,
        })
    }

    fn files(&mut self, s: &Settings, data_dir: &Path) -> Option<Files> {
        let (key, secret) = (given(&s.s3_access_key), given(&s.s3_secret_key));
        let Some(bucket) = given(&s.s3_bucket) else {
            for (name, value) in [
                ("S3_ENDPOINT", given(&s.s3_endpoint)),
                ("S3_ACCESS_KEY", key),
                ("S3_SECRET_KEY", secret),
            ] {
                if value.is_some() {
                    self.refuse::<()>(
                        name,
                        "is set without a bucket.",
                        "Set S3_BUCKET, or unset the other S3 settings.",
                    );
                }
            }
            return Some(Files::Folder(data_dir.join("files")));
        };
        let endpoint = given(&s.s3_endpoint);
        let endpoint_url = endpoint.and_then(|text| {
            self.parsed::<Url>(
                "S3_ENDPOINT",
                text,
                "an address, as in http://127.0.0.1:9000",
            )
        });
        if key.is_none() {
            self.refuse::<()>("S3_ACCESS_KEY", "is missing.", "Set it: S3_BUCKET is set.");
        }
        if secret.is_none() {
            self.refuse::<()>("S3_SECRET_KEY", "is missing.", "Set it: S3_BUCKET is set.");
        }
        Some(Files::S3(S3 {
            endpoint: endpoint_url,
            bucket: bucket.to_owned(),
            region: s.s3_region.clone(),
            access_key: key?.to_owned(),
            secret_key: SecretString::from(secret?),
        }))
    }

    fn secret_key(&mut self, text: Option<&str>, production: bool) -> Option<SecretString> {
        const MEND: &str =
            "Make one with `openssl rand -hex 32` and keep it: what it sealed opens with no other.";
        match text {
            None if production => self.refuse("SECRET_KEY", "is missing.", MEND),
            None => None,
            Some(text) if hex::decode(text).is_ok_and(|key| key.len() == 32) => {
                Some(SecretString::from(text))
            }
            Some(_) => self.refuse("SECRET_KEY", "is not 64 hexadecimal digits.", MEND),
        }
    }

    /// The sandbox is the only provider so far, so production starts only where somebody said so.
    fn payments(&mut self, text: &str, production: bool) {
        let allowed = self.truth("ALLOW_SANDBOX_PAYMENTS", text);
        if production && allowed == Some(false) {
            self.refuse::<()>(
                "ALLOW_SANDBOX_PAYMENTS",
                "is not true, and no payment provider but the sandbox is configured.",
                "Set it to true to sell without moving money.",
            );
        }
    }

    fn mail_from(&mut self, text: &str) {
        if text.parse::<lettre::message::Mailbox>().is_err() {
            self.refuse::<()>(
                "MAIL_FROM",
                format!("`{text}` is not a sender."),
                "Write it as in Shop <shop@example.com>.",
            );
        }
    }

    fn site(&mut self, s: &Settings) -> Option<Site> {
        let hash_files = match given(&s.leptos_hash_files) {
            Some(text) => self.truth("LEPTOS_HASH_FILES", text)?,
            None => hash_file_exists(&s.leptos_hash_file_name),
        };
        let reload_port = self.number("LEPTOS_RELOAD_PORT", &s.leptos_reload_port, 1, 65_535)?;
        Some(Site {
            root: PathBuf::from(&s.leptos_site_root),
            pkg_dir: s.leptos_site_pkg_dir.trim_matches('/').to_owned(),
            output_name: s.leptos_output_name.clone(),
            hash_files,
            hash_file: s.leptos_hash_file_name.clone(),
            reload_port,
        })
    }

    fn address(
        &mut self,
        setting: &'static str,
        text: Option<&str>,
        schemes: &[&str],
    ) -> Option<SecretString> {
        let text = text?;
        match Url::parse(text) {
            Ok(url) if schemes.contains(&url.scheme()) => Some(SecretString::from(text)),
            _ => self.refuse(
                setting,
                "is not an address this server can use.",
                &format!("It starts with {}://.", schemes.join(":// or ")),
            ),
        }
    }

    /// Addresses and networks, with commas between them; none are allowed.
    fn networks(&mut self, setting: &'static str, text: &str) -> Option<Vec<IpNet>> {
        let names = text
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let mut networks = Vec::new();
        for name in names {
            let network = name
                .parse()
                .or_else(|_| name.parse::<IpAddr>().map(IpNet::from));
            match network {
                Ok(network) => networks.push(network),
                Err(_) => {
                    return self.refuse(
                        setting,
                        format!("`{name}` is neither an address nor a network."),
                        "Write them as in 127.0.0.1,10.0.0.0/8.",
                    );
                }
            }
        }
        Some(networks)
    }

    /// Origins as browsers write them, with commas between them; none are allowed.
    fn origins(&mut self, setting: &'static str, text: &str) -> Option<Vec<HeaderValue>> {
        let names = text
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let mut origins = Vec::new();
        for name in names {
            let origin = Url::parse(name)
                .ok()
                .map(|url| url.origin().ascii_serialization());
            match HeaderValue::from_str(name) {
                Ok(value) if origin.as_deref() == Some(name) => origins.push(value),
                _ => {
                    return self.refuse(
                        setting,
                        format!("`{name}` is not an origin."),
                        "Write scheme and host, as in https://app.example, without a slash at the end.",
                    );
                }
            }
        }
        Some(origins)
    }

    fn number(&mut self, setting: &'static str, text: &str, least: u32, most: u32) -> Option<u32> {
        match text.parse::<u32>() {
            Ok(number) if (least..=most).contains(&number) => Some(number),
            _ => self.refuse(
                setting,
                format!("`{text}` is out of range."),
                &format!("Use a number from {least} to {most}."),
            ),
        }
    }

    fn truth(&mut self, setting: &'static str, text: &str) -> Option<bool> {
        match text {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" => Some(false),
            _ => self.refuse(
                setting,
                format!("`{text}` is neither true nor false."),
                "Use true or false.",
            ),
        }
    }

    fn parsed<T: FromStr>(&mut self, setting: &'static str, text: &str, wanted: &str) -> Option<T> {
        match text.parse() {
            Ok(value) => Some(value),
            Err(_) => self.refuse(
                setting,
                format!("`{text}` cannot be read."),
                &format!("It is {wanted}."),
            ),
        }
    }

    fn refuse<T>(
        &mut self,
        setting: &'static str,
        what: impl Into<String>,
        mend: &str,
    ) -> Option<T> {
        self.problems.push(Problem {
            setting,
            what: what.into(),
            mend: mend.to_owned(),
        });
        None
    }
}

/// A variable that is set to nothing, as compose files like to do, is not set.
fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

fn loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn hash_file_exists(name: &str) -> bool {
    std::env::current_exe()
        .ok()
        .and_then(|program| program.parent().map(|folder| folder.join(name)))
        .is_some_and(|file| file.is_file())
}

mod identities;
#[cfg(test)]
mod tests;
