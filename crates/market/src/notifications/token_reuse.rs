//! Telling somebody that a program's token was used twice.

use super::letter::Letter;
use super::{send_once, was_sent};
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
    let letter = Letter {
        name: &row.name,
        email: &row.email,
        subject: "A token of your API key was used twice",
        message_id: format!("token-reuse-{family}"),
        sentences: vec![
            format!(
                "A refresh token that was made with your API key “{}” was shown a second time.",
                row.key_name
            ),
            "Somebody may have copied it, so we have ended it and all tokens that followed from it.".to_owned(),
        ],
        button: Some(("Open your API keys", format!("{}/account/api-keys", market.public_url))),
        postscript: "If your program tried twice by mistake, let it begin anew with its key. Otherwise revoke the key and make another.".to_owned(),
    };
    send_once(market, &key, "token-reuse", letter.mail()).await
}
