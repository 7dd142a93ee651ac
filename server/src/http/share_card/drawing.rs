//! How the picture is set: the words on the left, the workflow on the right, the shop's mark above.

use std::fmt::Write;

use market::catalog::ShareCard;

use super::letters;
use crate::http::document::escape;

/// The shop's paper.
pub(super) const GROUND: [u8; 3] = [0xfb, 0xfa, 0xf7];
/// The room for words, in pixels.
const ROOM: f64 = 500.0;

/// The whole picture as SVG of 1200 by 630.
pub(super) fn drawing(card: &ShareCard) -> String {
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\" width=\"1200\" height=\"630\" font-family=\"Inter\">\
         <path d=\"M0 0h1200v630H0z\" fill=\"#fbfaf7\"/><path d=\"M0 0h1200v10H0z\" fill=\"#5134bd\"/>",
    );
    out.push_str(MARK);
    let foot = title(&mut out, &letters::title(&card.title, &card.slug));
    let vendor = letters::settable(&card.vendor_name);
    let by = workflow::wrap(&format!("by {vendor}"), 28.0, ROOM, 1);
    line(
        &mut out,
        by.first().map_or("", String::as_str),
        foot + 58.0,
        "font-size=\"28\" fill=\"#494d5a\"",
    );
    foot_line(&mut out, card);
    picture(&mut out, &card.miniature);
    out.push_str("</svg>");
    out
}

/// As large as it fits; returns where its last line stands.
fn title(out: &mut String, title: &str) -> f64 {
    // Bold letters are a little wider than the ones lines are measured with.
    let set = |size: f64, most: usize| workflow::wrap(title, size * 1.06, ROOM, most);
    let (size, lines) = [56.0, 48.0]
        .into_iter()
        .map(|size| (size, set(size, 4)))
        .find(|(_, lines)| lines.len() < 4)
        .unwrap_or_else(|| (40.0, set(40.0, 5)));
    let leading = size * 1.16;
    let mut foot = 214.0 - leading;
    for text in &lines {
        foot += leading;
        let attributes = format!("font-size=\"{size}\" font-weight=\"700\" fill=\"#171a26\"");
        line(out, text, foot, &attributes);
    }
    foot
}

fn line(out: &mut String, text: &str, foot: f64, attributes: &str) {
    let _ = write!(
        out,
        "<text x=\"64\" y=\"{foot:.1}\" {attributes}>{}</text>",
        escape(text)
    );
}

/// The price as a tag, and what kind of thing it is.
fn foot_line(out: &mut String, card: &ShareCard) {
    let price = card.price.to_string();
    // The advance of bold figures, and room on both sides.
    let wide = 56 + 20 * price.chars().count();
    let _ = write!(
        out,
        "<rect x=\"64\" y=\"506\" width=\"{wide}\" height=\"60\" rx=\"30\" fill=\"#171a26\"/>\
         <text x=\"{middle}\" y=\"547\" text-anchor=\"middle\" font-size=\"32\" font-weight=\"700\" fill=\"#fff\">{price}</text>\
         <text x=\"{next}\" y=\"546\" font-size=\"26\" fill=\"#494d5a\">{kind}</text>",
        middle = 64 + wide / 2,
        next = 64 + wide + 24,
        price = escape(&price),
        kind = card.kind.label(),
    );
}

/// The miniature in a frame of 16:10. It is drawn in the light theme's colors.
fn picture(out: &mut String, miniature: &str) {
    let (x, y, wide, high) = (620, 150, 516, 416);
    let _ = write!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" rx=\"20\" fill=\"#f4f4f7\" stroke=\"#dcdde3\" stroke-width=\"2\"/>"
    );
    let place = format!(
        "<svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" ",
        x + 6,
        y + 52,
        wide - 12,
        (wide - 12) * 10 / 16
    );
    out.push_str(&miniature.replacen("<svg ", &place, 1));
}

/// The mascot's glyph and the shop's name.
const MARK: &str = "<g transform=\"translate(60 58) scale(1.5)\">\
    <path d=\"M8 8.5C8 14 12 13 13.5 17M32 8.5C32 14 28 13 26.5 17\" fill=\"none\" stroke=\"#1b1d2a\" stroke-width=\"2.6\" stroke-linecap=\"round\"/>\
    <circle cx=\"8\" cy=\"6.5\" r=\"4\" fill=\"#1b1d2a\"/><circle cx=\"32\" cy=\"6.5\" r=\"4\" fill=\"#1b1d2a\"/>\
    <rect x=\"6.5\" y=\"14.5\" width=\"27\" height=\"23\" rx=\"8\" fill=\"#5134bd\"/>\
    <circle cx=\"20\" cy=\"23.5\" r=\"5.8\" fill=\"#b9e23b\"/><circle cx=\"21.4\" cy=\"23.5\" r=\"2.5\" fill=\"#14161f\"/>\
    <path d=\"M14.5 33l2.75-2 2.75 2 2.75-2 2.75 2\" fill=\"none\" stroke=\"#fff\" stroke-width=\"2.2\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></g>\
    <text x=\"134\" y=\"103\" font-size=\"30\" font-weight=\"700\" fill=\"#171a26\">Autopilot Monster</text>";

#[cfg(test)]
mod tests {
    use market::Money;
    use market::catalog::{Price, ProductKind};

    use super::*;

    fn card(title: &str) -> ShareCard {
        ShareCard {
            title: title.to_owned(),
            slug: "reconcile".to_owned(),
            kind: ProductKind::N8nWorkflow,
            vendor_name: "Quiet <Queue>".to_owned(),
            price: Price::OneTime(Money::usd(6_900)),
            miniature: "<svg class=\"wf-mini\" viewBox=\"0 0 320 200\"></svg>".to_owned(),
        }
    }

    #[test]
    fn what_others_wrote_is_text_and_a_long_title_ends_above_the_price() {
        let drawing = drawing(&card(&"Reconcile \"everything\" & <more> ".repeat(4)));
        assert!(!drawing.contains("<more>") && !drawing.contains("<Queue>"));
        assert!(drawing.contains("by Quiet &lt;Queue&gt;") && drawing.contains("$69"));
        let feet = drawing.split("<text x=\"64\" y=\"").skip(1);
        let feet = feet.filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
        let lowest = feet.fold(0.0, f64::max);
        assert!((214.0..490.0).contains(&lowest), "{lowest}");
    }
}
