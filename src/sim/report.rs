//! What a simulation tells.

use serde::Serialize;

use crate::stats::{DurationFigures, Figures, QueueLength, Utilisation};

/// The figures of a run, those of its measured tasks; see [`Figures`] for what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Whose luck it was.
    pub seed: u64,
    /// When the last worker was joined; so far, if the run has not ended.
    pub virtual_ms: f64,
    /// Tasks that came.
    pub submitted: u64,
    /// Let into the buffer.
    pub accepted: u64,
    /// Turned away, because there was no room.
    pub rejected: u64,
    /// Pushed out of the full buffer by newer ones.
    pub dropped: u64,
    /// Ended well.
    pub succeeded: u64,
    /// Given up after their last attempt.
    pub failed: u64,
    /// Cancelled; a simulation cancels none.
    pub cancelled: u64,
    /// Attempts begun.
    pub attempts: u64,
    /// Attempts begun that were not a task's first.
    pub retries: u64,
    /// Tasks that ended, well or badly, per second of the measured window.
    pub throughput_per_second: Option<f64>,
    /// What the workers did with their time.
    pub utilisation: Utilisation,
    /// Accepted to first attempt.
    pub wait_ms: DurationFigures,
    /// Accepted to done.
    pub sojourn_ms: DurationFigures,
    /// Submit called to accepted.
    pub blocked_ms: DurationFigures,
    /// The buffer's filling.
    pub queue_length: QueueLength,
}

impl Report {
    pub(super) fn new(seed: u64, virtual_ms: f64, figures: &Figures) -> Self {
        Self {
            seed,
            virtual_ms,
            submitted: figures.submitted,
            accepted: figures.accepted,
            rejected: figures.rejected,
            dropped: figures.dropped,
            succeeded: figures.succeeded,
            failed: figures.failed,
            cancelled: figures.cancelled,
            attempts: figures.attempts,
            retries: figures.retries,
            throughput_per_second: figures.throughput_per_second,
            utilisation: figures.utilisation,
            wait_ms: figures.wait_ms,
            sojourn_ms: figures.sojourn_ms,
            blocked_ms: figures.blocked_ms,
            queue_length: figures.queue_length,
        }
    }
}

/// Every figure of a report that can be compared, in the order of [`Report::values`], by its path.
pub const FIGURES: [&str; 34] = [
    "virtualMs",
    "submitted",
    "accepted",
    "rejected",
    "dropped",
    "succeeded",
    "failed",
    "cancelled",
    "attempts",
    "retries",
    "throughputPerSecond",
    "utilisation.busy",
    "utilisation.backoff",
    "utilisation.idle",
    "waitMs.mean",
    "waitMs.p50",
    "waitMs.p90",
    "waitMs.p99",
    "waitMs.p999",
    "waitMs.max",
    "sojournMs.mean",
    "sojournMs.p50",
    "sojournMs.p90",
    "sojournMs.p99",
    "sojournMs.p999",
    "sojournMs.max",
    "blockedMs.mean",
    "blockedMs.p50",
    "blockedMs.p90",
    "blockedMs.p99",
    "blockedMs.p999",
    "blockedMs.max",
    "queueLength.mean",
    "queueLength.max",
];

impl Report {
    /// The figures in the order of [`FIGURES`]; `None` where there was nothing to measure.
    #[inline(never)]
    #[expect(clippy::cast_precision_loss, reason = "figures are floats")]
    pub fn values(&self) -> [Option<f64>; FIGURES.len()] {
        let figures = self;
        let count = |count: u64| Some(count as f64);
        let (wait, sojourn, blocked) = (figures.wait_ms, figures.sojourn_ms, figures.blocked_ms);
        [
            Some(self.virtual_ms),
            count(figures.submitted),
            count(figures.accepted),
            count(figures.rejected),
            count(figures.dropped),
            count(figures.succeeded),
            count(figures.failed),
            count(figures.cancelled),
            count(figures.attempts),
            count(figures.retries),
            figures.throughput_per_second,
            figures.utilisation.busy,
            figures.utilisation.backoff,
            figures.utilisation.idle,
            wait.mean,
            wait.p50,
            wait.p90,
            wait.p99,
            wait.p999,
            wait.max,
            sojourn.mean,
            sojourn.p50,
            sojourn.p90,
            sojourn.p99,
            sojourn.p999,
            sojourn.max,
            blocked.mean,
            blocked.p50,
            blocked.p90,
            blocked.p99,
            blocked.p999,
            blocked.max,
            figures.queue_length.mean,
            count(figures.queue_length.max),
        ]
    }
}
