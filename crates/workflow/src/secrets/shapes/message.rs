//! Keys of chat, mail and telephony, and addresses anyone can write to who knows them.

use super::Shape;

#[rustfmt::skip]
pub(super) const SHAPES: &[Shape] = &[
    Shape::new("discord-webhook-url", "Discord webhook", &["/api/webhooks/", "/api/v10/webhooks/"], r"/api/(?:v\d{1,2}/)?webhooks/(\d{15,22}/[A-Za-z0-9_-]{50,100})", 3.0).beside("discord"),
    Shape::new("slack-app-token", "Slack app token", &["xapp-"], r"(?i)xapp-\d-[A-Z0-9]{3,}-\d{3,}-[a-z0-9]{16,}", 2.0),
    Shape::new("slack-bot-token", "Slack bot token", &["xoxb-"], r"xoxb-[0-9]{10,13}-[0-9]{10,13}[A-Za-z0-9-]*", 3.0),
    Shape::new("slack-config-access-token", "Slack configuration token", &["xoxe.xox"], r"(?i)xoxe.xox[bp]-\d-[A-Z0-9]{163,166}", 2.0),
    Shape::new("slack-config-refresh-token", "Slack configuration refresh token", &["xoxe-"], r"(?i)xoxe-\d-[A-Z0-9]{146}", 2.0),
    Shape::new("slack-legacy-bot-token", "Slack legacy bot token", &["xoxb-"], r"xoxb-[0-9]{8,14}-[A-Za-z0-9]{18,26}", 2.0),
    Shape::new("slack-legacy-token", "Slack legacy token", &["xoxo-", "xoxs-"], r"xox[os]-\d{4,}-\d{4,}-\d{4,}-[a-fA-F\d]{8,}", 2.0),
    Shape::new("slack-legacy-workspace-token", "Slack legacy workspace token", &["xoxa-", "xoxr-"], r"xox[ar]-(?:\d-)?[0-9A-Za-z]{8,48}", 2.0),
    Shape::new("slack-user-token", "Slack user token", &["xoxp-", "xoxe-"], r"xox[pe](?:-[0-9]{10,13}){3}-[A-Za-z0-9-]{28,34}", 2.0),
    Shape::new("slack-cookie-token", "Slack browser token", &["xoxc-", "xoxd-"], r"xox[cd]-[A-Za-z0-9%-]{40,250}", 3.0),
    Shape::new("slack-webhook-url", "Slack webhook", &["hooks.slack.com/"], r"hooks\.slack\.com/(?:services|workflows|triggers)/([A-Za-z0-9+/]{43,80})", 3.0),
    Shape::new("microsoft-teams-webhook", "Microsoft Teams webhook", &["webhook.office.com/webhookb2/"], r"webhook\.office\.com/webhookb2/([a-z0-9]{8}-(?:[a-z0-9]{4}-){3}[a-z0-9]{12}@[a-z0-9]{8}-(?:[a-z0-9]{4}-){3}[a-z0-9]{12}/IncomingWebhook/[a-z0-9]{32}/[a-z0-9]{8}-(?:[a-z0-9]{4}-){3}[a-z0-9]{12})", 3.0).open(),
    Shape::new("google-chat-webhook", "Google Chat webhook", &["chat.googleapis.com/v1/spaces/"], r"chat\.googleapis\.com/v1/spaces/[A-Za-z0-9_-]+/messages\?(key=[A-Za-z0-9_-]{20,60}&token=[A-Za-z0-9_%=-]{20,120})", 3.0).open(),
    Shape::new("zapier-webhook-url", "Zapier webhook", &["hooks.zapier.com/hooks/"], r"hooks\.zapier\.com/hooks/(?:catch|standard)/(\d{4,12}/[A-Za-z0-9]{5,12})", 2.0).warn(),
    Shape::new("make-webhook-url", "Make webhook", &["hook."], r"hook\.(?:[a-z]{2}\d\.|)(?:make|integromat)\.com/([a-z0-9]{32})", 3.0).warn(),
    Shape::new("ifttt-webhook-key", "IFTTT webhook key", &["maker.ifttt.com/"], r"maker\.ifttt\.com/trigger/[A-Za-z0-9_-]+/(?:json/)?with/key/([A-Za-z0-9_-]{20,50})", 3.0),
    Shape::new("telegram-bot-api-token", "Telegram bot token", &[":a"], r"[0-9]{5,16}:A[A-Za-z0-9_-]{34}", 3.5).back(16),
    Shape::new("twilio-api-key", "Twilio API key", &["sk"], r"SK[0-9a-fA-F]{32}", 3.0),
    Shape::new("sendgrid-api-token", "SendGrid API key", &["sg."], r"SG\.[A-Za-z0-9=_.-]{66}", 3.0),
    Shape::new("sendinblue-api-token", "Brevo API key", &["xkeysib-", "xsmtpsib-"], r"x(?:key|smtp)sib-[a-f0-9]{64}-[A-Za-z0-9]{16}", 2.0),
    Shape::new("mailgun-private-api-token", "Mailgun private key", &["key-"], r"key-[a-f0-9]{32}", 3.0),
    Shape::new("mailgun-pub-key", "Mailgun public validation key", &["pubkey-"], r"pubkey-[a-f0-9]{32}", 3.0).warn(),
    Shape::new("mailchimp-api-key", "Mailchimp API key", &["-us"], r"[a-f0-9]{32}-us\d{1,2}", 3.0).from(32),
    Shape::new("resend-api-key", "Resend API key", &["re_"], r"re_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,30}", 3.5),
    Shape::new("mailersend-api-token", "MailerSend API token", &["mlsn."], r"mlsn\.[a-f0-9]{64}", 3.0),
    Shape::new("facebook-access-token", "Facebook app access token", &["|", "%7c"], r"(?i)\d{15,16}(?:\||%7c)[0-9a-z_-]{27,40}", 3.0).back(16),
    Shape::new("facebook-page-access-token", "Facebook or WhatsApp access token", &["eaa"], r"EAA[A-Za-z0-9]{100,500}", 3.5),
    Shape::new("instagram-access-token", "Instagram access token", &["igqv", "igaa"], r"IG(?:QV|AA)[A-Za-z0-9_-]{80,400}", 3.5),
    Shape::new("twitter-bearer-token", "X (Twitter) bearer token", &["aaaaaaaaaaaaaaaaaaaaaa"], r"A{20,24}[A-Za-z0-9%]{60,120}", 2.5),
];
