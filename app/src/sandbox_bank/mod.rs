//! `/sandbox-bank/{intent}`: the test bank's own page, where buyers pay while no real provider is configured.

mod decide;
mod page;

pub(crate) use decide::SandboxDecide;
pub use page::SandboxBankPage;

use market::{Error, Result};

use crate::web::market;

/// Without the sandbox among the providers there is no such bank, and what it never issued it does not look for.
fn open_for(intent: &str) -> Result<&str> {
    market().payments.named("sandbox")?;
    if well_formed(intent) {
        Ok(intent)
    } else {
        Err(Error::NotFound)
    }
}

fn well_formed(intent: &str) -> bool {
    intent
        .strip_prefix("pi_")
        .is_some_and(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::well_formed;

    #[test]
    fn only_what_could_be_an_intent_is_looked_for() {
        assert!(well_formed("pi_0190a0b1c2d3e4f5061728394a5b6c7d"));
        assert!(!well_formed("pi_\0"));
        assert!(!well_formed("0190a0b1c2d3e4f5061728394a5b6c7d"));
    }
}
