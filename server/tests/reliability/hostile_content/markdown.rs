//! Markdown that vendors write: whatever it is made of, what comes out is harmless, and stays so when it is read again.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use scraper::{Html, Selector};
use serde_json::json;
use url::Url;

use super::corpus::corpus;
use crate::report::{Report, quick};

/// What may come out of a description. Whoever lets more through has to look at what it can do, and add it here.
const TAGS: &str = "a abbr acronym article aside b bdi bdo blockquote br caption center cite code col colgroup data dd del dfn \
    div dl dt em figcaption figure footer h2 h3 h4 h5 h6 header hgroup hr i ins kbd li mark nav ol p pre q rp rt rtc ruby s \
    samp small span strike strong sub sup table tbody td th thead tfoot time tr tt u ul var wbr";
const ATTRIBUTES: &str = "align char charoff cite datetime dir height href hreflang lang rel size span start summary title width colspan \
    rowspan headers scope rules";
const SCHEMES: [&str; 3] = ["https", "http", "mailto"];

/// What a drawing is made of, and where its attributes may point: to parts of itself.
const DRAWN: &str = "svg g rect path text tspan circle ellipse line polyline polygon title desc defs clippath mask marker \
    lineargradient radialgradient stop pattern filter fegaussianblur fedropshadow feoffset feflood femerge femergenode \
    fecomposite symbol use";

/// Parts of documents, between which hostile ones are put.
const PARTS: [&str; 24] = [
    "# ", "## ", "- ", "1. ", "> ", "```\n", "`", "**", "_", "~~", "\n\n", "\n", "|", "|---|\n",
    "[", "](", ")", "![", "<", ">", "&", "\"", "'", "a word ",
];

fn a_document(rng: &mut StdRng, hostile: &[String]) -> String {
    let mut text = String::new();
    for _ in 0..rng.random_range(1..20) {
        match rng.random_range(0..4) {
            0 => text.push_str(hostile.choose(rng).unwrap()),
            1 => {
                let whole = hostile.choose(rng).unwrap();
                text.push_str(&a_piece(rng, whole));
            }
            _ => text.push_str(PARTS.choose(rng).unwrap()),
        }
    }
    text
}

/// Any stretch of it.
fn a_piece(rng: &mut StdRng, text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let begin = rng.random_range(0..letters.len());
    let end = rng.random_range(begin..letters.len()) + 1;
    letters[begin..end].iter().collect()
}

/// What a reader's browser would make of it.
fn elements(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let page = Html::parse_fragment(html);
    let all = Selector::parse("*").unwrap();
    let read = page.select(&all).skip(1).map(|element| {
        let attributes = element.value().attrs();
        let attributes =
            attributes.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
        (
            element.value().name().to_ascii_lowercase(),
            attributes.collect(),
        )
    });
    read.collect()
}

fn wrong_in_text(html: &str) -> Option<String> {
    let read = elements(html);
    for (name, attributes) in &read {
        if !TAGS.split_whitespace().any(|tag| tag == name) {
            return Some(format!("<{name}>"));
        }
        let has = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted);
        if name == "a" && has("rel").is_none_or(|(_, rel)| rel != "nofollow ugc noopener") {
            return Some(format!("a link whose rel is {:?}", has("rel")));
        }
        for (attribute, value) in attributes {
            if !ATTRIBUTES
                .split_whitespace()
                .any(|known| known == attribute)
            {
                return Some(format!("{attribute} of <{name}>"));
            }
            if matches!(attribute.as_str(), "href" | "cite") && leads_astray(value) {
                return Some(format!("{attribute}={value}"));
            }
        }
    }
    // What is saved is what was looked at: reading it again changes nothing.
    let again = Html::parse_fragment(html).root_element().inner_html();
    (elements(&again) != read).then(|| format!("it mutates into {again}"))
}

/// As browsers read it: with a scheme, one of ours; else it leads to a page beside this one, or nowhere.
fn leads_astray(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| !SCHEMES.contains(&url.scheme()))
}

fn wrong_in_drawing(svg: &str) -> Option<String> {
    for (name, attributes) in elements(svg) {
        if !DRAWN.split_whitespace().any(|tag| tag == name) {
            return Some(format!("<{name}> in a drawing"));
        }
        for (attribute, value) in attributes {
            let loads = ["href", "xlink:href", "src", "style"].contains(&attribute.as_str());
            if attribute.starts_with("on") || (loads && !value.starts_with('#')) {
                return Some(format!("{attribute}={value} of <{name}> in a drawing"));
            }
        }
    }
    None
}

fn a_note(content: &str) -> workflow::Workflow {
    let note = json!({
        "name": "A workflow",
        "nodes": [{
            "id": "1", "name": "Sticky Note", "type": "n8n-nodes-base.stickyNote", "typeVersion": 1, "position": [0, 0],
            "parameters": { "content": content, "width": 600, "height": 400 }
        }],
        "connections": {}
    });
    workflow::parse(note.to_string().as_bytes())
        .unwrap()
        .workflow
}

#[test]
fn comes_out_harmless_and_stays_so() {
    let report = Report::of("G2");
    let mut rng = StdRng::seed_from_u64(report.seed());
    let hostile: Vec<String> = corpus().into_iter().map(|payload| payload.text).collect();
    let documents = if quick() { 3_000 } else { 40_000 };
    let mut wrong = Vec::new();
    for nth in 0..documents {
        let text = match hostile.get(nth) {
            Some(payload) => payload.clone(),
            None => a_document(&mut rng, &hostile),
        };
        let html = market::markdown::to_html(&text);
        wrong.extend(wrong_in_text(&html).map(|what| format!("{what} of {text:?}: {html}")));
        if nth % 4 == 0 || nth < hostile.len() {
            let svg = workflow::draw::svg(&a_note(&text), &workflow::draw::DrawOptions::default());
            wrong.extend(wrong_in_drawing(&svg).map(|what| format!("{what} of {text:?}")));
        }
    }
    println!("{:#?}", &wrong[..wrong.len().min(20)]);
    report
        .figure("documents", documents)
        .figure("payloads", hostile.len())
        .figure("wrong", wrong.len())
        .pass(wrong.is_empty());
}
