//! Values that are known by the service in their name and by their form: `adafruitToken = "…"`.
//!
//! The forms are those of gitleaks' default rules. A name must also say that it names something secret, so that a post on LinkedIn is not
//! taken for a key of LinkedIn; ids of clients only ask to be confirmed.

use super::Level::{self, Block, Warn};
use super::rule::Rule;

/// A service and the form of what it issues.
#[derive(Debug)]
pub(super) struct Named {
    pub rule: Rule,
    /// In lower case; one of them stands in the name, in any case.
    pub words: &'static [&'static str],
    /// Of the whole value; ASCII, in any case.
    pub pattern: &'static str,
    /// The least entropy, in bits for each byte.
    pub entropy: f64,
    /// What else the name must say.
    pub also: Also,
}

/// What a name must say besides the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Also {
    /// That it names a secret.
    Secret,
    /// That it names a client.
    Client,
    /// Nothing.
    Any,
}

impl Also {
    pub const ALL: [Self; 3] = [Self::Secret, Self::Client, Self::Any];

    /// In lower case; one of them must stand in the name.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Secret => &[
                "key",
                "token",
                "secret",
                "auth",
                "pass",
                "pwd",
                "access",
                "credential",
                "license",
                "bearer",
            ],
            Self::Client => &["client", "app_id", "appid", "access_id"],
            Self::Any => &[""],
        }
    }
}

const fn named(
    id: &'static str,
    what: &'static str,
    level: Level,
    words: &'static [&'static str],
    pattern: &'static str,
    entropy: f64,
    also: Also,
) -> Named {
    Named {
        rule: Rule::new(id, what, level),
        words,
        pattern,
        entropy,
        also,
    }
}

