//! A vendor's products and orders in tables, and their earnings as bars.

use leptos::prelude::*;
use market::Money;
use market::vendors::{VendorOrder, VendorProduct};
use time::Date;

use crate::ui::{Badge, Bar, EmptyState, Moment, Rating, TableFrame, Tone};
use crate::web::paths;

/// A bar for each day.
pub(super) fn earnings(days: &[(Date, i64)]) -> Vec<Bar> {
    let bar = |(day, net): &(Date, i64)| {
        let month = day.month().to_string();
        Bar {
            label: format!("{} {}", day.day(), month.get(..3).unwrap_or(&month)),
            value: *net,
            shown: Money::usd(*net).to_string(),
        }
    };
    days.iter().map(bar).collect()
}

#[component]
pub(super) fn Products(products: Vec<VendorProduct>, handle: String) -> impl IntoView {
    if products.is_empty() {
        return view! { <EmptyState title="No products yet" text="What you publish is listed here with its sales."/> }.into_any();
    }
    let rows = products
        .into_iter()
        .map(|product| product_row(product, &handle))
        .collect_view();
    view! {
        <TableFrame label="Products" stack=true>
            <thead>
                <tr>
                    <th scope="col">"Product"</th>
                    <th scope="col">"State"</th>
                    <th scope="col" class="table__number">"Price"</th>
                    <th scope="col" class="table__number">"Sales"</th>
                    <th scope="col">"Rating"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
    .into_any()
}

fn product_row(product: VendorProduct, handle: &str) -> impl IntoView + use<> {
    let price = product
        .price
        .map_or_else(|| "None".to_owned(), |price| price.to_string());
    view! {
        <tr>
            <th scope="row" data-label="Product"><a href=paths::product(handle, &product.slug)>{product.title}</a></th>
            <td data-label="State"><Badge tone=product_tone(&product.state)>{product_state(&product.state)}</Badge></td>
            <td data-label="Price" class="table__number">{price}</td>
            <td data-label="Sales" class="table__number">{product.sales_count}</td>
            <td data-label="Rating"><Rating sum=product.rating_sum count=product.rating_count/></td>
        </tr>
    }
}

fn product_tone(state: &str) -> Tone {
    match state {
        "approved" => Tone::Good,
        "rejected" | "suspended" => Tone::Bad,
        _ => Tone::Neutral,
    }
}

/// As people call the stored states.
fn product_state(state: &str) -> String {
    match state {
        "approved" => "On sale".to_owned(),
        other => other.replace('_', " "),
    }
}

#[component]
pub(super) fn LatestOrders(orders: Vec<VendorOrder>) -> impl IntoView {
    if orders.is_empty() {
        return view! { <EmptyState title="No orders yet" text="Each order of yours appears here as soon as it is placed."/> }.into_any();
    }
    let earns = orders.iter().any(|order| order.net.is_some());
    let rows = orders.into_iter().map(order_row).collect_view();
    view! {
        <TableFrame label="Latest orders" stack=true>
            <thead>
                <tr>
                    <th scope="col">"Order"</th>
                    <th scope="col">"Products"</th>
                    <th scope="col">"Placed"</th>
                    <th scope="col">"State"</th>
                    {earns.then(|| view! { <th scope="col" class="table__number">"Net"</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
    .into_any()
}

fn order_row(order: VendorOrder) -> impl IntoView {
    let (tone, state) = match order.state.as_str() {
        "paid" => (Tone::Good, "Paid".to_owned()),
        "pending" => (Tone::Warn, "Waiting for payment".to_owned()),
        "void" => (Tone::Neutral, "Expired".to_owned()),
        other => (Tone::Info, other.replace('_', " ")),
    };
    view! {
        <tr>
            <th scope="row" data-label="Order" class="table__key">{order.number}</th>
            <td data-label="Products">{order.title}</td>
            <td data-label="Placed"><Moment at=order.placed_at/></td>
            <td data-label="State"><Badge tone=tone>{state}</Badge></td>
            {order.net.map(|net| view! { <td data-label="Net" class="table__number">{net.to_string()}</td> })}
        </tr>
    }
}
