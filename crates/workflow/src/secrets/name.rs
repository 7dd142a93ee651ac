//! What a name says about its value: `X-API-KEY` names a secret, `tokenCount` does not.

/// How surely a name is that of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Of something else.
    Other,
    /// Of a secret, or of many other things: `key`, `sig`.
    Weak,
    /// Of a secret: `accessToken`.
    Strong,
    /// Of a password, which may be short and need not look random.
    Password,
    /// Of a header that proves who asks.
    Authorization,
    /// Of the header that holds the session.
    Cookie,
}

/// What a name is the name of.
pub(super) fn kind(name: &str) -> Kind {
    if name.is_empty() || name.len() > 120 {
        return Kind::Other;
    }
    let words = words(name);
    let joined = words.concat();
    match joined.as_str() {
        "authorization" | "proxyauthorization" | "xauthorization" => return Kind::Authorization,
        "cookie" | "setcookie" | "cookies" => return Kind::Cookie,
        _ => {}
    }
    let last = words.last().map(String::as_str).unwrap_or_default();
    if ENDS.contains(&last)
        || words.iter().any(|word| OTHERS.contains(&word.as_str()))
        || is_session(&words)
    {
        return Kind::Other;
    }
    if ["password", "passwd", "passphrase", "passwort", "contrasena"]
        .iter()
        .any(|word| joined.contains(word))
        || matches!(last, "pwd" | "pass" | "pw")
    {
        Kind::Password
    } else if STRONG.iter().any(|word| joined.contains(word))
        || matches!(last, "token" | "jwt" | "bearer" | "credential" | "sid")
    {
        Kind::Strong
    } else if WEAK
        .iter()
        .any(|weak| words.iter().any(|word| word == weak))
        || joined == "appid"
    {
        Kind::Weak
    } else {
        Kind::Other
    }
}

#[rustfmt::skip]
const STRONG: &[&str] = &[
    "apikey", "apitoken", "accesskey", "accesstoken", "authtoken", "authkey", "secret", "privatekey", "signingkey",
    "encryptionkey", "subscriptionkey", "masterkey", "servicekey", "licensekey", "userkey", "appkey",
    "applicationkey", "webhookkey", "integrationkey", "sharedkey", "storagekey", "accountkey", "consumerkey",
    "developerkey", "hmackey", "functionskey", "connectionstring", "refreshtoken", "bearertoken", "bottoken",
    "servicerole", "anonkey", "deploykey", "sshkey", "serverkey", "rapidapikey", "clientkey",
];

#[rustfmt::skip]
const WEAK: &[&str] = &[
    "key", "auth", "token", "sig", "credential", "credentials", "creds", "access", "api", "license", "bearer",
];

/// Last words that say it is about a secret, not one.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    "id", "ids", "name", "names", "type", "types", "url", "uri", "endpoint", "host", "count", "max", "min", "limit",
    "length", "size", "field", "fields", "column", "path", "file", "filename", "format", "expiry", "expires",
    "expiration", "expired", "at", "ttl", "index", "mode", "method", "prompt", "usage", "text", "label", "title",
    "description", "message", "status", "error", "valid", "required", "enabled", "exists", "header", "prefix",
    "suffix", "regex", "pattern", "version", "number", "provider", "scope", "scopes", "algorithm", "alg", "ref",
    "reference", "placeholder", "tokens", "keys", "words", "validator", "check", "hint", "link", "page", "date",
    "time", "user", "username", "level", "policy", "location", "result", "response", "code", "digest", "hash",
    "checksum", "fingerprint", "thumbprint",
];

/// Words that make it something else wherever they stand.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "idempotency", "dedupe", "dedup", "csrf", "xsrf", "public", "publishable", "pub", "cached", "foreign", "primary",
    "partition", "sort", "cache", "schema", "page", "next", "previous", "sync", "continuation", "cursor", "reply",
    "resource", "author", "authors", "keyword", "keywords", "keyboard", "monkey", "max", "min", "total", "completion",
    "tokenizer", "property", "lookup", "group", "object", "s3", "hashes", "pagination", "sha256", "sha1", "md5",
    "etag", "nonce", "storage_path", "issuer", "authentihash", "recipient", "output", "custom", "hash",
];

/// Sessions of a conversation, not of a browser.
fn is_session(words: &[String]) -> bool {
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    (has("session") || has("chat") || has("thread") || has("conversation") || has("memory"))
        && !has("token")
        && !has("secret")
}

/// The words of a name in lower case, however they are joined: `X-API-KEY`, `accessToken`, `client_secret`, `APIKey2`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let characters: Vec<char> = name.chars().collect();
    for (at, c) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| characters.get(at));
        let after = characters.get(at + 1);
        let lower_before = before.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
        let capital_before = before.is_some_and(|c| c.is_uppercase());
        let begins = c.is_uppercase()
            && (lower_before || (capital_before && after.is_some_and(|c| c.is_lowercase())));
        if (!c.is_alphanumeric() || begins) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        assert_eq!(words("X-API-KEY"), ["x", "api", "key"]);
        assert_eq!(words("APIKey"), ["api", "key"]);
        assert_eq!(words("accessToken2"), ["access", "token2"]);
        assert_eq!(words("client_secret"), ["client", "secret"]);
    }

    #[test]
    fn names_of_secrets_are_told_from_names_about_them() {
        for (name, expected) in [
            ("X-API-KEY", Kind::Strong),
            ("x-apikey", Kind::Strong),
            ("CLIENT_SECRET", Kind::Strong),
            ("app_secret", Kind::Strong),
            ("accessToken", Kind::Strong),
            ("userKey", Kind::Strong),
            ("token", Kind::Strong),
            ("password", Kind::Password),
            ("db_pass", Kind::Password),
            ("pwd", Kind::Password),
            ("Authorization", Kind::Authorization),
            ("Cookie", Kind::Cookie),
            ("key", Kind::Weak),
            ("appid", Kind::Weak),
            ("maxTokens", Kind::Other),
            ("token_count", Kind::Other),
            ("idempotency_key", Kind::Other),
            ("sessionKey", Kind::Other),
            ("session_id", Kind::Other),
            ("secretName", Kind::Other),
            ("public_key", Kind::Other),
            ("apiKeyId", Kind::Other),
            ("resourcekey", Kind::Other),
            ("keyword", Kind::Other),
            ("authentication", Kind::Other),
            ("author", Kind::Other),
            ("nextPageToken", Kind::Other),
            ("documentId", Kind::Other),
            ("outputKey", Kind::Other),
            ("customKey", Kind::Other),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }
}
