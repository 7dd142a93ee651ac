//! Telling somebody that a program's token was used twice.

use super::{Mail, send_once, was_sent};
use crate::{Market, Result, TokenFamilyId};

/// Mails the key's owner what happened and what to do.
pub(crate) async fn send(market: &Market, family: TokenFamilyId) -> Result<()> {
    let key = format!("token-reuse:{family}");
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let row = sqlx::query!(
        "select account.name, account.email, api_key.name as key_name
         from token_family family join api_key on api_key.id = family.api_key_id
         join account on account.id = api_key.account_id where family.id = $1",
        family.0
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let page = format!("{}/account/api-keys", market.public_url);
    let what = format!(
        "A refresh token that was made with your API key “{}” was shown a second time. Somebody may have copied it, so we \
         have ended it and all tokens that followed from it.",
        row.key_name
    );
    let next = "If your program tried twice by mistake, let it begin anew with its key. Otherwise revoke the key and make another.";
    let mail = Mail {
        subject: "A token of your API key was used twice".to_owned(),
        text: format!("Hello {},\n\n{what}\n\n{next}\n\n{page}\n", row.name),
        html: format!(
            "<div style=\"font:16px/1.5 system-ui,sans-serif;color:#1d1b2e;max-width:520px\"><p>Hello {},</p>\
             <p>{}</p><p>{next}</p><p><a href=\"{page}\">Open your API keys</a></p></div>",
            ammonia::clean_text(&row.name),
            ammonia::clean_text(&what),
        ),
        pictures: Vec::new(),
        message_id: format!("token-reuse-{family}"),
        to_name: row.name,
        to_email: row.email,
    };
    send_once(market, &key, "token-reuse", mail).await
}
