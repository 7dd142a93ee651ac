//! People as those who keep the market see them: found, looked at, suspended and let in again.

mod holding;
mod person;
mod searching;
mod suspending;

pub use person::{Person, person};
pub use searching::{Found, Line, search};
pub use suspending::{restore, suspend};

pub(super) use holding::hold;

use super::sign_up::one_line;
use crate::{Refusal, Result};

/// Why something is done to somebody's account, in 10 to 500 characters; else `ReasonMissing`.
pub(super) fn clean_reason(typed: &str) -> Result<String> {
    let reason = one_line(typed);
    if (10..=500).contains(&reason.chars().count()) {
        Ok(reason)
    } else {
        Err(Refusal::ReasonMissing.into())
    }
}
