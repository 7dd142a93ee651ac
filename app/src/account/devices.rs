//! `/account/devices`: where one is signed in, and signing out from afar.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::SessionId;
use market::accounts::{self, OpenSession};

use super::area::AccountArea;
use crate::ui::{Badge, Button, ButtonKind, ButtonSize, Moment, Panel, TableFrame, Tone};
use crate::web::{ActError, ActForm, Form, Notice, flash, market, no_store, page, paths, who};

#[component]
pub fn DevicesPage() -> impl IntoView {
    page(async move {
        let (market, by) = (market(), who::customer().await?);
        let open = accounts::open_sessions(&market.db, &by, market.now()).await?;
        no_store();
        Ok(view! {
            <Title text="Devices"/>
            <AccountArea title="Devices" lead="Everywhere you are signed in now." here=paths::DEVICES>
                <SignOutOthers others=open.iter().filter(|open| !open.this).count()/>
                <Open open=open/>
                <Limits/>
            </AccountArea>
        })
    })
}

#[component]
fn Open(open: Vec<OpenSession>) -> impl IntoView {
    let rows = open.into_iter().map(row).collect_view();
    view! {
        <TableFrame label="Devices" stack=true>
            <thead>
                <tr>
                    <th scope="col">"Device"</th>
                    <th scope="col">"Network"</th>
                    <th scope="col">"Signed in"</th>
                    <th scope="col">"Last used"</th>
                    <th scope="col"><span class="visually-hidden">"Sign out"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
}

fn row(open: OpenSession) -> impl IntoView {
    let device = format!("{} on {}", open.browser, open.system);
    let label = format!("Sign out {device}");
    let end = (!open.this).then(|| {
        view! {
            <ActForm action=EndSession::PATH>
                <input type="hidden" name="session" value=open.id.to_string()/>
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=label>"Sign out"</Button>
            </ActForm>
        }
    });
    view! {
        <tr>
            <th scope="row" data-label="Device">
                {device} " " {open.this.then(|| view! { <Badge tone=Tone::Good>"This device"</Badge> })}
            </th>
            <td data-label="Network">{open.address.unwrap_or_else(|| "Not known".to_owned())}</td>
            <td data-label="Signed in"><Moment at=open.began_at/></td>
            <td data-label="Last used"><Moment at=open.last_used_at/></td>
            <td>{end}</td>
        </tr>
    }
}

#[component]
fn SignOutOthers(others: usize) -> impl IntoView {
    let words = match others {
        1 => "Sign out the other device".to_owned(),
        others => format!("Sign out the {others} other devices"),
    };
    (others > 0).then(|| {
        view! {
            <Panel title="See one you do not know?">
                <p>"Sign all others out, then change your password. They are out at once."</p>
                <ActForm action=EndOtherSessions::PATH>
                    <Button kind=ButtonKind::Danger>{words}</Button>
                </ActForm>
            </Panel>
        }
    })
}

#[component]
fn Limits() -> impl IntoView {
    view! {
        <p class="field__hint">
            "A device on which you asked to be kept signed in is signed out after 30 days without use, and after 90 days in any
            case. Every other one when its browser closes, after 12 hours without use, or after a day."
        </p>
    }
}

#[server(prefix = "/api", endpoint = "end-session")]
pub async fn end_session(session: SessionId) -> Result<(), ActError> {
    let form = Form::on(paths::DEVICES, "end-session");
    form.act(async {
        let (market, by) = (market(), who::customer().await?);
        let mut tx = market.begin().await?;
        accounts::end_session(&market, &mut tx, &by, session).await?;
        tx.commit().await?;
        flash::notice(Notice::DeviceSignedOut).await?;
        Ok(paths::DEVICES.to_owned())
    })
    .await
}

#[server(prefix = "/api", endpoint = "end-other-sessions")]
pub async fn end_other_sessions() -> Result<(), ActError> {
    let form = Form::on(paths::DEVICES, "end-other-sessions");
    form.act(async {
        let (market, by) = (market(), who::customer().await?);
        let mut tx = market.begin().await?;
        accounts::end_other_sessions(&market, &mut tx, &by).await?;
        tx.commit().await?;
        flash::notice(Notice::OthersSignedOut).await?;
        Ok(paths::DEVICES.to_owned())
    })
    .await
}
