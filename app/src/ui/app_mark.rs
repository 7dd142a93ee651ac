//! The small marks that stand for apps.

use html_escape::encode_double_quoted_attribute as escaped;
use leptos::prelude::*;

/// A small tile that stands for an app: two letters on a color of its own, the same wherever the app is named.
#[component]
pub fn AppMark(
    /// The app as the workflow names it, for example `Google Sheets`.
    #[prop(into)]
    app: String,
    #[prop(optional)] small: bool,
) -> impl IntoView {
    let class = if small { SMALL } else { "app-mark" };
    let drawn = drawn(&app);
    view! { <svg class=class viewBox="0 0 24 24" role="img" aria-label=app inner_html=drawn></svg> }
}

/// A row of small marks. A front page has sixty: one text a row costs it far less than four elements a mark.
#[component]
pub fn AppMarks(apps: Vec<String>, class: &'static str) -> impl IntoView {
    let marks: String = apps.iter().map(|app| small_mark(app)).collect();
    view! { <span class=class inner_html=marks></span> }
}

const SMALL: &str = "app-mark app-mark--small";

fn small_mark(app: &str) -> String {
    let (name, drawn) = (escaped(app), drawn(app));
    format!(
        r#"<svg class="{SMALL}" viewBox="0 0 24 24" role="img" aria-label="{name}">{drawn}</svg>"#
    )
}

fn drawn(app: &str) -> String {
    let (title, paint, letters) = (escaped(app), paint_of(app), letters_of(app));
    format!(
        r##"<title>{title}</title><rect width="24" height="24" fill="{paint}"></rect><text x="12" y="16" text-anchor="middle" fill="#fff">{letters}</text>"##
    )
}

/// Colors by which people know an app, deepened where white letters need it.
const KNOWN: [(&str, &str); 28] = [
    ("airtable", "#1565c0"),
    ("anthropic", "#a4532f"),
    ("asana", "#c2405a"),
    ("confluence", "#1d5fd1"),
    ("discord", "#4752c4"),
    ("github", "#24292f"),
    ("gitlab", "#c2410c"),
    ("gmail", "#c5392c"),
    ("google calendar", "#2b6fd6"),
    ("google docs", "#2f6fd0"),
    ("google drive", "#11754a"),
    ("google sheets", "#137a43"),
    ("hubspot", "#c2492f"),
    ("jira", "#1d5fd1"),
    ("linear", "#4c55b5"),
    ("mailchimp", "#8a6500"),
    ("microsoft teams", "#4b53bc"),
    ("notion", "#2f2f2f"),
    ("openai", "#0b7a63"),
    ("outlook", "#0a6cbd"),
    ("postgres", "#31648c"),
    ("postgresql", "#31648c"),
    ("salesforce", "#0b72b5"),
    ("shopify", "#4f7a22"),
    ("slack", "#611f69"),
    ("stripe", "#554be0"),
    ("telegram", "#1b78b0"),
    ("zendesk", "#1f5c4d"),
];

/// Deep enough that white letters keep 4.5 : 1 on each.
const OTHERS: [&str; 8] = [
    "#5b3fd1", "#0b6e99", "#9a4a00", "#1d7a46", "#b3265a", "#7a5a00", "#8a3fb0", "#00727a",
];

fn paint_of(app: &str) -> &'static str {
    let app = app.to_lowercase();
    if let Some((_, paint)) = KNOWN.iter().find(|(known, _)| *known == app) {
        return paint;
    }
    let sum = app.bytes().fold(7usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(byte.into())
    });
    OTHERS[sum % OTHERS.len()]
}

fn letters_of(app: &str) -> String {
    let mut words = app
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let first = words.next().unwrap_or("?");
    let second = words.next().and_then(|word| word.chars().next());
    let mut letters: String = first.chars().take(1).flat_map(char::to_uppercase).collect();
    match second {
        Some(letter) => letters.extend(letter.to_uppercase()),
        None => letters.extend(first.chars().skip(1).take(1).flat_map(char::to_lowercase)),
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::{letters_of, small_mark};

    #[test]
    fn an_app_is_marked_by_its_first_two_letters_or_the_initials_of_two_words() {
        assert_eq!(letters_of("slack"), "Sl");
        assert_eq!(letters_of("Google Sheets"), "GS");
        assert_eq!(letters_of("élan"), "Él");
        assert_eq!(letters_of(""), "?");
    }

    #[test]
    fn the_name_of_an_app_is_never_markup() {
        let mark = small_mark("\"><script>");
        assert!(!mark.contains("<script"), "{mark}");
        assert_eq!(mark.matches("&lt;script&gt;").count(), 2);
    }
}
