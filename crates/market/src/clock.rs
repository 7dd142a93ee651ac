//! The market's time: an argument or this clock, never the machine's own, so that tests and the demo can move it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use time::{Duration, OffsetDateTime};

#[derive(Clone, Debug, Default)]
pub struct Clock {
    offset_seconds: Arc<AtomicI64>,
}

impl Clock {
    /// The machine's time, until it is moved.
    pub fn system() -> Self {
        Self::default()
    }

    /// Now, in UTC, to the microsecond: what Postgres stores is what was said.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the machine's clock"
    )]
    pub fn now(&self) -> OffsetDateTime {
        let now = OffsetDateTime::now_utc() + self.offset();
        now.replace_microsecond(now.microsecond()).unwrap_or(now)
    }

    /// Moves time forward (or back, with a negative duration) for everyone who shares this clock.
    pub fn advance(&self, by: Duration) {
        self.offset_seconds
            .fetch_add(by.whole_seconds(), Ordering::SeqCst);
    }

    /// How far this clock stands from the machine's.
    pub fn offset(&self) -> Duration {
        Duration::seconds(self.offset_seconds.load(Ordering::SeqCst))
    }
}
