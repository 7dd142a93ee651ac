//! Our own line glyphs, on a grid of 24, drawn with a round stroke.

use crate::document::Node;
use crate::family::{Family, community_package};

const BOLT: &str = "M13 3 5 14h6l-1 7 8-11h-6z";
const CLOCK: &str = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM12 7v5l3.5 2";
const ENTER: &str = "M3 12h11M10 8l4 4-4 4M13 4h7v16h-7";
const LEAVE: &str = "M11 4H4v16h7M9 12h12M17 8l4 4-4 4";
const POINTER: &str = "M6 3.5 18.5 11l-5.5 1.5L10 18zM13.5 13l4.5 6";
pub(super) const CHAT: &str = "M4 5h16v11h-9l-4 4v-4H4z";
const FORM: &str = "M5 3h14v18H5zM9 8h6M9 12h6M9 16h3";
pub(super) const MAIL: &str = "M3 6h18v12H3zM3 7l9 6.5L21 7";
const FEED: &str = "M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14M6 18h.01";
pub(super) const SPARK: &str =
    "M11 3l2 6 6 2-6 2-2 6-2-6-6-2 6-2zM18.5 16l.9 2.1 2.1.9-2.1.9-.9 2.1-.9-2.1-2.1-.9 2.1-.9z";
const ROBOT: &str = "M5 9h14v10H5zM12 9V5M12 4h.01M9.5 13v2M14.5 13v2M2 13v3M22 13v3";
const CHIP: &str = "M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4";
const CHAIN: &str = "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1.5 1.5M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1.5-1.5";
pub(super) const LAYERS: &str = "M12 4l9 4.5-9 4.5-9-4.5zM3 12.5l9 4.5 9-4.5M3 16.5l9 4.5 9-4.5";
const WRENCH: &str = "M20 6.5a4.5 4.5 0 0 1-6 5.5L7.5 18.5a2.1 2.1 0 0 1-3-3L11 9a4.5 4.5 0 0 1 5.5-6L14 5.5l.7 2.8 2.8.7z";
const BRACES: &str = "M9 4C4 4 8 11 4 12c4 1 0 8 5 8M15 4c5 0 1 7 5 8-4 1 0 8-5 8";
const DOTS: &str = "M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01M6 18l6-6 6-6";
pub(super) const CYLINDER: &str =
    "M5 6c0-4 14-4 14 0v12c0 4-14 4-14 0zM5 6c0 4 14 4 14 0M5 12c0 4 14 4 14 0";
pub(super) const PAGE: &str = "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6";
const CUT: &str = "M4 5h16M4 19h16M3 12h4M10 12h4M17 12h4";
const LENS: &str = "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM15.5 15.5 21 21";
const BRANCH: &str = "M3 12h6l4-6h7M9 12l4 6h7M17 3l3 3-3 3M17 15l3 3-3 3";
const SWITCH: &str = "M3 12h17M8 12l4-7h8M8 12l4 7h8";
const JOIN: &str = "M3 6h6l4 6h7M3 18h6l4-6M17 9l3 3-3 3";
const FUNNEL: &str = "M4 5h16l-6 8v6l-4-2v-4z";
const LOOP: &str = "M4 12a7 7 0 0 1 12-5l3 3M19 5v5h-5M20 12a7 7 0 0 1-12 5l-3-3M5 19v-5h5";
const SAND: &str = "M7 3h10M7 21h10M8 3c0 5 8 6 8 9s-8 4-8 9M16 3c0 5-8 6-8 9s8 4 8 9";
const ARROW: &str = "M4 12h15M14 7l5 5-5 5";
pub(super) const CODE: &str = "M8 7l-5 5 5 5M16 7l5 5-5 5M13.5 4.5l-3 15";
const TERMINAL: &str = "M3 5h18v14H3zM7 9l3 3-3 3M13 15h4";
pub(super) const GLOBE: &str =
    "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18";
