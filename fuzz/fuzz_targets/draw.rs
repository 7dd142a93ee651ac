//! Draws, lists and understands; nothing from the file may become markup.
#![no_main]

use libfuzzer_sys::fuzz_target;
use workflow::{draw, node_details, outline, parse, requirements, sanitise};

fuzz_target!(|bytes: &[u8]| {
    let Ok(parsed) = parse(bytes) else { return };
    let workflow = parsed.workflow;
    let picture = draw::svg(&workflow, &draw::DrawOptions::default());
    for bad in ["<script", "<foreignObject", "<image", "NaN", " href", "style="] {
        assert!(!tags(&picture).contains(bad), "{bad} in {picture}");
    }
    assert!(picture.ends_with("</g></svg>"));
    draw::miniature(&workflow);
    assert_eq!(outline(&workflow, true).len(), workflow.node_count());
    assert_eq!(node_details(&workflow, true).len(), workflow.node_count());
    requirements(&workflow);
    let clean = sanitise(&workflow).json;
    let again = parse(clean.to_string().as_bytes()).expect("what was sanitised can be read");
    assert!(sanitise(&again.workflow).removed.is_empty());
});

/// The tags alone: in text and in attributes anything may stand, escaped.
fn tags(picture: &str) -> String {
    let mut out = String::new();
    let (mut in_tag, mut quoted) = (false, false);
    for c in picture.chars() {
        match c {
            '<' => (in_tag, quoted) = (true, false),
            '>' => in_tag = false,
            '"' if in_tag => quoted = !quoted,
            _ => {}
        }
        if in_tag && !quoted {
            out.push(c);
        }
    }
    out
}
