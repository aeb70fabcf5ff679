//! Reads an object's fields, one by one, and refuses what is left over.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::invalid::{add_to_list, join};
use super::{Invalid, Value};

/// An object that is being read. Every method that reads a field takes it out; `None` means that it was left out.
///
/// ```
/// use twinpool::input::{Fields, Value};
///
/// let value = Value::Object(vec![("size".into(), Value::Number(3.5)), ("colour".into(), Value::Null)]);
/// let mut fields = Fields::of("box", value).unwrap();
/// let error = fields.whole("size", 1..=10).unwrap_err();
/// assert_eq!(error.to_string(), "box.size must be a whole number from 1 to 10; got 3.5");
/// let error = fields.finish().unwrap_err();
/// assert_eq!(error.to_string(), "box.colour is not known; known here: size");
/// ```
#[derive(Debug)]
#[must_use = "call finish, or unknown fields pass unseen"]
pub struct Fields {
    path: String,
    left: Vec<(String, Value)>,
    known: Vec<&'static str>,
}

impl Fields {
    /// The fields of an object that stands at `path` (empty for the outermost).
    ///
    /// # Errors
    ///
    /// If it is no object.
    pub fn of(path: impl Into<String>, value: Value) -> Result<Self, Invalid> {
        Self::at(path.into(), value)
    }

    fn at(path: String, value: Value) -> Result<Self, Invalid> {
        match value {
            Value::Object(left) => Ok(Self {
                path,
                left,
                known: Vec::new(),
            }),
            other if path.is_empty() => Err(Invalid::wrong_type("the options", other, "an object")),
            other => Err(Invalid::wrong_type(path, other, "an object")),
        }
    }

    /// The path of one of the fields.
    pub fn path_of(&self, name: &str) -> String {
        join(&self.path, name)
    }

    /// Whether the field is there and has not been read yet.
    pub fn has(&self, name: &str) -> bool {
        self.left.iter().any(|(known, _)| known == name)
    }

