//! Keys of shops and payments.

use super::Shape;

#[rustfmt::skip]
pub(super) const SHAPES: &[Shape] = &[
    Shape::new("stripe-access-token", "Stripe secret key", &["sk_test", "sk_live", "sk_prod", "rk_test", "rk_live", "rk_prod"], r"[sr]k_(?:test|live|prod)_[A-Za-z0-9]{10,247}", 2.0),
    Shape::new("stripe-client-secret", "Stripe client secret", &["_secret_"], r"(?:pi|seti|src|cs)_(?:test_|live_)?[A-Za-z0-9]{10,60}_secret_[A-Za-z0-9]{10,60}", 3.0).back(80),
    Shape::new("webhook-signing-secret", "Webhook signing secret", &["whsec_"], r"whsec_[A-Za-z0-9+/=_-]{24,80}", 3.0),
    Shape::new("duffel-api-token", "Duffel API token", &["duffel_"], r"duffel_(?:test|live)_(?i)[a-z0-9_=-]{43}", 2.0),
    Shape::new("easypost-api-token", "EasyPost API token", &["ezak"], r"EZAK[A-Za-z0-9]{54}", 2.0),
    Shape::new("easypost-test-api-token", "EasyPost test token", &["eztk"], r"EZTK[A-Za-z0-9]{54}", 2.0),
    Shape::new("flutterwave-encryption-key", "Flutterwave encryption key", &["flwseck"], r"FLWSECK(?:_TEST)?-?[a-hA-H0-9]{12}", 2.0),
    Shape::new("flutterwave-public-key", "Flutterwave public key", &["flwpubk"], r"FLWPUBK(?:_TEST)?-[a-hA-H0-9]{32}-X", 2.0).warn(),
    Shape::new("flutterwave-secret-key", "Flutterwave secret key", &["flwseck"], r"FLWSECK(?:_TEST)?-[a-hA-H0-9]{32}-X", 2.0),
    Shape::new("gocardless-api-token", "GoCardless access token", &["live_"], r"live_[A-Za-z0-9_=-]{40}", 3.5),
    Shape::new("mollie-api-key", "Mollie API key", &["live_", "test_"], r"(?:live|test)_[A-Za-z0-9]{30}", 3.5),
    Shape::new("maxmind-license-key", "MaxMind license key", &["_mmk"], r"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk", 3.5).from(36),
    Shape::new("plaid-api-token", "Plaid access token", &["access-"], r"access-(?:sandbox|development|production)-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", 3.0),
    Shape::new("shippo-api-token", "Shippo API token", &["shippo_"], r"shippo_(?:live|test)_[a-fA-F0-9]{40}", 2.0),
    Shape::new("shopify-access-token", "Shopify access token", &["shpat_"], r"shpat_[a-fA-F0-9]{32}", 2.0).open(),
    Shape::new("shopify-custom-access-token", "Shopify custom app token", &["shpca_"], r"shpca_[a-fA-F0-9]{32}", 2.0).open(),
    Shape::new("shopify-private-app-access-token", "Shopify private app token", &["shppa_"], r"shppa_[a-fA-F0-9]{32}", 2.0).open(),
    Shape::new("shopify-shared-secret", "Shopify shared secret", &["shpss_"], r"shpss_[a-fA-F0-9]{32}", 2.0).open(),
    Shape::new("square-access-token", "Square access token", &["eaaa", "sq0atp-", "sq0csp-"], r"(?:EAAA|sq0atp-|sq0csp-)[A-Za-z0-9_-]{22,60}", 3.0),
    Shape::new("paypal-access-token", "PayPal access token", &["a21aa", "access_token$"], r"A21AA[A-Za-z0-9_-]{50,120}|access_token\$(?:production|sandbox)\$[a-z0-9]{13,20}\$[a-f0-9]{32}", 3.0),
    Shape::new("woocommerce-consumer-secret", "WooCommerce consumer secret", &["cs_"], r"cs_[a-f0-9]{40}", 3.0),
    Shape::new("woocommerce-consumer-key", "WooCommerce consumer key", &["ck_"], r"ck_[a-f0-9]{40}", 3.0),
    Shape::new("xendit-secret-key", "Xendit secret key", &["xnd_"], r"xnd_(?:production|development)_[A-Za-z0-9]{40,80}", 3.0),
];