const PENCIL: &str = "M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4";
pub(super) const TABLE: &str = "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14";
const SORT: &str = "M7 5v14M4 16l3 3 3-3M13 6h7M13 11h5M13 16h3";
const GATHER: &str = "M4 5h5c5 0 3 7 8 7M4 19h5c5 0 3-7 8-7M4 12h16M17 9l3 3-3 3";
const SPREAD: &str = "M4 12h16M4 12h3c5 0 3-7 8-7h5M7 12c5 0 3 7 8 7h5";
pub(super) const CALENDAR: &str = "M4 6h16v14H4zM4 10.5h16M8 3v5M16 3v5";
const KEY: &str = "M8 11a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M11 12l9-9M16 7l3 3";
const PLAY: &str = "M4 4h16v16H4zM10 8.5v7l6-3.5z";
const STOP: &str = "M8.5 3h7L21 8.5v7L15.5 21h-7L3 15.5v-7zM12 8v5M12 16h.01";
const OVERLAP: &str = "M9 5a7 7 0 1 0 0 14a7 7 0 1 0 0-14zM15 5a7 7 0 1 0 0 14a7 7 0 1 0 0-14z";
const FEWER: &str = "M4 6h16M4 12h11M4 18h6";
const IMAGE: &str = "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9h.01";
pub(super) const PLANE: &str = "M21 4 3 11l6 2.5L12 20zM21 4 9 13.5";
pub(super) const HASH: &str = "M9 4 7 20M17 4l-2 16M4 9h16M4 15h16";
pub(super) const FOLDER: &str = "M3 6h6l2 3h10v10H3z";
pub(super) const CLOUD: &str = "M7 18a4.5 4.5 0 0 1-.5-9A6 6 0 0 1 18 8.5a4.8 4.8 0 0 1-.5 9.5z";
pub(super) const PEOPLE: &str = "M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M3 20c0-7 12-7 12 0M16 5.5a3.2 3.2 0 0 1 0 6.2M18 14c2.5 1 3 3 3 6";
pub(super) const CART: &str = "M3 4h3l2.5 11H18l3-8H7M10 19h.01M17 19h.01";
pub(super) const VIDEO: &str = "M3 6h13v12H3zM16 11l5-4v10l-5-4";
pub(super) const CHECK: &str = "M4 12.5l5 5.5L20 6";
pub(super) const CARD: &str = "M3 6h18v12H3zM3 10h18M7 14.5h3";
pub(super) const BOX: &str = "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9";
pub(super) const PHONE: &str = "M8 3h8v18H8zM11 18h2";
pub(super) const NOTE: &str = "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-2.5-2.5A2.5 2.5 0 0 1 9 18zM19 16a2.5 2.5 0 1 1-2.5-2.5A2.5 2.5 0 0 1 19 16z";
const TAG: &str = "M4 4h8l8 8-8 8-8-8zM8 8h.01";
const SMILE: &str = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM8 14c2 3 6 3 8 0M9 9.5h.01M15 9.5h.01";
const WARNING: &str = "M12 4 3 20h18zM12 10v5M12 17.5h.01";

/// The glyph of a node, by its type and then by its family.
pub(super) fn of(node: &Node) -> &'static str {
    let short = node.short_type();
    if let Some((_, glyph)) = BY_TYPE.iter().find(|(key, _)| *key == short) {
        return glyph;
    }
    if let Some((_, glyph)) = BY_PREFIX
        .iter()
        .find(|(prefix, _)| short.starts_with(prefix))
    {
        return glyph;
    }
    match Family::of(node) {
        Family::Trigger => BOLT,
        Family::Ai => SPARK,
        Family::Logic => ARROW,
        Family::Data => TABLE,
        Family::Code => CODE,
        Family::App if community_package(node).is_some() => BOX,
        Family::App | Family::Note => GLOBE,
    }
}

