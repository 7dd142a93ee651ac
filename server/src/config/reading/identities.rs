//! Who one can sign in through.

use market::accounts::federation::Provider;
use secrecy::SecretString;
use url::Url;

use super::{Reader, given};
use crate::config::{IdentityClient, Settings};

/// The settings of one provider.
struct Written<'a> {
    provider: Provider,
    id: (&'static str, &'a Option<String>),
    secret: (&'static str, &'a Option<String>),
    url: (&'static str, &'a str),
    api: Option<(&'static str, &'a str)>,
}

impl Reader {
    pub(super) fn identities(&mut self, s: &Settings, production: bool) -> Vec<IdentityClient> {
        let all = [
            Written {
                provider: Provider::Google,
                id: ("GOOGLE_CLIENT_ID", &s.google_client_id),
                secret: ("GOOGLE_CLIENT_SECRET", &s.google_client_secret),
                url: ("GOOGLE_URL", &s.google_url),
                api: None,
            },
            Written {
                provider: Provider::GitHub,
                id: ("GITHUB_CLIENT_ID", &s.github_client_id),
                secret: ("GITHUB_CLIENT_SECRET", &s.github_client_secret),
                url: ("GITHUB_URL", &s.github_url),
                api: Some(("GITHUB_API_URL", &s.github_api_url)),
            },
            Written {
                provider: Provider::Microsoft,
                id: ("MICROSOFT_CLIENT_ID", &s.microsoft_client_id),
                secret: ("MICROSOFT_CLIENT_SECRET", &s.microsoft_client_secret),
                url: ("MICROSOFT_URL", &s.microsoft_url),
                api: None,
            },
        ];
        let read = all.into_iter();
        read.filter_map(|written| self.identity(written, production))
            .collect()
    }

    fn identity(&mut self, written: Written<'_>, production: bool) -> Option<IdentityClient> {
        let (id, secret) = (given(written.id.1), given(written.secret.1));
        match (id, secret) {
            (None, None) => return None,
            (None, Some(_)) => {
                return self.refuse(written.id.0, "is missing.", "Set it: its secret is set.");
            }
            (Some(_), None) => {
                return self.refuse(written.secret.0, "is missing.", "Set it: its id is set.");
            }
            (Some(_), Some(_)) => {}
        }
        let url = self.service(written.url, production);
        let api = match written.api {
            Some(api) => Some(self.service(api, production)?),
            None => None,
        };
        Some(IdentityClient {
            provider: written.provider,
            id: id?.to_owned(),
            secret: SecretString::from(secret?),
            url: url?,
            api,
        })
    }

    /// What comes from there decides who somebody is, so it travels sealed.
    fn service(&mut self, (name, text): (&'static str, &str), production: bool) -> Option<Url> {
        let url: Url = self.parsed(name, text, "an address, as in https://accounts.google.com")?;
        if !url.has_host() || (production && url.scheme() != "https") {
            return self.refuse(
                name,
                format!("`{text}` is no address to trust."),
                "Use one that begins with https://.",
            );
        }
        Some(url)
    }
}
