//! The error for a value that can't be used.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// A value that can't be used: where it stands, what it was, and what is allowed there.
///
/// ```
/// use twinpool::Invalid;
///
/// let error = Invalid::new("maxAttempts", 0, "a whole number from 1 to 1,000,000").inside("retry");
/// assert_eq!(error.to_string(), "retry.maxAttempts must be a whole number from 1 to 1,000,000; got 0");
/// assert_eq!(error.path(), "retry.maxAttempts");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    path: Cow<'static, str>,
    problem: String,
    is_wrong_type: bool,
}

impl Invalid {
    /// The value at `path` is not in the range that is `allowed`.
    pub fn new(path: impl Into<Cow<'static, str>>, found: impl fmt::Display, allowed: impl fmt::Display) -> Self {
        Self {
            path: path.into(),
            problem: format!("must be {allowed}; got {found}"),
            is_wrong_type: false,
        }
    }

    /// The value at `path` is of another type than the one that is `allowed`.
    pub fn wrong_type(
        path: impl Into<Cow<'static, str>>,
        found: impl fmt::Display,
        allowed: impl fmt::Display,
    ) -> Self {
        Self {
            is_wrong_type: true,
            ..Self::new(path, found, allowed)
        }
    }

    /// There is no field `path`, only the `known` ones.
    pub fn unknown(path: impl Into<Cow<'static, str>>, known: &[&str]) -> Self {
        Self {
            path: path.into(),
            problem: format!("is not known; known here: {}", known.join(", ")),
            is_wrong_type: true,
        }
    }

    /// The field `path` has no default and was left out.
    pub fn missing(path: impl Into<Cow<'static, str>>, allowed: impl fmt::Display) -> Self {
        Self {
            path: path.into(),
            problem: format!("is missing; it must be {allowed}"),
            is_wrong_type: true,
        }
    }

    /// The same error, seen from one level further out.
    #[must_use]
    pub fn inside(mut self, outer: &str) -> Self {
        self.path = join(outer, &self.path).into();
        self
    }

    /// The field's path, as in `retry.factor`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether it is of the wrong type, and not only out of range.
    pub fn is_wrong_type(&self) -> bool {
        self.is_wrong_type
    }
}

/// The path of a field inside of another.
pub(super) fn join(outer: &str, field: &str) -> String {
    if outer.is_empty() {
        field.to_owned()
    } else {
        format!("{outer}.{field}")
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.path, self.problem)
    }
}

impl Error for Invalid {}
