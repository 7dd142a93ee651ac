//! `/account/profile`: name, picture, a few words, language and time zone.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::{self, LOCALES, Profile, ProfileForm};

use super::area::AccountArea;
use super::picture::Picture;
use crate::ui::{Button, Choice, FormSummary, PageHead, SelectField, TextArea, TextField};
use crate::web::{
    ActError, ActForm, Form, FormState, Notice, flash, form_state, market, page, paths, who,
};

/// The picture's form and the form for everything else.
#[component]
pub fn ProfilePage() -> impl IntoView {
    page(async move {
        let customer = who::customer().await?;
        let profile = accounts::profile(&market().db, customer.id).await?;
        let (picture, words) = (
            form_state("set-picture").await?,
            form_state("profile").await?,
        );
        let mistakes = [picture.mistakes(), words.mistakes()].concat();
        Ok(view! {
            <Title text="Your profile"/>
            <AccountArea here=paths::PROFILE>
                <PageHead title="Your profile" lead="How you are called here, and how you want to be written to."/>
                <FormSummary mistakes=mistakes/>
                <Picture profile=profile.clone() form=picture/>
                <Words profile=profile form=words/>
                <p>"You want to go? " <a href=paths::CLOSE>"Close your account"</a></p>
            </AccountArea>
        })
    })
}

#[component]
fn Words(profile: Profile, form: FormState) -> impl IntoView {
    let shown = if form.refusal.is_some() {
        Profile {
            name: form.value("name"),
            bio: form.value("bio"),
            locale: form.value("locale"),
            time_zone: form.value("time_zone"),
            ..profile
        }
    } else {
        profile
    };
    let locales = LOCALES
        .iter()
        .map(|(tag, name)| Choice::new(*tag, *name))
        .collect();
    let zones = accounts::time_zones()
        .iter()
        .map(|zone| Choice::new(*zone, zone.replace('_', " ")))
        .collect();
    view! {
        <ActForm action=SaveProfile::PATH class="stack account-form">
            <TextField
                label="Name"
                name="name"
                value=shown.name
                error=form.error("name")
                autocomplete="name"
                max_length=120
            />
            <TextArea
                label="About you"
                name="bio"
                value=shown.bio
                hint="At most 1,000 characters."
                error=form.error("bio")
                required=false
                max_length=1_000
            />
            <SelectField
                label="Language"
                name="locale"
                options=locales
                value=shown.locale
                hint="The shop speaks English so far. Others follow in the order they are wished for."
                error=form.error("locale")
            />
            <SelectField
                label="Time zone"
                name="time_zone"
                options=zones
                value=shown.time_zone
                hint="Times in the shop are shown in it."
                error=form.error("time_zone")
            />
            <div class="form__actions"><Button>"Save the profile"</Button></div>
        </ActForm>
    }
}

#[server(prefix = "/api", endpoint = "save-profile")]
pub async fn save_profile(
    name: String,
    #[server(default)] bio: String,
    locale: String,
    time_zone: String,
) -> Result<(), ActError> {
    let form = Form::on(paths::PROFILE, "profile")
        .keeping("name", &name)
        .keeping("bio", &bio)
        .keeping("locale", &locale)
        .keeping("time_zone", &time_zone);
    form.act(async {
        let customer = who::customer().await?;
        let typed = ProfileForm {
            name,
            bio,
            locale,
            time_zone,
        };
        accounts::save_profile(&market(), &customer, &typed).await?;
        flash::notice(Notice::ProfileSaved).await?;
        Ok(paths::PROFILE.to_owned())
    })
    .await
}
