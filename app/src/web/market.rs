//! The market, as the server hands it to every request.

use leptos::prelude::expect_context;
use market::Market;

/// The handle to everything a page shows or an act changes.
pub fn market() -> Market {
    expect_context::<Market>()
}
