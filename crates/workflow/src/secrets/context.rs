//! Secrets that are known by their place: headers, cookies, addresses, secret parameters, and names that tell.

mod header;

use self::header::{authorization, is_session};
pub(super) use self::header::{basic, bearer};
use super::Level::{Block, Warn};
use super::name::{self, Kind};
use super::named::Also;
use super::placeholder::{is_placeholder, is_telling};
use super::rule::{Rule, machine};
use super::value::{entropy, is_key, is_password, is_uuid};

const AUTHORIZATION: Rule = Rule::new(
    "authorization-header",
    "Token in an authorization header",
    Block,
);
const BASIC: Rule = Rule::new(
    "basic-auth",
    "User and password in an authorization header",
    Block,
);
const COOKIE: Rule = Rule::new("cookie-header", "Session cookie", Block);
const HEADER: Rule = Rule::new("secret-header", "Key in a request header", Block);
const QUERY: Rule = Rule::new("secret-query-parameter", "Key in a web address", Block);
const URL: Rule = Rule::new("url-password", "Password in a web address", Block);
const DATABASE: Rule = Rule::new(
    "database-url",
    "Password in the address of a database or server",
    Block,
);
const PARAMETER: Rule = Rule::new("secret-parameter", "Secret parameter of a node", Block);
const INLINE: Rule = Rule::new(
    "inline-credential",
    "Credential written out instead of referred to",
    Block,
);
const PASSWORD: Rule = Rule::new("hard-coded-password", "Password", Warn);
const GENERIC: Rule = Rule::new("generic-api-key", "Value that looks like a key", Warn);

pub(super) const RULES: [Rule; 11] = [
    AUTHORIZATION,
    BASIC,
    COOKIE,
    HEADER,
    QUERY,
    URL,
    DATABASE,
    PARAMETER,
    INLINE,
    PASSWORD,
    GENERIC,
];

/// What surrounds a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// Among the headers of a request.
    pub header: bool,
    /// Among the parameters of an address.
    pub query: bool,
    /// A parameter of a node itself, not one inside another.
    pub parameter: bool,
    /// A field of a credential.
    pub credential: bool,
}

/// A part of a text that a rule takes for a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub rule: Rule,
    /// In bytes of the text.
    pub start: usize,
    pub end: usize,
    /// What stands in for it when it is redacted.
    pub stand_in: &'static str,
    /// Whether the value's own form gave it away; decides between two of equal length.
    pub shaped: bool,
}

impl Hit {
    pub fn new(rule: Rule, start: usize, end: usize) -> Self {
        Self {
            rule,
            start,
            end,
            stand_in: super::STAND_IN,
            shaped: false,
        }
    }
}

/// What a value is, by its name and its place. `start` is where it stands in its text.
pub(super) fn judge(name: &str, value: &str, start: usize, place: Place) -> Option<Hit> {
    let whole = |rule| Some(Hit::new(rule, start, start + value.len()));
    if place.credential {
        return is_credential(name, value).then(|| Hit::new(INLINE, start, start + value.len()));
    }
    if value.len() < 6 || name.is_empty() || (value.contains(' ') && !has_words(name)) {
        return None;
    }
    let kind = name::kind(name);
    match kind {
        Kind::Authorization => return authorization(value, start),
        Kind::Cookie => {
            return is_session(value).then(|| Hit::new(COOKIE, start, start + value.len()));
        }
        _ => {}
    }
    if let Some(rule) = named(name, value) {
        return whole(rule);
    }
    let strong = matches!(kind, Kind::Strong | Kind::Password);
    let telling = is_telling(value);
    let key =
        !telling && is_key(value, if strong { 10 } else { 16 }) && (strong || !is_uuid(value));
    if place.header && strong && key {
        return whole(HEADER);
    }
    if place.query
        && ((strong && key) || (kind == Kind::Password && !telling && is_password(value)))
    {
        return whole(QUERY);
    }
    if place.parameter && strong && !telling && is_secret_parameter(name) && is_password(value) {
        return whole(PARAMETER);
    }
    match kind {
        Kind::Password if !telling && (is_password(value) || key) => whole(PASSWORD),
        Kind::Strong | Kind::Weak if key => whole(GENERIC),
        _ => None,
    }
}

/// Whether the value of this name may hold spaces: a scheme and a token, or several cookies.
fn has_words(name: &str) -> bool {
    let ends = |word: &str| {
        name.len()
            .checked_sub(word.len())
            .and_then(|at| name.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(word))
    };
    ends("authorization") || ends("cookie") || ends("cookies")
}

/// The rule for a value that has the form of what the service in its name issues.
fn named(name: &str, value: &str) -> Option<Rule> {
    let possible = (10..=200).contains(&value.len())
        && value.bytes().any(|b| b.is_ascii_digit())
        && !value.contains(char::is_whitespace);
    if !possible {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let fits = |words: &[&str]| words.iter().any(|word| name.contains(word));
    // Nearly every name fails here, so no service is asked for.
    let also = Also::ALL.map(|also| fits(also.words()));
    if also == [false, false, true] && !name.contains("contribsys") {
        return None;
    }
    let found = machine()?.named.iter().find(|named| {
        also.get(named.rule.also as usize) == Some(&true)
            && fits(named.rule.words)
            && named
                .regex()
                .is_some_and(|regex| regex.is_match(value.as_bytes()))
            && entropy(value) >= named.rule.entropy
    })?;
    (!is_placeholder(value)).then_some(found.rule.rule)
}

/// A password in the authority of an address; `start` is where the authority begins.
pub(super) fn address(scheme: &str, authority: &str, start: usize) -> Option<Hit> {
    let (user_info, _) = authority.rsplit_once('@')?;
    let (user, password) = user_info.split_once(':')?;
    if password.len() < 3 || is_telling(password) || password.starts_with('=') || password == user {
        return None;
    }
    let rule = if matches!(scheme, "http" | "https") {
        URL
    } else {
        DATABASE
    };
    let at = start + user.len() + 1;
    Some(Hit::new(rule, at, at + password.len()))
}

/// Parameters n8n itself shows as dots.
fn is_secret_parameter(name: &str) -> bool {
    let words = name::words(name).concat();
    [
        "secret",
        "password",
        "passphrase",
        "privatekey",
        "apikey",
        "clientsecret",
        "accesstoken",
        "webhooksecret",
        "signingsecret",
    ]
    .contains(&words.as_str())
}

/// What of a written-out credential is secret: everything but where and who.
fn is_credential(name: &str, value: &str) -> bool {
    const OPEN: &[&str] = &[
        "id",
        "name",
        "user",
        "username",
        "email",
        "login",
        "host",
        "server",
        "domain",
        "port",
        "url",
        "baseUrl",
        "region",
        "database",
        "schema",
        "ssl",
        "scope",
        "authUrl",
        "accessTokenUrl",
        "grantType",
        "clientId",
        "authentication",
        "headerName",
        "type",
        "environment",
        "apiVersion",
        "tenantId",
    ];
    !OPEN.iter().any(|open| open.eq_ignore_ascii_case(name))
        && value.len() >= 3
        && !value.starts_with('=')
        && !is_telling(value)
}
