//! Where the server is in its life: starting, ready, draining, stopped.

use tokio::sync::watch;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Connections are accepted, but only liveness is answered: the schema is being brought up to date.
    Starting,
    Ready,
    /// Everything is answered still, while load balancers see that we leave.
    Draining,
    /// No more connections; requests under way are finished.
    Stopping,
}

/// The handle that moves the phase on. Phases never go back.
#[derive(Clone, Debug)]
pub struct Phases {
    sender: watch::Sender<Phase>,
}

impl Phases {
    pub fn starting() -> Self {
        Self {
            sender: watch::Sender::new(Phase::Starting),
        }
    }

    pub fn now(&self) -> Phase {
        *self.sender.borrow()
    }

    pub fn enter(&self, phase: Phase) {
        self.sender.send_if_modified(|now| {
            let later = phase > *now;
            if later {
                *now = phase;
            }
            later
        });
    }

    /// Waits until the phase is this one or a later one.
    pub async fn reached(&self, phase: Phase) {
        let mut receiver = self.sender.subscribe();
        // The sender lives in self, so waiting cannot fail.
        let _reached = receiver.wait_for(|now| *now >= phase).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_never_goes_back() {
        let phases = Phases::starting();
        phases.enter(Phase::Draining);
        phases.enter(Phase::Ready);
        assert_eq!(phases.now(), Phase::Draining);
    }
}
