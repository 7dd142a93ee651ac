//! `/orders/{number}`: how an order stands, and what to do about it.

use http::HeaderName;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::Money;
use market::checkout::{self, GroupState, OrderLine, OrderPart};
use time::{Duration, OffsetDateTime};

use super::progress::{Standing, steps};
use super::{RetryPayment, asked_number, tone, well_formed};
use crate::checkout::{cost, rhythm};
use crate::ui::{
    Badge, Banner, Breadcrumb, Button, ButtonSize, Crumb, LinkButton, PageHead, Panel, Timeline,
    Tone,
};
use crate::web::{ActForm, header_out, market, no_store, page, paths, who};

/// The customer's own order; any other number is 404.
#[component]
pub fn OrderPage() -> impl IntoView {
    let number = asked_number();
    page(async move {
        let market = market();
        let by = who::customer().await?;
        let order = checkout::order_page(&market.db, &by, well_formed(&number)?).await?;
        let standing = Standing::of(&order, market.now());
        no_store();
        look_again(standing, order.placed_at, market.now());
        let title = format!("Order {}", order.number);
        // The sweep that voids it may be a minute behind.
        let badge = match standing {
            Standing::Expired => (Tone::Neutral, GroupState::Void.label()),
            _ => (tone(order.state), order.state.label()),
        };
        Ok(view! {
            <Title text=title.clone()/>
            <div class="wrap wrap--narrow page">
                <Breadcrumb trail=vec![Crumb::new(paths::ORDERS, "Orders")]/>
                <PageHead title=title>
                    <Badge tone=badge.0>{badge.1}</Badge>
                </PageHead>
                <div class="stack stack--loose">
                    <Now standing=standing number=order.number.clone() total=order.total/>
                    <Timeline steps=steps(&order, standing)/>
                    <Bought parts=order.parts total=order.total complete=standing == Standing::Complete/>
                </div>
            </div>
        })
    })
}

/// A header, not a script: it works everywhere and stops with the reason for it.
fn look_again(standing: Standing, placed_at: OffsetDateTime, now: OffsetDateTime) {
    if standing.moving() && now - placed_at < Duration::hours(2) {
        header_out(HeaderName::from_static("refresh"), "2");
    }
}

/// The state in words, and the one button that follows from it.
#[component]
fn Now(standing: Standing, number: String, total: Money) -> impl IntoView {
    let (tone, title, text) = standing.words();
    view! {
        <Banner tone=tone title=title announce=true>{text}</Banner>
        {standing
            .payable()
            .then(|| {
                view! {
                    <ActForm action=RetryPayment::PATH>
                        <input type="hidden" name="number" value=number/>
                        <Button size=ButtonSize::Large wide=true>{format!("Pay {total}")}</Button>
                    </ActForm>
                }
            })}
        {(standing == Standing::Complete)
            .then(|| {
                view! { <LinkButton href=paths::LIBRARY size=ButtonSize::Large wide=true>"Open your library"</LinkButton> }
            })}
        {(standing == Standing::Expired)
            .then(|| view! { <LinkButton href=paths::CART size=ButtonSize::Large wide=true>"Open your cart"</LinkButton> })}
    }
}

#[component]
fn Bought(parts: Vec<OrderPart>, total: Money, complete: bool) -> impl IntoView {
    let parts = parts
        .into_iter()
        .map(|part| vendors_part(part, complete))
        .collect_view();
    view! {
        <Panel title="What you ordered">
            <div>{parts}</div>
            <dl class="totals">
                <div class="totals__row totals__row--grand">
                    <dt>"Total"</dt>
                    <dd>{total.to_string()}</dd>
                </div>
            </dl>
        </Panel>
    }
}

fn vendors_part(part: OrderPart, complete: bool) -> impl IntoView {
    let handle = part.vendor_handle;
    let lines = part
        .lines
        .into_iter()
        .map(|bought| line(bought, &handle, complete))
        .collect_view();
    view! {
        <section class="order-part">
            <h3 class="order-part__vendor">
                <span>"Sold by " <a href=paths::vendor(&handle)>{part.vendor_name}</a></span>
            </h3>
            {lines}
        </section>
    }
}

fn line(line: OrderLine, vendor: &str, complete: bool) -> impl IntoView + use<> {
    let product = paths::product(vendor, &line.slug);
    view! {
        <div class="order-line">
            <p><a href=product>{line.title}</a></p>
            <p>{cost(line.gross)}</p>
            <p class="order-line__note">
                {format!("{}, version {}{}", line.kind.label(), line.version_number, rhythm(line.price))}
                {complete.then(|| view! { ". "<a href=paths::LIBRARY>"In your library"</a> })}
            </p>
        </div>
    }
}
