//! Asking somebody into a vendor's team.

use super::letter::Letter;
use super::{send_once, was_sent};
use crate::accounts::VendorRole;
use crate::vendors::team;
use crate::{InvitationId, Market, Result};

/// Mails the link, unless the invitation is over or was sent anew meanwhile.
pub(crate) async fn send(market: &Market, invitation: InvitationId, sending: i32) -> Result<()> {
    let key = format!("invitation:{invitation}:{sending}");
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let row = sqlx::query!(
        r#"select invitation.email, invitation.role as "role: VendorRole", vendor.name as vendor,
                  account.name as "invited_by?", expires_at
           from team_invitation invitation join vendor on vendor.id = vendor_id
           left join account on account.id = invited_by
           where invitation.id = $1 and sending = $2 and accepted_at is null and withdrawn_at is null"#,
        invitation.0,
        sending
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let token = team::token(&market.keys, invitation, sending);
    let link = format!("{}/vendor/invitations/{token}", market.public_url);
    let who = row.invited_by.as_deref().unwrap_or(&row.vendor);
    let (role, day) = (row.role.label().to_lowercase(), row.expires_at.date());
    let until = format!("{} {} {} (UTC)", day.day(), day.month(), day.year());
    let letter = Letter {
        name: "",
        email: &row.email,
        subject: &format!("Join the team of {}", row.vendor),
        message_id: format!("invitation-{invitation}-{sending}"),
        sentences: vec![format!(
            "{who} invites you to the team of {} on Autopilot Monster, in the role {role}.",
            row.vendor
        )],
        button: Some(("See the invitation", link)),
        postscript: format!(
            "It works once, until {until}, and for the account of this address only. If you did not expect it, leave it: nothing happens."
        ),
    };
    send_once(market, &key, "invitation", letter.mail()).await
}
