//! The form pattern's other half: who, one act, where next; or back to the form with what was typed.

use std::collections::BTreeMap;

use market::Error;

use super::flash::{self, Returned, Why};
use super::rate_limit::refuse_until;
use super::redirect::way_back;
use super::request::wants_json;
use super::{ActError, paths, see_other};

/// Longer than any field accepts; what is cut here was refused already.
const KEPT_CHARACTERS: usize = 300;

/// A form that was posted.
pub struct Form {
    name: &'static str,
    home: String,
    values: BTreeMap<String, String>,
}

impl Form {
    /// The form of this name, which stands on the page `home`.
    pub fn on(home: impl Into<String>, name: &'static str) -> Self {
        Self {
            name,
            home: home.into(),
            values: BTreeMap::new(),
        }
    }

    /// Keeps what was typed, to show it again if the act is refused. Not for passwords.
    pub fn keeping(mut self, field: &str, typed: &str) -> Self {
        self.values.insert(
            field.to_owned(),
            typed.chars().take(KEPT_CHARACTERS).collect(),
        );
        self
    }

    /// Does the act, which answers with the address to go to next. A refusal goes back to the form and a guest who
    /// has to be somebody to the sign-in; programs get the error itself.
    pub async fn act(
        self,
        act: impl Future<Output = market::Result<String>>,
    ) -> Result<(), ActError> {
        match act.await {
            Ok(next) => see_other(&next),
            Err(error) if wants_json() => {
                if let Error::TooOften(later) = error {
                    refuse_until(later);
                }
                return Err(error.into());
            }
            Err(Error::Refused(refusal)) => self.send_back(Why::Refused(refusal)).await?,
            Err(Error::TooOften(later)) => self.send_back(Why::Later(later)).await?,
            Err(Error::SignInNeeded) => see_other(&paths::sign_in(&self.home)),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    async fn send_back(self, why: Why) -> market::Result<()> {
        let page = way_back(&self.home);
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
