//! What the buyer does on the bank's page.

use leptos::prelude::*;
use market::checkout::sandbox::{self, Decision, SandboxState};
use serde::{Deserialize, Serialize};

use super::open_for;
use crate::web::{ActError, Form, local, market, paths};

/// The buttons of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    Pay,
    Decline,
    Challenge,
    PassChallenge,
    FailChallenge,
    Abandon,
}

impl Choice {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Decline => "decline",
            Self::Challenge => "challenge",
            Self::PassChallenge => "pass-challenge",
            Self::FailChallenge => "fail-challenge",
            Self::Abandon => "abandon",
        }
    }
}

impl From<Choice> for Decision {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::Pay => Self::Pay,
            Choice::Decline => Self::Decline,
            Choice::Challenge => Self::Challenge,
            Choice::PassChallenge => Self::PassChallenge,
            Choice::FailChallenge => Self::FailChallenge,
            Choice::Abandon => Self::Abandon,
        }
    }
}

#[server(prefix = "/api", endpoint = "sandbox-decide")]
pub async fn sandbox_decide(intent: String, decision: Choice) -> Result<(), ActError> {
    let home = open_for(&intent).map_or(paths::HOME.to_owned(), paths::sandbox_bank);
    let form = Form::on(home.clone(), "sandbox-decide");
    form.act(async {
        let decided = sandbox::decide(&market(), open_for(&intent)?, decision.into()).await?;
        // A challenge is met on the bank's next page; everything else is the shop's again.
        let stays = decided.state == SandboxState::Challenged && decision != Choice::Abandon;
        let shop = local(&decided.return_url).unwrap_or(decided.return_url);
        Ok(if stays { home } else { shop })
    })
    .await
}
