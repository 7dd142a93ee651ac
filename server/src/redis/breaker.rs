//! Keeps everyone from waiting for what does not answer: after one wait in vain nobody asks for a while.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// Lets one question through after each pause; an answer closes it.
#[derive(Debug)]
pub struct Breaker {
    began: Instant,
    pause: Duration,
    /// Milliseconds since `began`; 0 while all is well.
    open_until: AtomicU64,
}

impl Breaker {
    pub fn new(pause: Duration) -> Self {
        Self {
            began: Instant::now(),
            pause,
            open_until: AtomicU64::new(0),
        }
    }

    pub fn allows(&self) -> bool {
        let until = self.open_until.load(Ordering::Acquire);
        if until == 0 {
            return true;
        }
        let now = self.now();
        // Of all who come after the pause, the first one tries; the others go on without.
        now >= until
            && self
                .open_until
                .compare_exchange(
                    until,
                    now + self.pause.as_millis() as u64,
                    Ordering::AcqRel,
                    Ordering::Acquire,
                )
                .is_ok()
    }

    pub fn answered(&self) {
        if self.open_until.swap(0, Ordering::AcqRel) != 0 {
            tracing::info!("redis answers again");
        }
    }

    pub fn failed(&self, why: &str) {
        metrics::counter!("session_cache_failures_total").increment(1);
        if self
            .open_until
            .swap(self.now() + self.pause.as_millis() as u64, Ordering::AcqRel)
            == 0
        {
            tracing::warn!(
                why,
                "redis does not answer; sessions and counted tries come from the database"
            );
        }
    }

    fn now(&self) -> u64 {
        self.began.elapsed().as_millis() as u64 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_redis_is_asked_once_per_pause() {
        let breaker = Breaker::new(Duration::from_millis(100));
        assert!(breaker.allows());
        breaker.failed("test");
        assert!(!breaker.allows());
        std::thread::sleep(Duration::from_millis(120));
        assert!(breaker.allows());
        assert!(!breaker.allows());
        breaker.answered();
        assert!(breaker.allows());
    }
}
