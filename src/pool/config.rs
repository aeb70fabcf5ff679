//! The knobs of a pool.

use crate::Invalid;
use crate::retry::RetryPolicy;

/// The most workers that a pool may have.
pub const MOST_WORKERS: usize = 100_000;
/// The largest bounded buffer.
pub const MOST_BUFFERED: usize = 1_000_000_000;

/// What `submit` does while the buffer is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhenFull {
    /// It waits, behind those of its priority who wait already: backpressure.
    #[default]
    Wait,
    /// It is turned away at once.
    Reject,
    /// It is let in, and the oldest task of the lowest priority in the buffer is dropped for it. If there would be no room
    /// without those that it does not outrank or equal, it is turned away itself, as in a buffer of no places.
    DropOldest,
}

/// How a pool is built. The default is the original's: 3 workers, a buffer of 10, 3 attempts, 500 ms, factor 2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PoolConfig {
    /// How many tasks run at once: 1 to [`MOST_WORKERS`].
    pub workers: usize,
    /// How many accepted tasks may wait for a worker: 0 (each is handed over) to [`MOST_BUFFERED`]; `None` for no bound.
    pub buffer_size: Option<usize>,
    /// What `submit` does while the buffer is full.
    pub when_full: WhenFull,
    /// When a failed attempt is tried again.
    pub retry: RetryPolicy,
    /// Whether a worker waits its task's backoff out (the original does) or takes the next task meanwhile.
    pub hold_worker: bool,
    /// Whether there is a pause after the last failed attempt as well. The original has it, for nothing.
    pub pause_after_last_attempt: bool,
}

impl Default for PoolConfig {
    fn default() -> Self {
        Self {
            workers: 3,
            buffer_size: Some(10),
            when_full: WhenFull::Wait,
            retry: RetryPolicy::default(),
            hold_worker: true,
            pause_after_last_attempt: false,
        }
    }
}

impl PoolConfig {
    /// Checks every field against the range in its documentation.
    ///
    /// # Errors
    ///
    /// Names the first field that is out of its range, as JavaScript spells it.
    pub fn validate(&self) -> Result<(), Invalid> {
        if !(1..=MOST_WORKERS).contains(&self.workers) {
            return Err(Invalid::new(
                "workers",
                self.workers,
                "a whole number from 1 to 100,000",
            ));
        }
        if let Some(size) = self.buffer_size
            && size > MOST_BUFFERED
        {
            return Err(Invalid::new(
                "bufferSize",
                size,
                "a whole number from 0 to 10^9, or null for no bound",
            ));
        }
        self.retry.validate().map_err(|invalid| invalid.inside("retry"))
    }
}