#[rustfmt::skip]
pub(super) const NAMED: &[Named] = &[
    named("adafruit-api-key", "Adafruit API key", Block, &["adafruit"], r"(?i)[a-z0-9_-]{32}", 0.0, Also::Secret),
    named("adobe-client-id", "Adobe client id", Warn, &["adobe"], r"(?i)[a-f0-9]{32}", 2.0, Also::Client),
    named("airtable-api-key", "Airtable API key", Block, &["airtable"], r"(?i)[a-z0-9]{17}", 3.0, Also::Secret),
    named("algolia-api-key", "Algolia API key", Block, &["algolia"], r"(?i)[a-z0-9]{32}", 3.0, Also::Secret),
    named("alibaba-secret-key", "Alibaba secret key", Block, &["alibaba"], r"(?i)[a-z0-9]{30}", 2.0, Also::Secret),
    named("asana-client-id", "Asana client id", Warn, &["asana"], r"(?i)[0-9]{16}", 0.0, Also::Client),
    named("asana-client-secret", "Asana client secret", Block, &["asana"], r"(?i)[a-z0-9]{32}", 3.0, Also::Secret),
    named("asana-personal-access-token", "Asana personal access token", Block, &["asana"], r"(?i)[0-9]/[0-9]{10,20}(?:/[0-9]{10,20})?:[a-f0-9]{32}", 3.0, Also::Secret),
    named("atlassian-api-key", "Atlassian API key", Block, &["atlassian", "confluence", "jira"], r"(?i)[a-z0-9]{20}[a-f0-9]{4}", 3.5, Also::Secret),
    named("beamer-api-token", "Beamer API token", Block, &["beamer"], r"(?i)b_[a-z0-9=_-]{44}", 0.0, Also::Secret),
    named("bitbucket-client-id", "Bitbucket client id", Warn, &["bitbucket"], r"(?i)[a-z0-9]{32}", 3.0, Also::Client),
    named("bitbucket-client-secret", "Bitbucket client secret", Block, &["bitbucket"], r"(?i)[a-z0-9=_-]{64}", 3.0, Also::Secret),
    named("bittrex-access-key", "Bittrex key", Block, &["bittrex"], r"(?i)[a-z0-9]{32}", 3.0, Also::Secret),
    named("cisco-meraki-api-key", "Cisco Meraki API key", Block, &["meraki"], r"(?i)[0-9a-f]{40}", 3.0, Also::Secret),
    named("cloudflare-api-key", "Cloudflare API token", Block, &["cloudflare"], r"(?i)[a-z0-9_-]{40}", 2.0, Also::Secret),
    named("cloudflare-global-api-key", "Cloudflare global API key", Block, &["cloudflare"], r"(?i)[a-f0-9]{37}", 2.0, Also::Secret),
    named("codecov-access-token", "Codecov token", Block, &["codecov"], r"(?i:[a-z0-9]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})", 3.0, Also::Secret),
    named("cohere-api-token", "Cohere API key", Block, &["cohere", "co_api_key"], r"(?i)[a-z0-9]{40}", 3.5, Also::Secret),
    named("coinbase-access-token", "Coinbase access token", Block, &["coinbase"], r"(?i)[a-z0-9_-]{64}", 3.0, Also::Secret),
    named("confluent-access-token", "Confluent access token", Block, &["confluent"], r"(?i)[a-z0-9]{16}", 3.0, Also::Secret),
    named("confluent-secret-key", "Confluent secret key", Block, &["confluent"], r"(?i)[a-z0-9+/]{64}", 3.0, Also::Secret),
    named("contentful-delivery-api-token", "Contentful token", Block, &["contentful"], r"(?i)[a-z0-9=_-]{43}", 3.0, Also::Secret),
    named("datadog-access-token", "Datadog key", Block, &["datadog"], r"(?i:[a-z0-9]{40}|[a-f0-9]{32})", 3.0, Also::Secret),
    named("discord-api-token", "Discord bot token", Block, &["discord"], r"(?i:[a-f0-9]{64}|[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40})", 3.0, Also::Secret),
    named("discord-client-id", "Discord client id", Warn, &["discord"], r"(?i)[0-9]{18}", 2.0, Also::Client),
    named("discord-client-secret", "Discord client secret", Block, &["discord"], r"(?i)[a-z0-9=_-]{32}", 3.0, Also::Secret),
    named("droneci-access-token", "Drone token", Block, &["droneci", "drone_token"], r"(?i)[a-z0-9]{32}", 3.0, Also::Secret),
    named("dropbox-api-token", "Dropbox app key or secret", Block, &["dropbox"], r"(?i)[a-z0-9]{15}", 2.5, Also::Secret),
    named("dropbox-long-lived-api-token", "Dropbox long-lived token", Block, &["dropbox"], r"(?i)[a-z0-9]{11}A{10}[a-z0-9_=-]{43}", 3.0, Also::Secret),
    named("etsy-access-token", "Etsy key", Block, &["etsy"], r"(?i)[a-z0-9]{24}", 3.0, Also::Secret),
    named("facebook-secret", "Facebook app secret", Block, &["facebook"], r"(?i)[a-f0-9]{32}", 3.0, Also::Secret),
    named("fastly-api-token", "Fastly API token", Block, &["fastly"], r"(?i)[a-z0-9=_-]{32}", 3.0, Also::Secret),
    named("finicity-api-token", "Finicity API token", Block, &["finicity"], r"(?i)[a-f0-9]{32}", 3.0, Also::Secret),
    named("finicity-client-secret", "Finicity client secret", Block, &["finicity"], r"(?i)[a-z0-9]{20}", 3.0, Also::Secret),
    named("finnhub-access-token", "Finnhub token", Block, &["finnhub"], r"(?i:[a-z0-9]{20}|[a-z0-9]{40})", 2.5, Also::Secret),
    named("flickr-access-token", "Flickr key", Block, &["flickr"], r"(?i)[a-z0-9]{32}", 3.0, Also::Secret),
    named("freemius-secret-key", "Freemius secret key", Block, &["secret_key"], r"(?i)sk_[^ ]{29}", 3.0, Also::Secret),
    named("freshbooks-access-token", "FreshBooks token", Block, &["freshbooks"], r"(?i)[a-z0-9]{64}", 3.0, Also::Secret),
    named("gitter-access-token", "Gitter token", Block, &["gitter"], r"(?i)[a-z0-9_-]{40}", 3.0, Also::Secret),
    named("heroku-api-key", "Heroku API key", Block, &["heroku"], r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", 3.0, Also::Secret),
    named("hubspot-api-key", "HubSpot API key", Block, &["hubspot"], r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", 3.0, Also::Secret),
    named("intercom-api-key", "Intercom token", Block, &["intercom"], r"(?i)[a-z0-9=_-]{60}", 3.0, Also::Secret),
    named("jfrog-api-key", "JFrog API key", Block, &["jfrog", "artifactory", "bintray", "xray"], r"(?i)[a-z0-9]{73}", 3.0, Also::Secret),
    named("jfrog-identity-token", "JFrog identity token", Block, &["jfrog", "artifactory", "bintray", "xray"], r"(?i)[a-z0-9]{64}", 3.0, Also::Secret),
    named("kraken-access-token", "Kraken token", Block, &["kraken"], r"(?i)[a-z0-9/=_+-]{80,90}", 3.0, Also::Secret),
    named("kucoin-access-token", "KuCoin key", Block, &["kucoin"], r"(?i)[a-f0-9]{24}", 3.0, Also::Secret),
    named("kucoin-secret-key", "KuCoin secret", Block, &["kucoin"], r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", 3.0, Also::Secret),
    named("launchdarkly-access-token", "LaunchDarkly token", Block, &["launchdarkly"], r"(?i:[a-z0-9=_-]{40}|(?:api|sdk|mob)-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})", 3.0, Also::Secret),
    named("linear-client-secret", "Linear client secret", Block, &["linear"], r"(?i)[a-f0-9]{32}", 2.0, Also::Secret),
    named("linkedin-client-id", "LinkedIn client id", Warn, &["linkedin", "linked_in", "linked-in"], r"(?i)[a-z0-9]{14}", 2.0, Also::Client),
    named("linkedin-client-secret", "LinkedIn client secret", Block, &["linkedin", "linked_in", "linked-in"], r"(?i)[a-z0-9]{16}", 2.5, Also::Secret),
    named("looker-client-id", "Looker client id", Warn, &["looker"], r"(?i)[a-z0-9]{20}", 3.0, Also::Client),
    named("looker-client-secret", "Looker client secret", Block, &["looker"], r"(?i)[a-z0-9]{24}", 3.0, Also::Secret),
    named("mailgun-signing-key", "Mailgun signing key", Block, &["mailgun"], r"(?i)[a-h0-9]{32}-[a-h0-9]{8}-[a-h0-9]{8}", 3.0, Also::Secret),
    named("mattermost-access-token", "Mattermost token", Block, &["mattermost"], r"(?i)[a-z0-9]{26}", 3.0, Also::Secret),
    named("messagebird-api-token", "MessageBird key", Block, &["messagebird", "message-bird", "message_bird"], r"(?i)[a-z0-9]{25}", 3.0, Also::Secret),
    named("messagebird-client-id", "MessageBird client id", Warn, &["messagebird", "message-bird", "message_bird"], r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", 0.0, Also::Client),
    named("netlify-access-token", "Netlify token", Block, &["netlify"], r"(?i)[a-z0-9=_-]{40,46}", 3.0, Also::Secret),
    named("new-relic-user-api-id", "New Relic id", Block, &["new-relic", "newrelic", "new_relic"], r"(?i)[a-z0-9]{64}", 3.0, Also::Secret),
    named("nytimes-access-token", "New York Times key", Block, &["nytimes", "new-york-times", "newyorktimes"], r"(?i)[a-z0-9=_-]{32}", 3.0, Also::Secret),
    named("okta-access-token", "Okta token", Block, &["okta"], r"(?i)00[A-Za-z0-9_=-]{40}", 3.5, Also::Secret),
    named("plaid-client-id", "Plaid client id", Warn, &["plaid"], r"(?i)[a-z0-9]{24}", 3.0, Also::Client),
    named("plaid-secret-key", "Plaid secret", Block, &["plaid"], r"(?i)[a-z0-9]{30}", 3.3, Also::Secret),
    named("privateai-api-token", "Private AI token", Block, &["privateai", "private_ai", "private-ai"], r"(?i)[a-z0-9]{32}", 3.0, Also::Secret),
    named("rapidapi-access-token", "RapidAPI key", Block, &["rapidapi"], r"(?i)[a-z0-9_-]{50}", 3.0, Also::Secret),
    named("sendbird-access-id", "Sendbird id", Warn, &["sendbird"], r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", 0.0, Also::Secret),
    named("sendbird-access-token", "Sendbird token", Block, &["sendbird"], r"(?i)[a-f0-9]{40}", 3.0, Also::Secret),
    named("sentry-access-token", "Sentry token", Block, &["sentry"], r"(?i)[a-f0-9]{64}", 3.0, Also::Secret),
    named("sidekiq-secret", "Sidekiq secret", Block, &["bundle_enterprise__contribsys__com", "bundle_gems__contribsys__com"], r"(?i)[a-f0-9]{8}:[a-f0-9]{8}", 0.0, Also::Any),
    named("snyk-api-token", "Snyk token", Block, &["snyk"], r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", 3.0, Also::Secret),
    named("sonar-api-token", "SonarQube login token", Block, &["sonar"], r"(?i)[a-z0-9=_-]{40}", 3.0, Also::Secret),
    named("squarespace-access-token", "Squarespace token", Block, &["squarespace"], r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", 3.0, Also::Secret),
    named("sumologic-access-id", "Sumo Logic access id", Warn, &["sumo"], r"(?i)su[a-z0-9]{12}", 3.0, Also::Secret),
    named("sumologic-access-token", "Sumo Logic access key", Block, &["sumo"], r"(?i)[a-z0-9]{64}", 3.0, Also::Secret),
    named("travisci-access-token", "Travis CI token", Block, &["travis"], r"(?i)[a-z0-9]{22}", 3.0, Also::Secret),
    named("twitch-api-token", "Twitch token", Block, &["twitch"], r"(?i)[a-z0-9]{30}", 3.0, Also::Secret),
    named("twitter-access-secret", "X (Twitter) access secret", Block, &["twitter"], r"(?i)[a-z0-9]{45}", 3.0, Also::Secret),
    named("twitter-access-token", "X (Twitter) access token", Block, &["twitter"], r"(?i)[0-9]{15,25}-[a-z0-9]{20,40}", 3.0, Also::Secret),
    named("twitter-api-key", "X (Twitter) API key", Block, &["twitter"], r"(?i)[a-z0-9]{25}", 3.0, Also::Secret),
    named("twitter-api-secret", "X (Twitter) API secret", Block, &["twitter"], r"(?i)[a-z0-9]{50}", 3.0, Also::Secret),
    named("vault-legacy-token", "Vault legacy token", Block, &["vault"], r"(?i)s\.[a-z0-9]{24}", 3.3, Also::Secret),
    named("yandex-aws-access-token", "Yandex AWS access token", Block, &["yandex"], r"(?i)YC[a-z0-9_-]{38}", 3.0, Also::Secret),
    named("zendesk-secret-key", "Zendesk secret", Block, &["zendesk"], r"(?i)[a-z0-9]{40}", 3.0, Also::Secret),
];
