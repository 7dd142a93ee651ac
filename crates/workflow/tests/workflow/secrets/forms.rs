//! Every value that is known by its own form: found, and not found when it is cut short or printed as in a manual.

use super::{code, found_in, made, printed, rules_of, set, shortened};
use serde_json::json;
use workflow::secrets::rules;

/// A rule and a value of the form it knows. The text around the value belongs to the form.
#[rustfmt::skip]
const FORMS: &[(&str, &str)] = &[
    ("openai-api-key", "sk-proj-{A74}"),
    ("openai-api-key", "sk-{A20}T3BlbkFJ{A20}"),
    ("openai-api-key", "sk-svcacct-{A58}T3BlbkFJ{A58}"),
    ("openai-api-key", "sk-{A48}"),
    ("anthropic-api-key", "sk-ant-api03-{w93}AA"),
    ("anthropic-admin-api-key", "sk-ant-admin01-{w93}AA"),
    ("openrouter-api-key", "sk-or-v1-{h64}"),
    ("deepseek-api-key", "sk-{h32}"),
    ("perplexity-api-key", "pplx-{A48}"),
    ("groq-api-key", "gsk_{A52}"),
    ("xai-api-key", "xai-{A80}"),
    ("replicate-api-token", "r8_{A37}"),
    ("tavily-api-key", "tvly-dev-{A32}"),
    ("tavily-api-key", "tvly-{A32}"),
    ("apify-api-token", "apify_api_{A36}"),
    ("firecrawl-api-key", "fc-{h32}"),
    ("jina-api-key", "jina_{h32}{A32}"),
    ("pinecone-api-key", "pcsk_{A5}_{A64}"),
    ("huggingface-access-token", "hf_{A34}"),
    ("huggingface-organization-api-token", "api_org_{A34}"),
    ("elevenlabs-api-key", "sk_{h48}"),
    ("nvidia-api-key", "nvapi-{w64}"),
    ("together-api-key", "tgp_v1_{w43}"),
    ("fireworks-api-key", "fw_{A24}"),
    ("cerebras-api-key", "csk-{l48}"),
    ("langsmith-api-key", "lsv2_pt_{h32}_{h10}"),
    ("langfuse-secret-key", "sk-lf-{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("context7-api-key", "ctx7sk-{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("wandb-api-key", "wandb_v1_{A60}"),
    ("aws-access-token", "AKIA{X16}"),
    ("aws-access-token", "ASIA{X16}"),
    ("aws-amazon-bedrock-api-key-long-lived", "ABSK{A120}=="),
    ("aws-amazon-bedrock-api-key-short-lived", "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t{A40}"),
    ("gcp-api-key", "AIza{w35}"),
    ("google-oauth-client-secret", "GOCSPX-{w28}"),
    ("google-oauth-access-token", "ya29.{w120}"),
    ("google-oauth-refresh-token", "1//0{w90}"),
    ("azure-ad-client-secret", "{A3}8Q~{A34}"),
    ("azure-storage-key", "AccountName=n;AccountKey={A86}=="),
    ("azure-shared-access-key", "Endpoint=sb://x/;SharedAccessKey={A43}="),
    ("azure-sas-signature", "https://p.logic.azure.com/w?sv=1.0&sig={A43}"),
    ("alibaba-access-key-id", "LTAI{A20}"),
    ("tencent-secret-id", "AKID{A32}"),
    ("clickhouse-cloud-api-secret-key", "4b1d{A38}"),
    ("cloudflare-origin-ca-key", "v1.0-{h24}-{h146}"),
    ("databricks-api-token", "dapi{h32}"),
    ("defined-networking-api-token", "dnkey-{l26}-{l52}"),
    ("digitalocean-access-token", "doo_v1_{h64}"),
    ("digitalocean-pat", "dop_v1_{h64}"),
    ("digitalocean-refresh-token", "dor_v1_{h64}"),
    ("doppler-api-token", "dp.pt.{l43}"),
    ("dynatrace-api-token", "dt0c01.{l24}.{l64}"),
    ("flyio-access-token", "fo1_{A43}"),
    ("flyio-access-token", "fm2_{A120}"),
    ("hashicorp-tf-api-token", "{A14}.atlasv1.{A66}"),
    ("heroku-api-key-v2", "HRKU-AA{w58}"),
    ("infracost-api-token", "ico-{A32}"),
    ("openshift-user-token", "sha256~{w43}"),
    ("planetscale-api-token", "pscale_tkn_{A43}"),
    ("planetscale-oauth-token", "pscale_oauth_{A43}"),
    ("planetscale-password", "pscale_pw_{A43}"),
    ("prefect-api-token", "pnu_{A36}"),
    ("pulumi-api-token", "pul-{h40}"),
    ("scalingo-api-token", "tk-us-{w48}"),
    ("supabase-secret-key", "sb_secret_{A31}"),
    ("supabase-access-token", "sbp_{h40}"),
    ("vault-batch-token", "hvb.{w150}"),
    ("vault-service-token", "hvs.{w95}"),
    ("yandex-access-token", "t1.{A40}.{A86}"),
    ("yandex-api-key", "AQVN{A36}"),
    ("neon-api-key", "napi_{l64}"),
    ("render-api-key", "rnd_{A32}"),
    ("1password-secret-key", "A3-{H6}-{H11}-{H5}-{H5}-{H5}"),
    ("1password-service-account-token", "ops_eyJ{A260}"),
    ("age-secret-key", "AGE-SECRET-KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE"),
    ("artifactory-api-key", "AKCp{A69}"),
    ("artifactory-reference-token", "cmVmd{A59}"),
    ("authress-service-client-access-key", "sc_{l20}.{l4}.acc_{l15}.{l40}"),
    ("clojars-api-token", "CLOJARS_{l60}"),
    ("docker-pat", "dckr_pat_{w27}"),
    ("github-app-token", "ghs_{A36}"),
    ("github-fine-grained-pat", "github_pat_{A82}"),
    ("github-oauth", "gho_{A36}"),
    ("github-pat", "ghp_{A36}"),
    ("github-refresh-token", "ghr_{A36}"),
    ("gitlab-cicd-job-token", "glcbt-{A5}_{A20}"),
    ("gitlab-deploy-token", "gldt-{A20}"),
    ("gitlab-feature-flag-client-token", "glffct-{A20}"),
    ("gitlab-feed-token", "glft-{A20}"),
    ("gitlab-incoming-mail-token", "glimt-{A25}"),
    ("gitlab-kubernetes-agent-token", "glagent-{A50}"),
    ("gitlab-oauth-app-secret", "gloas-{A64}"),
    ("gitlab-pat", "glpat-{A20}"),
    ("gitlab-pat-routable", "glpat-{A30}.{l2}{l7}"),
    ("gitlab-ptt", "glptt-{h40}"),
    ("gitlab-rrt", "GR1348941{A20}"),
    ("gitlab-runner-authentication-token", "glrt-{A20}"),
    ("gitlab-runner-authentication-token-routable", "glrt-t1_{A30}.{l2}{l7}"),
    ("gitlab-scim-token", "glsoat-{A20}"),
    ("gitlab-session-cookie", "_gitlab_session={l32}"),
    ("grafana-api-key", "eyJrIjoi{A80}"),
    ("grafana-cloud-api-token", "glc_{A60}"),
    ("grafana-service-account-token", "glsa_{A32}_{h8}"),
    ("harness-api-key", "pat.{A22}.{A24}.{A20}"),
    ("intra42-client-secret", "s-s4t2ud-{h64}"),
    ("new-relic-browser-api-token", "NRJS-{h19}"),
    ("new-relic-insert-key", "NRII-{l32}"),
    ("new-relic-user-api-key", "NRAK-{H27}"),
    ("npm-access-token", "npm_{A36}"),
    ("nuget-config-password", r#"<add key="ClearTextPassword" value="{A16}" />"#),
    ("octopus-deploy-api-key", "API-{H26}"),
    ("postman-api-token", "PMAK-{h24}-{h34}"),
    ("posthog-personal-api-key", "phx_{A47}"),
    ("pypi-upload-token", "pypi-AgEIcHlwaS5vcmc{A80}"),
    ("readme-api-token", "rdme_{l70}"),
    ("rubygems-api-token", "rubygems_{h48}"),
    ("sentry-org-token", "sntrys_eyJ{A90}_{A43}"),
    ("sentry-user-token", "sntryu_{h64}"),
    ("settlemint-application-access-token", "sm_aat_{A16}"),
    ("settlemint-personal-access-token", "sm_pat_{A16}"),
    ("settlemint-service-access-token", "sm_sat_{A16}"),
    ("sonar-token-prefixed", "squ_{h40}"),
    ("sourcegraph-access-token", "sgp_{h40}"),
    ("sourcegraph-access-token", "sgp_{h16}_{h40}"),
    ("figma-access-token", "figd_{A40}"),
    ("private-key", "-----BEGIN RSA PRIVATE KEY-----\n{A64}\n{A64}\n-----END RSA PRIVATE KEY-----"),
    ("private-key", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n{A64}\n{A64}\n-----END PGP PRIVATE KEY BLOCK-----"),
    ("jwt", "eyJ{A30}.eyJ{A60}.{w43}"),
    ("jwt-base64", "ZXlKaGJHY2lPaU{A120}"),
    ("curl-auth-user", "curl -s -u jane:{A14} https://api.acme-tools.io"),
    ("sidekiq-sensitive-url", "https://{h8}:{h8}@gems.contribsys.com/"),
    ("discord-webhook-url", "https://discord.com/api/webhooks/{d19}/{w68}"),
    ("discord-webhook-url", "https://discordapp.com/api/v10/webhooks/{d18}/{w68}"),
    ("slack-app-token", "xapp-1-{H11}-{d13}-{h64}"),
    ("slack-bot-token", "xoxb-{d12}-{d12}-{A24}"),
    ("slack-config-access-token", "xoxe.xoxp-1-{H163}"),
    ("slack-config-refresh-token", "xoxe-1-{H146}"),
    ("slack-legacy-bot-token", "xoxb-{d9}-{A24}"),
    ("slack-legacy-token", "xoxs-{d10}-{d10}-{d10}-{h32}"),
    ("slack-legacy-workspace-token", "xoxa-2-{A30}"),
    ("slack-user-token", "xoxp-{d12}-{d12}-{d12}-{h32}"),
    ("slack-cookie-token", "xoxc-{d12}-{d12}-{d12}-{h64}"),
    ("slack-webhook-url", "https://hooks.slack.com/services/T{H10}/B{H10}/{A24}"),
    ("microsoft-teams-webhook", "https://acme.webhook.office.com/webhookb2/{h8}-{h4}-{h4}-{h4}-{h12}@{h8}-{h4}-{h4}-{h4}-{h12}/IncomingWebhook/{h32}/{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("google-chat-webhook", "https://chat.googleapis.com/v1/spaces/AAAA{A7}/messages?key=AIza{w30}&token={w43}"),
    ("zapier-webhook-url", "https://hooks.zapier.com/hooks/catch/{d7}/{l7}/"),
    ("make-webhook-url", "https://hook.eu1.make.com/{l32}"),
    ("ifttt-webhook-key", "https://maker.ifttt.com/trigger/door/with/key/{w43}"),
    ("telegram-bot-api-token", "https://api.telegram.org/bot{d10}:AA{w33}/sendMessage"),
    ("twilio-api-key", "SK{h32}"),
    ("sendgrid-api-token", "SG.{w22}.{w43}"),
    ("sendinblue-api-token", "xkeysib-{h64}-{A16}"),
    ("mailgun-private-api-token", "key-{h32}"),
    ("mailgun-pub-key", "pubkey-{h32}"),
    ("mailchimp-api-key", "{h32}-us12"),
    ("resend-api-key", "re_{A8}_{A24}"),
    ("mailersend-api-token", "mlsn.{h64}"),
    ("facebook-access-token", "{d16}|{A27}"),
    ("facebook-page-access-token", "EAAG{A180}"),
    ("instagram-access-token", "IGQV{A140}"),
    ("twitter-bearer-token", "AAAAAAAAAAAAAAAAAAAAAA{A80}"),
    ("stripe-access-token", "sk_live_{A24}"),
    ("stripe-access-token", "rk_test_{A40}"),
    ("stripe-client-secret", "pi_3{A23}_secret_{A25}"),
    ("webhook-signing-secret", "whsec_{A32}"),
    ("duffel-api-token", "duffel_live_{w43}"),
    ("easypost-api-token", "EZAK{A54}"),
    ("easypost-test-api-token", "EZTK{A54}"),
    ("flutterwave-encryption-key", "FLWSECK_TEST-{o12}"),
    ("flutterwave-public-key", "FLWPUBK_TEST-{o32}-X"),
    ("flutterwave-secret-key", "FLWSECK_TEST-{o32}-X"),
    ("gocardless-api-token", "live_{A40}"),
    ("mollie-api-key", "live_{A30}"),
    ("maxmind-license-key", "{A6}_{A29}_mmk"),
    ("plaid-api-token", "access-sandbox-{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("shippo-api-token", "shippo_live_{h40}"),
    ("shopify-access-token", "shpat_{h32}"),
    ("shopify-custom-access-token", "shpca_{h32}"),
    ("shopify-private-app-access-token", "shppa_{h32}"),
    ("shopify-shared-secret", "shpss_{h32}"),
    ("square-access-token", "sq0atp-{w22}"),
    ("paypal-access-token", "A21AA{w90}"),
    ("woocommerce-consumer-secret", "cs_{h40}"),
    ("woocommerce-consumer-key", "ck_{h40}"),
    ("xendit-secret-key", "xnd_production_{A60}"),
    ("adobe-client-secret", "p8e-{A32}"),
    ("airtable-personnal-access-token", "pat{A14}.{h64}"),
    ("atlassian-api-token", "ATATT3{w186}"),
    ("bitbucket-app-password", "ATBB{A32}"),
    ("cal-com-api-key", "cal_live_{h32}"),
    ("clickup-personal-token", "pk_{d8}_{H32}"),
    ("dropbox-short-lived-api-token", "sl.{w135}"),
    ("frameio-api-token", "fio-u-{w64}"),
    ("hubspot-private-app-token", "pat-na1-{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("linear-api-key", "lin_api_{A40}"),
    ("lob-api-key", "live_{h35}"),
    ("lob-pub-api-key", "live_pub_{h31}"),
    ("mapbox-api-token", "pk.{l60}.{l22}"),
    ("mapbox-secret-token", "sk.ey{A70}.{w22}"),
    ("notion-api-token", "ntn_{d11}{A35}"),
    ("notion-internal-token", "secret_{A43}"),
    ("typeform-api-token", "tfp_{w59}"),
    ("zoho-oauth-token", "1000.{h32}.{h32}"),
    ("webflow-site-token", "ws-{h64}"),
];

#[test]
fn every_form_is_found_as_a_value_in_code_and_in_prose() {
    for (rule, form) in FORMS {
        let value = made(form);
        assert_eq!(
            rules_of(&set("note", &value)),
            [*rule],
            "as a value: {form}"
        );
        let quoted = format!("// call it\nconst a = `{value}`;\nreturn a;");
        assert_eq!(rules_of(&code(&quoted)), [*rule], "in code: {form}");
        let prose = format!("Use {value} and then go on.");
        assert_eq!(
            rules_of(&found_in("stickyNote", json!({ "content": prose }))),
            [*rule],
            "in prose: {form}"
        );
        let body = json!({ "list": ["x", { "deep": value }] }).to_string();
        assert_eq!(
            rules_of(&found_in("httpRequest", json!({ "jsonBody": body }))),
            [*rule],
            "in a document: {form}"
        );
        let expression = format!("={{{{ $json.x }}}} {value}");
        assert!(
            rules_of(&set("note", &expression)).contains(rule),
            "beside an expression: {form}"
        );
    }
}

#[test]
fn no_form_is_found_when_it_is_cut_short_or_printed_as_in_a_manual() {
    let mut wrong = Vec::new();
    for (rule, form) in FORMS.iter().filter(|(_, form)| form.contains('{')) {
        let values = [made(&shortened(form)), printed(form)];
        wrong.extend(
            values
                .into_iter()
                .filter(|value| rules_of(&set("note", value)).contains(rule)),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_rule_that_knows_a_form_has_a_test() {
    let tested: Vec<_> = FORMS
        .iter()
        .map(|(rule, _)| *rule)
        .chain(super::names::NAMES.iter().map(|(rule, ..)| *rule))
        .chain(super::contexts::CONTEXTS.iter().copied())
        .collect();
    for rule in rules() {
        assert!(tested.contains(&rule.id), "{} has no test", rule.id);
    }
}
