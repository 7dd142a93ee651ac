//! The life of a server: lock, listen, database, schema, site; then drain, stop, and leave the database last.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use market::audit::Actor;
use market::{Market, accounts, demo};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::config::{Config, reachable};
use crate::connect::{self, Database, Role};
use crate::data_dir::DataDir;
use crate::egress::Egress;
use crate::http::{self, ApiOrigins, Figures, Front, Phase, Phases, Proxies, Site, Vitals};
use crate::redis::{Redis, RedisBuckets};
use crate::sessions::{Cache, Sessions};
use crate::telemetry;
use crate::work::{self, Bells};

mod echo;
mod greeting;
mod limits;
mod revival;
mod signals;
mod site_folder;
mod worker;

pub use echo::echo;
pub use worker::work;

/// How to serve.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Fill an empty shop with the demo, also in production.
    pub demo: bool,
    /// Run jobs in this process.
    pub work: bool,
}

/// How long jobs under way may take after that. What is cut off runs again when its lease ends.
const RELEASE: Duration = Duration::from_secs(10);

/// Serves until it is told to stop.
pub async fn serve(config: Config, manner: Manner) -> Result<()> {
    let began = Instant::now();
    let scenario = fail::FailScenario::setup();
    let folder = DataDir::open(&config.data_dir)?;
    let lock = folder.lock()?;
    let listener = listen(config.listen).await?;
    let address = listener.local_addr()?;
    let (phases, front) = (Phases::starting(), Front::new());
    signals::watch(phases.clone(), config.drain)?;
    let answering = tokio::spawn(http::serve(
        listener,
        front.clone(),
        phases.clone(),
        limits::limits(&config),
    ));

    let server = Server {
        config,
        manner,
        folder,
        phases,
        front,
        address,
        began,
    };
    let result = server.live(answering).await;
    // By now the database is down, so the next server may have the folder.
    drop(lock);
    scenario.teardown();
    result
}

async fn listen(address: SocketAddr) -> Result<TcpListener> {
    let listener = TcpListener::bind(address).await;
    listener.with_context(|| format!("nothing can listen on {address}. Is another server there? Choose another address with LISTEN"))
}

struct Server {
    config: Config,
    manner: Manner,
    folder: DataDir,
    phases: Phases,
    front: Front,
    address: SocketAddr,
    began: Instant,
}

impl Server {
    /// Whatever ends it, requests and jobs are finished before the database goes.
    async fn live(&self, answering: tokio::task::JoinHandle<()>) -> Result<()> {
        let mut workers = JoinSet::new();
        let database = self.database().await;
        let opened = match &database {
            Ok(database) => self.open(database, &mut workers).await,
            Err(_) => Ok(()),
        };
        if database.is_err() || opened.is_err() {
            self.phases.enter(Phase::Stopping);
        }
        answering.await?;
        if tokio::time::timeout(RELEASE, self.finished(&mut workers))
            .await
            .is_err()
        {
            tracing::warn!("some jobs were not finished in time; they run again later");
            workers.shutdown().await;
        }
        // Stopping the database waits for it, which must not hold up the runtime.
        let database = tokio::task::block_in_place(|| database.map(drop));
        opened.and(database)
    }

    async fn database(&self) -> Result<Database> {
        let (config, folder) = (self.config.clone(), self.folder.clone());
        tokio::task::spawn_blocking(move || Database::open(&config, &folder)).await?
    }

    /// From a database to an open shop.
    async fn open(&self, database: &Database, workers: &mut JoinSet<()>) -> Result<()> {
        market::migrate(&database.pool(Role::Direct))
            .await
            .context("the schema cannot be brought up to date")?;
        let public_url = self.config.public_url(self.address);
        let mut market = connect::market(
            &self.config,
            &self.folder,
            database.pool(Role::Serve),
            public_url,
        )?;
        let redis = self
            .config
            .redis_url
            .as_ref()
            .map(Redis::connect)
            .transpose()?;
        if let Some(redis) = &redis {
            market.limits = Arc::new(RedisBuckets::new(redis.clone(), market.db.clone()));
        }
        let background = connect::over(&market, database.pool(Role::Work));
        self.seed(&background).await?;
        let vitals = Vitals::new(self.phases.clone(), redis.is_some());
        self.start_work(&background, database, workers)?;
        if let Some(private) = database.private() {
            let alive = revival::keep_alive(private.reviver(), vitals.clone(), self.phases.clone());
            workers.spawn(alive);
        }
        tokio::spawn(
            vitals
                .clone()
                .watch_database(database.options(Role::Direct)),
        );
        tokio::spawn(vitals.clone().watch_others(market.clone(), redis.clone()));
        self.front.open(http::site(
            self.site(&market, vitals, redis)?,
            self.mail_page(),
        ));
        self.phases.enter(Phase::Ready);
        self.greet(&market).await;
        Ok(())
    }

    /// An empty shop is filled while developing; in production only when asked to. One with products is left alone.
    async fn seed(&self, market: &Market) -> Result<()> {
        if self.config.production() && !self.manner.demo {
            return Ok(());
        }
        if demo::seed(market, demo::Size::default())
            .await
            .context("the demo cannot be made")?
        {
            tracing::info!("the demo is there");
        }
        Ok(())
    }

    fn start_work(
        &self,
        market: &Market,
        database: &Database,
        workers: &mut JoinSet<()>,
    ) -> Result<()> {
        let bells = Bells::default();
        tokio::spawn(bells.clone().listen(database.pool(Role::Direct)));
        workers.spawn(work::follow(
            market.clone(),
            bells.clone(),
            self.phases.clone(),
        ));
        if self.manner.work {
            let courier = Arc::new(Egress::to_ourselves(
                &market.public_url,
                Some(reachable(self.address)),
            )?);
            workers.spawn(work::work(
                market.clone(),
                courier,
                bells,
                self.phases.clone(),
            ));
        }
        Ok(())
    }

    fn site(&self, market: &Market, vitals: Vitals, redis: Option<Redis>) -> Result<Site> {
        Ok(Site {
            sessions: Sessions::new(
                market.db.clone(),
                market.clock.clone(),
                redis.map(Cache::new),
            ),
            api_origins: ApiOrigins(self.config.api_origins.clone()),
            proxies: Proxies::new(&self.config.trusted_proxies),
            vitals,
            figures: Figures {
                handle: telemetry::figures()?,
                token: self.config.metrics_token.clone(),
            },
            options: site_folder::options(&self.config, self.address),
            mail: site_folder::mails(&self.config),
            market: market.clone(),
        })
    }

    fn mail_page(&self) -> bool {
        !self.config.production()
    }

    async fn greet(&self, market: &Market) {
        let took = self.began.elapsed();
        tracing::info!(address = %self.address, url = market.public_url, ms = took.as_millis() as u64, "listening");
        if !self.config.production() {
            let demo = demo_is_here(market).await;
            println!(
                "{}",
                greeting::greeting(
                    &self.config,
                    &market.public_url,
                    self.folder.path(),
                    took,
                    demo
                )
            );
        }
    }

    async fn finished(&self, workers: &mut JoinSet<()>) {
        while workers.join_next().await.is_some() {}
    }
}

/// Sign-ins that do not work are not worth saying: a shop with products of its own has none of them.
async fn demo_is_here(market: &Market) -> bool {
    let customer = demo::SIGN_INS[0];
    let password = SecretString::from(customer.password);
    accounts::sign_in(market, customer.email, &password, &Actor::default())
        .await
        .is_ok()
}
