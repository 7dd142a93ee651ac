//! The letters the picture can be set in: those of the one font there is. Others would leave holes.

/// A title without what cannot be set; when nothing is left, the product's address says what it is about.
pub(super) fn title(title: &str, slug: &str) -> String {
    let title = settable(title);
    if title.chars().any(char::is_alphanumeric) {
        return title;
    }
    let words = slug.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The text without what cannot be set, and without the brackets that are empty then.
pub(super) fn settable(text: &str) -> String {
    let text: String = text.chars().filter(|c| is_settable(*c)).collect();
    let text = ["()", "[]", "( )", "[ ]"]
        .iter()
        .fold(text, |text, empty| text.replace(empty, ""));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Latin, Greek, Cyrillic, punctuation, currencies, arrows and mathematics: what Inter has of Unicode, by blocks.
fn is_settable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{52f}' | '\u{1d00}'..='\u{1fff}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
        | '\u{2070}'..='\u{20bf}' | '\u{2100}'..='\u{22ff}')
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn a_title_is_set_in_the_letters_there_are() {
        for (written, set) in [
            (
                "Stock alerts before the shelf is empty (在庫アラート)",
                "Stock alerts before the shelf is empty",
            ),
            (
                "Incident escalation ladder 🚨",
                "Incident escalation ladder",
            ),
            (
                "Aprobación de gastos → límites",
                "Aprobación de gastos → límites",
            ),
            ("在庫アラート 🧊", "Shelf stock alerts"),
        ] {
            assert_eq!(title(written, "shelf-stock-alerts"), set);
        }
    }
}
