//! Vendors' markdown, turned into HTML that is safe to show.

use pulldown_cmark::{Options, Parser, html};

/// Renders markdown and keeps only harmless tags: no scripts, styles, images from elsewhere or surprising links.
pub fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut raw = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut raw, Parser::new_ext(markdown, options));
    ammonia::Builder::default()
        .rm_tags(["img", "details", "summary", "map", "area", "h1"])
        .link_rel(Some("nofollow ugc noopener"))
        .url_schemes(["https", "http", "mailto"].into())
        .clean(&raw)
        .to_string()
}
