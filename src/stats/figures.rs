//! The figures that leave the room, in milliseconds, ready for JSON.

use serde::Serialize;

use super::Latency;

/// Figures of a set of durations in milliseconds; `None` where there was nothing to measure.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DurationFigures {
    /// The mean.
    pub mean: Option<f64>,
    /// The median.
    pub p50: Option<f64>,
    /// 90 % do not exceed it.
    pub p90: Option<f64>,
    /// 99 % do not exceed it.
    pub p99: Option<f64>,
    /// 99.9 % do not exceed it.
    pub p999: Option<f64>,
    /// The longest.
    pub max: Option<f64>,
}

impl From<&Latency> for DurationFigures {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds as a float, by design")]
    fn from(latency: &Latency) -> Self {
        let millis = |nanos: f64| nanos / 1e6;
        let percentile = |quantile| latency.percentile_nanos(quantile).map(millis);
        Self {
            mean: latency.mean_nanos().map(millis),
            p50: percentile(0.5),
            p90: percentile(0.9),
            p99: percentile(0.99),
            p999: percentile(0.999),
            max: latency.max_nanos().map(|nanos| millis(nanos as f64)),
        }
    }
}

/// Shares of the workers' time; they add up to 1. `None` before any time has passed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Utilisation {
    /// With an attempt.
    pub busy: Option<f64>,
    /// Held by a task in backoff.
    pub backoff: Option<f64>,
    /// With nothing to do.
    pub idle: Option<f64>,
}

/// How many tasks were in the buffer.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QueueLength {
    /// Weighted by time; `None` before any time has passed.
    pub mean: Option<f64>,
    /// The most that stayed for any time.
    pub max: u64,
}

/// Everything that is known about a pool, at one instant.
///
/// Counters count tasks of the measured period; gauges (`queued`, `running`, `backing_off`, `blocked`, `zombies`) tell
/// how many there are now, measured or not.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Calls of submit.
    pub submitted: u64,
    /// Tasks that were let in.
    pub accepted: u64,
    /// Turned away: no room, or the pool is closed.
    pub rejected: u64,
    /// Left the line before they were let in.
    pub withdrawn: u64,
    /// Pushed out of the full buffer by newer tasks.
    pub dropped: u64,
    /// Ended well.
    pub succeeded: u64,
    /// Given up.
    pub failed: u64,
    /// Cancelled or aborted after they were let in.
    pub cancelled: u64,
    /// Attempts begun.
    pub attempts: u64,
    /// Attempts begun that were not a task's first.
    pub retries: u64,
    /// In the buffer now.
    pub queued: u64,
    /// Being attempted now.
    pub running: u64,
    /// In backoff now.
    pub backing_off: u64,
    /// Waiting for room now.
    pub blocked: u64,
    /// Attempts that timed out or were cancelled but whose work still runs; counted by the pool, 0 here.
    pub zombies: u64,
    /// Length of the measured period.
    pub elapsed_ms: f64,
    /// Tasks that ended, well or badly, per second of the measured period.
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
