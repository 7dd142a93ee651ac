//! The head of a product page: what it is, who sells it, how it is rated.

use leptos::prelude::*;
use market::catalog::Product;
use market::vendors::Vendor;

use crate::ui::{Avatar, Day, Glyph, Icon, KindPill, Stars};
use crate::web::paths;

#[component]
pub(super) fn Head(product: Product, vendor: Vendor) -> impl IntoView {
    let sales = match product.sales_count {
        0 => None,
        1 => Some("1 sale".to_owned()),
        count => Some(format!("{count} sales")),
    };
    view! {
        <header class="product-head">
            <p class="product-head__line"><KindPill kind=product.kind.as_str() label=product.kind.label()/></p>
            <h1>{product.title}</h1>
            <p class="product-head__summary">{product.summary}</p>
            <div class="product-head__line">
                <a class="vendor-link" href=paths::vendor(&vendor.handle)>
                    <Avatar name=vendor.name.clone()/>
                    {vendor.name}
                    {vendor.verified_at.map(|_| view! { <Glyph icon=Icon::Verified label="verified vendor"/> })}
                </a>
                <Stars sum=product.rating_sum count=product.rating_count/>
                {sales.map(|sales| view! { <span>{sales}</span> })}
                <span>"Updated "<Day at=product.updated_at/></span>
            </div>
        </header>
    }
}
