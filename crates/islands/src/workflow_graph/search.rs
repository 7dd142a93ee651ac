//! Finding nodes by what they are called and what they are.

use super::NodeCard;

/// The places of the cards in whose name or type every word of the text appears; none for a text without words.
pub fn matches(cards: &[NodeCard], text: &str) -> Vec<usize> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let fits = |card: &NodeCard| {
        let (name, what) = (card.name.to_lowercase(), card.type_label.to_lowercase());
        words
            .iter()
            .all(|word| name.contains(word) || what.contains(word))
    };
    let places = cards.iter().enumerate().filter(|(_, card)| fits(card));
    places.map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(name: &str, what: &str) -> NodeCard {
        NodeCard {
            index: 0,
            name: name.to_owned(),
            type_label: what.to_owned(),
            kind: String::new(),
            description: String::new(),
            parameters: Vec::new(),
        }
    }

    #[test]
    fn a_node_is_found_by_its_name_and_by_what_it_is() {
        let cards = [
            card("Tell the team", "Slack"),
            card("Ask for the weather", "HTTP Request"),
            card("Größe prüfen", "If"),
        ];
        assert_eq!(matches(&cards, "TEAM"), [0]);
        assert_eq!(matches(&cards, "http"), [1]);
        assert_eq!(matches(&cards, "the"), [0, 1]);
        assert_eq!(matches(&cards, "slack team"), [0]);
        assert!(matches(&cards, "weather slack").is_empty());
        assert_eq!(matches(&cards, "GRÖßE"), [2]);
    }

    #[test]
    fn nothing_is_found_where_nothing_is_asked() {
        assert!(matches(&[card("A", "B")], "  ").is_empty());
    }
}
