//! A value without a type yet.

use std::fmt;
use std::time::Duration;

/// What JSON and JavaScript have in common.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number; in JavaScript also NaN or an infinity.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object's own fields, in order.
    Object(Vec<(String, Value)>),
    /// Something that no field takes, by its name: "a function".
    Other(&'static str),
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Value {
    #[expect(clippy::cast_precision_loss, reason = "for an error message")]
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<Duration> for Value {
    /// In milliseconds.
    fn from(duration: Duration) -> Self {
        Self::Number(millis_of(duration))
    }
}

/// Milliseconds, as a person would write them: the number that is nearest, where a detour by seconds gives
/// 4.1000000000000005 for 4.1 ms.
#[expect(clippy::cast_precision_loss, reason = "rounded where a float has no more digits")]
pub fn millis_of(duration: Duration) -> f64 {
    /// Up to here, 104 days, a float holds every nanosecond.
    const EXACT_SECONDS: u64 = (1 << 53) / 1_000_000_000;
    let (seconds, nanos) = (duration.as_secs(), f64::from(duration.subsec_nanos()));
    if seconds < EXACT_SECONDS {
        (seconds as f64 * 1e9 + nanos) / 1e6
    } else {
        seconds as f64 * 1e3 + nanos / 1e6
    }
}

impl From<u64> for Value {
    #[expect(clippy::cast_precision_loss, reason = "as JavaScript has it; exact up to 2^53")]
    fn from(number: u64) -> Self {
        Self::Number(number as f64)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<&'static str> for Value {
    fn from(name: &'static str) -> Self {
        Self::Other(name)
    }
}

impl Value {
    /// An object with these fields.
    pub fn object(fields: Vec<(&str, Self)>) -> Self {
        let named = fields.into_iter().map(|(name, value)| (name.to_owned(), value));
        Self::Object(named.collect())
    }

    /// A list of numbers.
    pub fn numbers(numbers: &[f64]) -> Self {
        Self::List(numbers.iter().copied().map(Self::Number).collect())
    }

    /// A text as it appears in an error: quoted, and short whatever came in.
    pub(crate) fn quote(text: &str) -> String {
        const LONGEST: usize = 40;
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => ["\"", text.get(..end).unwrap_or_default(), "…\""].concat(),
            None => ["\"", text, "\""].concat(),
        }
    }
}

/// As it appears in an error: short, whatever came in.
impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Bool(truth) => write!(formatter, "{truth}"),
            Self::Number(number) if number.is_infinite() => {
                formatter.write_str(if *number > 0.0 { "Infinity" } else { "-Infinity" })
            }
            Self::Number(number) if number.abs() >= 1e21 => write!(formatter, "{number:e}"),
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Text(text) => formatter.write_str(&Self::quote(text)),
            Self::List(_) => formatter.write_str("an array"),
            Self::Object(_) => formatter.write_str("an object"),
            Self::Other(name) => formatter.write_str(name),
        }
    }
}
