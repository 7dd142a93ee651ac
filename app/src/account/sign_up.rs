//! `/account/sign-up`: opening an account.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::{self, Protection};
use market::limits::Action;
use secrecy::SecretString;

use super::arrival::{asked_next, destination};
use super::federation::OtherWays;
use super::password::NewPasswordField;
use super::terms::AcceptingTerms;
use crate::ui::{Button, FieldKind, FormSummary, PageHead, TextField};
use crate::web::{
    ActError, ActForm, Form, FormState, form_state, keep_sign_up, market, page, paths, rate_limit,
    see_other, visitor,
};

/// The form; whoever is signed in already is sent on.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let next = asked_next();
    page(async move {
        if visitor().await?.account.is_some() {
            see_other(&destination(&next));
        }
        let form = form_state("sign-up").await?;
        Ok(view! {
            <Title text="Create an account"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead title="Create an account" lead="It holds your licenses and files. Your name and address are shown to nobody else."/>
                <FormSummary mistakes=form.mistakes()/>
                <SignUpForm form=form next=next.clone()/>
                <OtherWays next=next.clone() verb="Go on with"/>
                <p>"You have an account? " <a href=paths::sign_in(&next)>"Sign in"</a></p>
            </div>
        })
    })
}

#[component]
fn SignUpForm(form: FormState, next: String) -> impl IntoView {
    view! {
        <ActForm action=SignUp::PATH class="stack">
            <input type="hidden" name="next" value=next/>
            <TextField
                label="Name"
                name="name"
                value=form.value("name")
                error=form.error("name")
                autocomplete="name"
                max_length=120
            />
            <TextField
                label="E-mail address"
                name="email"
                kind=FieldKind::Email
                value=form.value("email")
                hint="We mail a code there now, and your receipts later."
                error=form.error("email")
                autocomplete="username"
                max_length=254
            />
            <NewPasswordField label="Password" error=form.error("password") protection=Protection::PasswordAlone/>
            <AcceptingTerms verb="creating an account"/>
            <Button wide=true>"Mail me the code"</Button>
        </ActForm>
    }
}

/// Goes on alike, whoever has an account.
#[server(prefix = "/api", endpoint = "sign-up")]
pub async fn sign_up(
    name: String,
    email: String,
    password: String,
    next: String,
    terms_seen: Option<i32>,
) -> Result<(), ActError> {
    let form = Form::on(paths::sign_up(&next), "sign-up")
        .keeping("name", &name)
        .keeping("email", &email);
    form.act(async {
        let market = market();
        let wanted = accounts::SignUp {
            name,
            email,
            password: SecretString::from(password),
            terms_seen,
        };
        rate_limit::keep_to(Action::SignUp).await?;
        let id = accounts::ask_sign_up(&market, &wanted).await?;
        keep_sign_up(id).await?;
        Ok(paths::sign_up_code(&next))
    })
    .await
}
