//! What fills a page: messages, products, figures, texts.

use leptos::prelude::*;
use market::catalog::{Card, Price, ProductKind};
use market::{Money, ProductId};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::Group;
use crate::ui::{
    Badge, Banner, Bar, BarChart, Breadcrumb, CardCell, CardSkeleton, CodeBlock, Crumb, Disclosure,
    EmptyState, Icon, Key, LinkButton, Moment, Pagination, Progress, RatingSpread, Skeleton, Stat,
    Stats, Step, Tab, TableFrame, Tabs, Timeline, Tone, Way, Ways,
};

#[component]
pub(super) fn Messages() -> impl IntoView {
    view! {
        <Group name="Messages">
            <Banner tone=Tone::Good title="Paid">"Your files and license keys are in your library."</Banner>
            <Banner tone=Tone::Bad title="The card was declined">"Nothing was charged. Try another card or pay later. Your cart is kept."</Banner>
            <Banner tone=Tone::Warn>"A price has changed since you opened this page. Check the new total."</Banner>
            <Banner tone=Tone::Info>"This version needs n8n 1.60 or newer."</Banner>
            <EmptyState title="Nothing found" text="No product has these words. Try fewer or more general ones.">
                <LinkButton href="/products">"Browse all products"</LinkButton>
            </EmptyState>
            <Progress label="3 of 12 products checked" done=3 total=12/>
            <Skeleton/>
        </Group>
    }
}

#[component]
pub(super) fn Products(theme: &'static str) -> impl IntoView {
    view! {
        <Group name="Product cards">
            <ul class="card-grid">
                <CardCell card=sample(theme, ProductKind::N8nWorkflow, Price::OneTime(Money::usd(1_900))) fresh=true level=4/>
                <CardCell card=sample(theme, ProductKind::AiAgent, Price::Free) level=4/>
                <li><CardSkeleton/></li>
            </ul>
            <Pagination page=3 pages=12 href=|page| format!("/products?page={page}") label=format!("Pages, {theme}")/>
        </Group>
    }
}

/// A product that only the style guide has.
fn sample(theme: &str, kind: ProductKind, price: Price) -> Card {
    Card {
        id: ProductId::new(OffsetDateTime::UNIX_EPOCH),
        kind,
        slug: format!("sample-{theme}"),
        vendor_handle: "sample".into(),
        vendor_name: "Polder Automation".into(),
        vendor_verified: true,
        title: "Invoices from the inbox into the ledger, with a person for the odd ones".into(),
        summary: "Reads invoices and books them.".into(),
        price,
        rating_sum: 187,
        rating_count: 40,
        sales_count: 212,
        node_count: 12,
        credential_count: 3,
        setup_minutes: 15,
        apps: vec!["Gmail".into(), "Google Sheets".into(), "Slack".into()],
        miniature: SAMPLE_DRAWING.into(),
        published_at: None,
    }
}

const SAMPLE_DRAWING: &str = r##"<svg viewBox="0 0 320 200"><path d="M70 100h60M170 100c30 0 20-44 60-44M170 100c30 0 20 44 60 44" fill="none" stroke="#8a8fa3" stroke-width="3"/><rect x="30" y="80" width="40" height="40" rx="12" fill="#c98a1b"/><rect x="130" y="80" width="40" height="40" rx="8" fill="#3f7fc4"/><rect x="230" y="36" width="40" height="40" rx="8" fill="#8a5cc9"/><rect x="230" y="124" width="40" height="40" rx="8" fill="#2f8f8a"/></svg>"##;

#[component]
pub(super) fn Figures(theme: &'static str) -> impl IntoView {
    let bars = (1..=30i64)
        .map(|day| {
            let value = (day * 7919) % 4_100 * i64::from(day % 6 != 0);
            Bar {
                label: format!("{day} Jun 2026"),
                value,
                shown: Money::usd(value).to_string(),
            }
        })
        .collect();
    view! {
        <Group name="Figures">
            <Stats>
                <Stat label="Today" value="$57.00" note="3 orders"/>
                <Stat label="Last 30 days" value="$1,204.50" note="71 orders"/>
                <Stat label="Waiting for you" value="2" tone=Tone::Warn/>
            </Stats>
            <BarChart title=format!("Earned each day, {theme}") bars=bars unit="Earned"/>
            <RatingSpread counts=[31, 6, 2, 0, 1]/>
            <TableFrame label=format!("Latest orders, {theme}") stack=true>
                <thead>
                    <tr>
                        <th scope="col">"Order"</th>
                        <th scope="col">"Placed"</th>
                        <th scope="col">"State"</th>
                        <th scope="col" class="table__number">"Yours"</th>
                    </tr>
                </thead>
                <tbody>
                    <tr>
                        <th scope="row">"AM-7F3K-22"</th>
                        <td data-label="Placed"><Moment at=OffsetDateTime::UNIX_EPOCH/></td>
                        <td data-label="State"><Badge tone=Tone::Good>"Paid"</Badge></td>
                        <td data-label="Yours" class="table__number">"$17.10"</td>
                    </tr>
                    <tr>
                        <th scope="row">"AM-9Q1D-08"</th>
                        <td data-label="Placed"><Moment at=OffsetDateTime::UNIX_EPOCH/></td>
                        <td data-label="State"><Badge tone=Tone::Warn>"Waiting"</Badge></td>
                        <td data-label="Yours" class="table__number">"$1,206.00"</td>
                    </tr>
                </tbody>
            </TableFrame>
        </Group>
    }
}

#[component]
pub(super) fn Texts(theme: &'static str) -> impl IntoView {
    let at = datetime!(2026-03-14 09:05 UTC);
    let minutes = move |count| at + Duration::minutes(count);
    view! {
        <Group name="Texts">
            <Breadcrumb trail=vec![Crumb::new("/", "Home"), Crumb::new("/categories", "Categories")] label=format!("Breadcrumb, {theme}")/>
            <Tabs label=format!("Tabs, {theme}") tabs=vec![Tab { current: true, ..Tab::to("#overview", "Overview") }, Tab::to("#reviews", "Reviews").counting(40)]/>
            <Key code="AM-••••-••••-7QK2">
                <LinkButton href="/library">"Show the key"</LinkButton>
            </Key>
            <CodeBlock title=format!("Check the file, {theme}") code="sha256sum invoice-reader.json"/>
            <Timeline steps=vec![
                Step::new("Order placed", Tone::Good).at(at),
                Step::new("Payment declined", Tone::Bad).at(minutes(1)).detail("Nothing was charged."),
                Step::new("Paid", Tone::Good).at(minutes(3)).detail("The receipt is on its way."),
                Step::new("Licenses", Tone::Neutral),
            ]/>
            <Ways label=format!("Ways, {theme}")>
                <Way href="/library" icon=Icon::Key title="Library" note="Your files and license keys"/>
                <Way href="/orders" icon=Icon::Receipt title="Orders" note="What you paid, and when"/>
            </Ways>
            <Disclosure summary="What is a credential?">"The name and password or token with which n8n signs in to a service for you."</Disclosure>
        </Group>
    }
}
