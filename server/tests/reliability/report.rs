//! The line a check leaves: whether it passed, and the figures it came to.

use std::time::Instant;

use serde_json::{Map, Value, json};

/// Begins with the check and ends with `pass`, which prints it and fails the test when it has to.
pub struct Report {
    id: &'static str,
    seed: u64,
    began: Instant,
    figures: Map<String, Value>,
}

impl Report {
    pub fn of(id: &'static str) -> Self {
        Self {
            id,
            seed: setting("RELIABILITY_SEED")
                .and_then(|seed| seed.parse().ok())
                .unwrap_or_else(|| rand::random::<u32>().into()),
            began: Instant::now(),
            figures: Map::new(),
        }
    }

    /// What everything drawn by lot has to follow from: RELIABILITY_SEED repeats the run that printed it.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Units are part of the name: `good_p95_ms`, `rss_mb`.
    pub fn figure(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.figures.insert(name.to_owned(), value.into());
        self
    }

    pub fn pass(self, pass: bool) {
        let line = json!({
            "id": self.id,
            "pass": pass,
            "figures": self.figures,
            "seed": self.seed,
            "secs": (self.began.elapsed().as_secs_f64() * 10.0).round() / 10.0,
        });
        // On a line of its own: the test's name may stand before.
        println!("\n{line}");
        assert!(pass, "{} failed", self.id);
    }
}

/// Whether this is the short run, for CI: fewer of everything, the same claims.
pub fn quick() -> bool {
    setting("RELIABILITY_QUICK").is_some()
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests have no config struct to read it from"
)]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
