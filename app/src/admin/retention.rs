//! `/admin/retention`: what is kept, why, for how long, and what would leave now.

use leptos::prelude::*;
use leptos_meta::Title;
use market::accounts::{Account, Permission};
use market::retention::{self, Due};
use time::Duration;

use super::area::AdminArea;
use crate::ui::{Day, SectionHead, TableFrame};
use crate::web::{market, no_store, page, paths, who};

#[component]
pub fn RetentionPage() -> impl IntoView {
    page(async move {
        let (market, by) = (market(), who::staff_who_may(Permission::SeeKept).await?);
        let due = retention::report(&market, &by).await?;
        no_store();
        Ok(view! {
            <Title text="What is kept"/>
            <AdminArea
                title="What is kept"
                lead="What leaves by itself, and when. A worker removes what is due every quarter of an hour."
                here=paths::ADMIN_RETENTION
                by=Account::clone(&by)
            >
                <div class="stack stack--loose">
                    <Classes due=due/>
                    <p class="field__hint">
                        "The log of the server goes to whoever runs it, who decides how long it stays; 30 days are meant. Words that
                        are searched for are not stored."
                    </p>
                    <Along/>
                </div>
            </AdminArea>
        })
    })
}

#[component]
fn Classes(due: Vec<Due>) -> impl IntoView {
    let rows = due.into_iter().map(row).collect_view();
    view! {
        <TableFrame label="Classes of data" stack=true>
            <thead>
                <tr>
                    <th scope="col">"What"</th>
                    <th scope="col">"Kept"</th>
                    <th scope="col">"Why"</th>
                    <th scope="col">"Due now"</th>
                    <th scope="col">"Oldest"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
}

fn row(due: Due) -> impl IntoView {
    let class = due.class;
    let rows = match class.swept {
        true => due.rows.to_string(),
        false => format!("{}, not removed", due.rows),
    };
    view! {
        <tr>
            <th scope="row" data-label="What" class="kept__what">{class.what}</th>
            <td data-label="Kept" class="kept__time">{time_of(class.kept)}</td>
            <td data-label="Why">{class.why}</td>
            <td data-label="Due now">{rows}</td>
            <td data-label="Oldest" class="kept__time">
                {match due.oldest {
                    Some(at) => view! { <Day at=at/> }.into_any(),
                    None => "–".into_any(),
                }}
            </td>
        </tr>
    }
}

/// How long after its end.
fn time_of(kept: Duration) -> String {
    match kept.whole_days() {
        0 => "until over".to_owned(),
        1 => "1 day".to_owned(),
        days if days >= 730 => format!("{} years", days / 365),
        days => format!("{days} days"),
    }
}

/// What has no time of its own.
#[component]
fn Along() -> impl IntoView {
    let rows = retention::KEPT_ALONG
        .iter()
        .map(|(table, why)| view! { <tr><th scope="row" data-label="Table"><code>{*table}</code></th><td data-label="Stays">{*why}</td></tr> })
        .collect_view();
    view! {
        <section>
            <SectionHead title="Kept along with something else"/>
            <TableFrame label="Kept along with something else" stack=true>
                <thead>
                    <tr>
                        <th scope="col">"Table"</th>
                        <th scope="col">"Stays"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </section>
    }
}
