//! Telling the expressions in a setting apart from its text. They are shown, never evaluated.

/// A stretch of a setting's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece<'a> {
    Text(&'a str),
    /// `{{ … }}`, braces included.
    Expression(&'a str),
}

/// In n8n a value that begins with `=` holds expressions; the sign itself is not shown.
pub fn pieces(value: &str) -> Vec<Piece<'_>> {
    let Some(mut rest) = value.strip_prefix('=') else {
        return vec![Piece::Text(value)];
    };
    let mut pieces = Vec::new();
    while let Some((before, inside)) = rest.split_once("{{") {
        // What was cut off in the middle is an expression to its end.
        let length = inside.find("}}").map_or(inside.len(), |end| end + 2);
        let (expression, after) = (
            rest.get(before.len()..before.len() + 2 + length),
            inside.get(length..),
        );
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.extend(expression.map(Piece::Expression));
        rest = after.unwrap_or_default();
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::Piece::{Expression, Text};
    use super::*;

    #[test]
    fn expressions_stand_out_from_the_text_around_them() {
        assert_eq!(
            pieces("=Hello {{ $json.name }}, it is {{ $now }}"),
            [
                Text("Hello "),
                Expression("{{ $json.name }}"),
                Text(", it is "),
                Expression("{{ $now }}"),
            ]
        );
        assert_eq!(pieces("={{ $json.id }}"), [Expression("{{ $json.id }}")]);
    }

    #[test]
    fn only_a_value_that_begins_with_the_sign_holds_expressions() {
        assert_eq!(pieces("{{ name }}"), [Text("{{ name }}")]);
        assert_eq!(pieces("=plain"), [Text("plain")]);
    }

    #[test]
    fn a_value_that_was_cut_off_is_an_expression_to_its_end() {
        assert_eq!(
            pieces("=a {{ $json.…"),
            [Text("a "), Expression("{{ $json.…")]
        );
        assert_eq!(pieces("={{"), [Expression("{{")]);
    }
}
