//! How to show the workflow on a site of one's own: a few lines to copy.

use leptos::prelude::*;
use market::Market;
use market::catalog::{Product, Version, embed_token};

use crate::ui::{CodeBlock, Disclosure};
use crate::web::paths;

/// What can be embedded of a product that carries a workflow.
pub(super) struct Offer {
    number: String,
    /// Shows whichever version is on sale.
    newest: String,
    /// Shows the one on sale today, for good.
    pinned: String,
}

impl Offer {
    /// Nothing for a product without a drawing.
    pub(super) fn of(
        market: &Market,
        product: &Product,
        version: &Version,
        graph: Option<&str>,
        canonical: &str,
    ) -> Option<Self> {
        let ratio = ratio(graph?);
        let snippet = |pinned| {
            let token = embed_token(&market.keys, product.id, pinned);
            let frame = format!("{}{}", market.public_url, paths::embed(&token));
            snippet(
                &market.public_url,
                &frame,
                &ratio,
                &product.title,
                canonical,
            )
        };
        Some(Self {
            number: version.number.clone(),
            newest: snippet(None),
            pinned: snippet(Some(version.id)),
        })
    }
}

#[component]
pub(super) fn Embed(offer: Offer) -> impl IntoView {
    let pinned = format!("Always version {}", offer.number);
    view! {
        <div class="embed-offer" id="embed">
            <Disclosure summary="Embed this workflow">
                <p>
                    "Copy these lines to where the drawing shall stand on your site. They load one small script of ours, set no cookies, and show the drawing only: "
                    <code>"theme=\"dark\""</code> " or " <code>"theme=\"light\""</code> " fixes its colors."
                </p>
                <CodeBlock code=offer.newest title="Whichever version is on sale"/>
                <CodeBlock code=offer.pinned title=pinned/>
            </Disclosure>
        </div>
    }
}

fn snippet(shop: &str, frame: &str, ratio: &str, title: &str, product: &str) -> String {
    let title = escaped(title);
    format!(
        "<script async src=\"{shop}{}\"></script>\n<autopilot-workflow src=\"{frame}\" ratio=\"{ratio}\" title=\"{title}\">\n  \
         <a href=\"{product}\">{title} on Autopilot Monster</a>\n</autopilot-workflow>",
        paths::EMBED_SCRIPT
    )
}

/// Width and height of a drawing, from the root of the SVG we drew.
fn ratio(graph: &str) -> String {
    let frame = graph
        .split("viewBox=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let mut sides = frame.unwrap_or_default().split(' ').skip(2);
    match (sides.next(), sides.next()) {
        (Some(width), Some(height)) => format!("{width}:{height}"),
        _ => "16:10".to_owned(),
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{ratio, snippet};

    #[test]
    fn a_drawing_keeps_its_shape_elsewhere() {
        assert_eq!(
            ratio("<svg class=\"wf-graph\" viewBox=\"-48 -8.5 1800 720\" width=\"1800\">"),
            "1800:720"
        );
        assert_eq!(ratio("<svg>"), "16:10");
    }

    #[test]
    fn a_title_cannot_break_out_of_the_lines_to_copy() {
        let lines = snippet(
            "https://shop",
            "https://shop/embed/a",
            "1:1",
            "\"><script>",
            "https://shop/p",
        );
        assert_eq!(lines.matches("<script").count(), 1);
    }
}
