//! Whether a dependency is away, from what came of asking it again and again: one slow answer says nothing.

/// What came of asking once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    Answered,
    /// No answer in time. It may be busy; so may we.
    Late,
    /// It said no, or nobody is there.
    Refused,
}

/// So many beats missed in a row, and visitors had better be sent elsewhere.
const WEAK: u32 = 3;
/// So many, even if late is all they were, and nobody need try any more.
const GONE: u32 = 10;

/// What the beats since the last answer come to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pulse {
    missed: u32,
    refused: u32,
}

impl Pulse {
    pub fn feel(&mut self, beat: Beat) {
        match beat {
            Beat::Answered => *self = Self::default(),
            Beat::Late => (self.missed, self.refused) = (self.missed.saturating_add(1), 0),
            Beat::Refused => {
                self.missed = self.missed.saturating_add(1);
                self.refused = self.refused.saturating_add(1);
            }
        }
    }

    /// The last beat came.
    pub fn is_steady(self) -> bool {
        self.missed == 0
    }

    /// Several in a row did not.
    pub fn is_weak(self) -> bool {
        self.missed >= WEAK
    }

    /// Asking it for something is in vain: it refused several times in a row, or was silent for long.
    pub fn is_gone(self) -> bool {
        self.refused >= WEAK || self.missed >= GONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(beats: &[Beat]) -> Pulse {
        let mut pulse = Pulse::default();
        beats.iter().for_each(|beat| pulse.feel(*beat));
        pulse
    }

    #[test]
    fn a_slow_answer_or_a_broken_connection_is_no_outage() {
        for beat in [Beat::Late, Beat::Refused] {
            let pulse = after(&[beat, beat]);
            assert!(!pulse.is_weak() && !pulse.is_gone() && !pulse.is_steady());
        }
        let again = after(&[Beat::Late, Beat::Late, Beat::Answered, Beat::Late]);
        assert!(!again.is_weak(), "an answer starts the count afresh");
    }

    #[test]
    fn silence_makes_it_weak_at_once_and_gone_after_a_while() {
        let pulse = after(&[Beat::Late; 3]);
        assert!(pulse.is_weak() && !pulse.is_gone());
        assert!(after(&[Beat::Late; 10]).is_gone());
    }

    #[test]
    fn what_refuses_again_and_again_is_gone() {
        assert!(after(&[Beat::Refused; 3]).is_gone());
        let now_and_then = [Beat::Refused, Beat::Refused, Beat::Late, Beat::Refused];
        assert!(!after(&now_and_then).is_gone());
        assert!(after(&[Beat::Refused, Beat::Refused, Beat::Refused, Beat::Answered]).is_steady());
    }
}
