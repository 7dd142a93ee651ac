//! What is mailed to the address somebody wants an account for. The name they gave is left out: it would let anybody write
//! what they like to anybody.

use super::letter::Letter;
use super::{send_once, was_sent};
use crate::accounts::code_mail;
use crate::{Market, Result, SignUpId};

/// Mails the code; or, where there is an account, that there is one.
pub(crate) async fn send(market: &Market, sign_up: SignUpId, sending: i32) -> Result<()> {
    let key = format!("sign-up:{sign_up}:{sending}");
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let Some(mail) = code_mail(market, sign_up, sending).await? else {
        return Ok(());
    };
    let message_id = format!("sign-up-{sign_up}-{sending}");
    let letter = match &mail.code {
        Some(code) => Letter {
            name: "",
            email: &mail.email,
            subject: "Your code for Autopilot Monster",
            message_id,
            sentences: vec![
                "this code opens your account:".to_owned(),
                format!("{} {}", &code[..3], &code[3..]),
                "Type it into the page you signed up on. It works for ten minutes.".to_owned(),
            ],
            button: None,
            postscript: "If you did not sign up, ignore this mail. Tell nobody the code: nobody of us will ask for it.".to_owned(),
        },
        None => Letter {
            name: "",
            email: &mail.email,
            subject: "You have an account already",
            message_id,
            sentences: vec![
                "somebody, most likely you, wants to open an account at Autopilot Monster with this address. It has one.".to_owned(),
                "Sign in with your password. If you have forgotten it, the same page lets you set a new one.".to_owned(),
            ],
            button: Some(("Sign in", format!("{}/account/sign-in", market.public_url))),
            postscript: "If it was not you, ignore this mail: nothing has changed.".to_owned(),
        },
    };
    send_once(market, &key, "sign-up", letter.mail()).await
}
