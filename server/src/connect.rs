//! From configuration to the market's handle: pools, files, mail, search, keys and payments.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use market::checkout::Payments;
use market::checkout::sandbox::SandboxProvider;
use market::limits::StoredBuckets;
use market::notifications::{FilePost, Post, SmtpPost};
use market::search::Search;
use market::{Clock, Keys, Market, Policy};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};
use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgPool};

use crate::config::{self, Config, Mail};
use crate::data_dir::DataDir;
use crate::identity;
use crate::postgres::Private;

/// The database, ours or a configured one, and how each role connects to it.
#[derive(Debug)]
pub struct Database {
    options: PgConnectOptions,
    direct: PgConnectOptions,
    pool: u32,
    /// Kept for as long as we use it.
    private: Option<Private>,
}

/// A connection idle for longer is asked whether it is still there.
const RESTED: Duration = Duration::from_secs(1);

/// How long a statement may take, by who waits for it.
#[derive(Clone, Copy, Debug)]
pub enum Role {
    /// A visitor waits: a page must be answered within five seconds.
    Serve,
    /// Jobs and commands.
    Work,
    /// Migrations and listening: as long as it takes.
    Direct,
}

impl Role {
    fn settings(self) -> Vec<(&'static str, &'static str)> {
        let (statement, lock) = match self {
            Self::Serve => ("5s", "2s"),
            Self::Work => ("30s", "5s"),
            Self::Direct => ("0", "10s"),
        };
        vec![
            ("statement_timeout", statement),
            ("lock_timeout", lock),
            ("idle_in_transaction_session_timeout", "30s"),
            ("TimeZone", "UTC"),
        ]
    }

    /// Connections kept open: the first visitors after a quiet hour need not wait for new ones.
    fn warm(self) -> u32 {
        match self {
            Self::Serve => 4,
            Self::Work | Self::Direct => 0,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Serve => "autopilot serve",
            Self::Work => "autopilot work",
            Self::Direct => "autopilot direct",
        }
    }
}

impl Database {
    /// Blocks until a private database is up. Others of the same data folder may use it, too.
    pub fn open(config: &Config, folder: &DataDir) -> Result<Self> {
        let pool = config.database.pool;
        let Some(url) = &config.database.url else {
            let private = Private::join(folder)?;
            let options = private.connection()?;
            return Ok(Self {
                direct: options.clone(),
                options,
                pool,
                private: Some(private),
            });
        };
        let options = parse("DATABASE_URL", url)?;
        let direct = match &config.database.direct_url {
            Some(url) => parse("DATABASE_DIRECT_URL", url)?,
            None => options.clone(),
        };
        Ok(Self {
            options,
            direct,
            pool,
            private: None,
        })
    }

    pub fn private(&self) -> Option<&Private> {
        self.private.as_ref()
    }

    pub fn options(&self, role: Role) -> PgConnectOptions {
        let options = if matches!(role, Role::Direct) {
            &self.direct
        } else {
            &self.options
        };
        options
            .clone()
            .application_name(role.name())
            .options(role.settings())
    }

    /// Connects when first used; whoever finds no connection within the role's patience is told so.
    pub fn pool(&self, role: Role) -> PgPool {
        let (size, patience) = match role {
            Role::Serve => (self.pool, Duration::from_secs(2)),
            Role::Work => (4, Duration::from_secs(10)),
            Role::Direct => (2, Duration::from_secs(10)),
        };
        PgPoolOptions::new()
            .max_connections(size)
            .min_connections(size.min(role.warm()))
            .acquire_timeout(patience)
            .idle_timeout(Duration::from_secs(300))
            .max_lifetime(Duration::from_secs(1800))
            // Asking before each use costs a round trip a query; a connection used a moment ago is alive.
            .test_before_acquire(false)
            .before_acquire(|connection, state| {
                Box::pin(async move {
                    if state.idle_for > RESTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_lazy_with(self.options(role))
    }
}

fn parse(setting: &str, url: &SecretString) -> Result<PgConnectOptions> {
    url.expose_secret()
        .parse()
        .with_context(|| format!("{setting} cannot be read"))
}

/// Everything the market needs, over this pool.
pub fn market(config: &Config, folder: &DataDir, db: PgPool, public_url: String) -> Result<Market> {
    let clock = Clock::system();
    let keys = Keys::from_master(master_key(config, folder)?);
    let sandbox = SandboxProvider {
        db: db.clone(),
        keys: keys.clone(),
        clock: clock.clone(),
        public_url: public_url.clone(),
    };
    Ok(Market {
        limits: Arc::new(StoredBuckets { db: db.clone() }),
        files: files(config)?,
        mail: mail(config)?,
        search: Search::open(&folder.folder("index")?).map_err(anyhow::Error::from)?,
        payments: Payments::with(vec![Arc::new(sandbox)]),
        identities: identity::providers(config)?,
        policy: Policy {
            production: config.production(),
            staff_second_factor: config.production(),
            ..Policy::default()
        },
        db,
        clock,
        keys,
        public_url,
    })
}

/// The same market for those who do not make visitors wait: another pool, the same everything else.
pub fn over(market: &Market, db: PgPool) -> Market {
    let sandbox = SandboxProvider {
        db: db.clone(),
        keys: market.keys.clone(),
        clock: market.clock.clone(),
        public_url: market.public_url.clone(),
    };
    Market {
        db,
        payments: Payments::with(vec![Arc::new(sandbox)]),
        ..market.clone()
    }
}

fn master_key(config: &Config, folder: &DataDir) -> Result<[u8; 32]> {
    let text = match &config.secret_key {
        Some(key) => key.clone(),
        None => folder.secret_key()?,
    };
    let bytes = hex::decode(text.expose_secret())
        .ok()
        .and_then(|bytes| bytes.try_into().ok());
    bytes.context("secret.key in the data folder is not 64 hexadecimal digits; it may be damaged")
}

pub fn files(config: &Config) -> Result<Arc<dyn ObjectStore>> {
    match &config.files {
        config::Files::Folder(folder) => {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
            let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
            Ok(Arc::new(store))
        }
        config::Files::S3(s3) => bucket(s3),
    }
}

fn bucket(s3: &config::S3) -> Result<Arc<dyn ObjectStore>> {
    // The client's other deadlines count the time a reader takes as well, which for a large file may be hours. So whoever
    // asks brings a deadline along.
    let patience = ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(2))
        .with_timeout_disabled();
    let retries = RetryConfig {
        max_retries: 2,
        retry_timeout: Duration::from_secs(10),
        backoff: BackoffConfig::default(),
    };
    let mut builder = AmazonS3Builder::new()
        .with_client_options(patience)
        .with_retry(retries)
        .with_bucket_name(&s3.bucket)
        .with_region(&s3.region)
        .with_access_key_id(&s3.access_key)
        .with_secret_access_key(s3.secret_key.expose_secret());
    if let Some(endpoint) = &s3.endpoint {
        builder = builder
            .with_endpoint(endpoint.as_str().trim_end_matches('/'))
            .with_allow_http(endpoint.scheme() == "http");
    }
    Ok(Arc::new(
        builder.build().context("the S3 settings cannot be used")?,
    ))
}

fn mail(config: &Config) -> Result<Arc<dyn Post>> {
    Ok(match &config.mail {
        Mail::Folder(folder) => Arc::new(FilePost::new(folder, &config.mail_from)?),
        Mail::Smtp(url) => Arc::new(SmtpPost::new(url.expose_secret(), &config.mail_from)?),
    })
}
