//! Everything under `/orders`: the list, one order, and the way back from the payment provider.

mod index;
mod order;
mod progress;
mod retry;
mod returning;

pub use index::OrdersPage;
pub use order::OrderPage;
pub(crate) use retry::RetryPayment;
pub use returning::ReturnPage;

use leptos_router::hooks::use_params_map;
use market::checkout::GroupState;
use market::{Error, Result};

use crate::ui::Tone;

/// The order number in the address.
fn asked_number() -> String {
    use leptos::prelude::GetUntracked;
    use_params_map()
        .get_untracked()
        .get("number")
        .unwrap_or_default()
}

/// What no order is ever called is not looked for.
fn well_formed(number: &str) -> Result<&str> {
    let plain = number.len() <= 20
        && number
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-');
    if plain {
        Ok(number)
    } else {
        Err(Error::NotFound)
    }
}

fn tone(state: GroupState) -> Tone {
    match state {
        GroupState::Pending => Tone::Warn,
        GroupState::Paid => Tone::Good,
        GroupState::PartlyRefunded | GroupState::Refunded => Tone::Info,
        GroupState::Void => Tone::Neutral,
    }
}

#[cfg(test)]
mod tests {
    use super::well_formed;

    #[test]
    fn only_what_could_be_an_order_number_is_looked_for() {
        assert!(well_formed("AM-7K3F-22QX").is_ok());
        for number in ["AM-\0", "../admin", "AM 1", "ÄM-1", &"A".repeat(21)] {
            assert!(well_formed(number).is_err(), "{number}");
        }
    }
}
