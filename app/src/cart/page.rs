//! The page of the cart.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::cart::{self, CartLine, CartView};
use market::catalog::{Period, Price};

use super::RemoveFromCart;
use crate::ui::{
    Button, ButtonKind, ButtonSize, EmptyState, Glyph, Icon, LinkButton, PageHead, Panel, PriceTag,
};
use crate::web::{ActForm, market, page, paths, who};

/// Every line with today's price, what is in its way, and the total.
#[component]
pub fn CartPage() -> impl IntoView {
    page(async move {
        let cart = cart::view(&market(), who::anyone().await?).await?;
        Ok(view! {
            <Title text="Cart"/>
            <div class="wrap wrap--narrow page">
                <PageHead title="Your cart"/>
                {if cart.lines.is_empty() { empty().into_any() } else { filled(cart).into_any() }}
            </div>
        })
    })
}

fn empty() -> impl IntoView {
    view! {
        <EmptyState mascot=false title="Your cart is empty" text="Look at a workflow node by node, then put it here.">
            <LinkButton href=paths::PRODUCTS>"Browse all products"</LinkButton>
        </EmptyState>
    }
}

fn filled(cart: CartView) -> impl IntoView {
    let ready = cart.ready();
    let total = cart.total.to_string();
    let lines = cart.lines.into_iter().map(line).collect_view();
    view! {
        <div class="stack stack--loose">
            <Panel>
                <ul>{lines}</ul>
                <dl class="totals">
                    <div class="totals__row totals__row--grand">
                        <dt>"Total"</dt>
                        <dd>{total}</dd>
                    </div>
                </dl>
            </Panel>
            <ToCheckout ready=ready/>
        </div>
    }
}

#[component]
fn ToCheckout(ready: bool) -> impl IntoView {
    if !ready {
        return view! { <p role="status">"Remove what cannot be bought, then you can check out."</p> }.into_any();
    }
    view! {
        <div class="stack stack--tight">
            <LinkButton href=paths::CHECKOUT size=ButtonSize::Large wide=true>"Check out"</LinkButton>
            <p class="field__hint">"You see the total again before you pay. Prices are in US dollars."</p>
        </div>
    }
    .into_any()
}

fn line(line: CartLine) -> impl IntoView {
    let class = if line.trouble.is_some() {
        "cart-line cart-line--trouble"
    } else {
        "cart-line"
    };
    view! {
        <li class=class>
            <div class="cart-line__picture" aria-hidden="true" inner_html=line.miniature></div>
            <p class="cart-line__title">
                <a href=paths::product(&line.vendor_handle, &line.slug)>{line.title.clone()}</a>
            </p>
            <PriceTag price=full(line.price)/>
            <p class="cart-line__note">
                {line.kind.label()} " by " <a href=paths::vendor(&line.vendor_handle)>{line.vendor_name}</a>
            </p>
            {line
                .trouble
                .map(|trouble| {
                    view! {
                        <p class="cart-line__trouble">
                            <Glyph icon=Icon::Warning small=true/>
                            {trouble.message()}
                        </p>
                    }
                })}
            <div class="cart-line__actions">
                <ActForm action=RemoveFromCart::PATH>
                    <input type="hidden" name="product" value=line.product_id.to_string()/>
                    <Button kind=ButtonKind::Plain size=ButtonSize::Small label=format!("Remove {}", line.title)>"Remove"</Button>
                </ActForm>
            </div>
        </li>
    }
}

/// With its decimals, so that the figures of the column stand below each other.
fn full(price: Price) -> String {
    match price {
        Price::Free => "Free".to_owned(),
        Price::OneTime(money) => money.to_string(),
        Price::Subscription(money, Period::Month) => format!("{money}/mo"),
        Price::Subscription(money, Period::Year) => format!("{money}/yr"),
    }
}
