//! What is counted, and where a task can be.

/// Events counted since the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Calls of submit.
    pub submitted: u64,
    /// Tasks that were let in.
    pub accepted: u64,
    /// Submissions turned away: no room, or the pool is closed.
    pub rejected: u64,
    /// Submissions that left the line before they were let in.
    pub withdrawn: u64,
    /// Accepted tasks that were pushed out of the full buffer by newer ones.
    pub dropped: u64,
    /// Tasks that ended well.
    pub succeeded: u64,
    /// Tasks given up after their last attempt.
    pub failed: u64,
    /// Accepted tasks that were cancelled or aborted.
    pub cancelled: u64,
    /// Attempts begun.
    pub attempts: u64,
    /// Attempts begun that were not a task's first.
    pub retries: u64,
}

impl Counts {
    pub(super) fn plus(mut self, other: Self) -> Self {
        self.submitted += other.submitted;
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.withdrawn += other.withdrawn;
        self.dropped += other.dropped;
        self.succeeded += other.succeeded;
        self.failed += other.failed;
        self.cancelled += other.cancelled;
        self.attempts += other.attempts;
        self.retries += other.retries;
        self
    }
}

/// Where an unfinished task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Waits for room in the buffer; not accepted yet.
    Blocked,
    /// In the buffer.
    Queued,
    /// An attempt is being made.
    Running,
    /// In backoff, with its worker waiting for it.
    Held,
    /// In backoff outside the buffer, its worker free.
    Shelved,
}

pub(super) const PLACES: usize = 5;

/// How an accepted task ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// An attempt went well.
    Succeeded,
    /// The last attempt failed, or one failed in a way that is not worth retrying.
    Failed,
    /// Somebody cancelled it or aborted the pool.
    Cancelled,
    /// A newer task took its place in the buffer.
    Dropped,
}
