//! Everybody, the newest first, and the search among them.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use market::AccountId;
use market::accounts::people::{self, Found, Line};
use market::accounts::{Account, Permission, Role};

use crate::admin::area::AdminArea;
use crate::ui::{
    Badge, Button, ButtonKind, Day, EmptyState, LinkButton, Pill, TableFrame, TextField, Tone,
};
use crate::web::{market, no_store, page, paths, who};

#[component]
pub fn PeoplePage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let words = query.get("q").unwrap_or_default().trim().to_owned();
    let after = query.get("after").and_then(|id| id.parse().ok());
    page(async move {
        let by = who::staff_who_may(Permission::SeePeople).await?;
        let found = people::search(&market().db, &by, &words, after).await?;
        no_store();
        Ok(view! {
            <Title text="People"/>
            <AdminArea title="People" lead="Everybody with an account, the newest first." here=paths::ADMIN_PEOPLE by=Account::clone(&by)>
                <div class="stack stack--loose">
                    <SearchPeople words=words.clone()/>
                    <Shown found=found words=words after=after/>
                </div>
            </AdminArea>
        })
    })
}

#[component]
fn SearchPeople(words: String) -> impl IntoView {
    view! {
        <form method="get" action=paths::ADMIN_PEOPLE class="people__search">
            <TextField label="Who" name="q" value=words hint="A whole e-mail address, part of a name, or an id" required=false max_length=254/>
            <Button kind=ButtonKind::Quiet>"Find"</Button>
        </form>
    }
}

#[component]
fn Shown(found: Found, words: String, after: Option<AccountId>) -> impl IntoView {
    if found.people.is_empty() {
        return view! { <EmptyState mascot=false title="Nobody found" text="Check how it is spelled. An address has to be whole."/> }
            .into_any();
    }
    let next = found.next.map(|next| address(&words, Some(next)));
    let first = after.map(|_| address(&words, None));
    let rows = found.people.into_iter().map(row).collect_view();
    view! {
        <TableFrame label="People" stack=true>
            <thead>
                <tr>
                    <th scope="col">"Person"</th>
                    <th scope="col">"Role"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"Since"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
        <div class="row">
            {first.map(|href| view! { <LinkButton href=href kind=ButtonKind::Plain>"From the beginning"</LinkButton> })}
            {next.map(|href| view! { <LinkButton href=href kind=ButtonKind::Quiet>"More people"</LinkButton> })}
        </div>
    }
    .into_any()
}

fn row(line: Line) -> impl IntoView {
    view! {
        <tr>
            <th scope="row" data-label="Person">
                <div class="team__who">
                    <a href=paths::person(line.id)>{line.name}</a>
                    <span class="team__mail">{line.email}</span>
                </div>
            </th>
            <td data-label="Role"><RolePill role=line.role/></td>
            <td data-label="State"><State suspended=line.suspended/></td>
            <td data-label="Since"><Day at=line.created_at/></td>
        </tr>
    }
}

/// A role at the market; customers have none.
#[component]
pub(super) fn RolePill(role: Role) -> impl IntoView {
    match role {
        Role::Customer => role.label().into_any(),
        role => view! { <Pill>{role.label()}</Pill> }.into_any(),
    }
}

#[component]
pub(super) fn State(suspended: bool) -> impl IntoView {
    match suspended {
        true => view! { <Badge tone=Tone::Bad>"Suspended"</Badge> },
        false => view! { <Badge tone=Tone::Good>"Open"</Badge> },
    }
}

fn address(words: &str, after: Option<AccountId>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if !words.is_empty() {
        query.append_pair("q", words);
    }
    if let Some(after) = after {
        query.append_pair("after", &after.to_string());
    }
    match query.finish() {
        query if query.is_empty() => paths::ADMIN_PEOPLE.to_owned(),
        query => format!("{}?{query}", paths::ADMIN_PEOPLE),
    }
}
