//! What is private without being a secret: e-mail and network addresses, somebody's own n8n.

use super::Level::Warn;
use super::context::Hit;
use super::rule::Rule;

const EMAIL: Rule = Rule::new("email-address", "E-mail address", Warn);
const CLIENT: Rule = Rule::new("client-address", "Network address of a visitor", Warn);
const INSTANCE: Rule = Rule::new("n8n-instance-address", "Address of somebody's n8n", Warn);

pub(super) const RULES: [Rule; 3] = [EMAIL, CLIENT, INSTANCE];

/// Domains and names that belong to nobody.
#[rustfmt::skip]
const NOBODY: &[&str] = &[
    "example", "test", "invalid", "local", "localhost", "yourdomain", "your-domain", "yourcompany", "your-company",
    "domain", "company", "email", "mail", "acme", "mydomain", "mycompany", "mail", "site", "website", "organization",
    "sample", "placeholder", "redacted", "foo", "bar", "xyz", "abc",
];
#[rustfmt::skip]
const NO_PERSON: &[&str] = &[
    "you", "your", "user", "name", "email", "mail", "someone", "somebody", "test", "example", "me", "admin",
    "john.doe", "johndoe", "jane.doe", "janedoe", "john", "jane", "noreply", "no-reply", "redacted", "xxx", "git",
    "firstname.lastname", "first.last", "youremail", "your.email", "your-email", "recipient", "sender", "customer",
    "username",
];

/// An e-mail address whose `@` stands at `at`.
pub(super) fn email(text: &str, at: usize) -> Option<Hit> {
    let bytes = text.as_bytes();
    let is_local = |b: &&u8| b.is_ascii_alphanumeric() || b"._%+-".contains(b);
    let is_host = |b: &&u8| b.is_ascii_alphanumeric() || b".-".contains(b);
    let left = bytes
        .get(..at)?
        .iter()
        .rev()
        .take(64)
        .take_while(is_local)
        .count();
    let right = bytes
        .get(at + 1..)?
        .iter()
        .take(255)
        .take_while(is_host)
        .count();
    let local = text.get(at - left..at)?;
    let domain = text
        .get(at + 1..at + 1 + right)?
        .trim_end_matches(['.', '-']);
    let (rest, top) = domain.rsplit_once('.')?;
    let site = rest.rsplit('.').next()?.to_ascii_lowercase();
    let local_lower = local.to_ascii_lowercase();
    let is_top = (2..=18).contains(&top.len())
        && top.bytes().all(|b| b.is_ascii_alphabetic())
        && !FILES.contains(&top.to_ascii_lowercase().as_str());
    // Groups and calendars are addressed like people; so are the service accounts of machines.
    let nobody = NOBODY.contains(&site.as_str())
        || NOBODY.contains(&top.to_ascii_lowercase().as_str())
        || NO_PERSON.contains(&local_lower.as_str());
    let clean = local.starts_with(|c: char| c.is_ascii_alphanumeric()) && !site.is_empty();
    (is_top && clean && !nobody && !local_lower.starts_with("your")).then(|| Hit {
        stand_in: "redacted@example.com",
        ..Hit::new(EMAIL, at - left, at + 1 + domain.len())
    })
}

/// What follows an `@` in names of files and packages.
#[rustfmt::skip]
const FILES: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "js", "ts", "mjs", "css", "json", "html", "md", "pdf",
];

/// The address of whoever sent a request, in one of the headers that carry it.
pub(super) fn client(name: &str, value: &str) -> Option<Hit> {
    #[rustfmt::skip]
const HEADERS: &[&str] = &[
    "cf-connecting-ip", "x-forwarded-for", "x-real-ip", "true-client-ip", "x-client-ip", "x-original-forwarded-for",
    "fly-client-ip", "x-cluster-client-ip", "forwarded", "remoteaddress", "client_ip", "clientip", "ip_address",
    "ipaddress",
];
    if !HEADERS.contains(&name.to_ascii_lowercase().as_str()) || value.len() > 300 {
        return None;
    }
    let public = value.split([',', ' ', '=', ';', '"']).any(is_public);
    public.then(|| Hit {
        stand_in: "192.0.2.1",
        ..Hit::new(CLIENT, 0, value.len())
    })
}

fn is_public(address: &str) -> bool {
    let address = address.trim();
    if let Ok(four) = address.parse::<std::net::Ipv4Addr>() {
        return !(four.is_private()
            || four.is_loopback()
            || four.is_documentation()
            || four.is_link_local()
            || four.is_unspecified());
    }
    let six = address.parse::<std::net::Ipv6Addr>();
    six.is_ok_and(|six| {
        !(six.is_loopback()
            || six.is_unspecified()
            || matches!(six.segments(), [0xfc00..=0xfebf, ..] | [0x2001, 0xdb8, ..]))
    })
}

/// The host of an n8n cloud account; `.app.n8n.cloud` stands at `at`.
pub(super) fn instance(text: &str, at: usize) -> Option<Hit> {
    let left = text
        .as_bytes()
        .get(..at)?
        .iter()
        .rev()
        .take(63)
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'-')
        .count();
    let name = text.get(at - left..at)?;
    let nobody = name.is_empty()
        || super::placeholder::is_telling(name)
        || [
            "instance",
            "n8n",
            "subdomain",
            "account",
            "workspace",
            "company",
        ]
        .contains(&name);
    (!nobody).then(|| Hit {
        stand_in: "redacted",
        ..Hit::new(INSTANCE, at - left, at)
    })
}
