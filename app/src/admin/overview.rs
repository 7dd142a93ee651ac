//! `/admin`: queues first, then how the market stands.

use leptos::prelude::*;
use leptos_meta::Title;
use market::Money;
use market::accounts::Account;
use market::audit::Listed;
use market::moderation::{self, Overview};

use super::area::AdminArea;
use crate::ui::{EmptyState, Facts, Moment, Panel, SectionHead, Stat, Stats, TableFrame, Tone};
use crate::web::{market, page, paths, who};

/// The state of the whole market.
#[component]
pub fn AdminPage() -> impl IntoView {
    page(async move {
        let market = market();
        let staff = who::staff().await?;
        let account = Account::clone(&staff);
        let overview = moderation::overview(&market, &staff).await?;
        Ok(view! {
            <Title text="Administration"/>
            <AdminArea title="Administration" here=paths::ADMIN by=account>{shown(overview)}</AdminArea>
        })
    })
}

fn shown(overview: Overview) -> impl IntoView {
    let waits = |count: i64| if count > 0 { Tone::Bad } else { Tone::Neutral };
    let products: i64 = overview
        .products_by_state
        .iter()
        .map(|(_, count)| count)
        .sum();
    view! {
        <div class="stack stack--loose">
            <Stats>
                <Stat label="Jobs parked" value=overview.jobs_parked.to_string() note="Tried as often as allowed" tone=waits(overview.jobs_parked)/>
                <Stat label="Webhooks parked" value=overview.webhooks_parked.to_string() note="About nothing we know" tone=waits(overview.webhooks_parked)/>
                <Stat label="Jobs waiting" value=overview.jobs_waiting.to_string()/>
                <Stat label="Paid in 30 days" value=amounts(&overview.paid_last_30_days)/>
                <Stat label="Accounts" value=overview.accounts.to_string()/>
                <Stat label="Products" value=products.to_string()/>
            </Stats>
            <div class="grid">
                <div class="span-4"><States title="Products" states=overview.products_by_state/></div>
                <div class="span-4"><States title="Vendors" states=overview.vendors_by_state/></div>
                <div class="span-4"><States title="Orders" states=overview.orders_by_state/></div>
            </div>
            {overview
                .latest_audit
                .map(|entries| {
                    view! {
                        <section>
                            <SectionHead title="Latest privileged acts"><a href=paths::AUDIT>"The whole record"</a></SectionHead>
                            <Audit entries=entries/>
                        </section>
                    }
                })}
        </div>
    }
}

fn amounts(paid: &[Money]) -> String {
    match paid {
        [] => Money::usd(0).to_string(),
        paid => paid
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" + "),
    }
}

#[component]
fn States(title: &'static str, states: Vec<(String, i64)>) -> impl IntoView {
    let rows = states
        .into_iter()
        .map(|(state, count)| view! { <dt>{named(&state)}</dt><dd>{count}</dd> })
        .collect_view();
    view! { <Panel title=title><Facts apart=true>{rows}</Facts></Panel> }
}

/// A stored state as people write it: `partly_refunded` is "Partly refunded".
fn named(state: &str) -> String {
    let mut letters = state.chars().map(|c| if c == '_' { ' ' } else { c });
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[component]
fn Audit(entries: Vec<Listed>) -> impl IntoView {
    if entries.is_empty() {
        return view! { <EmptyState mascot=false title="Nothing yet" text="Privileged and security acts are listed here."/> }.into_any();
    }
    let rows = entries.into_iter().map(entry).collect_view();
    view! {
        <TableFrame label="Latest privileged acts" stack=true>
            <thead>
                <tr>
                    <th scope="col">"When"</th>
                    <th scope="col">"Who"</th>
                    <th scope="col">"Act"</th>
                    <th scope="col">"On"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
    .into_any()
}

fn entry(entry: Listed) -> impl IntoView {
    let (label, who) = (entry.label(), entry.who_for_whom());
    let object = format!("{} {}", entry.object_type, entry.object_id);
    view! {
        <tr>
            <th scope="row" data-label="When"><Moment at=entry.at/></th>
            <td data-label="Who">{who}</td>
            <td data-label="Act">{label}</td>
            <td data-label="On"><code>{object}</code></td>
        </tr>
    }
}
