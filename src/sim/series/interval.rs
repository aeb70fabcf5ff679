//! One interval of a series.

/// What happened in an interval.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Interval {
    /// Tasks that came.
    pub submitted: u64,
    /// Let into the buffer.
    pub accepted: u64,
    /// Turned away, because there was no room.
    pub rejected: u64,
    /// Pushed out of the full buffer by newer ones.
    pub dropped: u64,
    /// Attempts begun.
    pub attempts: u64,
    /// Attempts that failed.
    pub failed_attempts: u64,
    /// Tasks that ended well.
    pub succeeded: u64,
    /// Tasks that were given up.
    pub failed: u64,
    /// Tasks in the buffer, times nanoseconds: the mean is this by the interval's elapsed time. So are those that follow.
    pub queued_time: f64,
    /// Submissions that waited for room.
    pub blocked_time: f64,
    /// Workers with an attempt.
    pub busy_time: f64,
    /// Workers held by a task in backoff.
    pub held_time: f64,
    /// Released tasks in backoff.
    pub shelved_time: f64,
    /// Workers.
    pub worker_time: f64,
    /// The most tasks that were in the buffer for any time.
    pub longest_queue: u64,
    /// The most submissions that waited for room for any time.
    pub most_blocked: u64,
    /// From accepted to the first attempt, of the tasks whose first attempt began in the interval.
    pub wait: Durations,
    /// From accepted to done, of the tasks that were done in the interval, well or badly.
    pub sojourn: Durations,
}

/// Durations, summed up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Durations {
    /// How many.
    pub count: u64,
    /// Their sum.
    pub sum_nanos: f64,
    /// The longest.
    pub max_nanos: u64,
}

/// How many there are, now.
#[derive(Debug, Default)]
pub(super) struct Gauges {
    pub(super) queued: u64,
    pub(super) blocked: u64,
    pub(super) running: u64,
    pub(super) held: u64,
    pub(super) shelved: u64,
}

#[expect(clippy::cast_precision_loss, reason = "sums in floating point, by design")]
impl Durations {
    /// The mean; `None` of none.
    pub fn mean_nanos(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum_nanos / self.count as f64)
    }

    pub(super) fn record(&mut self, nanos: u64) {
        self.count += 1;
        self.sum_nanos += nanos as f64;
        self.max_nanos = self.max_nanos.max(nanos);
    }

    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.sum_nanos += other.sum_nanos;
        self.max_nanos = self.max_nanos.max(other.max_nanos);
    }
}

impl Interval {
    /// Everything was like this, for so long.
    #[expect(clippy::cast_precision_loss, reason = "integrals in floating point, by design")]
    pub(super) fn pass(&mut self, nanos: u64, gauges: &Gauges, workers: u64) {
        let elapsed = nanos as f64;
        self.queued_time += gauges.queued as f64 * elapsed;
        self.blocked_time += gauges.blocked as f64 * elapsed;
        self.busy_time += gauges.running as f64 * elapsed;
        self.held_time += gauges.held as f64 * elapsed;
        self.shelved_time += gauges.shelved as f64 * elapsed;
        self.worker_time += workers as f64 * elapsed;
        self.longest_queue = self.longest_queue.max(gauges.queued);
        self.most_blocked = self.most_blocked.max(gauges.blocked);
    }

    /// The next one becomes part of this one.
    pub(super) fn add(&mut self, next: &Self) {
        self.submitted += next.submitted;
        self.accepted += next.accepted;
        self.rejected += next.rejected;
        self.dropped += next.dropped;
        self.attempts += next.attempts;
        self.failed_attempts += next.failed_attempts;
        self.succeeded += next.succeeded;
        self.failed += next.failed;
        self.queued_time += next.queued_time;
        self.blocked_time += next.blocked_time;
        self.busy_time += next.busy_time;
        self.held_time += next.held_time;
        self.shelved_time += next.shelved_time;
        self.worker_time += next.worker_time;
        self.longest_queue = self.longest_queue.max(next.longest_queue);
        self.most_blocked = self.most_blocked.max(next.most_blocked);
        self.wait.add(&next.wait);
        self.sojourn.add(&next.sojourn);
    }
}
