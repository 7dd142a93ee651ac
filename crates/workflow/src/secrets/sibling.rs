//! The sibling that names a value: of `{"name": "X-API-KEY", "value": "…"}`, `X-API-KEY`.

use serde_json::{Map, Value};

/// Keys whose value is named by a sibling.
pub(super) const VALUES: &[&str] = &[
    "value",
    "stringValue",
    "fieldValue",
    "val",
    "values",
    "defaultValue",
    "rightValue",
    "value2",
];

/// The text of the sibling that names a value.
pub(super) fn name_of(fields: &Map<String, Value>) -> Option<&str> {
    const NAMES: &[&str] = &[
        "name",
        "key",
        "parameter",
        "header",
        "fieldName",
        "field",
        "fieldId",
        "property",
        "variable",
        "leftValue",
        "value1",
    ];
    if !VALUES.iter().any(|key| fields.contains_key(*key)) {
        return None;
    }
    let name = NAMES
        .iter()
        .find_map(|key| fields.get(*key)?.as_str().filter(|name| !name.is_empty()))?;
    Some(if name.starts_with('=') {
        last_word(name)
    } else {
        name
    })
}

/// The field an expression reads: `={{ $json.headers["x-token"] }}` reads `x-token`.
fn last_word(expression: &str) -> &str {
    let inner = expression.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = inner
        .rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .map_or(0, |at| at + 1);
    inner.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_names_what_it_reads() {
        assert_eq!(last_word("={{ $json.headers['x-token'] }}"), "x-token");
        assert_eq!(last_word("={{ $json.apiKey }}"), "apiKey");
        assert_eq!(last_word("={{}}"), "");
    }
}
