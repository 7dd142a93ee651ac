//! Every value that is known by the service in its name and by its form: found under such a name only.

use super::{code, made, printed, rules_of, set};

/// A rule, a name, and a value of the form it knows.
#[rustfmt::skip]
pub const NAMES: &[(&str, &str, &str)] = &[
    ("adafruit-api-key", "adafruit_api_token", "{l32}"),
    ("adobe-client-id", "adobe_client_id", "{h32}"),
    ("airtable-api-key", "airtable_api_token", "{l17}"),
    ("algolia-api-key", "algolia_api_token", "{l32}"),
    ("alibaba-secret-key", "alibaba_client_secret", "{l30}"),
    ("asana-client-id", "asana_client_id", "{d16}"),
    ("asana-client-secret", "asana_client_secret", "{l32}"),
    ("asana-personal-access-token", "asana_api_token", "1/{d16}:{h32}"),
    ("atlassian-api-key", "atlassian_api_token", "{l20}{h4}"),
    ("beamer-api-token", "beamer_api_token", "b_{l44}"),
    ("bitbucket-client-id", "bitbucket_client_id", "{l32}"),
    ("bitbucket-client-secret", "bitbucket_client_secret", "{l64}"),
    ("bittrex-access-key", "bittrex_api_token", "{l32}"),
    ("cisco-meraki-api-key", "meraki_api_token", "{h40}"),
    ("cloudflare-api-key", "cloudflare_api_token", "{l40}"),
    ("cloudflare-global-api-key", "cloudflare_api_token", "{h37}"),
    ("codecov-access-token", "codecov_api_token", "{l32}"),
    ("cohere-api-token", "cohere_api_token", "{l40}"),
    ("coinbase-access-token", "coinbase_api_token", "{l64}"),
    ("confluent-access-token", "confluent_api_token", "{l16}"),
    ("confluent-secret-key", "confluent_client_secret", "{A64}"),
    ("contentful-delivery-api-token", "contentful_api_token", "{l43}"),
    ("datadog-access-token", "datadog_api_token", "{l40}"),
    ("discord-api-token", "discord_api_token", "{h64}"),
    ("discord-client-id", "discord_client_id", "{d18}"),
    ("discord-client-secret", "discord_client_secret", "{l32}"),
    ("droneci-access-token", "droneci_api_token", "{l32}"),
    ("dropbox-api-token", "dropbox_api_token", "{l15}"),
    ("dropbox-long-lived-api-token", "dropbox_api_token", "{l11}AAAAAAAAAA{l43}"),
    ("etsy-access-token", "etsy_api_token", "{l24}"),
    ("facebook-secret", "facebook_client_secret", "{h32}"),
    ("fastly-api-token", "fastly_api_token", "{l32}"),
    ("finicity-api-token", "finicity_api_token", "{h32}"),
    ("finicity-client-secret", "finicity_client_secret", "{l20}"),
    ("finnhub-access-token", "finnhub_api_token", "{l20}"),
    ("flickr-access-token", "flickr_api_token", "{l32}"),
    ("freemius-secret-key", "secret_key", "sk_{A29}"),
    ("freshbooks-access-token", "freshbooks_api_token", "{l64}"),
    ("gitter-access-token", "gitter_api_token", "{l40}"),
    ("heroku-api-key", "heroku_api_token", "{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("hubspot-api-key", "hubspot_api_token", "{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("intercom-api-key", "intercom_api_token", "{l60}"),
    ("jfrog-api-key", "jfrog_api_token", "{l73}"),
    ("jfrog-identity-token", "jfrog_api_token", "{l64}"),
    ("kraken-access-token", "kraken_api_token", "{A84}"),
    ("kucoin-access-token", "kucoin_api_token", "{h24}"),
    ("kucoin-secret-key", "kucoin_client_secret", "{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("launchdarkly-access-token", "launchdarkly_api_token", "{l40}"),
    ("linear-client-secret", "linear_client_secret", "{h32}"),
    ("linkedin-client-id", "linkedin_client_id", "{l14}"),
    ("linkedin-client-secret", "linkedin_client_secret", "{l16}"),
    ("looker-client-id", "looker_client_id", "{l20}"),
    ("looker-client-secret", "looker_client_secret", "{l24}"),
    ("mailgun-signing-key", "mailgun_api_token", "{o32}-{o8}-{o8}"),
    ("mattermost-access-token", "mattermost_api_token", "{l26}"),
    ("messagebird-api-token", "messagebird_api_token", "{l25}"),
    ("messagebird-client-id", "messagebird_client_id", "{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("netlify-access-token", "netlify_api_token", "{A43}"),
    ("new-relic-user-api-id", "new-relic_api_token", "{l64}"),
    ("nytimes-access-token", "nytimes_api_token", "{l32}"),
    ("okta-access-token", "okta_api_token", "00{A40}"),
    ("plaid-client-id", "plaid_client_id", "{l24}"),
    ("plaid-secret-key", "plaid_client_secret", "{l30}"),
    ("privateai-api-token", "privateai_api_token", "{l32}"),
    ("rapidapi-access-token", "rapidapi_api_token", "{l50}"),
    ("sendbird-access-id", "sendbird_access_id", "{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("sendbird-access-token", "sendbird_api_token", "{h40}"),
    ("sentry-access-token", "sentry_api_token", "{h64}"),
    ("sidekiq-secret", "bundle_enterprise__contribsys__com", "{h8}:{h8}"),
    ("snyk-api-token", "snyk_api_token", "{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("sonar-api-token", "sonar_api_token", "{l40}"),
    ("squarespace-access-token", "squarespace_api_token", "{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("sumologic-access-id", "sumo_access_id", "su{A12}"),
    ("sumologic-access-token", "sumo_api_token", "{l64}"),
    ("travisci-access-token", "travis_api_token", "{l22}"),
    ("twitch-api-token", "twitch_api_token", "{l30}"),
    ("twitter-access-secret", "twitter_client_secret", "{l45}"),
    ("twitter-access-token", "twitter_api_token", "{d18}-{A30}"),
    ("twitter-api-key", "twitter_api_token", "{l25}"),
    ("twitter-api-secret", "twitter_client_secret", "{l50}"),
    ("vault-legacy-token", "vault_api_token", "s.{A24}"),
    ("yandex-aws-access-token", "yandex_api_token", "YC{A38}"),
    ("zendesk-secret-key", "zendesk_client_secret", "{l40}"),
];

#[test]
fn every_value_is_found_under_the_name_of_its_service() {
    for (rule, name, form) in NAMES {
        let value = made(form);
        let service = |found: Vec<&'static str>| found.len() == 1 && same_service(found[0], rule);
        assert!(
            service(rules_of(&set(name, &value))),
            "{name} {rule}: {:?}",
            rules_of(&set(name, &value))
        );
        for text in [
            format!("const {name} = \"{value}\";"),
            format!("{}={value}\n", name.to_uppercase()),
            format!("{{\"{name}\": \"{value}\"}}"),
        ] {
            assert!(
                service(rules_of(&code(&text))),
                "{text}: {:?}",
                rules_of(&code(&text))
            );
        }
    }
}

/// Two rules of one service may know the same form; either will do.
fn same_service(found: &str, wanted: &str) -> bool {
    found == wanted || found.split('-').next() == wanted.split('-').next()
}

#[test]
fn no_value_is_taken_for_a_key_of_a_service_under_another_name_or_in_a_manual() {
    for (rule, name, form) in NAMES {
        let value = made(form);
        assert!(!rules_of(&set("answer", &value)).contains(rule), "{rule}");
        let post = format!("{}_post_title", name.split('_').next().unwrap());
        if *rule != "sidekiq-secret" {
            assert!(
                !rules_of(&set(&post, &value)).contains(rule),
                "{post} {rule}"
            );
        }
        assert_eq!(rules_of(&set(name, &printed(form))), [""; 0], "{rule}");
    }
}

#[test]
fn each_rule_of_a_service_can_win() {
    for rule in workflow::secrets::rules() {
        let Some((_, name, form)) = NAMES.iter().find(|(named, ..)| *named == rule.id) else {
            continue;
        };
        let found = rules_of(&set(name, &made(form)));
        // Where two rules share words and form, the first in the table answers for both.
        assert!(found.len() == 1, "{} {found:?}", rule.id);
    }
}
