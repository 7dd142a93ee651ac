//! What a product costs, and how often.

use std::fmt;

use crate::{Money, PriceId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Period {
    Month,
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Price {
    Free,
    OneTime(Money),
    /// Paid again at the start of each period.
    Subscription(Money, Period),
}

/// A price as it is stored: never changed, only archived.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriceRow {
    pub id: PriceId,
    pub price: Price,
}

impl Price {
    /// What is charged now.
    pub fn amount(self) -> Money {
        match self {
            Self::Free => Money::usd(0),
            Self::OneTime(money) | Self::Subscription(money, _) => money,
        }
    }

    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::OneTime(_) => "one_time",
            Self::Subscription(..) => "subscription",
        }
    }

    pub(crate) fn period(self) -> Option<&'static str> {
        match self {
            Self::Subscription(_, Period::Month) => Some("month"),
            Self::Subscription(_, Period::Year) => Some("year"),
            _ => None,
        }
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Free => f.write_str("Free"),
            Self::OneTime(money) => f.write_str(&money.short()),
            Self::Subscription(money, Period::Month) => write!(f, "{}/mo", money.short()),
            Self::Subscription(money, Period::Year) => write!(f, "{}/yr", money.short()),
        }
    }
}

pub(crate) fn price_from_row(
    kind: &str,
    period: Option<&str>,
    amount_minor: i64,
    currency: &str,
) -> Price {
    let money = Money::stored(amount_minor, currency);
    match (kind, period) {
        ("subscription", Some("year")) => Price::Subscription(money, Period::Year),
        ("subscription", _) => Price::Subscription(money, Period::Month),
        ("one_time", _) => Price::OneTime(money),
        _ => Price::Free,
    }
}
