//! What expressions and addresses say.

/// The names in `$env.NAME` and `$env["NAME"]`. Of a name that is put together when the workflow runs, its written
/// beginning with an ellipsis: there are several that begin so.
pub(super) fn members<'a>(text: &'a str, object: &'a str) -> impl Iterator<Item = String> + 'a {
    text.match_indices(object).filter_map(move |(at, _)| {
        let rest = &text[at + object.len()..];
        match rest.strip_prefix('.') {
            Some(rest) => Some(name(rest)).filter(|name| !name.is_empty()),
            None => key(rest.strip_prefix('[')?.trim_start()),
        }
    })
}

fn name(text: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    text.chars().take_while(plain).take(120).collect()
}

/// What stands in brackets, when it begins with a written name.
fn key(text: &str) -> Option<String> {
    let quote = text.chars().next().filter(|c| "\"'`".contains(*c))?;
    let name = name(&text[1..]);
    let rest = &text[1 + name.len()..];
    if name.is_empty() {
        return None;
    }
    match rest.strip_prefix(quote).map(str::trim_start) {
        Some(rest) if rest.starts_with(']') => Some(name),
        Some(rest) if rest.starts_with('+') => Some(format!("{name}…")),
        None if quote == '`' && rest.starts_with("${") => Some(format!("{name}…")),
        _ => None,
    }
}

/// The host of an address, when it is written out and not calculated.
pub(crate) fn host(text: &str) -> Option<String> {
    let text = text
        .trim()
        .strip_prefix('=')
        .unwrap_or(text.trim())
        .trim_start();
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    // Whoever is named before the @ is nobody's business.
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let plain = !host.is_empty()
        && host.len() <= 253
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    (plain && host.contains('.')).then(|| host.to_lowercase())
}
