//! The error for a value that is out of its range.

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
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    path: Cow<'static, str>,
    found: String,
    allowed: Cow<'static, str>,
}

impl Invalid {
    /// An error at the field `path`.
    pub fn new(
        path: impl Into<Cow<'static, str>>,
        found: impl fmt::Display,
        allowed: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            path: path.into(),
            found: found.to_string(),
            allowed: allowed.into(),
        }
    }

    /// The same error, seen from one level further out.
    #[must_use]
    pub fn inside(mut self, outer: &str) -> Self {
        self.path = format!("{outer}.{}", self.path).into();
        self
    }

    /// The field's path, as in `retry.factor`.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, found, allowed } = self;
        write!(formatter, "{path} must be {allowed}; got {found}")
    }
}

impl Error for Invalid {}
