//! Counts, time-weighted averages and latencies.
//!
//! [`Stats`] is told of every step in a task's life and keeps the figures. It doesn't know the pool: times come in as
//! whole nanoseconds since the clock began, and [`Stats::advance`] tells it that time has passed.
//!
//! # The conservation law
//!
//! Nothing is lost, at any instant:
//!
//! - accepted = succeeded + failed + cancelled + dropped + queued + running + backing off
//! - submitted = accepted + rejected + withdrawn + blocked
//!
//! [`Stats::check_conservation`] holds the counts against it; the tests do so after every event.

mod count;
mod figures;
mod histogram;
mod latency;
mod recorder;

pub use count::{Counts, Ending, Place};
pub use figures::{DurationFigures, Figures, QueueLength, Utilisation};
pub use latency::{Latency, Timing};
pub use recorder::{NotConserved, Period, Stats};
