//! A sign-in under way: begun here, decided elsewhere, and back within ten minutes in the same browser, once.

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use time::{Duration, OffsetDateTime};

use super::{Provider, Secrets};
use crate::AccountId;

const TTL: Duration = Duration::minutes(10);
/// Tabs in which somebody may try at a time.
const MOST: usize = 4;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attempt {
    pub provider: Provider,
    pub secrets: Secrets,
    #[serde(with = "time::serde::timestamp")]
    pub begun_at: OffsetDateTime,
    /// Where they were going.
    pub next: String,
    /// The account that gets a further way to sign in; none when somebody signs in.
    pub linking: Option<AccountId>,
}

/// Why nothing fits what came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmatched {
    /// Nothing was begun in this browser with this state, or it came back already.
    Unknown,
    /// It was begun more than ten minutes ago.
    Expired,
}

/// What a visitor's session holds of them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Attempts(Vec<Attempt>);

impl Attempts {
    /// Adds one. The oldest go when there are too many.
    pub fn begin(&mut self, attempt: Attempt) {
        let too_many = (self.0.len() + 1).saturating_sub(MOST);
        self.0.drain(..too_many);
        self.0.push(attempt);
    }

    /// Takes out the one with this state, so that it counts once.
    pub fn take(
        &mut self,
        provider: Provider,
        state: &str,
        now: OffsetDateTime,
    ) -> Result<Attempt, Unmatched> {
        let same = |attempt: &Attempt| {
            let known = attempt.secrets.state.as_bytes();
            attempt.provider == provider && bool::from(known.ct_eq(state.as_bytes()))
        };
        let place = self.0.iter().position(same).ok_or(Unmatched::Unknown)?;
        let attempt = self.0.remove(place);
        if now >= attempt.begun_at + TTL {
            return Err(Unmatched::Expired);
        }
        Ok(attempt)
    }
}
