//! Secrets are found wherever they stand, and what only looks like one is left alone. No value here is real: they are put together when the
//! tests run.

mod contexts;
mod forms;
mod names;
mod real;
mod redaction;
mod silence;

use serde_json::{Value, json};
use workflow::secrets::{Finding, scan};

use crate::support::{document, node, read};

/// A value of a form: `ghp_{A36}` is `ghp_` and thirty-six letters and digits. The same form always gives the same value.
///
/// A letters and digits, l lower-case ones, H upper-case ones, h hexadecimal digits, d digits, w letters, digits, `_` and `-`,
/// X A to Z and 2 to 7, o a to h and digits.
pub fn made(form: &str) -> String {
    expanded(form, |class, at, random| {
        let alphabet: &[u8] = match class {
            'A' => b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            'l' => b"abcdefghijklmnopqrstuvwxyz0123456789",
            'H' => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            'h' => b"0123456789abcdef",
            'd' => b"0123456789",
            'w' => b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-",
            'X' => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
            'o' => b"abcdefgh0123456789",
            class => panic!("no class {class}"),
        };
        // A digit and a letter in each, as in all but a few real ones.
        let pick = match (at, class) {
            (1, 'd' | 'X') => return '7',
            (1, _) => return '4',
            (2, 'd') => return '2',
            (2, 'H' | 'X') => return 'Q',
            (2, _) => return 'e',
            _ => random % alphabet.len(),
        };
        char::from(alphabet[pick])
    })
}

/// The same form as manuals print it: `ghp_xxxxxxxx`.
pub fn printed(form: &str) -> String {
    expanded(form, |_, _, _| 'x')
}

/// The same form, a fifth as long.
pub fn shortened(form: &str) -> String {
    let mut out = String::new();
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        let (piece, after) = after.split_once('}').unwrap();
        let count: usize = piece[1..].parse().unwrap();
        out.push_str(&format!(
            "{before}{{{}{}}}",
            &piece[..1],
            (count / 5).max(1)
        ));
        rest = after;
    }
    out + rest
}

fn expanded(form: &str, letter: impl Fn(char, usize, usize) -> char) -> String {
    let mut seed = form.bytes().fold(7_u64, |seed, byte| {
        seed.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    let mut out = String::new();
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (piece, after) = after.split_once('}').unwrap();
        let class = piece.chars().next().unwrap();
        for at in 0..piece[1..].parse().unwrap() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            out.push(letter(class, at, (seed >> 33) as usize));
        }
        rest = after;
    }
    out + rest
}

/// What is found in the parameters of a node.
pub fn found_in(kind: &str, parameters: Value) -> Vec<Finding> {
    scan(
        &read(&document(
            &[node("N", kind, 4.2, [0.0, 0.0], parameters)],
            &[],
        ))
        .workflow,
    )
}

/// What is found when a field of this name is set to this value.
pub fn set(name: &str, value: &str) -> Vec<Finding> {
    let assignment = json!({ "id": "a1b2c3d4-0000-4000-8000-000000000001", "name": name, "value": value, "type": "string" });
    found_in(
        "set",
        json!({ "assignments": { "assignments": [assignment] } }),
    )
}

/// What is found in a piece of code.
pub fn code(text: &str) -> Vec<Finding> {
    found_in("code", json!({ "jsCode": text }))
}

pub fn rules_of(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule).collect()
}