/// The glyph that tells a sub-node's part; `None` for anything else.
pub(super) fn of_part(node: &Node) -> Option<&'static str> {
    let short = node.short_type();
    BY_PREFIX
        .iter()
        .find(|(prefix, _)| short.starts_with(prefix))
        .map(|(_, glyph)| *glyph)
}

const BY_PREFIX: &[(&str, &str)] = &[
    ("lmChat", SPARK),
    ("lm", SPARK),
    ("embeddings", DOTS),
    ("vectorStore", CYLINDER),
    ("memory", LAYERS),
    ("outputParser", BRACES),
    ("textSplitter", CUT),
    ("document", PAGE),
    ("retriever", LENS),
    ("reranker", SORT),
    ("chain", CHAIN),
    ("tool", WRENCH),
    ("mcp", WRENCH),
];

const BY_TYPE: &[(&str, &str)] = &[
    ("manualTrigger", POINTER),
    ("start", POINTER),
    ("scheduleTrigger", CLOCK),
    ("cron", CLOCK),
    ("interval", CLOCK),
    ("webhook", ENTER),
    ("formTrigger", FORM),
    ("form", FORM),
    ("chatTrigger", CHAT),
    ("manualChatTrigger", CHAT),
    ("executeWorkflowTrigger", ENTER),
    ("errorTrigger", WARNING),
    ("emailReadImap", MAIL),
    ("rssFeedReadTrigger", FEED),
    ("rssFeedRead", FEED),
    ("agent", ROBOT),
    ("agentTool", ROBOT),
    ("openAiAssistant", ROBOT),
    ("textClassifier", TAG),
    ("sentimentAnalysis", SMILE),
    ("informationExtractor", LENS),
    ("modelSelector", CHIP),
    ("guardrails", STOP),
    ("memoryManager", LAYERS),
    ("if", BRANCH),
    ("switch", SWITCH),
    ("merge", JOIN),
    ("filter", FUNNEL),
    ("splitInBatches", LOOP),
    ("wait", SAND),
    ("noOp", ARROW),
    ("stopAndError", STOP),
    ("compareDatasets", OVERLAP),
    ("executeWorkflow", PLAY),
    ("toolWorkflow", PLAY),
    ("limit", FEWER),
    ("respondToWebhook", LEAVE),
    ("removeDuplicates", OVERLAP),
    ("set", PENCIL),
    ("renameKeys", PENCIL),
    ("aggregate", GATHER),
    ("summarize", GATHER),
    ("splitOut", SPREAD),
    ("itemLists", SPREAD),
    ("sort", SORT),
    ("dateTime", CALENDAR),
    ("crypto", KEY),
    ("jwt", KEY),
    ("totp", KEY),
    ("convertToFile", PAGE),
    ("extractFromFile", PAGE),
    ("readBinaryFile", PAGE),
    ("readBinaryFiles", PAGE),
    ("writeBinaryFile", PAGE),
    ("readWriteFile", PAGE),
    ("readPDF", PAGE),
    ("moveBinaryData", PAGE),
    ("spreadsheetFile", TABLE),
    ("dataTable", TABLE),
    ("xml", CODE),
    ("html", CODE),
    ("htmlExtract", CODE),
    ("markdown", PAGE),
    ("editImage", IMAGE),
    ("compression", BOX),
    ("httpRequest", GLOBE),
    ("httpRequestTool", GLOBE),
    ("toolHttpRequest", GLOBE),
    ("graphql", GLOBE),
    ("code", CODE),
    ("function", CODE),
    ("functionItem", CODE),
    ("toolCode", CODE),
    ("executeCommand", TERMINAL),
    ("ssh", TERMINAL),
    ("emailSend", MAIL),
    ("emailSendTool", MAIL),
    ("ftp", FOLDER),
    ("aiTransform", SPARK),
    ("evaluation", CHECK),
    ("evaluationTrigger", CHECK),
    ("toolCalculator", HASH),
    ("toolWikipedia", LENS),
    ("toolSerpApi", LENS),
];
