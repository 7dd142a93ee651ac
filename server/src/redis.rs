//! Redis, for what is nice to have near: copies of sessions, and counted tries. Nothing it does can fail a request, and a
//! frozen one costs one wait, not one per request.

mod breaker;
mod buckets;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use fred::clients::Client;
use fred::error::Error;
use fred::prelude::{Builder, ClientLike, Config, ReconnectPolicy};
use secrecy::{ExposeSecret, SecretString};

use breaker::Breaker;
pub use buckets::RedisBuckets;

/// The longest a request waits for Redis.
const WAIT: Duration = Duration::from_millis(100);
/// After a wait in vain nobody asks for this long.
const PAUSE: Duration = Duration::from_secs(5);
/// For connecting, and for what connecting asks.
const CONNECT: Duration = Duration::from_secs(2);

#[derive(Clone, Debug)]
pub struct Redis {
    client: Client,
    breaker: Arc<Breaker>,
}

impl Redis {
    /// Connects in the background, again and again: a server starts, and runs, without its Redis.
    pub fn connect(url: &SecretString) -> Result<Self> {
        let client = client(url, false)?;
        client.connect();
        Ok(Self {
            client,
            breaker: Arc::new(Breaker::new(PAUSE)),
        })
    }

    /// Connects and asks once; the error says why that did not work.
    pub async fn try_out(url: &SecretString) -> Result<()> {
        let client = client(url, true)?;
        let tried = async {
            client.init().await?;
            client.ping::<String>(None).await
        };
        let answer = tokio::time::timeout(2 * CONNECT, tried).await;
        answer.context("no answer in time")??;
        Ok(())
    }

    /// Whether Redis answers now.
    pub async fn works(&self) -> bool {
        let ping = self.client.ping::<String>(None);
        matches!(tokio::time::timeout(WAIT, ping).await, Ok(Ok(_)))
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    /// None when Redis did not answer, or is not asked at the moment.
    pub async fn ask<T>(&self, question: impl Future<Output = Result<T, Error>>) -> Option<T> {
        if !self.breaker.allows() {
            return None;
        }
        match tokio::time::timeout(WAIT, question).await {
            Ok(Ok(answer)) => {
                self.breaker.answered();
                Some(answer)
            }
            Ok(Err(error)) => {
                self.breaker.failed(&error.to_string());
                None
            }
            Err(_late) => {
                self.breaker.failed("no answer in time");
                None
            }
        }
    }
}

/// `once`: gives up when the first attempt to connect fails.
fn client(url: &SecretString, once: bool) -> Result<Client> {
    let mut config = Config::from_url(url.expose_secret()).context("REDIS_URL cannot be used")?;
    config.fail_fast = once;
    Builder::from_config(config)
        .with_connection_config(|connection| {
            connection.connection_timeout = CONNECT;
            connection.internal_command_timeout = CONNECT;
            connection.reconnect_on_auth_error = true;
        })
        .with_performance_config(|performance| performance.default_command_timeout = WAIT)
        .set_policy(ReconnectPolicy::new_exponential(0, 100, 2_000, 2))
        .build()
        .context("REDIS_URL cannot be used")
}
