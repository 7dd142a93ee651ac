//! Where an order stands, in words: what happened, what it means, what to do.

use market::checkout::{GroupState, OrderPage, PaymentState};
use time::{OffsetDateTime, UtcOffset};

use crate::ui::{Step, Tone};

/// The one thing an order's page says first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The buyer has to pay, or to pay again.
    ToPay,
    Declined,
    /// The payment's confirmation failed.
    NotConfirmed,
    /// The provider has not decided.
    Processing,
    /// Its time is over; nothing can be paid any more.
    Expired,
    /// Paid, and the licenses are on their way.
    Issuing,
    Complete,
    Refunded,
}

impl Standing {
    pub(super) fn of(order: &OrderPage, now: OffsetDateTime) -> Self {
        match order.state {
            GroupState::Void => Self::Expired,
            GroupState::Refunded | GroupState::PartlyRefunded => Self::Refunded,
            GroupState::Paid if issued(order) => Self::Complete,
            GroupState::Paid => Self::Issuing,
            GroupState::Pending if order.expires_at <= now => Self::Expired,
            GroupState::Pending => Self::of_payment(order),
        }
    }

    fn of_payment(order: &OrderPage) -> Self {
        let Some(payment) = &order.payment else {
            return Self::ToPay;
        };
        match (payment.state, payment.failure.as_deref()) {
            (PaymentState::Failed, Some("authentication_failed")) => Self::NotConfirmed,
            (PaymentState::Failed, _) => Self::Declined,
            (PaymentState::Processing, _) => Self::Processing,
            _ => Self::ToPay,
        }
    }

    /// Whether the buyer can pay now.
    pub(super) fn payable(self) -> bool {
        matches!(self, Self::ToPay | Self::Declined | Self::NotConfirmed)
    }

    /// Whether something changes by itself in a moment.
    pub(super) fn moving(self) -> bool {
        matches!(self, Self::Issuing | Self::Processing)
    }

    pub(super) fn words(self) -> (Tone, &'static str, &'static str) {
        match self {
            Self::ToPay => (
                Tone::Warn,
                "Waiting for your payment",
                "Nothing was charged so far. Your order is kept until the time below.",
            ),
            Self::Declined => (
                Tone::Bad,
                "The card was declined",
                "Nothing was charged. Try another card or pay later – your order is kept until the time below.",
            ),
            Self::NotConfirmed => (
                Tone::Bad,
                "The payment was not confirmed",
                "Your bank asked you to confirm it, and that did not work. Nothing was charged. Try again or pay later – your order is kept until the time below.",
            ),
            Self::Processing => (
                Tone::Info,
                "Your bank is working on it",
                "This page looks again by itself. You need not pay a second time.",
            ),
            Self::Expired => (
                Tone::Neutral,
                "This order has expired",
                "It was not paid in time. Nothing was charged, and what you chose goes back into your cart.",
            ),
            Self::Issuing => (
                Tone::Info,
                "Paid. Your licenses are being issued",
                "That takes a few seconds. This page looks again by itself.",
            ),
            Self::Complete => (
                Tone::Good,
                "Paid and complete",
                "Your files and license keys are in your library, and a receipt is on its way to your e-mail address.",
            ),
            Self::Refunded => (
                Tone::Info,
                "Refunded",
                "The money goes back the way it came, within a few days.",
            ),
        }
    }
}

fn issued(order: &OrderPage) -> bool {
    order
        .parts
        .iter()
        .flat_map(|part| &part.lines)
        .all(|line| line.entitlement.is_some())
}

/// The order's life as steps.
pub(super) fn steps(order: &OrderPage, standing: Standing) -> Vec<Step> {
    let step = |title: &str, at: String, tone| Step {
        title: title.to_owned(),
        at,
        detail: String::new(),
        tone,
    };
    let placed = step("Order placed", moment(order.placed_at), Tone::Good);
    let free = order.payment.is_none();
    let payment = match standing {
        Standing::ToPay | Standing::Processing => step(
            "Payment",
            format!("Until {}", moment(order.expires_at)),
            Tone::Warn,
        ),
        Standing::Declined | Standing::NotConfirmed => step(
            "Payment failed",
            format!("Try again until {}", moment(order.expires_at)),
            Tone::Bad,
        ),
        Standing::Expired => step(
            "Expired without a payment",
            moment(order.expires_at),
            Tone::Neutral,
        ),
        Standing::Issuing | Standing::Complete if free => {
            step("Nothing to pay", String::new(), Tone::Good)
        }
        Standing::Issuing | Standing::Complete => step("Paid", String::new(), Tone::Good),
        Standing::Refunded => step("Refunded", String::new(), Tone::Info),
    };
    let licenses = match standing {
        Standing::Complete => step("Licenses issued", String::new(), Tone::Good),
        _ => step("Licenses", String::new(), Tone::Neutral),
    };
    match standing {
        Standing::Expired | Standing::Refunded => vec![placed, payment],
        _ => vec![placed, payment, licenses],
    }
}

/// A moment as words, with its zone: `14 Mar 2026, 09:05 UTC`.
fn moment(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    let month = at.month().to_string();
    let month = month.get(..3).unwrap_or(&month);
    format!(
        "{} {month} {}, {:02}:{:02} UTC",
        at.day(),
        at.year(),
        at.hour(),
        at.minute()
    )
}

#[cfg(test)]
mod tests {
    use market::Money;
    use market::checkout::PaymentView;
    use time::macros::datetime;

    use super::*;

    const NOON: OffsetDateTime = datetime!(2026-03-14 12:00 UTC);

    fn order(state: GroupState, payment: Option<(PaymentState, Option<&str>)>) -> OrderPage {
        OrderPage {
            number: "AM-1111-2222".to_owned(),
            placed_at: NOON,
            expires_at: NOON + time::Duration::hours(1),
            state,
            total: Money::usd(1_900),
            parts: Vec::new(),
            payment: payment.map(|(state, failure)| PaymentView {
                id: market::PaymentId::new(NOON),
                provider: "sandbox".to_owned(),
                state,
                failure: failure.map(ToOwned::to_owned),
            }),
        }
    }

    #[test]
    fn a_declined_card_can_be_followed_by_another_one() {
        let order = order(
            GroupState::Pending,
            Some((PaymentState::Failed, Some("card_declined"))),
        );
        let standing = Standing::of(&order, NOON);
        assert_eq!(standing, Standing::Declined);
        assert!(standing.payable());
    }

    #[test]
    fn nothing_can_be_paid_once_the_time_is_over() {
        let order = order(
            GroupState::Pending,
            Some((PaymentState::RequiresAction, None)),
        );
        let standing = Standing::of(&order, NOON + time::Duration::hours(2));
        assert_eq!(standing, Standing::Expired);
        assert!(!standing.payable());
    }

    #[test]
    fn a_moment_names_its_zone() {
        assert_eq!(moment(NOON), "14 Mar 2026, 12:00 UTC");
    }
}
