//! Changing and ending a membership. A vendor always keeps an owner: whoever changes a team holds it still first.

use serde_json::json;
use time::OffsetDateTime;

use super::{hold, must_manage, role_of};
use crate::accounts::{Permission, VendorMember, VendorRole};
use crate::audit::{self, Act, Entry};
use crate::{AccountId, Error, Market, Refusal, Result, Tx, VendorId};

/// Gives a member another role. `NotFound` for whoever is not in the team.
pub async fn change_role(
    market: &Market,
    tx: &mut Tx,
    by: &VendorMember,
    member: AccountId,
    role: VendorRole,
) -> Result<()> {
    let now = market.now();
    let theirs = managed(tx, by, member).await?;
    must_manage(hold(tx, by).await?, role)?;
    if theirs == VendorRole::Owner && role != VendorRole::Owner {
        must_not_be_last(tx, by.vendor.id, member).await?;
    }
    sqlx::query!(
        "update vendor_member set role = $3, granted_by = $4, granted_at = $5
         where vendor_id = $1 and account_id = $2 and role <> $3",
        by.vendor.id.0,
        member.0,
        role.code(),
        by.account.id.0,
        now,
    )
    .execute(&mut **tx)
    .await?;
    withdraw_offers(tx, by.vendor.id, member, Some(role), now).await?;
    let entry = entry(by, Act::TeamRoleGiven, member);
    let entry = entry
        .before(json!({ "role": theirs.code() }))
        .after(json!({ "role": role.code() }));
    audit::record(market, tx, entry).await
}

/// Takes somebody out of the team: their next request is a stranger's. `NotFound` for whoever is not in it.
pub async fn remove(
    market: &Market,
    tx: &mut Tx,
    by: &VendorMember,
    member: AccountId,
) -> Result<()> {
    if managed(tx, by, member).await? == VendorRole::Owner {
        must_not_be_last(tx, by.vendor.id, member).await?;
    }
    end(market, tx, by, member, Act::TeamMemberRemoved).await
}

/// Goes. Refuses the last owner.
pub async fn leave(market: &Market, tx: &mut Tx, by: &VendorMember) -> Result<()> {
    if hold(tx, by).await? == VendorRole::Owner {
        must_not_be_last(tx, by.vendor.id, by.account.id).await?;
    }
    end(market, tx, by, by.account.id, Act::TeamLeft).await
}

/// The role of a member this person may manage, with the team held still.
async fn managed(tx: &mut Tx, by: &VendorMember, member: AccountId) -> Result<VendorRole> {
    let mine = hold(tx, by).await?;
    if !mine.may(Permission::ManageTeam) {
        return Err(Error::Forbidden);
    }
    let theirs = role_of(tx, by.vendor.id, member).await?;
    let theirs = theirs.ok_or(Error::NotFound)?;
    must_manage(mine, theirs)?;
    Ok(theirs)
}

/// Whoever is closing their account does not stay.
async fn must_not_be_last(tx: &mut Tx, vendor: VendorId, owner: AccountId) -> Result<()> {
    let others = sqlx::query_scalar!(
        r#"select count(*) as "n!" from vendor_member join account on account.id = account_id
           where vendor_id = $1 and account_id <> $2 and vendor_member.role = 'owner' and closing_at is null"#,
        vendor.0,
        owner.0
    )
    .fetch_one(&mut **tx)
    .await?;
    match others {
        0 => Err(Refusal::LastOwner.into()),
        _ => Ok(()),
    }
}

async fn end(
    market: &Market,
    tx: &mut Tx,
    by: &VendorMember,
    member: AccountId,
    act: Act,
) -> Result<()> {
    sqlx::query!(
        "delete from vendor_member where vendor_id = $1 and account_id = $2",
        by.vendor.id.0,
        member.0
    )
    .execute(&mut **tx)
    .await?;
    withdraw_offers(tx, by.vendor.id, member, None, market.now()).await?;
    audit::record(market, tx, entry(by, act, member)).await
}

/// Nobody comes in by an invitation of somebody who could not send it any more: who is shown out leaves no key behind.
async fn withdraw_offers(
    tx: &mut Tx,
    vendor: VendorId,
    member: AccountId,
    role: Option<VendorRole>,
    now: OffsetDateTime,
) -> Result<()> {
    let lost = VendorRole::ALL
        .into_iter()
        .filter(|offered| role.is_none_or(|mine| must_manage(mine, *offered).is_err()));
    let lost: Vec<String> = lost.map(|offered| offered.code().to_owned()).collect();
    sqlx::query!(
        "update team_invitation set withdrawn_at = $4
         where vendor_id = $1 and invited_by = $2 and role = any ($3)
           and accepted_at is null and withdrawn_at is null",
        vendor.0,
        member.0,
        &lost,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn entry(by: &VendorMember, act: Act, member: AccountId) -> Entry {
    let whose = format!("{} of {}", member, by.vendor.handle);
    Entry::new(&by.account.actor(), act, ("vendor_member", whose))
}
