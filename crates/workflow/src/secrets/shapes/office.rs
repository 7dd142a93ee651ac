//! Keys of documents, tasks, customers and forms.

use super::Shape;

#[rustfmt::skip]
pub(super) const SHAPES: &[Shape] = &[
    Shape::new("adobe-client-secret", "Adobe client secret", &["p8e-"], r"p8e-[A-Za-z0-9]{32}", 2.0),
    Shape::new("airtable-personnal-access-token", "Airtable personal access token", &["pat"], r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}", 3.0),
    Shape::new("atlassian-api-token", "Atlassian API token", &["atatt3", "atctt3"], r"AT[AC]TT3[A-Za-z0-9_=-]{100,230}", 3.5),
    Shape::new("bitbucket-app-password", "Bitbucket app password", &["atbb"], r"ATBB[A-Za-z0-9]{32,40}", 3.0),
    Shape::new("cal-com-api-key", "Cal.com API key", &["cal_"], r"cal_(?:live_)?[a-f0-9]{32}", 3.0),
    Shape::new("clickup-personal-token", "ClickUp personal token", &["pk_"], r"pk_[0-9]{5,12}_[A-Z0-9]{32}", 3.0),
    Shape::new("dropbox-short-lived-api-token", "Dropbox short-lived token", &["sl."], r"(?i)sl\.(?:u\.)?[a-z0-9_=-]{130,1400}", 3.5),
    Shape::new("frameio-api-token", "Frame.io API token", &["fio-u-"], r"(?i)fio-u-[a-z0-9_=-]{64}", 3.0),
    Shape::new("hubspot-private-app-token", "HubSpot private app token", &["pat-na", "pat-eu", "pat-ap"], r"pat-(?:na|eu|ap)\d-[a-f0-9]{8}-(?:[a-f0-9]{4}-){3}[a-f0-9]{12}", 3.0),
    Shape::new("linear-api-key", "Linear API key", &["lin_api_", "lin_oauth_"], r"lin_(?:api|oauth)_[A-Za-z0-9]{40,64}", 2.0),
    Shape::new("lob-api-key", "Lob API key", &["live_", "test_"], r"(?:live|test)_[a-f0-9]{35}", 3.0),
    Shape::new("lob-pub-api-key", "Lob publishable key", &["live_pub_", "test_pub_"], r"(?:test|live)_pub_[a-f0-9]{31}", 3.0).warn(),
    Shape::new("mapbox-api-token", "Mapbox public token", &["pk."], r"(?i)pk\.[a-z0-9]{60}\.[a-z0-9]{22}", 3.0).warn(),
    Shape::new("mapbox-secret-token", "Mapbox secret token", &["sk."], r"sk\.ey[A-Za-z0-9]{50,90}\.[A-Za-z0-9_-]{20,24}", 3.5),
    Shape::new("notion-api-token", "Notion integration token", &["ntn_"], r"ntn_[0-9]{9,12}[A-Za-z0-9]{32,38}", 3.5),
    Shape::new("notion-internal-token", "Notion internal token", &["secret_"], r"secret_[A-Za-z0-9]{43}", 3.5),
    Shape::new("typeform-api-token", "Typeform API token", &["tfp_"], r"(?i)tfp_[a-z0-9_.=-]{40,59}", 3.0),
    Shape::new("zoho-oauth-token", "Zoho OAuth token", &["1000."], r"1000\.[a-f0-9]{32}\.[a-f0-9]{32}", 3.0),
    Shape::new("webflow-site-token", "Webflow API token", &["ws-"], r"ws-[a-f0-9]{64}", 3.0),
];
