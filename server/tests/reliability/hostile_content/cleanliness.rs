//! Whether a document holds anything that runs, loads or leads where nothing of the shop's does.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use scraper::{ElementRef, Html};
use sha2::{Digest, Sha256};

/// Elements that run, load or reach beyond what they stand in. None of our pages has any.
const NEVER: [&str; 17] = [
    "iframe",
    "object",
    "embed",
    "base",
    "applet",
    "frame",
    "frameset",
    "foreignobject",
    "animate",
    "set",
    "use",
    "image",
    "feimage",
    "style",
    "math",
    "template",
    "noembed",
];

/// Attributes whose value is an address.
const ADDRESSES: [&str; 14] = [
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "data",
    "poster",
    "background",
    "cite",
    "srcset",
    "ping",
    "to",
    "values",
    "longdesc",
];

/// What is wrong with this page, in words. Its policy says which scripts and styles are ours.
pub fn faults(html: &str, policy: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let elements = page.root_element().descendent_elements();
    elements
        .flat_map(|element| faults_of(element, policy))
        .collect()
}

fn faults_of(element: ElementRef<'_>, policy: &str) -> Vec<String> {
    let name = element.value().name().to_ascii_lowercase();
    let mut found = Vec::new();
    if NEVER.contains(&name.as_str()) && !is_own_style(element, policy) {
        found.push(format!("<{name}>"));
    }
    if name == "script" {
        let own = element
            .attr("nonce")
            .is_some_and(|nonce| policy.contains(&format!("'nonce-{nonce}'")));
        if !own && element.attr("type") != Some("application/ld+json") {
            found.push("a script without the nonce".to_owned());
        }
    }
    if name == "meta" && element.attr("http-equiv").is_some() {
        found.push("a <meta http-equiv>".to_owned());
    }
    for (attribute, value) in element.value().attrs() {
        let attribute = attribute.to_ascii_lowercase();
        if attribute.starts_with("on") || attribute == "srcdoc" {
            found.push(format!("{attribute} of <{name}>"));
        }
        if ADDRESSES.contains(&attribute.as_str()) && runs(value) {
            found.push(format!("{attribute}={value} of <{name}>"));
        }
    }
    found
}

/// The little style that our static pages bring along is known to their policy by its hash.
fn is_own_style(element: ElementRef<'_>, policy: &str) -> bool {
    let hash = Sha256::digest(element.text().collect::<String>());
    policy.contains(&format!("'sha256-{}'", STANDARD.encode(hash)))
}

/// As browsers read it: controls and spaces at its ends, and tabs and line ends anywhere, count for nothing.
fn runs(address: &str) -> bool {
    let read: String = address.chars().filter(|c| *c > ' ').collect();
    let read = read.to_ascii_lowercase();
    read.starts_with("javascript:")
        || read.starts_with("vbscript:")
        || (read.starts_with("data:") && !read.starts_with("data:image/png"))
}

#[test]
fn what_runs_is_found() {
    for dirty in [
        "<p onclick=x>",
        "<script>x</script>",
        "<a href='java\tscript:x'>",
        "<svg><set to=javascript:x></svg>",
        "<iframe srcdoc=x>",
        "<meta http-equiv=refresh>",
    ] {
        assert!(!faults(dirty, "'nonce-n'").is_empty(), "{dirty}");
    }
    let clean = "<script nonce=n>x</script><a href=/on>on</a><svg><path d=''/></svg>";
    assert!(faults(clean, "'nonce-n'").is_empty());
}
