//! Who acts for a vendor: members with roles, and invitations under way.

mod accepting;
mod inviting;
mod membership;

pub use accepting::{Invited, accept, invited};
pub(crate) use inviting::token;
pub use inviting::{count_invitation, count_repetition, invite, resend, withdraw};
pub use membership::{change_role, leave, remove};

use sqlx::PgPool;
use time::OffsetDateTime;

use crate::accounts::{Permission, VendorMember, VendorRole};
use crate::{AccountId, Error, InvitationId, Result, Tx, VendorId};

/// Members and open invitations of one vendor.
const MOST: i64 = 50;

pub struct Team {
    /// Owners first, then by how long they are here.
    pub members: Vec<Member>,
    /// The newest first, those that ran out included.
    pub invitations: Vec<Invitation>,
}

pub struct Member {
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub role: VendorRole,
    pub since: OffsetDateTime,
    /// Who gave them the role they have now.
    pub granted_by: Option<String>,
    pub granted_at: Option<OffsetDateTime>,
}

/// Somebody was asked and has not answered yet.
pub struct Invitation {
    pub id: InvitationId,
    pub email: String,
    pub role: VendorRole,
    pub invited_by: Option<String>,
    pub expires_at: OffsetDateTime,
}

/// The team of the vendor this person acts for.
pub async fn team(db: &PgPool, by: &VendorMember) -> Result<Team> {
    by.must(Permission::SeeVendor)?;
    let members = sqlx::query_as!(
        Member,
        r#"select account_id as account, account.name, account.email, vendor_member.role as "role: VendorRole", since,
                  granter.name as "granted_by?", granted_at
           from vendor_member join account on account.id = account_id
           left join account granter on granter.id = granted_by
           where vendor_id = $1 order by vendor_member.role = 'owner' desc, since, account_id"#,
        by.vendor.id.0
    )
    .fetch_all(db)
    .await?;
    let invitations = sqlx::query_as!(
        Invitation,
        r#"select invitation.id, invitation.email, invitation.role as "role: VendorRole", expires_at,
                  account.name as "invited_by?"
           from team_invitation invitation left join account on account.id = invited_by
           where vendor_id = $1 and accepted_at is null and withdrawn_at is null
           order by invited_at desc, invitation.id"#,
        by.vendor.id.0
    )
    .fetch_all(db)
    .await?;
    Ok(Team {
        members,
        invitations,
    })
}

/// Holds the vendor's team as it is until the transaction ends, and says which role this person has in it now:
/// somebody may have changed that a moment ago. `Forbidden` when they are out of it.
async fn hold(tx: &mut Tx, by: &VendorMember) -> Result<VendorRole> {
    by.account.must_be_themselves()?;
    hold_team(tx, by.vendor.id).await?;
    role_of(tx, by.vendor.id, by.account.id)
        .await?
        .ok_or(Error::Forbidden)
}

async fn hold_team(tx: &mut Tx, vendor: VendorId) -> Result<()> {
    sqlx::query!(
        "select id from vendor where id = $1 for no key update",
        vendor.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(())
}

async fn role_of(tx: &mut Tx, vendor: VendorId, account: AccountId) -> Result<Option<VendorRole>> {
    Ok(sqlx::query_scalar!(
        r#"select role as "role: VendorRole" from vendor_member where vendor_id = $1 and account_id = $2"#,
        vendor.0,
        account.0
    )
    .fetch_optional(&mut **tx)
    .await?)
}

/// Owners are for owners to make, change and remove; the others for admins, too.
fn must_manage(mine: VendorRole, theirs: VendorRole) -> Result<()> {
    let needed = match theirs {
        VendorRole::Owner => Permission::MakeOwners,
        _ => Permission::ManageTeam,
    };
    mine.may(needed).then_some(()).ok_or(Error::Forbidden)
}
