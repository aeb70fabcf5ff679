//! What a pool works on.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::time::Duration;

/// A piece of work that can be attempted several times.
///
/// For a closure there is [`FnTask`]. Implement it by hand to avoid an allocation per attempt, or to say which errors
/// are worth retrying:
///
/// ```
/// use std::future::{Ready, ready};
/// use twinpool::pool::Task;
///
/// struct Email { number: u64, to: String }
///
/// enum MailError { Busy, NoSuchUser }
///
/// impl Task for Email {
///     type Id = u64;
///     type Output = ();
///     type Error = MailError;
///     type Execution = Ready<Result<(), MailError>>;
///
///     fn id(&self) -> u64 { self.number }
///
///     fn execute(&mut self, attempt: u32) -> Self::Execution {
///         ready(match (self.to.as_str(), attempt) {
///             ("", _) => Err(MailError::NoSuchUser),
///             (_, 1) => Err(MailError::Busy),
///             _ => Ok(()),
///         })
///     }
///
///     fn is_retryable(error: &MailError) -> bool { matches!(error, MailError::Busy) }
/// }
/// ```
pub trait Task: 'static {
    /// How events and tickets name the task. Cloned once a submission, and once an event while somebody listens. To clone
    /// or to drop one must not call the pool, which panics then.
    type Id: Clone + 'static;
    /// What an attempt that goes well gives.
    type Output: 'static;
    /// What an attempt that fails gives.
    type Error: 'static;
    /// One attempt. It doesn't borrow from the task, so that the task can be handed back while it runs; dropping it
    /// cancels the attempt.
    type Execution: Future<Output = Result<Self::Output, Self::Error>> + 'static;

    /// The task's name.
    fn id(&self) -> Self::Id;

    /// Begins attempt number `attempt`, counted from 1.
    fn execute(&mut self, attempt: u32) -> Self::Execution;

    /// Whether it makes sense to try again after this error. To panic here is to panic in the attempt.
    fn is_retryable(error: &Self::Error) -> bool {
        let _ = error;
        true
    }
}

/// A task made of a closure that gives a future; see the example in [`pool`](super).
pub struct FnTask<Id, F> {
    id: Id,
    execute: F,
}

impl<Id, F> FnTask<Id, F> {
    /// A task that calls `execute` with the attempt's number, counted from 1.
    pub fn new(id: Id, execute: F) -> Self {
        Self { id, execute }
    }
}

impl<Id, F, Execution, Output, E> Task for FnTask<Id, F>
where
    Id: Clone + 'static,
    F: FnMut(u32) -> Execution + 'static,
    Execution: Future<Output = Result<Output, E>> + 'static,
    Output: 'static,
    E: 'static,
{
    type Id = Id;
    type Output = Output;
    type Error = E;
    type Execution = Execution;

    fn id(&self) -> Id {
        self.id.clone()
    }

    fn execute(&mut self, attempt: u32) -> Execution {
        (self.execute)(attempt)
    }
}

impl<Id: fmt::Debug, F> fmt::Debug for FnTask<Id, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FnTask")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// What a submission may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaskOptions {
    /// Each attempt fails when it takes longer.
    pub timeout: Option<Duration>,
    /// In the buffer and in the line before it a higher priority goes first, and among equals who came first. It says nothing
    /// about tasks that a worker has taken already.
    pub priority: i32,
}

/// Why a task did not end well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskError<E> {
    /// The last attempt gave this error.
    Failed(E),
    /// The last attempt took longer than its timeout.
    TimedOut,
    /// The last attempt panicked, with this message.
    Panicked(String),
    /// The task was cancelled, or the pool aborted.
    Cancelled,
    /// The task was pushed out of the full buffer by a newer one.
    Dropped,
}

impl<E: fmt::Display> fmt::Display for TaskError<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => write!(formatter, "the last attempt failed: {error}"),
            Self::TimedOut => formatter.write_str("the last attempt timed out"),
            Self::Panicked(message) => write!(formatter, "the last attempt panicked: {message}"),
            Self::Cancelled => formatter.write_str("the task was cancelled"),
            Self::Dropped => formatter.write_str("a newer task pushed it out of the full buffer"),
        }
    }
}

impl<E: Error + 'static> Error for TaskError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}
