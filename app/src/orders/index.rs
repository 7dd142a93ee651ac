//! `/orders`: everything the customer ordered.

use leptos::prelude::*;
use leptos_meta::Title;
use market::checkout::{self, OrderSummary};

use super::tone;
use crate::ui::{Badge, EmptyState, LinkButton, Moment, PageHead, TableFrame};
use crate::web::{market, page, paths, who};

/// Newest first.
#[component]
pub fn OrdersPage() -> impl IntoView {
    page(async move {
        let by = who::customer().await?;
        let orders = checkout::orders(&market().db, &by).await?;
        Ok(view! {
            <Title text="Orders"/>
            <div class="wrap page">
                <PageHead title="Orders"/>
                {if orders.is_empty() { none().into_any() } else { table(orders).into_any() }}
            </div>
        })
    })
}

fn none() -> impl IntoView {
    view! {
        <EmptyState title="No orders yet" text="What you buy, or get for free, is listed here with its receipt.">
            <LinkButton href=paths::PRODUCTS>"Browse all products"</LinkButton>
        </EmptyState>
    }
}

fn table(orders: Vec<OrderSummary>) -> impl IntoView {
    let rows = orders.into_iter().map(row).collect_view();
    view! {
        <TableFrame label="Your orders" stack=true>
            <thead>
                <tr>
                    <th scope="col">"Order"</th>
                    <th scope="col">"Products"</th>
                    <th scope="col">"Placed"</th>
                    <th scope="col">"State"</th>
                    <th scope="col" class="table__number">"Total"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
}

fn row(order: OrderSummary) -> impl IntoView {
    let address = paths::order(&order.number);
    view! {
        <tr>
            <th scope="row" data-label="Order" class="table__key"><a href=address>{order.number}</a></th>
            <td data-label="Products">{order.titles.join(", ")}</td>
            <td data-label="Placed"><Moment at=order.placed_at/></td>
            <td data-label="State"><Badge tone=tone(order.state)>{order.state.label()}</Badge></td>
            <td data-label="Total" class="table__number">{order.total.to_string()}</td>
        </tr>
    }
}
