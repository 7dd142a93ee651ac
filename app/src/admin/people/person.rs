//! `/admin/people/{id}`: one person, what happened to their account, and what can be done.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use market::accounts::people::{self, Person};
use market::accounts::{Account, Permission, Role, Staff};
use market::audit::Listed;
use market::{AccountId, Error};

use super::impersonating::Impersonate;
use super::list::{RolePill, State};
use super::suspending::Suspension;
use crate::admin::area::AdminArea;
use crate::ui::{
    Badge, Day, EmptyState, Facts, FormSummary, Mistake, Moment, Panel, SectionHead, TableFrame,
    Tone,
};
use crate::web::{form_state, market, no_store, page, paths, who};

#[component]
pub fn PersonPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id");
    page(async move {
        let by = who::staff_who_may(Permission::SeePeople).await?;
        let id: Option<AccountId> = id.and_then(|id| id.parse().ok());
        let market = market();
        let id = id.ok_or(Error::NotFound)?;
        let person = people::person(&market.db, &by, id, market.now()).await?;
        let suspend = form_state("suspension").await?;
        let begin = form_state("begin-impersonation").await?;
        no_store();
        let may = May::of(&by, &person);
        let fresh = who::fresh().await.is_ok();
        // The reason for it has another name there: the page asks for two.
        let begun = begin.mistakes().into_iter().map(|mistake| Mistake {
            field: mistake.field.map(|_| "purpose".to_owned()),
            ..mistake
        });
        let mistakes = suspend.mistakes().into_iter().chain(begun).collect();
        let (name, suspended) = (person.name.clone(), person.suspended_at.is_some());
        let latest = person.latest.clone();
        Ok(view! {
            <Title text=name.clone()/>
            <AdminArea title=name here=paths::ADMIN_PEOPLE by=Account::clone(&by)>
                <div class="stack stack--loose">
                    <FormSummary mistakes=mistakes/>
                    <Who person=person/>
                    {may.impersonate.then(|| view! { <Impersonate person=id form=begin fresh=fresh/> })}
                    {may.suspend.then(|| view! { <Suspension person=id suspended=suspended form=suspend/> })}
                    {latest.map(|latest| view! { <Latest entries=latest/> })}
                </div>
            </AdminArea>
        })
    })
}

/// What the page offers; the acts ask again.
struct May {
    suspend: bool,
    impersonate: bool,
}

impl May {
    fn of(by: &Staff, person: &Person) -> Self {
        let another = by.id != person.id && !person.erased;
        let customer = person.role == Role::Customer;
        Self {
            suspend: another
                && by.may(Permission::Suspend)
                && (customer || by.may(Permission::GrantRoles)),
            impersonate: another
                && customer
                && person.suspended_at.is_none()
                && by.may(Permission::Impersonate),
        }
    }
}

#[component]
fn Who(person: Person) -> impl IntoView {
    view! {
        <Panel title="Who it is">
            <Facts>
                <dt>"E-mail address"</dt>
                <dd>
                    {person.email} " "
                    {match person.verified_at {
                        Some(_) => view! { <Badge tone=Tone::Good>"Confirmed"</Badge> },
                        None => view! { <Badge tone=Tone::Warn>"Not confirmed"</Badge> },
                    }}
                </dd>
                <dt>"Id"</dt>
                <dd><code>{person.id.to_string()}</code></dd>
                <dt>"Role"</dt>
                <dd><RolePill role=person.role/></dd>
                <dt>"State"</dt>
                <dd>
                    <State suspended=person.suspended_at.is_some()/>
                    {person.suspended_at.map(|at| view! { " since " <Moment at=at/> })}
                </dd>
                <dt>"Since"</dt>
                <dd><Day at=person.created_at/></dd>
                <dt>"Second factor"</dt>
                <dd>{if person.second_factor { "Yes" } else { "No" }}</dd>
                <dt>"Signed in"</dt>
                <dd>{count(person.sessions, "device")}</dd>
                <dt>"API keys in force"</dt>
                <dd>{person.api_keys}</dd>
                <dt>"Orders"</dt>
                <dd>{person.orders}</dd>
                <dt>"Acts for"</dt>
                <dd>{count(person.vendors, "vendor")}</dd>
            </Facts>
        </Panel>
    }
}

fn count(number: i64, of: &str) -> String {
    match number {
        1 => format!("1 {of}"),
        number => format!("{number} {of}s"),
    }
}

#[component]
fn Latest(entries: Vec<Listed>) -> impl IntoView {
    let rows = (!entries.is_empty()).then(|| entries.into_iter().map(row).collect_view());
    view! {
        <section>
            <SectionHead title="What happened lately" note="What they did, and what was done to their account."/>
            {match rows {
                None => view! { <EmptyState mascot=false title="Nothing yet" text="Privileged and security acts are listed here."/> }.into_any(),
                Some(rows) => {
                    view! {
                        <TableFrame label="What happened lately" stack=true>
                            <thead>
                                <tr>
                                    <th scope="col">"When"</th>
                                    <th scope="col">"Who"</th>
                                    <th scope="col">"Act"</th>
                                    <th scope="col">"Why"</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </TableFrame>
                    }
                    .into_any()
                }
            }}
        </section>
    }
}

fn row(entry: Listed) -> impl IntoView {
    let (label, who) = (entry.label(), entry.who_for_whom());
    view! {
        <tr>
            <th scope="row" data-label="When"><Moment at=entry.at/></th>
            <td data-label="Who">{who}</td>
            <td data-label="Act">{label}</td>
            <td data-label="Why">{entry.reason.unwrap_or_else(|| "–".to_owned())}</td>
        </tr>
    }
}
