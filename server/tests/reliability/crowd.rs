//! Visitors who come at a fixed rate, whether or not those before them were answered, and how long they waited.

use std::time::Duration;

use reqwest::Client;
use tokio::time::{Instant, sleep_until};

/// How it went for all of them.
#[derive(Debug, Default)]
pub struct Tally {
    /// Milliseconds from when they were due to the answer's last byte, sorted.
    waits: Vec<f64>,
    /// What those got who did not get a page.
    pub failures: Vec<String>,
}

impl Tally {
    pub fn asked(&self) -> usize {
        self.waits.len() + self.failures.len()
    }

    /// In milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let nth = (self.waits.len() * percent / 100).min(self.waits.len().saturating_sub(1));
        let wait = self.waits.get(nth).copied().unwrap_or(f64::INFINITY);
        (wait * 10.0).round() / 10.0
    }
}

/// Opens these pages in turn, so many a second, for so long. Each is answered within ten seconds or counts as a failure.
pub async fn visits(url: &str, pages: &[String], rate: f64, time: Duration) -> Tally {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let client = Client::builder()
        .timeout(Duration::from_secs(10))
        .build()
        .unwrap();
    let began = Instant::now();
    let mut visits = Vec::new();
    let count = (time.as_secs_f64() * rate).ceil() as usize;
    for nth in 0..count {
        let due = began + Duration::from_secs_f64(nth as f64 / rate);
        let page = format!("{url}{}", pages[nth % pages.len()]);
        let client = client.clone();
        sleep_until(due).await;
        visits.push(tokio::spawn(async move {
            let answer = client.get(&page).header("accept", "text/html").send().await;
            match answer {
                Ok(answer) if answer.status() == 200 => match answer.bytes().await {
                    Ok(_page) => Ok(due.elapsed().as_secs_f64() * 1000.0),
                    Err(error) => Err(error.to_string()),
                },
                Ok(answer) => Err(format!("{} for {page}", answer.status())),
                Err(error) => Err(format!("{error:?}")),
            }
        }));
    }
    let mut tally = Tally::default();
    for visit in visits {
        match visit.await.unwrap() {
            Ok(wait) => tally.waits.push(wait),
            Err(failure) => tally.failures.push(failure),
        }
    }
    tally.waits.sort_by(f64::total_cmp);
    tally
}
