//! What a product costs.

use leptos::prelude::*;

/// A price as words (`Free`, `$19`, `$9/mo`), its period set smaller.
#[component]
pub fn PriceTag(
    /// As the catalogue writes it.
    #[prop(into)]
    price: String,
    #[prop(optional)] large: bool,
) -> impl IntoView {
    let (amount, period) = match price.split_once('/') {
        Some((amount, period)) => (amount.to_owned(), Some(format!("/{period}"))),
        None => (price, None),
    };
    let class = match (amount == "Free", large) {
        (true, true) => "price price--free price--large",
        (true, false) => "price price--free",
        (false, true) => "price price--large",
        (false, false) => "price",
    };
    view! { <span class=class>{amount} {period.map(|period| view! { <span class="price__period">{period}</span> })}</span> }
}
