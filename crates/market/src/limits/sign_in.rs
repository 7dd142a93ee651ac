//! Trying a password: counted for the network it comes from, and for the address it is tried for.

use std::net::IpAddr;

use super::{Action, Allowance, Subject, give_back, known_browser, take};
use crate::{Market, Result};

/// A try that was taken, until it turns out to be none.
#[derive(Debug)]
pub struct SignInTry {
    address: String,
    network: IpAddr,
    browser: Option<String>,
    /// What is left of each limit.
    pub left: [Allowance; 2],
}

/// Takes a try to sign in to the account with this address, whether there is one or not. `kept` is what the browser has
/// kept of earlier visits. Refuses with `TooOften`.
pub async fn sign_in(
    market: &Market,
    address: &str,
    network: IpAddr,
    kept: Option<&str>,
) -> Result<SignInTry> {
    let browser = kept.and_then(|kept| known_browser(market, kept, address));
    let mut wanted = SignInTry {
        address: address.to_owned(),
        network,
        browser: browser.map(str::to_owned),
        left: [Allowance::at(Action::SignInNetwork, market.now(), market.now()); 2],
    };
    // The network's first: where it has none left, strangers' accounts lose none.
    wanted.left = [
        take(market, Action::SignInNetwork, &Subject::Network(network)).await?,
        take(market, wanted.action(), &wanted.subject()).await?,
    ];
    Ok(wanted)
}

impl SignInTry {
    /// The password was right: this was no guess.
    pub async fn was_right(self, market: &Market) -> Result<()> {
        give_back(
            market,
            Action::SignInNetwork,
            &Subject::Network(self.network),
        )
        .await?;
        give_back(market, self.action(), &self.subject()).await
    }

    fn action(&self) -> Action {
        match self.browser {
            Some(_) => Action::SignInBrowser,
            None => Action::SignInAccount,
        }
    }

    fn subject(&self) -> Subject<'_> {
        let address = &self.address;
        match &self.browser {
            Some(id) => Subject::Browser { address, id },
            None => Subject::Address(address),
        }
    }
}
