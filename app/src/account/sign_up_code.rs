//! `/account/sign-up/code`: the code that was mailed to the address of a new account.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::limits::Action;
use market::{Refusal, SignUpId, accounts};

use super::arrival::{Way, arrive, asked_next, destination};
use crate::ui::{Button, ButtonKind, FormSummary, PageHead, TextField};
use crate::web::{
    self, ActError, ActForm, Form, FormState, Notice, actor, flash, form_state, in_development,
    market, no_store, page, paths, rate_limit, see_other, visitor,
};

/// What becomes of either of the page's forms is said above both.
const FORM: &str = "sign-up-code";

/// The form; whoever has not signed up, or whose hour is over, begins again.
#[component]
pub fn SignUpCodePage() -> impl IntoView {
    let next = asked_next();
    page(async move {
        if visitor().await?.account.is_some() {
            see_other(&destination(&next));
        }
        let market = market();
        let email = match web::sign_up_under_way().await? {
            Some(id) => accounts::awaited_from(&market.db, id, market.now()).await?,
            None => None,
        };
        let Some(email) = email else {
            see_other(&paths::sign_up(&next));
            return Ok(Either::Left(()));
        };
        no_store();
        let form = form_state(FORM).await?;
        let elsewhere = paths::sign_up(&next);
        Ok(Either::Right(view! {
            <Title text="Look into your mailbox"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead
                    title="Look into your mailbox"
                    lead=format!("We have written to {}. Type the code of that mail, and your account is open.", email)
                />
                <FormSummary mistakes=form.mistakes()/>
                <CodeForm form=form next=next.clone()/>
                <ActForm action=SendSignUpCode::PATH>
                    <input type="hidden" name="next" value=next/>
                    <Button kind=ButtonKind::Quiet>"Send another code"</Button>
                </ActForm>
                <p>"No mail? Look among the spam, or " <a href=elsewhere>"sign up with another address"</a> "."</p>
                {in_development().then(|| view! { <p>"In development mails are kept here: " <a href=paths::DEV_MAIL>"mails"</a></p> })}
            </div>
        }))
    })
}

#[component]
fn CodeForm(form: FormState, next: String) -> impl IntoView {
    view! {
        <ActForm action=SignUpCode::PATH class="stack">
            <input type="hidden" name="next" value=next/>
            <TextField
                label="Code"
                name="code"
                hint="Six digits. They work for ten minutes."
                error=form.error("code")
                autocomplete="one-time-code"
                max_length=12
            />
            <Button wide=true>"Open the account"</Button>
        </ActForm>
    }
}

#[server(prefix = "/api", endpoint = "sign-up-code")]
pub async fn sign_up_code(code: String, next: String) -> Result<(), ActError> {
    let under_way = web::sign_up_under_way().await?;
    let form = Form::on(home(under_way, &next), FORM);
    form.act(async {
        let sign_up = under_way.ok_or(Refusal::SignUpEnded)?;
        let account = accounts::sign_up(&market(), sign_up, &code, &actor()).await?;
        let way = Way {
            opening: true,
            ..Way::default()
        };
        let next = arrive(&account, way, &next).await?;
        flash::notice(Notice::Welcome).await?;
        Ok(next)
    })
    .await
}

#[server(prefix = "/api", endpoint = "send-sign-up-code")]
pub async fn send_sign_up_code(next: String) -> Result<(), ActError> {
    let under_way = web::sign_up_under_way().await?;
    let home = home(under_way, &next);
    let form = Form::on(home.clone(), FORM);
    form.act(async {
        let sign_up = under_way.ok_or(Refusal::SignUpEnded)?;
        rate_limit::keep_to(Action::SignUp).await?;
        accounts::send_code_again(&market(), sign_up).await?;
        flash::notice(Notice::CodeSent).await?;
        Ok(home)
    })
    .await
}

/// Where to go on: from the beginning, for whoever has not begun here.
fn home(under_way: Option<SignUpId>, next: &str) -> String {
    match under_way {
        Some(_) => paths::sign_up_code(next),
        None => paths::sign_up(next),
    }
}
