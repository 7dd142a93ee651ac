//! The form pattern's other half: who, one act, where next; or back to the form with what was typed.

use std::collections::BTreeMap;

use market::Error;

use super::flash::{self, Returned, Why};
use super::rate_limit::refuse_until;
use super::redirect::{see_elsewhere, way_back};
use super::request::wants_json;
use super::{ActError, paths, see_other};

/// Longer than any field accepts; what is cut here was refused already.
const KEPT_CHARACTERS: usize = 2_000;

/// A form that was posted.
pub struct Form {
    name: &'static str,
    home: String,
    values: BTreeMap<String, String>,
    at_home: bool,
}

impl Form {
    /// The form of this name, which stands on the page `home`.
    pub fn on(home: impl Into<String>, name: &'static str) -> Self {
        Self {
            name,
            home: home.into(),
            values: BTreeMap::new(),
            at_home: false,
        }
    }

    /// Sends a refusal to the form's own page, wherever it was posted from.
    pub fn at_home(mut self) -> Self {
        self.at_home = true;
        self
    }

    /// Keeps what was typed, to show it again if the act is refused. Not for passwords.
    pub fn keeping(mut self, field: &str, typed: &str) -> Self {
        // What no database keeps, no field needs to show again.
        let typed = typed.chars().filter(|c| *c != '\0');
        self.values
            .insert(field.to_owned(), typed.take(KEPT_CHARACTERS).collect());
        self
    }

    /// Does the act, which answers with the address to go to next. A refusal goes back to the form and whoever
    /// has to prove something first to where that is done; programs get the error itself.
    pub async fn act(
        self,
        act: impl Future<Output = market::Result<String>>,
    ) -> Result<(), ActError> {
        self.then(act, see_other).await
    }

    /// The same for an act that answers with an address elsewhere, given by a service that is configured.
    pub async fn leave(
        self,
        act: impl Future<Output = market::Result<String>>,
    ) -> Result<(), ActError> {
        self.then(act, see_elsewhere).await
    }

    async fn then(
        self,
        act: impl Future<Output = market::Result<String>>,
        go: fn(&str),
    ) -> Result<(), ActError> {
        match act.await {
            Ok(next) => go(&next),
            Err(error) if wants_json() => {
                if let Error::TooOften(later) = error {
                    refuse_until(later);
                }
                return Err(error.into());
            }
            Err(Error::Refused(refusal)) => self.send_back(Why::Refused(refusal)).await?,
            Err(Error::TooOften(later)) => self.send_back(Why::Later(later)).await?,
            Err(Error::SignInNeeded) => see_other(&paths::sign_in(&self.home)),
            Err(Error::ProofNeeded) => see_other(&paths::confirm(&self.home)),
            Err(Error::SecondFactorNeeded) => see_other(&paths::security(&self.home)),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    async fn send_back(self, why: Why) -> market::Result<()> {
        let page = if self.at_home {
            self.home
        } else {
            way_back(&self.home)
        };
        flash::put_back(&Returned {
            form: self.name.to_owned(),
            why,
            values: self.values,
        })
        .await?;
        see_other(&page);
        Ok(())
    }
}
