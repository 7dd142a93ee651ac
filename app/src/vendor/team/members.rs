//! The members in a table, each with what one may do about them.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::AccountId;
use market::accounts::{Permission, VendorRole};
use market::vendors::team::Member;

use super::acts::{ChangeMemberRole, RemoveMember};
use super::choices;
use crate::ui::{Button, ButtonKind, ButtonSize, Day, Pill, SelectField, TableFrame, field_id};
use crate::web::ActForm;

#[component]
pub(super) fn Members(members: Vec<Member>, mine: VendorRole, me: AccountId) -> impl IntoView {
    let manages = mine.may(Permission::ManageTeam);
    let owners = members.iter().filter(|m| m.role == VendorRole::Owner);
    let only_owner = owners.count() == 1;
    let rows = members
        .into_iter()
        .map(|member| row(member, mine, me, only_owner))
        .collect_view();
    view! {
        <TableFrame label="Members" stack=true>
            <thead>
                <tr>
                    <th scope="col">"Member"</th>
                    <th scope="col">"Role"</th>
                    <th scope="col">"Since"</th>
                    {manages.then(|| view! { <th scope="col">"Change"</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
}

fn row(member: Member, mine: VendorRole, me: AccountId, only_owner: bool) -> impl IntoView {
    let manages = mine.may(Permission::ManageTeam);
    let theirs = match member.role {
        // The act says no to it as well; a form that cannot work only disappoints.
        VendorRole::Owner => mine.may(Permission::MakeOwners) && !only_owner,
        _ => manages,
    };
    let granted = member.granted_by.clone().zip(member.granted_at);
    let role = member.role.label();
    view! {
        <tr>
            <th scope="row" data-label="Member">
                <div class="team__who">
                    <span>{member.name.clone()} {(member.account == me).then_some(" (you)")}</span>
                    <span class="team__mail">{member.email.clone()}</span>
                </div>
            </th>
            <td data-label="Role">
                <div class="team__who">
                    <Pill>{role}</Pill>
                    {granted.map(|(by, at)| view! { <span class="team__mail">"by " {by} ", " <Day at=at/></span> })}
                </div>
            </td>
            <td data-label="Since"><Day at=member.since/></td>
            {manages
                .then(|| {
                    view! {
                        <td data-label="Change">
                            {if theirs {
                                view! { <Change member=member mine=mine/> }.into_any()
                            } else if only_owner {
                                "The only owner".into_any()
                            } else {
                                "For owners to change".into_any()
                            }}
                        </td>
                    }
                })}
        </tr>
    }
}

#[component]
fn Change(member: Member, mine: VendorRole) -> impl IntoView {
    let id = member.account.to_string();
    let same = id.clone();
    let field = field_id(&format!("role-{id}"));
    let change = format!("Change the role of {}", member.name);
    let remove = format!("Remove {} from the team", member.name);
    view! {
        <div class="team__acts">
            <ActForm action=ChangeMemberRole::PATH class="team__acts">
                <input type="hidden" name="member" value=id/>
                <SelectField
                    label="Role"
                    name="role"
                    id=field
                    options=choices(mine)
                    value=member.role.code()
                    inline=true
                />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=change>"Change"</Button>
            </ActForm>
            <ActForm action=RemoveMember::PATH>
                <input type="hidden" name="member" value=same/>
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=remove>"Remove"</Button>
            </ActForm>
        </div>
    }
}
