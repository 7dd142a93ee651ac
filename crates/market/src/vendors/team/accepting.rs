//! Taking a seat: whoever has the link and the account of the address it was sent to.

use super::hold_team;
use super::inviting::token_hash;
use crate::accounts::closing::share_staying;
use crate::accounts::{Account, Customer, VendorRole};
use crate::audit::{self, Act, Entry};
use crate::{AccountId, Error, InvitationId, Market, Refusal, Result, Tx, VendorId};
use serde_json::json;

/// An invitation as its link shows it.
#[derive(Clone, Debug)]
pub struct Invited {
    id: InvitationId,
    pub vendor: VendorId,
    pub vendor_name: String,
    pub role: VendorRole,
    pub invited_by: Option<String>,
    invited_by_id: Option<AccountId>,
    email: String,
}

impl Invited {
    /// Whether it is for this account.
    pub fn is_for(&self, account: &Account) -> bool {
        self.email == account.email
    }
}

/// What the link offers. `NotFound` for a token that never was; `InvitationEnded` for one that is over.
pub async fn invited(market: &Market, token: &str) -> Result<Invited> {
    load(&market.db, market, token).await
}

async fn load(db: impl sqlx::PgExecutor<'_>, market: &Market, token: &str) -> Result<Invited> {
    let hash = token_hash(token);
    let row = sqlx::query!(
        r#"select invitation.id as "id: InvitationId", vendor_id as "vendor: VendorId", vendor.name as vendor_name,
                  invitation.role as "role: VendorRole", account.name as "invited_by?", invitation.email,
                  invited_by as "invited_by_id: AccountId",
                  accepted_at is null and withdrawn_at is null and expires_at > $2 as "open!"
           from team_invitation invitation join vendor on vendor.id = vendor_id
           left join account on account.id = invited_by where token_hash = $1"#,
        hash.as_slice(),
        market.now()
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    if !row.open {
        return Err(Refusal::InvitationEnded.into());
    }
    Ok(Invited {
        id: row.id,
        vendor: row.vendor,
        vendor_name: row.vendor_name,
        role: row.role,
        invited_by: row.invited_by,
        invited_by_id: row.invited_by_id,
        email: row.email,
    })
}

/// Makes the account a member in the role offered, and returns the vendor. The link is used up. Refuses whoever is not
/// who was invited.
pub async fn accept(market: &Market, tx: &mut Tx, by: &Customer, token: &str) -> Result<VendorId> {
    by.must_be_themselves()?;
    let seen = load(&mut **tx, market, token).await?;
    hold_team(tx, seen.vendor).await?;
    share_staying(tx, by.id).await?;
    // As it is now that nobody else can change it.
    let invited = load(&mut **tx, market, token).await?;
    if !invited.is_for(by) {
        return Err(Refusal::InvitationForAnother.into());
    }
    let now = market.now();
    sqlx::query!(
        "update team_invitation set accepted_at = $2, accepted_by = $3 where id = $1",
        invited.id.0,
        now,
        by.id.0
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into vendor_member (vendor_id, account_id, role, since, granted_by, granted_at)
         values ($1, $2, $3, $4, $5, $4) on conflict on constraint vendor_member_pkey do nothing",
        invited.vendor.0,
        by.id.0,
        invited.role.code(),
        now,
        invited.invited_by_id.map(|id| id.0),
    )
    .execute(&mut **tx)
    .await?;
    let vendor = invited.vendor;
    let joined = ("vendor", vendor.to_string());
    let entry = Entry::new(&by.actor(), Act::TeamJoined, joined);
    audit::record(
        market,
        tx,
        entry.after(json!({ "role": invited.role.code() })),
    )
    .await?;
    Ok(vendor)
}
