//! `/account/data`: a copy of everything that is stored about somebody, and what they agreed to.

use leptos::either::{Either, EitherOf3};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::consent::{self, Given};
use market::data_export::{self, DataExport, PAUSE, State};
use time::OffsetDateTime;

use super::area::AccountArea;
use crate::ui::{
    Badge, Banner, Button, Day, EmptyState, FormSummary, Moment, Panel, SectionHead, TableFrame,
    Tone, size,
};
use crate::web::{
    ActError, ActForm, Form, Notice, flash, form_state, market, no_store, page, paths, who,
};

/// The copies there are, asking for another, and the consents.
#[component]
pub fn DataPage() -> impl IntoView {
    page(async move {
        let market = market();
        // Whoever has just come by an open browser is not who may take everything along.
        let by = who::fresh().await?;
        let exports = data_export::list(&market.db, &by, market.now()).await?;
        let given = consent::given(&market.db, &by).await?;
        let form = form_state("ask-data-export").await?;
        no_store();
        let again = again(&exports, market.now());
        Ok(view! {
            <Title text="Your data"/>
            <AccountArea
                title="Your data"
                lead="What is stored about you: a copy to take along, and what you agreed to."
                here=paths::DATA
            >
                <FormSummary mistakes=form.mistakes()/>
                {exports.into_iter().map(|export| view! { <Copy export=export/> }).collect_view()}
                <Panel title="A copy of everything">
                    <p>
                        "Profile, addresses, orders, licenses with their keys, downloads, reviews, sessions, the record of what was done, and
                        what your vendor stores: a zip file with lists that people and programs can read. Passwords and other secrets are not
                        in it."
                    </p>
                    <p>"It usually takes less than a minute, and 24 hours at most. You can ask once a day, and download it for 7 days."</p>
                    {match again {
                        None => Either::Left(view! {
                            <ActForm action=AskDataExport::PATH>
                                <Button>"Prepare my data"</Button>
                            </ActForm>
                        }),
                        Some(at) => Either::Right(view! { <p>"You can ask for another copy from " <Moment at=at/> " on."</p> }),
                    }}
                </Panel>
                <section class="stack">
                    <SectionHead title="What you agreed to" note="Each text in its version, and when."/>
                    <Consents given=given/>
                </section>
            </AccountArea>
        })
    })
}

/// When one may ask again; nothing when it is now.
fn again(exports: &[DataExport], now: OffsetDateTime) -> Option<OffsetDateTime> {
    let counts = exports
        .iter()
        .filter(|export| export.state != State::Failed);
    let next = counts.map(|export| export.asked_at + PAUSE).max();
    next.filter(|next| *next > now)
}

#[component]
fn Copy(export: DataExport) -> impl IntoView {
    let asked = export.asked_at;
    match export.state {
        State::Waiting => EitherOf3::A(view! {
            <Banner tone=Tone::Info title="Your data is being prepared">
                "You asked for it on " <Day at=asked/> ". A mail tells you when it is ready; you can close this page."
            </Banner>
        }),
        State::Failed => EitherOf3::B(view! {
            <Banner tone=Tone::Bad title="Your data could not be prepared">
                "We tried for a day after you asked on " <Day at=asked/> ", and have been told. Ask for it again."
            </Banner>
        }),
        State::Ready { bytes, expires_at } => EitherOf3::C(view! {
            <Banner tone=Tone::Good title="Your data is ready">
                <a href=paths::data_export(export.id)>"Download the zip file"</a>
                {format!(" ({}). You asked for it on ", size(bytes))}
                <Day at=asked/>
                ". It is removed on "
                <Day at=expires_at/>
                ". It holds your license keys: keep it like a password."
            </Banner>
        }),
    }
}

#[component]
fn Consents(given: Vec<Given>) -> impl IntoView {
    if given.is_empty() {
        return Either::Left(view! {
            <EmptyState
                mascot=false
                title="Nothing yet"
                text="What you agree to from now on stands here, with its version and the day."
            />
        });
    }
    let rows = given.into_iter().map(row).collect_view();
    Either::Right(view! {
        <TableFrame label="What you agreed to" stack=true>
            <thead>
                <tr>
                    <th scope="col">"Text"</th>
                    <th scope="col">"Version"</th>
                    <th scope="col">"First"</th>
                    <th scope="col">"Last"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    })
}

fn row(given: Given) -> impl IntoView {
    let version = given
        .version
        .map_or_else(|| "–".to_owned(), |n| n.to_string());
    let times = (given.times > 1).then(|| format!(", {} times in all", given.times));
    view! {
        <tr>
            <td data-label="Text">{subject(&given.subject)}</td>
            <td data-label="Version">{version}</td>
            <td data-label="First"><Day at=given.first_at/></td>
            <td data-label="Last">
                {match given.withdrawn_at {
                    Some(at) => Either::Left(view! { <Badge tone=Tone::Warn>"Taken back"</Badge> " " <Day at=at/> }),
                    None => Either::Right(view! { <Day at=given.last_at/> {times} }),
                }}
            </td>
        </tr>
    }
}

fn subject(code: &str) -> AnyView {
    let (page, name) = match code {
        "terms" => (paths::TERMS, "Terms of use"),
        "privacy" => (paths::PRIVACY, "Privacy page, seen"),
        "license" => (paths::LICENSE, "License"),
        _ => (paths::PREFERENCES, "Mails with news about products"),
    };
    view! { <a href=page>{name}</a> }.into_any()
}

#[server(prefix = "/api", endpoint = "ask-data-export")]
pub async fn ask_data_export() -> Result<(), ActError> {
    let form = Form::on(paths::DATA, "ask-data-export");
    form.act(async {
        let (market, by) = (market(), who::fresh().await?);
        let mut tx = market.begin().await?;
        data_export::ask(&market, &mut tx, &by).await?;
        tx.commit().await?;
        flash::notice(Notice::DataAsked).await?;
        Ok(paths::DATA.to_owned())
    })
    .await
}
