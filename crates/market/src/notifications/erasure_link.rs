//! The link by which whoever reads an address can have it erased.

use super::letter::Letter;
use super::{send_once, was_sent};
use crate::{ErasureRequestId, Market, Result, erasure};

/// Mails the link, if anything is known about the address.
pub(crate) async fn send(market: &Market, request: ErasureRequestId) -> Result<()> {
    let key = format!("erasure-link:{request}");
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let Some((email, token)) = erasure::due_mail(market, request).await? else {
        return Ok(());
    };
    let letter = Letter {
        name: "",
        email: &email,
        subject: "What we know about your address",
        message_id: format!("erasure-link-{request}"),
        sentences: vec![
            "somebody, most likely you, asked what Autopilot Monster knows about this address, to have it erased. The link shows it, and erases nothing before you press a button there.".to_owned(),
        ],
        button: Some((
            "See what is known",
            format!("{}/privacy/erase/confirm?token={token}", market.public_url),
        )),
        postscript: "The link works once, for 24 hours. If you did not ask for it, ignore this mail: nothing is erased.".to_owned(),
    };
    send_once(market, &key, "erasure-link", letter.mail()).await
}
