//! A QR code, drawn here: what it says is a secret, and no other server shall see it.

use std::fmt::Write;

use leptos::prelude::*;
use qrcodegen::QrCodeEcc;

/// The light edge around a code, in modules (ISO/IEC 18004).
const QUIET: i32 = 4;

/// Dark on light in both themes: many cameras read nothing else. A text too long for a code draws nothing.
#[component]
pub(super) fn QrCode(text: String, label: &'static str) -> impl IntoView {
    let code = qrcodegen::QrCode::encode_text(&text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * QUIET;
    let view_box = format!("0 0 {side} {side}");
    Some(view! {
        <svg class="qr-code" viewBox=view_box role="img" aria-label=label shape-rendering="crispEdges">
            <rect class="qr-code__ground" width=side height=side></rect>
            <path class="qr-code__modules" d=modules(&code)></path>
        </svg>
    })
}

/// One stroke for each run of dark modules.
fn modules(code: &qrcodegen::QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size())
                .take_while(|x| code.get_module(*x, y))
                .count();
            let run = i32::try_from(run).unwrap_or_default();
            if run > 0 {
                // Writing to a string does not fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run + 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_and_no_light_one() {
        let code = qrcodegen::QrCode::encode_text("otpauth://totp/x", QrCodeEcc::Medium)
            .expect("a short text");
        let dark: i32 = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .map(|(x, y)| i32::from(code.get_module(x, y)))
            .sum();
        let drawn: i32 = modules(&code)
            .split('h')
            .skip(1)
            .filter(|part| !part.starts_with('-'))
            .filter_map(|part| part.split('v').next()?.parse::<i32>().ok())
            .sum();
        assert_eq!(drawn, dark);
    }
}
