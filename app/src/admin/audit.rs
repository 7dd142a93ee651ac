//! `/admin/audit`: who did what, from where, and why; newest first.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use market::accounts::Account;
use market::audit::{self, Act, Filter, Listed, Page};
use time::Date;
use time::macros::format_description;

use super::area::AdminArea;
use crate::ui::{
    Button, ButtonKind, Choice, Disclosure, EmptyState, Moment, Pagination, SelectField,
    TableFrame, TextField,
};
use crate::web::{market, no_store, page, paths, who};

/// What was asked for, as it stands in the address.
#[derive(Clone, Debug, Default)]
struct Asked {
    act: String,
    account: String,
    object: String,
    since: String,
    until: String,
    page: u32,
}

#[component]
pub fn AuditPage() -> impl IntoView {
    let asked = Asked::here();
    page(async move {
        let (market, by) = (market(), who::moderator().await?);
        let found = audit::list(&market.db, &by, &asked.filter()).await?;
        no_store();
        Ok(view! {
            <Title text="Record of acts"/>
            <AdminArea title="Record of acts" here=paths::AUDIT by=Account::clone(&by)>
                <div class="stack stack--loose">
                    <FilterForm asked=asked.clone()/>
                    <Found found=found asked=asked.clone()/>
                </div>
            </AdminArea>
        })
    })
}

impl Asked {
    fn here() -> Self {
        let query = use_query_map().get_untracked();
        let said = |name: &str| query.get(name).unwrap_or_default().trim().to_owned();
        Self {
            act: said("act"),
            account: said("account"),
            object: said("object"),
            since: said("since"),
            until: said("until"),
            page: said("page").parse().unwrap_or(1),
        }
    }

    /// What cannot be understood filters nothing; the form shows it as it was typed.
    fn filter(&self) -> Filter {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Filter {
            act: Act::from_code(&self.act),
            account: text(&self.account),
            object: text(&self.object),
            since: day(&self.since),
            until: day(&self.until),
            page: self.page,
        }
    }

    fn address(&self, page: u32) -> String {
        let page = page.to_string();
        let fields = [
            ("act", &self.act),
            ("account", &self.account),
            ("object", &self.object),
            ("since", &self.since),
            ("until", &self.until),
            ("page", &page),
        ];
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(fields.iter().filter(|(_, value)| !value.is_empty()));
        format!("{}?{}", paths::AUDIT, query.finish())
    }
}

fn day(typed: &str) -> Option<Date> {
    let day = Date::parse(typed, format_description!("[year]-[month]-[day]")).ok()?;
    // Long before there was anything to record, and before any day the database knows.
    (day.year() > 0).then_some(day)
}

#[component]
fn FilterForm(asked: Asked) -> impl IntoView {
    let mut acts = vec![Choice::new("", "All acts")];
    acts.extend(
        Act::ALL
            .iter()
            .map(|act| Choice::new(act.code(), act.label())),
    );
    let wrong = |typed: &str| {
        (!typed.is_empty() && day(typed).is_none())
            .then(|| "Enter a day, as in 2026-03-14.".to_owned())
    };
    let (since_wrong, until_wrong) = (wrong(&asked.since), wrong(&asked.until));
    view! {
        <form method="get" action=paths::AUDIT class="audit-filter">
            <SelectField label="Act" name="act" options=acts value=asked.act required=false/>
            <TextField label="Account" name="account" value=asked.account hint="Address or id" required=false max_length=254/>
            <TextField label="Object" name="object" value=asked.object hint="Kind or id" required=false max_length=120/>
            <TextField label="From" name="since" value=asked.since hint="2026-03-14" error=since_wrong required=false max_length=10/>
            <TextField label="To" name="until" value=asked.until hint="2026-03-31" error=until_wrong required=false max_length=10/>
            <div class="audit-filter__go"><Button kind=ButtonKind::Quiet>"Show"</Button></div>
        </form>
    }
}

#[component]
fn Found(found: Page, asked: Asked) -> impl IntoView {
    if found.entries.is_empty() {
        return view! { <EmptyState mascot=false title="Nothing found" text="No act fits. Widen the filter."/> }.into_any();
    }
    let count = match found.total {
        1 => "1 act".to_owned(),
        total => format!("{total} acts"),
    };
    let rows = found.entries.into_iter().map(row).collect_view();
    view! {
        <p>{count}</p>
        <TableFrame label="Acts" stack=true>
            <thead>
                <tr>
                    <th scope="col">"When"</th>
                    <th scope="col">"Who"</th>
                    <th scope="col">"Act"</th>
                    <th scope="col">"On"</th>
                    <th scope="col">"From"</th>
                    <th scope="col">"More"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
        <Pagination page=found.page pages=found.pages href=move |page| asked.address(page)/>
    }
    .into_any()
}

fn row(entry: Listed) -> impl IntoView {
    let (label, who) = (entry.label(), entry.who_for_whom());
    let more = more(&entry);
    view! {
        <tr>
            <th scope="row" data-label="When"><Moment at=entry.at/></th>
            <td data-label="Who">{who}</td>
            <td data-label="Act">{label}</td>
            <td data-label="On" class="audit__object"><code>{format!("{} {}", entry.object_type, entry.object_id)}</code></td>
            <td data-label="From">{entry.address.unwrap_or_else(|| "Not known".to_owned())}</td>
            <td data-label="More"><Disclosure summary="Details"><pre class="audit__more">{more}</pre></Disclosure></td>
        </tr>
    }
}

/// Everything else there is to an entry, a line each.
fn more(entry: &Listed) -> String {
    let json = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string);
    let lines = [
        ("number", Some(entry.seq.to_string())),
        ("code", Some(entry.act.clone())),
        ("reason", entry.reason.clone()),
        ("before", json(&entry.before)),
        ("after", json(&entry.after)),
        ("session", entry.session.map(|id| id.to_string())),
        ("request", entry.request.clone()),
    ];
    let lines: Vec<String> = lines
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}: {}", value?)))
        .collect();
    lines.join("\n")
}
