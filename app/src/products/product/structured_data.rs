//! The product as search engines read it (schema.org).

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use market::catalog::{Price, Product};
use market::vendors::Vendor;
use serde_json::json;

#[component]
pub(super) fn StructuredData(
    product: Product,
    vendor: Vendor,
    price: Price,
    canonical: String,
    /// The full address of its picture.
    picture: String,
) -> impl IntoView {
    let amount = price.amount();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "description": product.summary,
        "url": canonical,
        "image": picture,
        "category": product.kind.label(),
        "brand": { "@type": "Brand", "name": vendor.name },
        "offers": {
            "@type": "Offer",
            "price": decimal(amount.minor, amount.currency.exponent()),
            "priceCurrency": amount.currency.as_str(),
            "availability": "https://schema.org/InStock",
            "url": canonical,
        },
    });
    if product.rating_count > 0 {
        data["aggregateRating"] = json!({
            "@type": "AggregateRating",
            "ratingValue": format!("{:.1}", product.rating_sum as f64 / f64::from(product.rating_count)),
            "reviewCount": product.rating_count,
        });
    }
    // Inside a script element nothing may look like its end.
    let text = data.to_string().replace('<', "\\u003c");
    view! { <script type="application/ld+json" nonce=use_nonce() inner_html=text></script> }
}

/// Minor units as a plain decimal, for example `19.00`.
fn decimal(minor: i64, places: u32) -> String {
    let scale = 10_i64.pow(places);
    match places {
        0 => minor.to_string(),
        places => format!(
            "{}.{:0width$}",
            minor / scale,
            minor % scale,
            width = places as usize
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn amounts_are_written_with_the_places_of_their_currency() {
        assert_eq!(
            [decimal(1_900, 2), decimal(5, 2), decimal(900, 0)],
            ["19.00", "0.05", "900"]
        );
    }
}
