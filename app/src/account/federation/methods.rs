//! `/account/sign-in-methods`: every way into the account, and adding and taking one.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::Error;
use market::accounts::federation::{self, Linked, Provider, SignInMethods};

use super::start::LinkSignInMethod;
use crate::ui::{
    Badge, Breadcrumb, Button, ButtonKind, ButtonSize, Crumb, Day, FormSummary, PageHead, Panel,
    Tone,
};
use crate::web::{
    ActError, ActForm, Form, Notice, allow_forms_to, flash, form_state, market, no_store, page,
    paths, who,
};

/// The signed-in person's own list.
#[component]
pub fn SignInMethodsPage() -> impl IntoView {
    page(async move {
        let market = market();
        let by = who::customer().await?;
        let methods = federation::methods(&market.db, &by).await?;
        let form = form_state("sign-in-methods").await?;
        let offered = market.identities.all();
        allow_forms_to(&market.identities.origins());
        no_store();
        Ok(view! {
            <Title text="Sign-in methods"/>
            <div class="wrap wrap--narrow page">
                <Breadcrumb trail=vec![Crumb::new(paths::ACCOUNT, "Account")]/>
                <PageHead title="Sign-in methods" lead="Each of these opens your account. One always stays."/>
                <div class="stack stack--loose">
                    <FormSummary mistakes=form.mistakes()/>
                    <List methods=methods offered=offered/>
                </div>
            </div>
        })
    })
}

#[component]
fn List(methods: SignInMethods, offered: Vec<Provider>) -> impl IntoView {
    let only = methods.count() == 1;
    let password = methods.password;
    let services = Provider::ALL
        .into_iter()
        .filter_map(|provider| {
            let linked = methods.through(provider);
            let known = linked.is_some() || offered.contains(&provider);
            known.then(|| service(provider, linked, only))
        })
        .collect_view();
    view! {
        <Panel>
            <ul class="methods">
                <li class="methods__method">
                    <div>
                        <p class="methods__name">"Password"</p>
                        <p class="methods__note">
                            {if password { "With your e-mail address." } else { "Not set." }}
                        </p>
                    </div>
                    {password.then(|| view! { <Badge tone=Tone::Good>"On"</Badge> })}
                </li>
                {services}
            </ul>
        </Panel>
    }
}

fn service(provider: Provider, linked: Option<&Linked>, only: bool) -> impl IntoView + use<> {
    let name = provider.label();
    let note = match linked {
        Some(linked) => {
            let (email, at) = (linked.email.clone(), linked.linked_at);
            view! { {email} " · connected " <Day at=at/> }.into_any()
        }
        None => "Not connected.".into_any(),
    };
    let act = match linked {
        // The act says no as well; a button that cannot work only disappoints.
        Some(_) if only => view! { <Badge tone=Tone::Info>"Your only way in"</Badge> }.into_any(),
        Some(_) => view! {
            <ActForm action=UnlinkSignInMethod::PATH>
                <input type="hidden" name="provider" value=provider.code()/>
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=format!("Disconnect {name}")>
                    "Disconnect"
                </Button>
            </ActForm>
        }
        .into_any(),
        None => view! {
            <ActForm action=LinkSignInMethod::PATH>
                <input type="hidden" name="provider" value=provider.code()/>
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=format!("Connect {name}")>
                    "Connect"
                </Button>
            </ActForm>
        }
        .into_any(),
    };
    view! {
        <li class="methods__method">
            <div>
                <p class="methods__name">{name}</p>
                <p class="methods__note">{note}</p>
            </div>
            {act}
        </li>
    }
}

#[server(prefix = "/api", endpoint = "unlink-sign-in-method")]
pub async fn unlink_sign_in_method(provider: String) -> Result<(), ActError> {
    let form = Form::on(paths::SIGN_IN_METHODS, "sign-in-methods");
    form.act(async {
        let market = market();
        let by = who::fresh().await?;
        let provider = Provider::from_code(&provider).ok_or(Error::NotFound)?;
        let mut tx = market.begin().await?;
        federation::unlink(&market, &mut tx, &by, provider).await?;
        tx.commit().await?;
        flash::notice(Notice::MethodUnlinked).await?;
        Ok(paths::SIGN_IN_METHODS.to_owned())
    })
    .await
}
