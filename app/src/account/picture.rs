//! The picture of a person: sent, shown, removed.

use bytes::Bytes;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::server_fn::codec::{MultipartData, MultipartFormData};
use market::accounts::{self, Profile};

use crate::ui::{Avatar, AvatarSize, Button, ButtonKind, FileField, Panel};
use crate::web::{ActError, ActForm, Form, FormState, Notice, flash, market, paths, who};

/// The picture there is, and the forms for another or none.
#[component]
pub(super) fn Picture(profile: Profile, form: FormState) -> impl IntoView {
    let picture = profile.avatar.map(paths::avatar);
    let removable = picture.is_some();
    view! {
        <Panel title="Picture">
            <div class="account-picture">
                <Avatar name=profile.name size=AvatarSize::Large round=true picture=picture/>
                <ActForm action=SetPicture::PATH upload=true class="stack">
                    <FileField
                        label="A picture of you"
                        name="picture"
                        accept="image/jpeg,image/png,image/webp"
                        hint="JPEG, PNG or WebP, at most 5 MB. We keep a square from its middle, and nothing of where it was taken."
                        error=form.error("picture")
                    />
                    <div class="form__actions"><Button kind=ButtonKind::Quiet>"Use this picture"</Button></div>
                </ActForm>
            </div>
            {removable
                .then(|| {
                    view! {
                        <ActForm action=RemovePicture::PATH>
                            <Button kind=ButtonKind::Plain>"Remove the picture"</Button>
                        </ActForm>
                    }
                })}
        </Panel>
    }
}

#[server(prefix = "/api", endpoint = "set-picture", input = MultipartFormData)]
pub async fn set_picture(data: MultipartData) -> Result<(), ActError> {
    let form = Form::on(paths::PROFILE, "set-picture");
    form.act(async {
        let customer = who::customer().await?;
        accounts::set_avatar(&market(), &customer, sent(data).await).await?;
        flash::notice(Notice::PictureSaved).await?;
        Ok(paths::PROFILE.to_owned())
    })
    .await
}

/// The file in the form; what cannot be read is no file.
async fn sent(data: MultipartData) -> Bytes {
    let Some(mut parts) = data.into_inner() else {
        return Bytes::new();
    };
    while let Ok(Some(part)) = parts.next_field().await {
        if part.name() == Some("picture") {
            return part.bytes().await.unwrap_or_default();
        }
    }
    Bytes::new()
}

#[server(prefix = "/api", endpoint = "remove-picture")]
pub async fn remove_picture() -> Result<(), ActError> {
    let form = Form::on(paths::PROFILE, "remove-picture");
    form.act(async {
        let customer = who::customer().await?;
        accounts::remove_avatar(&market(), &customer).await?;
        flash::notice(Notice::PictureRemoved).await?;
        Ok(paths::PROFILE.to_owned())
    })
    .await
}
