//! Everything an operator decides, read once from flags and the environment; all problems are reported together.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use http::HeaderValue;
use ipnet::IpNet;
use market::accounts::federation::Provider;
use secrecy::SecretString;
use url::Url;

mod reading;
mod settings;

pub use reading::Problem;
pub use settings::{Origin, Settings, values};

/// The settings, understood.
#[derive(Clone, Debug)]
pub struct Config {
    pub mode: Mode,
    pub listen: SocketAddr,
    /// Unset: wherever the server turns out to listen.
    pub public_url: Option<Url>,
    pub data_dir: PathBuf,
    pub database: Database,
    /// Whom we believe about the address they speak for.
    pub trusted_proxies: Vec<IpNet>,
    /// Whose pages may ask the API from a browser.
    pub api_origins: Vec<HeaderValue>,
    pub redis_url: Option<SecretString>,
    pub files: Files,
    pub mail: Mail,
    pub mail_from: String,
    pub secret_key: Option<SecretString>,
    pub metrics_token: Option<SecretString>,
    pub log: Option<String>,
    pub max_connections: usize,
    /// How long a stopping server answers on, so that load balancers see it leave.
    pub drain: Duration,
    /// Through whom one can sign in.
    pub identities: Vec<IdentityClient>,
    pub site: Site,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Development,
    Production,
}

#[derive(Clone, Debug)]
pub struct Database {
    /// Unset: a private PostgreSQL under the data folder.
    pub url: Option<SecretString>,
    /// For LISTEN and advisory locks, which no transaction pooler may stand in front of.
    pub direct_url: Option<SecretString>,
    pub pool: u32,
}

#[derive(Clone, Debug)]
pub enum Files {
    Folder(PathBuf),
    S3(S3),
}

#[derive(Clone, Debug)]
pub struct S3 {
    pub endpoint: Option<Url>,
    pub bucket: String,
    pub region: String,
    pub access_key: String,
    pub secret_key: SecretString,
}

#[derive(Clone, Debug)]
pub enum Mail {
    Folder(PathBuf),
    Smtp(SecretString),
}

/// What a service to sign in through knows this shop by.
#[derive(Clone, Debug)]
pub struct IdentityClient {
    pub provider: Provider,
    pub id: String,
    pub secret: SecretString,
    /// Where the service is: its issuer, where it has one.
    pub url: Url,
    /// Where its API is, if that is elsewhere.
    pub api: Option<Url>,
}

impl IdentityClient {
    /// Everything of the service that this server talks to. Google keeps its parts at several addresses.
    pub fn origins(&self) -> Vec<Url> {
        let mut all = vec![self.url.clone()];
        all.extend(self.api.clone());
        if self.url.host_str() == Some("accounts.google.com") {
            let parts = [
                "https://oauth2.googleapis.com",
                "https://www.googleapis.com",
            ];
            all.extend(parts.iter().filter_map(|part| Url::parse(part).ok()));
        }
        all
    }
}

/// Where the built style sheet, scripts and wasm lie. cargo-leptos sets these when it runs the server.
#[derive(Clone, Debug)]
pub struct Site {
    pub root: PathBuf,
    pub pkg_dir: String,
    pub output_name: String,
    pub hash_files: bool,
    pub hash_file: String,
    pub reload_port: u32,
}

impl Config {
    /// Understands the settings, or says everything that is wrong with them.
    pub fn read(settings: &Settings) -> Result<Self, Vec<Problem>> {
        reading::read(settings)
    }

    pub fn production(&self) -> bool {
        self.mode == Mode::Production
    }

    /// Where visitors reach the shop, without a slash at the end, once it is known where the server listens.
    pub fn public_url(&self, listening: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://{}", reachable(listening)),
        }
    }
}

/// The address by which this machine reaches what listens there.
pub fn reachable(listening: SocketAddr) -> SocketAddr {
    match listening {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => ([127, 0, 0, 1], v4.port()).into(),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => {
            (std::net::Ipv6Addr::LOCALHOST, v6.port()).into()
        }
        other => other,
    }
}
