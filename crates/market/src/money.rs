//! Amounts: whole minor units of one currency, and the few sums the market needs of them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An ISO 4217 code of three upper-case letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    pub const USD: Self = Self(*b"USD");

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many decimal places its minor unit stands for (ISO 4217).
    pub fn exponent(self) -> u32 {
        match &self.0 {
            b"JPY" | b"KRW" | b"VND" | b"CLP" | b"PYG" | b"ISK" | b"UGX" | b"XAF" | b"XOF"
            | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    fn sign(self) -> Option<&'static str> {
        match &self.0 {
            b"USD" => Some("$"),
            b"EUR" => Some("€"),
            b"GBP" => Some("£"),
            b"JPY" => Some("¥"),
            _ => None,
        }
    }
}

/// A text that is not three upper-case letters.
#[derive(Debug, thiserror::Error)]
#[error("a currency is three upper-case letters, as in USD")]
pub struct NotACurrency;

impl TryFrom<String> for Currency {
    type Error = NotACurrency;

    fn try_from(code: String) -> Result<Self, NotACurrency> {
        match <[u8; 3]>::try_from(code.as_bytes()) {
            Ok(letters) if letters.iter().all(u8::is_ascii_uppercase) => Ok(Self(letters)),
            _ => Err(NotACurrency),
        }
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

/// What the database holds was checked when it was written; anything else becomes XXX, "no currency".
impl Currency {
    pub(crate) fn stored(code: &str) -> Self {
        Self::try_from(code.to_owned()).unwrap_or(Self(*b"XXX"))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Whole minor units: cents for USD, yen for JPY.
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    pub fn usd(minor: i64) -> Self {
        Self::new(minor, Currency::USD)
    }

    pub(crate) fn stored(minor: i64, currency: &str) -> Self {
        Self::new(minor, Currency::stored(currency))
    }

    /// Without decimals when they are zero: "$19", "$19.50".
    pub fn short(self) -> String {
        let scale = 10_i64.pow(self.currency.exponent());
        if self.minor % scale == 0 {
            self.written(&(self.minor / scale).abs().to_string())
        } else {
            self.to_string()
        }
    }

    fn written(self, digits: &str) -> String {
        let minus = if self.minor < 0 { "-" } else { "" };
        match self.currency.sign() {
            Some(sign) => format!("{minus}{sign}{digits}"),
            None => format!("{minus}{digits} {}", self.currency.as_str()),
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.currency.exponent() as usize;
        let scale = 10_u64.pow(self.currency.exponent());
        let minor = self.minor.unsigned_abs();
        let whole = grouped(minor / scale);
        let digits = if places == 0 {
            whole
        } else {
            format!("{whole}.{:0places$}", minor % scale)
        };
        f.write_str(&self.written(&digits))
    }
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// `basis_points` of `amount`, half away from zero at the minor unit. 10,000 basis points are the whole.
pub fn share(amount: i64, basis_points: i32) -> i64 {
    let product = i128::from(amount) * i128::from(basis_points);
    let half = if product < 0 { -5_000 } else { 5_000 };
    i64::try_from((product + half) / 10_000).unwrap_or(i64::MAX)
}

/// Splits `total` over parts in proportion to `weights` by largest remainder, ties by position. The parts always sum
/// to `total`; with no weight at all the first part takes everything.
pub fn allocate(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if weights.is_empty() {
        return Vec::new();
    }
    if sum <= 0 {
        let mut parts = vec![0; weights.len()];
        parts[0] = total;
        return parts;
    }
    let exact = |w: i64| i128::from(total) * i128::from(w);
    let mut parts: Vec<i64> = weights
        .iter()
        .map(|w| i64::try_from(exact(*w) / sum).unwrap_or(0))
        .collect();
    let mut left = total - parts.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|i| (-(exact(weights[*i]) % sum), *i));
    for i in order {
        if left == 0 {
            break;
        }
        parts[i] += left.signum();
        left -= left.signum();
    }
    parts
}
