//! Asking somebody into the team: a link by mail that works once, for one address, for seven days.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use time::Duration;

use super::{MOST, hold, must_manage};
use crate::accounts::closing::share_staying;
use crate::accounts::{Permission, VendorMember, VendorRole, clean_email};
use crate::audit::{self, Act, Entry};
use crate::jobs::{self, Mailing};
use crate::keys::Purpose;
use crate::limits::{self, Action, Subject};
use crate::{Error, InvitationId, Keys, Market, OnConstraint, Refusal, Result, Tx, VendorId};

const TTL: Duration = Duration::days(7);

/// What the link carries. Made from our key, so that it is written down nowhere and the mail's job can make it again;
/// another sending of the same invitation has another one.
pub(crate) fn token(keys: &Keys, invitation: InvitationId, sending: i32) -> String {
    let hash = keys.hash(Purpose::TeamInvitation, &format!("{invitation}:{sending}"));
    BASE64_URL_SAFE_NO_PAD.encode(hash)
}

/// What the table knows a token by.
pub(super) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// Counts an invitation before it is made: `TooOften` for a vendor that sends many within a day, and for an address that
/// is invited often, by whomever.
pub async fn count_invitation(market: &Market, by: &VendorMember, email: &str) -> Result<()> {
    limits::take(market, Action::Invitation, &Subject::Vendor(by.vendor.id)).await?;
    let address = Subject::Address(email);
    limits::take(market, Action::InvitationAddress, &address)
        .await
        .map(drop)
}

/// Counts a repetition before it is sent: `TooOften` like an invitation, and for one that was repeated often.
pub async fn count_repetition(
    market: &Market,
    by: &VendorMember,
    invitation: InvitationId,
) -> Result<()> {
    limits::take(market, Action::Invitation, &Subject::Vendor(by.vendor.id)).await?;
    let again = Subject::Invitation(invitation);
    limits::take(market, Action::InvitationAgain, &again)
        .await
        .map(drop)
}

/// Invites the address to act for the vendor. Refuses an address that is none, is a member's, or was invited already,
/// and a team that is full. Whether the address has an account here makes no difference.
pub async fn invite(
    market: &Market,
    tx: &mut Tx,
    by: &VendorMember,
    email: &str,
    role: VendorRole,
) -> Result<InvitationId> {
    must_manage(hold(tx, by).await?, role)?;
    share_staying(tx, by.account.id).await?;
    let email = clean_email(email)?;
    must_have_room(tx, by.vendor.id, &email).await?;
    let now = market.now();
    let id = InvitationId::new(now);
    let hash = token_hash(&token(&market.keys, id, 1));
    sqlx::query!(
        "insert into team_invitation (id, vendor_id, email, role, token_hash, invited_by, invited_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.0,
        by.vendor.id.0,
        email,
        role.code(),
        hash.as_slice(),
        by.account.id.0,
        now,
        now + TTL,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("team_invitation_open_key", Refusal::InvitationOpen)?;
    send(market, tx, by, id, 1, Act::TeamInvited).await?;
    Ok(id)
}

async fn must_have_room(tx: &mut Tx, vendor: VendorId, email: &str) -> Result<()> {
    let team = sqlx::query!(
        r#"select exists (select from vendor_member join account on account.id = account_id
                          where vendor_id = $1 and email = $2) as "member!",
                  (select count(*) from vendor_member where vendor_id = $1)
                  + (select count(*) from team_invitation
                     where vendor_id = $1 and accepted_at is null and withdrawn_at is null) as "size!""#,
        vendor.0,
        email
    )
    .fetch_one(&mut **tx)
    .await?;
    match team.size {
        _ if team.member => Err(Refusal::InviteeIsMember.into()),
        MOST.. => Err(Refusal::TeamFull.into()),
        _ => Ok(()),
    }
}

/// Sends it again, for another seven days: the link of the mail before opens nothing any more. `NotFound` for an
/// invitation that is over or another vendor's.
pub async fn resend(
    market: &Market,
    tx: &mut Tx,
    by: &VendorMember,
    invitation: InvitationId,
) -> Result<()> {
    let sending = open(tx, by, invitation).await?;
    share_staying(tx, by.account.id).await?;
    let (now, next) = (market.now(), sending + 1);
    let hash = token_hash(&token(&market.keys, invitation, next));
    sqlx::query!(
        "update team_invitation set sending = $2, token_hash = $3, invited_by = $4, expires_at = $5 where id = $1",
        invitation.0,
        next,
        hash.as_slice(),
        by.account.id.0,
        now + TTL,
    )
    .execute(&mut **tx)
    .await?;
    send(market, tx, by, invitation, next, Act::TeamInvitedAgain).await
}

/// Takes it back: its link opens nothing any more. `NotFound` for an invitation that is over or another vendor's.
pub async fn withdraw(
    market: &Market,
    tx: &mut Tx,
    by: &VendorMember,
    invitation: InvitationId,
) -> Result<()> {
    open(tx, by, invitation).await?;
    let now = market.now();
    sqlx::query!(
        "update team_invitation set withdrawn_at = $2 where id = $1",
        invitation.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    note(market, tx, by, Act::TeamInvitationWithdrawn, invitation).await
}

/// How often an open invitation of this vendor's was sent; it is this person's to change, and held until the
/// transaction ends.
async fn open(tx: &mut Tx, by: &VendorMember, invitation: InvitationId) -> Result<i32> {
    // The team first, as everywhere: two acts that lock in different orders would wait for each other.
    let mine = hold(tx, by).await?;
    if !mine.may(Permission::ManageTeam) {
        return Err(Error::Forbidden);
    }
    let row = sqlx::query!(
        r#"select role as "role: VendorRole", sending from team_invitation
           where id = $1 and vendor_id = $2 and accepted_at is null and withdrawn_at is null for update"#,
        invitation.0,
        by.vendor.id.0
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Error::NotFound)?;
    must_manage(mine, row.role)?;
    Ok(row.sending)
}

async fn send(
    market: &Market,
    tx: &mut Tx,
    by: &VendorMember,
    invitation: InvitationId,
    sending: i32,
    act: Act,
) -> Result<()> {
    let job = Mailing::SendInvitation {
        invitation,
        sending,
    };
    jobs::enqueue(tx, job, market.now()).await?;
    note(market, tx, by, act, invitation).await
}

async fn note(
    market: &Market,
    tx: &mut Tx,
    by: &VendorMember,
    act: Act,
    invitation: InvitationId,
) -> Result<()> {
    let what = ("team_invitation", invitation.to_string());
    audit::record(market, tx, Entry::new(&by.account.actor(), act, what)).await
}
