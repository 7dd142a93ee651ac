//! `/account/preferences`: which mails somebody gets; and `/unsubscribe/…`, where the link in a mail leads.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;
use market::notifications::{self, Preferences};

use super::area::AccountArea;
use crate::ui::{Button, ButtonKind, FormSummary, LinkButton, PageHead, Panel, Switch};
use crate::web::{
    ActError, ActForm, Form, Notice, flash, form_state, market, no_store, page, paths, who,
};

/// What comes in any case, and why.
const ALWAYS: [(&str, &str); 3] = [
    (
        "The safety of your account",
        "New devices, changed passwords and addresses, tokens that were used twice. They are how you learn that somebody else is in your account.",
    ),
    (
        "Your orders",
        "Receipts. They are your proof of what you bought.",
    ),
    (
        "What you asked for",
        "Links to confirm an address or to set a password, invitations, and that your data is ready.",
    ),
];

/// What cannot be switched off, and the switches.
#[component]
pub fn PreferencesPage() -> impl IntoView {
    page(async move {
        let (market, by) = (market(), who::customer().await?);
        let chosen = notifications::preferences(&market.db, &by).await?;
        let form = form_state("preferences").await?;
        no_store();
        Ok(view! {
            <Title text="Your preferences"/>
            <AccountArea
                title="Your preferences"
                lead="What we write to you about. Everything goes to your e-mail address."
                here=paths::PREFERENCES
            >
                <FormSummary mistakes=form.mistakes()/>
                <Panel title="If you like">
                    <Choices chosen=chosen/>
                </Panel>
                <Panel title="In any case">
                    <Always/>
                </Panel>
            </AccountArea>
        })
    })
}

#[component]
fn Choices(chosen: Preferences) -> impl IntoView {
    view! {
        <ActForm action=SavePreferences::PATH class="stack">
            {chosen
                .sales
                .map(|sales| {
                    view! {
                        <Switch
                            name="sales"
                            label="Sales of my vendor"
                            hint="One mail for each order with a product of yours."
                            checked=sales
                        />
                    }
                })}
            <Switch
                name="product_news"
                label="News about products"
                hint="Now and then, what is new in the shop. Off until you switch it on; you can take it back at any time."
                checked=chosen.product_news
            />
            <div class="form__actions"><Button>"Save the preferences"</Button></div>
        </ActForm>
    }
}

#[component]
fn Always() -> impl IntoView {
    let kinds = ALWAYS
        .map(|(what, why)| {
            view! {
                <dt>{what}</dt>
                <dd>{why}</dd>
            }
        })
        .collect_view();
    view! {
        <p>"These cannot be switched off. They tell you what happens in your name."</p>
        <dl class="always-mailed">{kinds}</dl>
    }
}

#[server(prefix = "/api", endpoint = "save-preferences")]
pub async fn save_preferences(
    #[server(default)] sales: bool,
    #[server(default)] product_news: bool,
) -> Result<(), ActError> {
    let form = Form::on(paths::PREFERENCES, "preferences");
    form.act(async {
        let (market, by) = (market(), who::customer().await?);
        let wanted = Preferences {
            sales: Some(sales),
            product_news,
        };
        let mut tx = market.begin().await?;
        notifications::choose(&market, &mut tx, &by, &wanted).await?;
        tx.commit().await?;
        flash::notice(Notice::PreferencesSaved).await?;
        Ok(paths::PREFERENCES.to_owned())
    })
    .await
}

/// Needs nobody signed in: the link is the proof. Opening it changes nothing, because programs that examine mails open what
/// they find; the button does, and so may the reader's mail program.
#[component]
pub fn UnsubscribePage() -> impl IntoView {
    let token = use_params_map()
        .get_untracked()
        .get("token")
        .unwrap_or_default();
    page(async move {
        no_store();
        let (topic, subscribed) = notifications::subscribed(&market(), &token).await?;
        let about = topic.label();
        Ok(view! {
            <Title text="Mails you get"/>
            <Meta name="robots" content="noindex"/>
            <div class="wrap wrap--form page stack stack--loose">
                {if subscribed {
                    Either::Left(view! {
                        <PageHead
                            title=format!("Get no more mails about {about}?")
                            lead="Mails about your orders and the safety of your account go on."
                        />
                        <form method="post" action=paths::unsubscribe(&token) class="stack">
                            <Button wide=true>"Get no more of these mails"</Button>
                        </form>
                    })
                } else {
                    Either::Right(view! {
                        <PageHead
                            title=format!("You get no mails about {about}")
                            lead="Mails about your orders and the safety of your account go on."
                        />
                    })
                }}
                <p><LinkButton href=paths::PREFERENCES kind=ButtonKind::Plain>"All your preferences"</LinkButton></p>
            </div>
        })
    })
}
