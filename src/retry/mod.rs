//! How long to wait before the next attempt, and whether to make one.
//!
//! After attempt `k` (counted from 1) has failed, the pause is `base_delay · factor^(k-1)`, at most `max_delay`, and
//! then jittered. Jitter spreads the retries of tasks that failed together, so that they don't come back together. It
//! only ever shortens a pause, so none is longer than the cap; libraries disagree on this, and a cap that can be
//! exceeded is no cap.
//!
//! This room draws no random numbers: [`RetryPolicy::delay_after`] takes the draw as a parameter. So a simulation
//! passes its own, keyed ones, a live pool the browser's, and a test the one that it wants.

mod jitter;
mod policy;

pub use jitter::Jitter;
pub use policy::{LONGEST_DELAY, RetryPolicy};
