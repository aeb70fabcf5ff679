//! The error for a value that can't be used.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use super::Value;

/// A value that can't be used: where it stands, what it was, and what is allowed there.
///
/// ```
/// use twinpool::Invalid;
///
/// let error = Invalid::new("maxAttempts", 0_u32, "a whole number from 1 to 1,000,000").inside("retry");
/// assert_eq!(error.to_string(), "retry.maxAttempts must be a whole number from 1 to 1,000,000; got 0");
/// assert_eq!(error.path(), "retry.maxAttempts");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Invalid(
    /// Boxed, because a result that may hold one is moved at every field that is read, and hardly ever holds one: what reads
    /// scenarios is a quarter smaller so.
    Box<Content>,
);

#[derive(Debug, Clone, PartialEq)]
struct Content {
    path: Cow<'static, str>,
    problem: Problem,
}

#[derive(Debug, Clone, PartialEq)]
enum Problem {
    OutOfRange { found: Value, allowed: Cow<'static, str> },
    WrongType { found: Value, allowed: Cow<'static, str> },
    Unknown { known: String },
    Missing { allowed: Cow<'static, str> },
}

impl Invalid {
    fn of(path: Cow<'static, str>, problem: Problem) -> Self {
        Self(Box::new(Content { path, problem }))
    }

    /// The value at `path` is not in the range that is `allowed`.
    pub fn new(
        path: impl Into<Cow<'static, str>>,
        found: impl Into<Value>,
        allowed: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (found, allowed) = (found.into(), allowed.into());
        Self::of(path.into(), Problem::OutOfRange { found, allowed })
    }

    /// The value at `path` is of another type than the one that is `allowed`.
    pub fn wrong_type(
        path: impl Into<Cow<'static, str>>,
        found: impl Into<Value>,
        allowed: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (found, allowed) = (found.into(), allowed.into());
        Self::of(path.into(), Problem::WrongType { found, allowed })
    }

    /// There is no field `path`, only the `known` ones.
    pub fn unknown(path: impl Into<Cow<'static, str>>, known: &[&str]) -> Self {
        let mut names = String::new();
        for name in known {
            add_to_list(&mut names, name);
        }
        Self::of(path.into(), Problem::Unknown { known: names })
    }

    /// The field `path` has no default and was left out.
    pub fn missing(path: impl Into<Cow<'static, str>>, allowed: impl Into<Cow<'static, str>>) -> Self {
        let allowed = allowed.into();
        Self::of(path.into(), Problem::Missing { allowed })
    }

    /// The same error, seen from one level further out.
    #[must_use]
    pub fn inside(mut self, outer: &str) -> Self {
        self.0.path = join(outer, &self.0.path).into();
        self
    }

    /// The field's path, as in `retry.factor`.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Whether it is of the wrong type, and not only out of range.
    pub fn is_wrong_type(&self) -> bool {
        !matches!(self.0.problem, Problem::OutOfRange { .. })
    }

    /// The message, with values written by `write`: for JavaScript, which has its own way to write numbers, and for
    /// which carrying Rust's along would cost 10 KB.
    pub fn message(&self, write: impl FnOnce(&Value) -> String) -> String {
        let path = &*self.0.path;
        match &self.0.problem {
            Problem::OutOfRange { found, allowed } | Problem::WrongType { found, allowed } => {
                [path, " must be ", allowed, "; got ", &write(found)].concat()
            }
            Problem::Unknown { known } => [path, " is not known; known here: ", known].concat(),
            Problem::Missing { allowed } => [path, " is missing; it must be ", allowed].concat(),
        }
    }
}

/// The path of a field inside of another.
pub(super) fn join(outer: &str, field: &str) -> String {
    if outer.is_empty() {
        field.to_owned()
    } else {
        [outer, ".", field].concat()
    }
}

/// As `join(", ")` would, which for all its speed is ten times as much code.
pub(super) fn add_to_list(list: &mut String, word: &str) {
    if !list.is_empty() {
        list.push_str(", ");
    }
    list.push_str(word);
}

impl fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message(Value::to_string))
    }
}

impl Error for Invalid {}
