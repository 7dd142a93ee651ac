//! Telling somebody that the copy of their data is ready.

use super::letter::Letter;
use super::{send_once, was_sent};
use crate::{DataExportId, Market, Result};

/// Mails where it is and until when, unless it is gone by now. What is in it only a signed-in owner gets.
pub(crate) async fn send(market: &Market, export: DataExportId) -> Result<()> {
    let key = format!("data-export:{export}");
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let row = sqlx::query!(
        r#"select account.name, account.email, expires_at as "expires_at!"
           from data_export join account on account.id = account_id
           where data_export.id = $1 and expires_at > $2"#,
        export.0,
        market.now()
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let day = row.expires_at.date();
    let letter = Letter {
        name: &row.name,
        email: &row.email,
        subject: "Your data is ready",
        message_id: format!("data-export-{export}"),
        sentences: vec![format!(
            "the copy of your data that you asked for is ready. Download it until {} {} {} (UTC); then it is removed.",
            day.day(),
            day.month(),
            day.year()
        )],
        button: Some((
            "Open your data",
            format!("{}/account/data", market.public_url),
        )),
        postscript: "You will be asked to sign in and to confirm that it is you. If you did not ask for it, change your password.".to_owned(),
    };
    send_once(market, &key, "data-export", letter.mail()).await
}
