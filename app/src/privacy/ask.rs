//! `/privacy/erase`: which address it is about.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::erasure;
use market::limits::Action;

use crate::ui::{Button, FieldKind, FormSummary, PageHead, TextField};
use crate::web::{
    ActError, ActForm, Form, Notice, flash, form_state, market, page, paths, rate_limit,
};

#[component]
pub fn ErasePage() -> impl IntoView {
    page(async move {
        let form = form_state("ask-erasure").await?;
        Ok(view! {
            <Title text="Have an address erased"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead
                    title="Have an address erased"
                    lead="For addresses without an account: somebody may have invited you, or typed your address here. We mail you a link that shows what is known, and erases it."
                />
                <FormSummary mistakes=form.mistakes()/>
                <ActForm action=AskErasure::PATH class="stack">
                    <TextField
                        label="E-mail address"
                        name="email"
                        kind=FieldKind::Email
                        value=form.value("email")
                        error=form.error("email")
                        autocomplete="email"
                        max_length=254
                    />
                    <Button wide=true>"Send the link"</Button>
                </ActForm>
                <p>"You have an account? " <a href=paths::CLOSE>"Close it"</a> ", and it is erased with all that belongs to it."</p>
            </div>
        })
    })
}

/// Says the same whatever is known.
#[server(prefix = "/api", endpoint = "ask-erasure")]
pub async fn ask_erasure(email: String) -> Result<(), ActError> {
    let form = Form::on(paths::ERASE, "ask-erasure").keeping("email", &email);
    form.act(async {
        rate_limit::keep_to(Action::Erasure).await?;
        erasure::ask(&market(), &email).await?;
        flash::notice(Notice::ErasureAsked).await?;
        Ok(paths::ERASE.to_owned())
    })
    .await
}
