//! Steps through JSON text from value to value. Text that is no JSON is stepped through somehow, without a panic.

use std::borrow::Cow;

use crate::path::Step;

/// What the cursor stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// The first byte of a value.
    Value,
    /// The first quote of a key.
    Key,
}

enum Frame<'t> {
    List(usize),
    /// The key between its quotes, as it is written.
    Object(&'t str),
}

pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    stack: Vec<Frame<'t>>,
    /// A container whose start was given out and that is now entered.
    enters: Option<Frame<'t>>,
    expects_key: bool,
}

impl<'t> Cursor<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            stack: Vec::new(),
            enters: None,
            expects_key: false,
        }
    }

    /// How many containers are around what the cursor stands on.
    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// The last step to what the cursor stands on.
    pub(super) fn step(&self) -> Option<Step<'t>> {
        self.stack.last().map(Frame::step)
    }

    /// All steps to what the cursor stands on.
    pub(super) fn steps(&self) -> Vec<Step<'t>> {
        self.stack.iter().map(Frame::step).collect()
    }

    /// The next key or value, and its first byte.
    pub(super) fn next(&mut self) -> Option<(Event, usize)> {
        if let Some(frame) = self.enters.take() {
            self.expects_key = matches!(frame, Frame::Object(_));
            self.stack.push(frame);
        }
        loop {
            let start = self.at;
            let byte = *self.text.as_bytes().get(start)?;
            self.at += 1;
            match byte {
                b'{' => {
                    self.enters = Some(Frame::Object(""));
                    return Some((Event::Value, start));
                }
                b'[' => {
                    self.enters = Some(Frame::List(0));
                    return Some((Event::Value, start));
                }
                b'}' | b']' => {
                    self.stack.pop();
                    self.expects_key = false;
                }
                b',' => match self.stack.last_mut() {
                    Some(Frame::List(index)) => *index += 1,
                    Some(Frame::Object(_)) => self.expects_key = true,
                    None => {}
                },
                b'"' => return Some((self.string(start), start)),
                b':' | b' ' | b'\t' | b'\n' | b'\r' => {}
                _ => {
                    self.scalar();
                    return Some((Event::Value, start));
                }
            }
        }
    }

    fn string(&mut self, start: usize) -> Event {
        let mut escaped = false;
        for byte in self.text.bytes().skip(self.at) {
            self.at += 1;
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => break,
                _ => {}
            }
        }
        let inside = self.text.get(start + 1..self.at.saturating_sub(1));
        match self.stack.last_mut() {
            Some(Frame::Object(key)) if self.expects_key => {
                *key = inside.unwrap_or_default();
                self.expects_key = false;
                Event::Key
            }
            _ => Event::Value,
        }
    }

    fn scalar(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest
            .iter()
            .take_while(|byte| !matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r'))
            .count();
    }
}

impl<'t> Frame<'t> {
    fn step(&self) -> Step<'t> {
        match self {
            Self::List(index) => Step::Index(*index),
            Self::Object(key) if key.contains('\\') => {
                let read = serde_json::from_str::<String>(&format!("\"{key}\""));
                Step::Key(read.map_or(Cow::Borrowed(*key), Cow::Owned))
            }
            Self::Object(key) => Step::Key(Cow::Borrowed(key)),
        }
    }
}
