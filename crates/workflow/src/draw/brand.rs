//! Colors by which people know an app, and a glyph of ours for what it is. No logos.

use super::glyph::{
    BOX, CALENDAR, CARD, CART, CHAT, CHECK, CLOUD, CODE, CYLINDER, FOLDER, HASH, LAYERS, MAIL,
    NOTE, PAGE, PEOPLE, PHONE, PLANE, SPARK, TABLE, VIDEO,
};

/// The tile of an app.
pub(super) struct Brand {
    pub(super) color: &'static str,
    /// `None` for two letters.
    pub(super) glyph: Option<&'static str>,
}

/// The tile for an app's key: its own when it is well known, else a color that always is the same for that key.
pub(super) fn of(key: &str) -> Brand {
    match KNOWN.iter().find(|(known, ..)| *known == key) {
        Some(&(_, color, glyph)) => Brand {
            color,
            glyph: (!glyph.is_empty()).then_some(glyph),
        },
        None => Brand {
            color: OTHERS[hash(key) as usize % OTHERS.len()],
            glyph: None,
        },
    }
}

/// 32 bits on every machine, so that a browser and a server give an app the same color.
fn hash(key: &str) -> u32 {
    let add = |sum: u32, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte));
    key.bytes().fold(7, add)
}

const OTHERS: [&str; 12] = [
    "#4f6bd8", "#8a5cc9", "#b94f8e", "#c2564b", "#b9722a", "#8c7a1f", "#5b8a32", "#2f8f63",
    "#1f8a8c", "#2f7fb8", "#66708a", "#8a6655",
];

const KNOWN: &[(&str, &str, &str)] = &[
    ("slack", "#611f69", HASH),
    ("gmail", "#dd4b3e", MAIL),
    ("google-sheets", "#188f50", TABLE),
    ("google-drive", "#1a73e8", FOLDER),
    ("google-docs", "#3f7fe8", PAGE),
    ("google-calendar", "#3f7fe8", CALENDAR),
    ("google-gemini", "#4e6cf0", SPARK),
    ("google-tasks", "#3f7fe8", CHECK),
    ("telegram", "#229ed9", PLANE),
    ("notion", "#55565c", ""),
    ("openai", "#0e8a6c", SPARK),
    ("azure-openai", "#0a74c8", SPARK),
    ("anthropic", "#c15f3c", SPARK),
    ("mistral-ai", "#e8590c", SPARK),
    ("groq", "#d9480f", SPARK),
    ("ollama", "#55565c", SPARK),
    ("deepseek", "#4d6bfe", SPARK),
    ("openrouter", "#5d63c9", SPARK),
    ("cohere", "#39594d", SPARK),
    ("perplexity", "#1f7f88", SPARK),
    ("hugging-face", "#c98a00", SPARK),
    ("airtable", "#2d7ff9", TABLE),
    ("baserow", "#3a5bd9", TABLE),
    ("nocodb", "#3366dd", TABLE),
    ("discord", "#5865f2", CHAT),
    ("whatsapp", "#1c9a50", CHAT),
    ("mattermost", "#1e4f9c", CHAT),
    ("intercom", "#2a5fd6", CHAT),
    ("zendesk", "#1f5a4c", CHAT),
    ("freshdesk", "#22876a", CHAT),
    ("microsoft-teams", "#5059c9", PEOPLE),
    ("microsoft-outlook", "#0f6cbd", MAIL),
    ("microsoft-excel", "#107c41", TABLE),
    ("microsoft-excel-365", "#107c41", TABLE),
    ("microsoft-onedrive", "#0a66c2", CLOUD),
    ("onedrive", "#0a66c2", CLOUD),
    ("dropbox", "#0061fe", BOX),
    ("box", "#0061d5", BOX),
    ("nextcloud", "#0082c9", CLOUD),
    ("aws-s3", "#c4570c", BOX),
    ("s3", "#c4570c", BOX),
    ("github", "#57606a", CODE),
    ("gitlab", "#d9471c", CODE),
    ("hubspot", "#e0572f", PEOPLE),
    ("salesforce", "#0b8fd6", CLOUD),
    ("pipedrive", "#1f7a3d", PEOPLE),
    ("stripe", "#635bff", CARD),
    ("paypal", "#0f4ba0", CARD),
    ("shopify", "#5e8e3e", CART),
    ("woocommerce", "#7f54b3", CART),
    ("postgres", "#336791", CYLINDER),
    ("mysql", "#00718c", CYLINDER),
    ("mongodb", "#34853c", CYLINDER),
    ("redis", "#c6302b", LAYERS),
    ("supabase", "#24915f", CYLINDER),
    ("pinecone", "#1b5f4a", CYLINDER),
    ("qdrant", "#b3204d", CYLINDER),
    ("weaviate", "#2b8a3e", CYLINDER),
    ("milvus", "#1583c9", CYLINDER),
    ("snowflake", "#1f93c4", CYLINDER),
    ("elasticsearch", "#047f76", CYLINDER),
    ("trello", "#0c66e4", CHECK),
    ("asana", "#d9586b", CHECK),
    ("jira", "#0c5cd6", CHECK),
    ("jira-software", "#0c5cd6", CHECK),
    ("linear", "#5e6ad2", CHECK),
    ("clickup", "#7356e8", CHECK),
    ("todoist", "#d8493a", CHECK),
    ("monday-com", "#d9325f", CHECK),
    ("x-twitter", "#4a4f57", ""),
    ("linkedin", "#0a66c2", ""),
    ("facebook-graph", "#1666d8", ""),
    ("instagram", "#c13584", ""),
    ("reddit", "#e0451f", CHAT),
    ("youtube", "#d9251d", VIDEO),
    ("zoom", "#0b5cff", VIDEO),
    ("spotify", "#1a9448", NOTE),
    ("wordpress", "#21759b", ""),
    ("webflow", "#2e51ed", ""),
    ("typeform", "#55565c", ""),
    ("mailchimp", "#a97500", MAIL),
    ("sendgrid", "#1a82e2", MAIL),
    ("brevo", "#0b8a5c", MAIL),
    ("mailjet", "#8f5bd0", MAIL),
    ("twilio", "#d9304a", PHONE),
    ("quickbooks", "#2a8f1f", CARD),
    ("xero", "#118fb5", CARD),
    ("n8n", "#d9415f", ""),
    ("elevenlabs", "#55565c", NOTE),
    ("calendly", "#0b6bd8", CALENDAR),
    ("graphql", "#c6187e", ""),
];
