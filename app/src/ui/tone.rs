//! What a message or state means for the reader: its colour, and the icon that says the same without colour.

use super::Icon;

/// The meaning of a badge, banner or step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to feel about it.
    #[default]
    Neutral,
    /// Ours: highlighted, but neither good nor bad.
    Brand,
    /// Done, safe, paid.
    Good,
    /// Needs a look.
    Warn,
    /// Failed, refused, revoked.
    Bad,
    /// Worth knowing.
    Info,
}

impl Tone {
    /// The last part of a class name, as in `badge--good`.
    pub fn name(self) -> &'static str {
        match self {
            Tone::Neutral => "neutral",
            Tone::Brand => "brand",
            Tone::Good => "good",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
            Tone::Info => "info",
        }
    }

    /// The icon that says the tone without colour.
    pub fn icon(self) -> Icon {
        match self {
            Tone::Neutral => Icon::Dot,
            Tone::Brand => Icon::Spark,
            Tone::Good => Icon::Check,
            Tone::Warn => Icon::Warning,
            Tone::Bad => Icon::Cross,
            Tone::Info => Icon::Info,
        }
    }
}
