//! Stepping into a customer's place, and back.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::AccountId;
use market::accounts::{Permission, impersonation};

use crate::ui::{Button, ButtonKind, LinkButton, Panel, TextField};
use crate::web::{
    ActError, ActForm, Form, FormState, Notice, actor, change_places, flash, market, paths,
    visitor, who,
};

#[component]
pub(super) fn Impersonate(
    person: AccountId,
    form: FormState,
    /// Whether they have shown lately who they are; else they do so first, before anything is typed that could be lost.
    fresh: bool,
) -> impl IntoView {
    let minutes = impersonation::LASTS.whole_minutes();
    view! {
        <Panel title="See the shop as they do">
            <div class="stack">
                <p>
                    {format!("For {minutes} minutes, to help them. Money, secrets and files are closed to you there. They get a mail, and everything is recorded.")}
                </p>
                {if fresh {
                    Either::Left(view! { <StepIn person=person form=form/> })
                } else {
                    Either::Right(view! {
                        <div>
                            <LinkButton href=paths::confirm(&paths::person(person)) kind=ButtonKind::Quiet>
                                "Confirm that it is you first"
                            </LinkButton>
                        </div>
                    })
                }}
            </div>
        </Panel>
    }
}

#[component]
fn StepIn(person: AccountId, form: FormState) -> impl IntoView {
    view! {
        <ActForm action=BeginImpersonation::PATH class="stack account-form">
            <input type="hidden" name="person" value=person.to_string()/>
            <TextField
                label="What for"
                name="purpose"
                value=form.value("purpose")
                hint="For the record; they are not shown it. 10 to 500 characters."
                error=form.error("reason")
                min_length=10
                max_length=500
            />
            <div><Button kind=ButtonKind::Quiet>"Step into their place"</Button></div>
        </ActForm>
    }
}

#[server(prefix = "/api", endpoint = "begin-impersonation")]
pub async fn begin_impersonation(person: AccountId, purpose: String) -> Result<(), ActError> {
    let form = Form::on(paths::person(person), "begin-impersonation")
        .keeping("purpose", &purpose)
        .at_home();
    form.act(async {
        let market = market();
        who::staff_who_may(Permission::Impersonate).await?;
        let by = who::fresh().await?;
        let mut tx = market.begin().await?;
        impersonation::begin(&market, &mut tx, &by, person, &purpose).await?;
        tx.commit().await?;
        change_places().await?;
        flash::notice(Notice::ImpersonationBegan).await?;
        Ok(paths::ACCOUNT.to_owned())
    })
    .await
}

#[server(prefix = "/api", endpoint = "end-impersonation")]
pub async fn end_impersonation() -> Result<(), ActError> {
    let form = Form::on(paths::HOME, "end-impersonation");
    form.act(async {
        let Some(on) = visitor().await?.impersonation else {
            // Pressed twice, or in a window that was left open.
            who::customer().await?;
            return Ok(paths::HOME.to_owned());
        };
        let market = market();
        let mut tx = market.begin().await?;
        impersonation::end(&market, &mut tx, &on, actor()).await?;
        tx.commit().await?;
        change_places().await?;
        flash::notice(Notice::ImpersonationEnded).await?;
        Ok(paths::person(on.subject.id))
    })
    .await
}
