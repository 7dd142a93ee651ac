//! `/vendor/team`: who acts for the vendor, who was asked to, and what each role may do.

mod acts;
mod invitations;
mod members;
mod roles;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::{Permission, VendorRole};
use market::vendors::team;

use self::acts::{InviteMember, LeaveTeam};
use self::invitations::Invitations;
use self::members::Members;
use self::roles::WhatRolesMay;
use super::area::VendorArea;
use crate::ui::{
    Button, ButtonKind, Choice, FieldKind, FormSummary, PageHead, Panel, SectionHead, SelectField,
    TextField,
};
use crate::web::{ActForm, FormState, form_state, market, page, paths, who};

/// The team of the vendor this person acts for.
#[component]
pub fn TeamPage() -> impl IntoView {
    page(async move {
        let market = market();
        let member = who::vendor_member(Permission::SeeVendor).await?;
        let team = team::team(&market.db, &member).await?;
        let seats = member.seats(&market.db).await?;
        let invite = form_state("invite-member").await?;
        let change = form_state("team").await?;
        let mistakes = [invite.mistakes(), change.mistakes()].concat();
        let (role, me, now) = (member.role, member.account.id, market.now());
        let manages = member.may(Permission::ManageTeam);
        let lead = format!("Who acts for {}, and in which role.", member.vendor.name);
        Ok(view! {
            <Title text="Team"/>
            <VendorArea member=member seats=seats here=paths::VENDOR_TEAM>
                <PageHead title="Team" lead=lead/>
                <div class="stack stack--loose">
                    <FormSummary mistakes=mistakes/>
                    {manages.then(|| view! { <Invite form=invite mine=role/> })}
                    <section>
                        <SectionHead title="Members"/>
                        <Members members=team.members mine=role me=me/>
                    </section>
                    {(!team.invitations.is_empty())
                        .then(|| {
                            view! {
                                <section>
                                    <SectionHead title="Open invitations"/>
                                    <Invitations invitations=team.invitations mine=role now=now/>
                                </section>
                            }
                        })}
                    <WhatRolesMay/>
                    <Leave/>
                </div>
            </VendorArea>
        })
    })
}

#[component]
fn Invite(form: FormState, mine: VendorRole) -> impl IntoView {
    let typed = form.value("role");
    let role = VendorRole::from_code(&typed).unwrap_or(VendorRole::Publisher);
    view! {
        <Panel title="Invite somebody">
            <ActForm action=InviteMember::PATH class="team__form">
                <TextField
                    label="E-mail address"
                    name="email"
                    kind=FieldKind::Email
                    value=form.value("email")
                    hint="The link works once, for the account of this address."
                    error=form.error("email")
                    autocomplete="off"
                    max_length=254
                />
                <SelectField
                    label="Role"
                    name="role"
                    options=choices(mine)
                    value=role.code()
                    error=form.error("role")
                />
                <Button>"Send the invitation"</Button>
            </ActForm>
        </Panel>
    }
}

/// The roles somebody in this role can give.
fn choices(mine: VendorRole) -> Vec<Choice> {
    VendorRole::ALL
        .into_iter()
        .filter(|role| *role != VendorRole::Owner || mine.may(Permission::MakeOwners))
        .map(|role| Choice::new(role.code(), role.label()))
        .collect()
}

#[component]
fn Leave() -> impl IntoView {
    view! {
        <Panel title="Leave the team">
            <p>"You lose access to this vendor at once. What you bought stays yours. A vendor's last owner cannot leave."</p>
            <ActForm action=LeaveTeam::PATH>
                <Button kind=ButtonKind::Danger>"Leave the team"</Button>
            </ActForm>
        </Panel>
    }
}
