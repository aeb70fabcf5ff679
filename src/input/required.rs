//! Fields that have no default.

use std::ops::RangeInclusive;

use super::fields::{decimal, one_of};
use super::{Fields, Invalid, Value};

/// Longer times make no sense: 10^12 ms are 31 years.
const LONGEST_MS: f64 = 1e12;
const TIME: &str = "a number of milliseconds from 0 to 1,000,000,000,000";
const POSITIVE_TIME: &str = "a number of milliseconds, at least 0.000001 and at most 1,000,000,000,000";

/// Like the methods for fields that may be left out, these refuse what is of the wrong type or out of range; and also
/// what is not there.
impl Fields {
    /// A finite number in a range; `allowed` says so in words.
    ///
    /// # Errors
    ///
    /// If it is missing, no number, or out of the range.
    pub fn needed(
        &mut self,
        name: &'static str,
        range: RangeInclusive<f64>,
        allowed: &'static str,
    ) -> Result<f64, Invalid> {
        let number = self.number(name, range, allowed)?;
        number.ok_or_else(|| Invalid::missing(self.path_of(name), allowed))
    }

    /// A whole number in a range.
    ///
    /// # Errors
    ///
    /// If it is missing, no whole number, or out of the range.
    pub fn needed_whole(&mut self, name: &'static str, range: RangeInclusive<u64>) -> Result<u64, Invalid> {
        let allowed = Self::whole_range(&range);
        let number = self.whole(name, range)?;
        number.ok_or_else(|| Invalid::missing(self.path_of(name), allowed))
    }

    /// A time in milliseconds.
    ///
    /// # Errors
    ///
    /// If it is missing, no number, negative, or longer than 10^12.
    pub fn time(&mut self, name: &'static str) -> Result<f64, Invalid> {
        self.needed(name, 0.0..=LONGEST_MS, TIME)
    }

    /// A time in milliseconds that is more than 0.
    ///
    /// # Errors
    ///
    /// If it is missing, no number, less than a nanosecond, or longer than 10^12.
    pub fn positive_time(&mut self, name: &'static str) -> Result<f64, Invalid> {
        self.needed(name, 1e-6..=LONGEST_MS, POSITIVE_TIME)
    }

    /// At least one time in milliseconds.
    ///
    /// # Errors
    ///
    /// If it is missing, no list, empty, or one of them is no time.
    pub fn times(&mut self, name: &'static str) -> Result<Vec<f64>, Invalid> {
        const ALLOWED: &str = "a list of at least one number of milliseconds";
        let path = self.path_of(name);
        match self.take(name) {
            None => Err(Invalid::missing(path, ALLOWED)),
            Some(Value::List(items)) if !items.is_empty() => {
                let mut times = Vec::with_capacity(items.len());
                for (index, value) in items.into_iter().enumerate() {
                    match value {
                        Value::Number(ms) if (0.0..=LONGEST_MS).contains(&ms) => times.push(ms),
                        Value::Number(_) => return Err(Invalid::new(item_path(&path, index), value, TIME)),
                        _ => return Err(Invalid::wrong_type(item_path(&path, index), value, TIME)),
                    }
                }
                Ok(times)
            }
            Some(Value::List(_)) => Err(Invalid::new(path, "an empty list", ALLOWED)),
            Some(other) => Err(Invalid::wrong_type(path, other, ALLOWED)),
        }
    }

    /// The word in the field `kind`, which says what other fields there are.
    ///
    /// # Errors
    ///
    /// If it is missing, or none of these.
    pub fn kind(&mut self, kinds: &[&'static str]) -> Result<&'static str, Invalid> {
        let word = |index: usize| kinds[index];
        match self.index_of("kind", kinds.len(), &word)? {
            Some(index) => Ok(kinds[index]),
            None => Err(Invalid::missing(self.path_of("kind"), one_of(kinds.len(), &word))),
        }
    }
}

/// The path of an item of a list.
pub fn item_path(list: &str, index: usize) -> String {
    [list, "[", &decimal(index as u64), "]"].concat()
}
