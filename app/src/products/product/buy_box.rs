//! The price, the button, and beside it the answers to what a buyer fears.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::ProductId;
use market::catalog::{Asset, Period, Price, Product, Version};
use market::vendors::Vendor;

use crate::cart::AddToCart;
use crate::ui::{Avatar, Button, ButtonSize, CheckItem, CheckList, Glyph, Icon, PriceTag, size};
use crate::web::{ActForm, paths};

#[component]
pub(super) fn BuyBox(
    product: Product,
    vendor: Vendor,
    price: Price,
    version: Version,
    assets: Vec<Asset>,
) -> impl IntoView {
    view! {
        <aside class="product-layout__buy buy-box buy-box--sticky" aria-label="Buy">
            <div>
                <PriceTag price=price.to_string() large=true/>
                <p class="buy-box__terms">{terms(price)}</p>
            </div>
            <AddForm product=product.id price=price/>
            <p class="buy-box__secure"><Glyph icon=Icon::Lock small=true/> {secure(price)}</p>
            <div class="buy-box__part">
                <h2 class="buy-box__title">"What you get"</h2>
                <CheckList small=true>
                    <CheckItem icon=Icon::Download>{files(&assets)} {format!(", version {}", version.number)}</CheckItem>
                    <CheckItem icon=Icon::Refund>{updates(price)}</CheckItem>
                    <CheckItem icon=Icon::Key>"A license key of your own, in your library"</CheckItem>
                    <CheckItem icon=Icon::Scroll>
                        "Use it in your work and for clients. "
                        <a href=paths::LICENSE>"License"</a>
                    </CheckItem>
                    {(price != Price::Free)
                        .then(|| {
                            view! {
                                <CheckItem icon=Icon::Shield>
                                    "14 days to ask for your money back. "
                                    <a href=paths::REFUNDS>"Refunds"</a>
                                </CheckItem>
                            }
                        })}
                </CheckList>
            </div>
            <div class="buy-box__part"><VendorCard vendor=vendor/></div>
        </aside>
    }
}

/// The same button, along the bottom of a narrow window.
#[component]
pub(super) fn BuyBar(product: ProductId, price: Price) -> impl IntoView {
    view! {
        <div class="buy-bar">
            <PriceTag price=price.to_string()/>
            <div class="buy-bar__form"><AddForm product=product price=price/></div>
        </div>
    }
}

#[component]
fn AddForm(product: ProductId, price: Price) -> impl IntoView {
    view! {
        <ActForm action=AddToCart::PATH>
            <input type="hidden" name="product" value=product.to_string()/>
            <Button size=ButtonSize::Large wide=true>
                {if price == Price::Free { "Get it free" } else { "Add to cart" }}
            </Button>
        </ActForm>
    }
}

#[component]
fn VendorCard(vendor: Vendor) -> impl IntoView {
    view! {
        <div class="vendor-card">
            <Avatar name=vendor.name.clone()/>
            <p class="vendor-card__name">
                <a href=paths::vendor(&vendor.handle)>{vendor.name}</a>
                {vendor.verified_at.map(|_| view! { <Glyph icon=Icon::Verified label="verified vendor"/> })}
            </p>
            <p class="vendor-card__note">{vendor.tagline}</p>
        </div>
    }
}

fn terms(price: Price) -> &'static str {
    match price {
        Price::Free => "Free to use. You need an account, so that your license has a holder.",
        Price::OneTime(_) => "Paid once, in US dollars.",
        Price::Subscription(_, Period::Month) => "Paid each month, in US dollars.",
        Price::Subscription(_, Period::Year) => "Paid each year, in US dollars.",
    }
}

fn secure(price: Price) -> &'static str {
    match price {
        Price::Free => "No card needed",
        _ => "Secure checkout. You see the total before you pay.",
    }
}

fn updates(price: Price) -> &'static str {
    match price {
        Price::Subscription(..) => "Every new version while you subscribe",
        _ => "New versions of it as they are published",
    }
}

fn files(assets: &[Asset]) -> String {
    let bytes = size(assets.iter().map(|asset| asset.bytes).sum());
    match assets {
        [only] => format!("{} ({bytes})", only.file_name),
        many => format!("{} files ({bytes})", many.len()),
    }
}
