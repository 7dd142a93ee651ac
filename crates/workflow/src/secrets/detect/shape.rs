//! Tries the expression of a shape where its literal stands.

use super::super::context::Hit;
use super::super::placeholder::{is_placeholder, is_telling};
use super::super::rule::Compiled;
use super::super::shapes::Shape;
use super::super::span::{begins, changes};
use super::super::value::entropy;
use super::Found;

impl Found<'_> {
    pub(super) fn shape(
        &mut self,
        shape: &'static Compiled<&'static Shape>,
        at: usize,
        length: usize,
    ) {
        let rule = shape.rule;
        let bytes = self.text.as_bytes();
        // The same literal right before: it was tried there.
        let repeated =
            length > 2 && at >= length && bytes.get(at - length..at) == bytes.get(at..at + length);
        if repeated {
            return;
        }
        if rule.back == 0 {
            let letter = bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
            if !letter || begins(bytes, at) {
                self.try_shape(shape, at);
            }
            return;
        }
        if rule.exact {
            if let Some(start) = at.checked_sub(rule.back)
                && begins(bytes, start)
            {
                self.try_shape(shape, start);
            }
            return;
        }
        let is_token = |b: &u8| b.is_ascii_alphanumeric() || b"_-~.".contains(b);
        let reach = bytes
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(rule.back)
            .take_while(|b| is_token(b))
            .count();
        for start in at - reach..=at {
            if changes(bytes, start) && self.try_shape(shape, start) {
                return;
            }
        }
    }

    fn try_shape(&mut self, shape: &'static Compiled<&'static Shape>, start: usize) -> bool {
        let bytes = self.text.as_bytes();
        let rule = shape.rule;
        let Some(rest) = bytes.get(start..) else {
            return false;
        };
        let Some(captures) = shape.regex().and_then(|regex| regex.captures(rest)) else {
            return false;
        };
        let Some(whole) = captures.get(0) else {
            return false;
        };
        let secret = captures.iter().skip(1).flatten().next().unwrap_or(whole);
        let (from, to) = (start + secret.start(), start + secret.end());
        let ends = rule.open
            || !bytes
                .get(start + whole.end())
                .is_some_and(u8::is_ascii_alphanumeric);
        let Some(value) = self.text.get(from..to) else {
            return false;
        };
        let empty = if rule.chosen {
            is_telling(value)
        } else {
            is_placeholder(value)
        };
        let found = ends
            && !empty
            && entropy(value) >= rule.entropy
            && rule.beside.is_none_or(|word| self.holds(word));
        if found {
            self.hits.push(Hit {
                shaped: true,
                ..Hit::new(rule.rule, from, to)
            });
        }
        found
    }

    /// Whether the text holds a word, in any case; asked once for each word.
    fn holds(&mut self, word: &'static str) -> bool {
        if let Some((_, known)) = self.words.iter().find(|(known, _)| *known == word) {
            return *known;
        }
        let holds = self.text.to_ascii_lowercase().contains(word);
        self.words.push((word, holds));
        holds
    }
}
