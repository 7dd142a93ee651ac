//! `/account/terms`: agreeing to the terms of use, for those who came in without or whose terms have changed.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::Refusal;
use market::consent::{self, Document};

use super::arrival::{asked_next, destination};
use crate::ui::{Banner, Button, Checkbox, FormSummary, LinkButton, PageHead, Tone, field_id};
use crate::web::{
    ActError, ActForm, Form, Notice, flash, form_state, market, no_store, page, paths, who,
};

/// The version of the terms that whoever sends the form around it has seen.
#[component]
pub(crate) fn TermsField() -> impl IntoView {
    let version = Document::Terms.current(market().now()).number;
    view! { <input type="hidden" name="terms_seen" value=version/> }
}

/// Says what the button below it agrees to.
#[component]
pub(super) fn AcceptingTerms(
    /// What one does with it: "By … you agree".
    verb: &'static str,
) -> impl IntoView {
    view! {
        <TermsField/>
        <p class="field__hint" id=field_id("terms")>
            {format!("By {verb} you agree to the ")} <a href=paths::TERMS>"terms of use"</a> ". What we store about you is on the "
            <a href=paths::PRIVACY>"privacy page"</a> "."
        </p>
    }
}

/// The question, or that it is answered.
#[component]
pub fn AcceptTermsPage() -> impl IntoView {
    let next = asked_next();
    page(async move {
        let (market, by) = (market(), who::customer().await?);
        let terms = Document::Terms;
        let agreed = consent::has_accepted(&market.db, by.id, terms, market.now()).await?;
        let form = form_state("accept-terms").await?;
        no_store();
        let way_on = destination(&next);
        let dated = terms.current(market.now()).dated;
        Ok(view! {
            <Title text="Terms of use"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead
                    title="Terms of use"
                    lead="The rules between you and us. What you own you can use and download in any case; buying takes your agreement."
                />
                <FormSummary mistakes=form.mistakes()/>
                {if agreed {
                    Either::Left(view! {
                        <p>{format!("You have agreed to the version of {dated}, which is in force.")}</p>
                        <p><LinkButton href=way_on>"Go on"</LinkButton></p>
                    })
                } else {
                    Either::Right(view! {
                        <p>
                            "Read the " <a href=paths::TERMS>"terms of use"</a> {format!(" in the version of {dated}, and the ")}
                            <a href=paths::PRIVACY>"privacy page"</a> ", which says what we store about you."
                        </p>
                        <ActForm action=AcceptTerms::PATH class="stack">
                            <input type="hidden" name="next" value=next/>
                            <TermsField/>
                            <Checkbox
                                name="terms"
                                label="I agree to the terms of use."
                                required=true
                                error=form.error("terms")
                            />
                            <Button wide=true>"Agree and go on"</Button>
                        </ActForm>
                        <p><a href=way_on>"Not now"</a></p>
                    })
                }}
            </div>
        })
    })
}

/// Stands where somebody sees it who has not agreed to the terms in force.
#[component]
pub(super) fn TermsToAccept() -> impl IntoView {
    let dated = Document::Terms.current(market().now()).dated;
    view! {
        <Banner tone=Tone::Info title="Our terms of use are new to you">
            {format!("The version of {dated} is in force. Before you buy again, ")}
            <a href=paths::accept_terms(paths::ACCOUNT)>"read them and agree"</a>
            ". What you own you can use and download as before."
        </Banner>
    }
}

#[server(prefix = "/api", endpoint = "accept-terms")]
pub async fn accept_terms(
    #[server(default)] terms: bool,
    #[server(default)] terms_seen: i32,
    #[server(default)] next: String,
) -> Result<(), ActError> {
    let form = Form::on(paths::accept_terms(&next), "accept-terms");
    form.act(async {
        let (market, by) = (market(), who::customer().await?);
        if !terms {
            return Err(Refusal::TermsNotAccepted.into());
        }
        let mut tx = market.begin().await?;
        consent::accept_terms(&market, &mut tx, &by, terms_seen).await?;
        tx.commit().await?;
        flash::notice(Notice::TermsAccepted).await?;
        Ok(destination(&next))
    })
    .await
}
