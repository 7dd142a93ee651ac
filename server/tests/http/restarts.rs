//! A server is restarted while visitors are at it.

use std::error::Error;
use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::Client;
use tokio::task::JoinSet;

use crate::support::Server;

/// What several visitors met with who ask without a pause, and ask again only when nobody was listening.
#[derive(Debug, Default)]
struct Met {
    answered: AtomicUsize,
    refused: AtomicUsize,
}

/// Half of them keep their connections, the others open one for each request.
fn visitors(url: &str, met: &Arc<Met>, over: &Arc<AtomicBool>) -> JoinSet<Vec<String>> {
    let mut visitors = JoinSet::new();
    for nth in 0..16 {
        let client = Client::builder().pool_max_idle_per_host(nth % 2);
        let path = ["/categories", "/health/live", "/products", "/about"][nth / 2 % 4];
        visitors.spawn(ask_on(
            client.build().unwrap(),
            format!("{url}{path}"),
            met.clone(),
            over.clone(),
        ));
    }
    visitors
}

/// Returns what went wrong.
async fn ask_on(client: Client, url: String, met: Arc<Met>, over: Arc<AtomicBool>) -> Vec<String> {
    let mut wrong = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let answered = async {
            client
                .get(&url)
                .send()
                .await?
                .error_for_status()?
                .bytes()
                .await
        };
        match answered.await {
            Ok(_) => {
                met.answered.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) if nobody_listens(&error) => {
                met.refused.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            Err(error) => wrong.push(format!("{url}: {error:?}")),
        }
    }
    wrong
}

fn nobody_listens(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<std::io::Error>() {
            return error.kind() == ErrorKind::ConnectionRefused;
        }
        cause = error.source();
    }
    false
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_again_when_nobody_listens_notices_no_restart() {
    let mut server = Server::start_with(&[], &[("DRAIN_MS", "400")]).await;
    let (met, over) = <(Arc<Met>, Arc<AtomicBool>)>::default();
    let mut visitors = visitors(&server.url, &met, &over);
    for pause in [0, 1300, 0, 200] {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let ended = tokio::task::block_in_place(|| server.stop());
        assert!(ended.success());
        tokio::time::sleep(Duration::from_millis(pause)).await;
        server.run(&[]).await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    over.store(true, Ordering::Relaxed);
    let mut wrong = Vec::new();
    while let Some(visitor) = visitors.join_next().await {
        wrong.extend(visitor.unwrap());
    }
    assert!(met.answered.load(Ordering::Relaxed) > 200, "{met:?}");
    assert!(met.refused.load(Ordering::Relaxed) > 0, "{met:?}");
    assert!(wrong.is_empty(), "{} of {met:?}: {wrong:#?}", wrong.len());
}
