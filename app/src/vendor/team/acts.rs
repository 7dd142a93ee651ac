//! What can be done about a team.

use leptos::prelude::*;
use market::accounts::{Permission, VendorRole};
use market::vendors::team;
use market::{AccountId, InvitationId, Refusal, Result};

use crate::web::{ActError, Form, Notice, flash, market, paths, who};

fn on_the_page() -> Form {
    Form::on(paths::VENDOR_TEAM, "team")
}

async fn back_with(notice: Notice) -> Result<String> {
    flash::notice(notice).await?;
    Ok(paths::VENDOR_TEAM.to_owned())
}

fn role_called(code: &str) -> Result<VendorRole> {
    Ok(VendorRole::from_code(code).ok_or(Refusal::RoleUnknown)?)
}

#[server(prefix = "/api", endpoint = "invite-member")]
pub async fn invite_member(email: String, role: String) -> Result<(), ActError> {
    let form = Form::on(paths::VENDOR_TEAM, "invite-member")
        .keeping("email", &email)
        .keeping("role", &role);
    form.act(async {
        let market = market();
        let by = who::vendor_member(Permission::ManageTeam).await?;
        let role = role_called(&role)?;
        team::count_invitation(&market, &by, &email).await?;
        let mut tx = market.begin().await?;
        team::invite(&market, &mut tx, &by, &email, role).await?;
        tx.commit().await?;
        back_with(Notice::Invited).await
    })
    .await
}

#[server(prefix = "/api", endpoint = "resend-invitation")]
pub async fn resend_invitation(invitation: InvitationId) -> Result<(), ActError> {
    let act = async {
        let market = market();
        let by = who::vendor_member(Permission::ManageTeam).await?;
        team::count_repetition(&market, &by, invitation).await?;
        let mut tx = market.begin().await?;
        team::resend(&market, &mut tx, &by, invitation).await?;
        tx.commit().await?;
        back_with(Notice::Invited).await
    };
    on_the_page().act(act).await
}

#[server(prefix = "/api", endpoint = "withdraw-invitation")]
pub async fn withdraw_invitation(invitation: InvitationId) -> Result<(), ActError> {
    let act = async {
        let market = market();
        let by = who::vendor_member(Permission::ManageTeam).await?;
        let mut tx = market.begin().await?;
        team::withdraw(&market, &mut tx, &by, invitation).await?;
        tx.commit().await?;
        back_with(Notice::InvitationWithdrawn).await
    };
    on_the_page().act(act).await
}

#[server(prefix = "/api", endpoint = "change-member-role")]
pub async fn change_member_role(member: AccountId, role: String) -> Result<(), ActError> {
    let act = async {
        let market = market();
        let by = who::vendor_member(Permission::ManageTeam).await?;
        let role = role_called(&role)?;
        let mut tx = market.begin().await?;
        team::change_role(&market, &mut tx, &by, member, role).await?;
        tx.commit().await?;
        back_with(Notice::RoleChanged).await
    };
    on_the_page().act(act).await
}

#[server(prefix = "/api", endpoint = "remove-member")]
pub async fn remove_member(member: AccountId) -> Result<(), ActError> {
    let act = async {
        let market = market();
        let by = who::vendor_member(Permission::ManageTeam).await?;
        let mut tx = market.begin().await?;
        team::remove(&market, &mut tx, &by, member).await?;
        tx.commit().await?;
        flash::notice(Notice::MemberRemoved).await?;
        Ok(home_after(by.account.id == member))
    };
    on_the_page().act(act).await
}

#[server(prefix = "/api", endpoint = "leave-team")]
pub async fn leave_team() -> Result<(), ActError> {
    let act = async {
        let market = market();
        let by = who::vendor_member(Permission::SeeVendor).await?;
        let mut tx = market.begin().await?;
        team::leave(&market, &mut tx, &by).await?;
        tx.commit().await?;
        flash::notice(Notice::TeamLeft).await?;
        Ok(home_after(true))
    };
    on_the_page().act(act).await
}

/// The team's page is closed to whoever is out of it.
fn home_after(gone: bool) -> String {
    let page = if gone {
        paths::ACCOUNT
    } else {
        paths::VENDOR_TEAM
    };
    page.to_owned()
}
