//! A value without a type yet.

use std::fmt;

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

/// As it appears in an error: short, whatever came in.
impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST_TEXT: usize = 40;
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Bool(truth) => write!(formatter, "{truth}"),
            Self::Number(number) if number.is_infinite() => {
                formatter.write_str(if *number > 0.0 { "Infinity" } else { "-Infinity" })
            }
            Self::Number(number) if number.abs() >= 1e21 => write!(formatter, "{number:e}"),
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Text(text) if text.chars().count() > LONGEST_TEXT => {
                let start: String = text.chars().take(LONGEST_TEXT).collect();
                write!(formatter, "{start:?}…")
            }
            Self::Text(text) => write!(formatter, "{text:?}"),
            Self::List(_) => formatter.write_str("an array"),
            Self::Object(_) => formatter.write_str("an object"),
            Self::Other(name) => formatter.write_str(name),
        }
    }
}