    /// A field of any type.
    pub fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        let index = self.left.iter().position(|(known, _)| known == name)?;
        Some(self.left.swap_remove(index).1)
    }

    /// An object of its own.
    ///
    /// # Errors
    ///
    /// If it is no object.
    pub fn object(&mut self, name: &'static str) -> Result<Option<Self>, Invalid> {
        let path = self.path_of(name);
        self.take(name).map(|value| Self::of(path, value)).transpose()
    }

    /// A finite number in a range; `allowed` says so in words.
    ///
    /// # Errors
    ///
    /// If it is no number, or is out of the range.
    pub fn number(
        &mut self,
        name: &'static str,
        range: RangeInclusive<f64>,
        allowed: &str,
    ) -> Result<Option<f64>, Invalid> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Number(number)) if range.contains(&number) => Ok(Some(number)),
            Some(other) => Err(self.refused(name, other, allowed.to_owned())),
        }
    }

    /// A whole number in a range.
    ///
    /// # Errors
    ///
    /// If it is no whole number, or is out of the range.
    pub fn whole(&mut self, name: &'static str, range: RangeInclusive<u64>) -> Result<Option<u64>, Invalid> {
        let value = self.take(name);
        self.as_whole(name, value, range, "")
    }

    /// A whole number in a range, or `null`, which comes back as `Some(None)`.
    ///
    /// # Errors
    ///
    /// If it is neither.
    pub fn whole_or_null(
        &mut self,
        name: &'static str,
        range: RangeInclusive<u64>,
        null_means: &str,
    ) -> Result<Option<Option<u64>>, Invalid> {
        match self.take(name) {
            Some(Value::Null) => Ok(Some(None)),
            value => Ok(self
                .as_whole(name, value, range, &[", or null ", null_means].concat())?
                .map(Some)),
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, in range, and ranges end below 2^53"
    )]
    fn as_whole(
        &self,
        name: &'static str,
        value: Option<Value>,
        range: RangeInclusive<u64>,
        or_else: &str,
    ) -> Result<Option<u64>, Invalid> {
        let allowed = || [&*Self::whole_range(&range), or_else].concat();
        match value {
            None => Ok(None),
            Some(Value::Number(number))
                if number.fract() == 0.0 && (*range.start() as f64..=*range.end() as f64).contains(&number) =>
            {
                Ok(Some(number as u64))
            }
            Some(other) => Err(self.refused(name, other, allowed())),
        }
    }

    /// A range, in words.
    pub(super) fn whole_range(range: &RangeInclusive<u64>) -> String {
        let (start, end) = (grouped(*range.start()), grouped(*range.end()));
        ["a whole number from ", &start, " to ", &end].concat()
    }

    /// A duration in milliseconds, at most `longest`.
    ///
    /// # Errors
    ///
    /// If it is no number, is negative, or too long.
    pub fn millis(&mut self, name: &'static str, longest: Duration) -> Result<Option<Duration>, Invalid> {
        let value = self.take(name);
        self.as_millis(name, value, longest, "")
    }

    /// A duration in milliseconds, or `null`, which comes back as `Some(None)`.
    ///
    /// # Errors
    ///
    /// If it is neither.
    pub fn millis_or_null(
        &mut self,
        name: &'static str,
        longest: Duration,
        null_means: &str,
    ) -> Result<Option<Option<Duration>>, Invalid> {
        match self.take(name) {
            Some(Value::Null) => Ok(Some(None)),
            value => Ok(self
                .as_millis(name, value, longest, &[", or null ", null_means].concat())?
                .map(Some)),
        }
    }

    fn as_millis(
        &self,
        name: &'static str,
        value: Option<Value>,
        longest: Duration,
        or_else: &str,
    ) -> Result<Option<Duration>, Invalid> {
        let allowed = || {
            let most = grouped(longest.as_secs().saturating_mul(1000));
            ["a number of milliseconds from 0 to ", &most, or_else].concat()
        };
        match value {
            None => Ok(None),
            Some(Value::Number(number)) if (0.0..=longest.as_secs_f64() * 1e3).contains(&number) => {
                Ok(Some(duration_from_millis(number)))
            }
            Some(other) => Err(self.refused(name, other, allowed())),
        }
    }

    /// A truth value.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn flag(&mut self, name: &'static str) -> Result<Option<bool>, Invalid> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(other) => Err(Invalid::wrong_type(self.path_of(name), other, "true or false")),
        }
    }

    /// One of several words.
    ///
    /// # Errors
    ///
    /// If it is none of them.
    pub fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Result<Option<T>, Invalid> {
        let index = self.index_of(name, choices.len(), &|index| choices[index].0)?;
        Ok(index.map(|index| choices[index].1))
    }

    /// Which of so many words it is.
    pub(super) fn index_of<'a>(
        &mut self,
        name: &'static str,
        count: usize,
        word: &dyn Fn(usize) -> &'a str,
    ) -> Result<Option<usize>, Invalid> {
        let Some(value) = self.take(name) else {
            return Ok(None);
        };
        if let Value::Text(text) = &value
            && let Some(index) = (0..count).find(|index| word(*index) == text)
        {
            return Ok(Some(index));
        }
        Err(Invalid::wrong_type(self.path_of(name), value, one_of(count, word)))
    }

    /// The error for a number that is out of its range, or for what is no number.
    #[cold]
    fn refused(&self, name: &str, found: Value, allowed: String) -> Invalid {
        let path = self.path_of(name);
        if matches!(found, Value::Number(_)) {
            Invalid::new(path, found, allowed)
        } else {
            Invalid::wrong_type(path, found, allowed)
        }
    }

    /// The end: refuses what was not read.
    ///
    /// # Errors
    ///
    /// Names the first unknown field, and those that are known.
    pub fn finish(self) -> Result<(), Invalid> {
        match self.left.first() {
            None => Ok(()),
            Some((name, _)) => Err(Invalid::unknown(join(&self.path, name), &self.known)),
        }
    }
}

/// These words are allowed.
pub(super) fn one_of<'a>(count: usize, word: &dyn Fn(usize) -> &'a str) -> String {
    let mut words = String::new();
    for index in 0..count {
        add_to_list(&mut words, &Value::quote(word(index)));
    }
    ["one of ", &words].concat()
}

/// Exact for whole milliseconds and for fractions down to the nanosecond. Not negative, and no longer than a duration.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the caller checked the range"
)]
pub(crate) fn duration_from_millis(millis: f64) -> Duration {
    let whole = millis.trunc();
    let nanos = ((millis - whole) * 1e6).round();
    Duration::from_millis(whole as u64) + Duration::from_nanos(nanos as u64)
}

/// As `to_string` writes it, without the machinery of `std::fmt`, which nothing else in the wasm needs.
pub(super) fn decimal(number: u64) -> String {
    let mut digits = String::new();
    write_digits(&mut digits, number, "", 0);
    digits
}

/// 1,000,000 instead of 1000000.
fn grouped(number: u64) -> String {
    let mut digits = String::new();
    write_digits(&mut digits, number, ",", 0);
    digits
}

/// `place` is how many digits follow.
fn write_digits(digits: &mut String, number: u64, separator: &str, place: u32) {
    if number >= 10 {
        write_digits(digits, number / 10, separator, place + 1);
    }
    digits.push(char::from(b'0' + (number % 10) as u8));
    if place > 0 && place.is_multiple_of(3) {
        digits.push_str(separator);
    }
}
