//! Where an order stands, in words: what happened, what it means, what to do.

use market::checkout::{GroupState, OrderPage, PaymentState};
use time::OffsetDateTime;

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
    let mut steps = vec![Step::new("Order placed", Tone::Good).at(order.placed_at)];
    steps.push(payment_step(order, standing));
    match standing {
        Standing::Complete => {
            steps.push(Step::new("Licenses issued", Tone::Good).at(order.fulfilled_at));
        }
        Standing::Refunded => steps.push(Step::new("Refunded", Tone::Info)),
        Standing::Expired => {}
        _ => steps.push(Step::new("Licenses", Tone::Neutral)),
    }
    steps
}

fn payment_step(order: &OrderPage, standing: Standing) -> Step {
    let before = |before, step: Step| Step {
        before,
        ..step.at(order.expires_at)
    };
    match standing {
        Standing::ToPay | Standing::Processing => before("Until", Step::new("Payment", Tone::Warn)),
        Standing::Declined => before("Try again until", Step::new("Payment declined", Tone::Bad)),
        Standing::NotConfirmed => before(
            "Try again until",
            Step::new("Payment not confirmed", Tone::Bad),
        ),
        Standing::Expired => {
            Step::new("Expired without a payment", Tone::Neutral).at(order.expires_at)
        }
        Standing::Issuing | Standing::Complete | Standing::Refunded if order.payment.is_none() => {
            Step::new("Nothing to pay", Tone::Good)
        }
        Standing::Issuing | Standing::Complete | Standing::Refunded => {
            Step::new("Paid", Tone::Good).at(order.paid_at)
        }
    }
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
            paid_at: None,
            fulfilled_at: None,
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
    fn a_complete_order_says_when_it_was_paid_and_when_its_licenses_were_issued() {
        let minutes = |count| Some(NOON + time::Duration::minutes(count));
        let order = OrderPage {
            paid_at: minutes(2),
            fulfilled_at: minutes(3),
            ..order(GroupState::Paid, Some((PaymentState::Succeeded, None)))
        };
        let told: Vec<_> = steps(&order, Standing::of(&order, NOON))
            .into_iter()
            .map(|step| (step.title, step.at))
            .collect();
        assert_eq!(
            told,
            [
                ("Order placed".to_owned(), minutes(0)),
                ("Paid".to_owned(), minutes(2)),
                ("Licenses issued".to_owned(), minutes(3)),
            ]
        );
    }

    #[test]
    fn nothing_that_is_to_come_has_a_time() {
        let paid = order(GroupState::Paid, Some((PaymentState::Succeeded, None)));
        let last = steps(&paid, Standing::Issuing).pop();
        assert_eq!(last.and_then(|step| step.at), None);
    }
}
