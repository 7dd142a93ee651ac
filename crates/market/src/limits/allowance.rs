//! What is left of a limit, and when there is more.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::Action;

/// What is left after a try was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    pub action: Action,
    pub left: u32,
    /// Seconds until there is one more.
    pub more_in: u32,
}

/// Nothing was left: when to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Later {
    pub action: Action,
    /// From now, at least one.
    pub seconds: u32,
}

impl Allowance {
    pub(super) fn at(action: Action, full_at: OffsetDateTime, now: OffsetDateTime) -> Self {
        let (rule, missing) = (action.rule(), full_at - now);
        let taken = missing.whole_milliseconds().max(0) as u128;
        let taken = taken.div_ceil(rule.refill.whole_milliseconds() as u128) as u32;
        Self {
            action,
            left: rule.capacity.saturating_sub(taken),
            more_in: whole_seconds(missing - rule.refill * taken.saturating_sub(1)),
        }
    }
}

impl Later {
    pub(super) fn at(action: Action, full_at: OffsetDateTime, now: OffsetDateTime) -> Self {
        let rule = action.rule();
        let wait = full_at - now - (rule.span() - rule.refill);
        Self {
            action,
            seconds: whole_seconds(wait).max(1),
        }
    }

    /// What happened and when to try again, for people.
    pub fn message(self) -> String {
        let said = self.action.said();
        let hint = match self.action {
            Action::SignInAccount => {
                " A browser in which you have signed in before is not affected."
            }
            _ => "",
        };
        format!("{said} Try again in {}.{hint}", in_words(self.seconds))
    }
}

/// Never too few: who comes back then finds a try.
fn whole_seconds(wait: Duration) -> u32 {
    let milliseconds = wait.whole_milliseconds().max(0) as u128;
    u32::try_from(milliseconds.div_ceil(1_000)).unwrap_or(u32::MAX)
}

fn in_words(seconds: u32) -> String {
    let (number, unit) = match seconds {
        ..=90 => (seconds, "second"),
        91..=5_400 => (seconds.div_ceil(60), "minute"),
        _ => (seconds.div_ceil(3_600), "hour"),
    };
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_said_in_the_unit_people_think_in_and_never_too_short() {
        for (seconds, words) in [
            (1, "1 second"),
            (90, "90 seconds"),
            (91, "2 minutes"),
            (900, "15 minutes"),
            (5_401, "2 hours"),
        ] {
            assert_eq!(in_words(seconds), words);
        }
    }

    #[test]
    fn what_is_left_is_whole_tries() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let left = |seconds| Allowance::at(Action::Search, now + Duration::seconds(seconds), now);
        assert_eq!((left(1).left, left(1).more_in), (59, 1));
        assert_eq!((left(60).left, left(60).more_in), (0, 1));
        let half = Allowance::at(Action::SignInAccount, now + Duration::minutes(20), now);
        assert_eq!((half.left, half.more_in), (8, 300));
    }
}
