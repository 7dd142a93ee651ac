//! What happened to an account lately.

use leptos::prelude::*;
use market::audit::Listed;

use crate::ui::{EmptyState, Moment, TableFrame};

#[component]
pub(super) fn Activity(entries: Vec<Listed>) -> impl IntoView {
    if entries.is_empty() {
        return view! { <EmptyState mascot=false title="Nothing yet" text="Sign-ins and changes to your account are listed here."/> }.into_any();
    }
    let rows = entries.into_iter().map(row).collect_view();
    view! {
        <TableFrame label="Recent activity" stack=true>
            <thead>
                <tr>
                    <th scope="col">"When"</th>
                    <th scope="col">"What"</th>
                    <th scope="col">"From"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
    .into_any()
}

fn row(entry: Listed) -> impl IntoView {
    let device = device(&entry);
    let label = entry.label();
    let unknown = match entry.for_whom {
        Some(_) => "Our support",
        None => "Not known",
    };
    let from = entry.address.unwrap_or_else(|| unknown.to_owned());
    view! {
        <tr>
            <th scope="row" data-label="When"><Moment at=entry.at/></th>
            <td data-label="What">{label} {device.map(|device| format!(": {device}"))}</td>
            <td data-label="From">{from}</td>
        </tr>
    }
}

/// The device an entry tells of.
fn device(entry: &Listed) -> Option<String> {
    let told = entry.after.as_ref().or(entry.before.as_ref())?;
    let word = |name| told.get(name).and_then(|word| word.as_str());
    Some(format!("{} on {}", word("browser")?, word("system")?))
}
