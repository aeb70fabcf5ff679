//! Everything that can happen, one variant each.

use std::time::Duration;

use crate::exec::Instant;

/// Something happened to a task. When a listener hears of it, the pool's state and figures tell of it already.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<Id> {
    /// When.
    pub at: Instant,
    /// To which task.
    pub task: Id,
    /// What.
    pub step: Step,
}

/// What happened to a task. Workers are counted from 0, attempts from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Submit was called.
    Submitted,
    /// It was let into the buffer.
    Accepted {
        /// After it had waited for room.
        waited: bool,
    },
    /// It was turned away.
    Rejected {
        /// Because the pool is closed, and not because there was no room.
        is_closed: bool,
    },
    /// Its submitter left the line.
    Withdrawn,
    /// An attempt began.
    Started {
        /// Who makes it.
        worker: usize,
        /// Its number.
        attempt: u32,
    },
    /// An attempt failed.
    AttemptFailed {
        /// Who made it.
        worker: usize,
        /// Its number.
        attempt: u32,
        /// In which way.
        cause: Cause,
        /// The pause that follows.
        delay: Option<Duration>,
        /// Whether another attempt follows.
        will_retry: bool,
    },
    /// Its backoff is over and it is back in the buffer.
    Requeued,
    /// It ended well.
    Succeeded {
        /// After so many attempts.
        attempts: u32,
    },
    /// It was given up.
    Failed {
        /// After so many attempts.
        attempts: u32,
        /// How the last of them failed.
        cause: Cause,
    },
    /// It was pushed out of the full buffer by a newer task.
    Dropped {
        /// After so many attempts: 0, unless it was released in backoff before.
        attempts: u32,
    },
    /// It was cancelled after it had been accepted.
    Cancelled {
        /// After so many attempts, the one that ran included.
        attempts: u32,
    },
}

/// How an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It gave an error.
    Error,
    /// It took too long.
    TimedOut,
    /// It panicked.
    Panicked,
}
