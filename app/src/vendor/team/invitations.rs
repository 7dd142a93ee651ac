//! Invitations nobody has answered yet.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::accounts::{Permission, VendorRole};
use market::vendors::team::Invitation;
use time::OffsetDateTime;

use super::acts::{ResendInvitation, WithdrawInvitation};
use crate::ui::{Badge, Button, ButtonKind, ButtonSize, Day, Pill, TableFrame, Tone};
use crate::web::ActForm;

#[component]
pub(super) fn Invitations(
    invitations: Vec<Invitation>,
    mine: VendorRole,
    now: OffsetDateTime,
) -> impl IntoView {
    let manages = mine.may(Permission::ManageTeam);
    let rows = invitations
        .into_iter()
        .map(|invitation| row(invitation, mine, now))
        .collect_view();
    view! {
        <TableFrame label="Open invitations" stack=true>
            <thead>
                <tr>
                    <th scope="col">"Address"</th>
                    <th scope="col">"Role"</th>
                    <th scope="col">"Works until"</th>
                    {manages.then(|| view! { <th scope="col">"Change"</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
}

fn row(invitation: Invitation, mine: VendorRole, now: OffsetDateTime) -> impl IntoView {
    let manages = mine.may(Permission::ManageTeam);
    let mine_to_change = match invitation.role {
        VendorRole::Owner => mine.may(Permission::MakeOwners),
        _ => manages,
    };
    let over = invitation.expires_at <= now;
    let by = invitation.invited_by.clone();
    let role = invitation.role.label();
    view! {
        <tr>
            <th scope="row" data-label="Address">
                <div class="team__who">
                    <span>{invitation.email.clone()}</span>
                    {by.map(|name| view! { <span class="team__mail">"invited by " {name}</span> })}
                </div>
            </th>
            <td data-label="Role"><Pill>{role}</Pill></td>
            <td data-label="Works until">
                {if over {
                    view! { <Badge tone=Tone::Warn>"Expired"</Badge> }.into_any()
                } else {
                    view! { <Day at=invitation.expires_at/> }.into_any()
                }}
            </td>
            {manages
                .then(|| {
                    view! {
                        <td data-label="Change">
                            {mine_to_change.then(|| view! { <Change invitation=invitation/> })}
                        </td>
                    }
                })}
        </tr>
    }
}

#[component]
fn Change(invitation: Invitation) -> impl IntoView {
    let id = invitation.id.to_string();
    let same = id.clone();
    let again = format!("Send the invitation to {} again", invitation.email);
    let withdraw = format!("Withdraw the invitation to {}", invitation.email);
    view! {
        <div class="team__acts">
            <ActForm action=ResendInvitation::PATH>
                <input type="hidden" name="invitation" value=id/>
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=again>"Send again"</Button>
            </ActForm>
            <ActForm action=WithdrawInvitation::PATH>
                <input type="hidden" name="invitation" value=same/>
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=withdraw>"Withdraw"</Button>
            </ActForm>
        </div>
    }
}
