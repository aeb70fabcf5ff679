//! Keeps the figures up to date, one step in a task's life at a time.

use std::error::Error;
use std::fmt;

use super::count::PLACES;
use super::{Counts, DurationFigures, Ending, Figures, Latency, Place, QueueLength, Timing, Utilisation};

/// Whether a task's figures count, or are only needed for the conservation law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Submitted while the system warmed up.
    WarmUp,
    /// Submitted later.
    Measured,
}

/// The figures of one pool.
///
/// Steps are believed: one that no task can have made, such as the start of one that nobody has accepted, makes nonsense of the
/// gauges, and panics where debug assertions are on.
///
/// ```
/// use twinpool::stats::{Ending, Period, Place, Stats};
///
/// let mut stats = Stats::new(1, 0);
/// stats.submit(Period::Measured);
/// stats.accept(Period::Measured, 0);
/// stats.start(Period::Measured, Place::Queued, Some(0));
/// stats.advance(5_000_000); // 5 ms later
/// stats.finish(Period::Measured, Place::Running, Ending::Succeeded, 5_000_000);
/// stats.advance(10_000_000);
///
/// let figures = stats.figures();
/// assert_eq!(figures.succeeded, 1);
/// assert_eq!(figures.utilisation.busy, Some(0.5));
/// assert_eq!(figures.sojourn_ms.max, Some(5.0));
/// stats.check_conservation().unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct Stats {
    /// By period.
    counts: [Counts; 2],
    /// Unfinished tasks by place, of both periods. Each takes memory, so there are fewer than 2^32; and this is the widest
    /// whole number that turns into a float in one instruction, which happens at every step.
    gauges: [u32; PLACES],
    /// So many of the queued tasks are promised to idle workers, and not in line any more.
    promised: u32,
    workers: f64,
    wait: Latency,
    sojourn: Latency,
    blocked: Latency,
    window_start: u64,
    /// It has begun.
    has_window: bool,
    now: u64,
    /// Integrals over the window, in task-nanoseconds and worker-nanoseconds.
    queued_time: f64,
    busy_time: f64,
    held_time: f64,
    worker_time: f64,
    longest_queue: f64,
}

/// The counts don't add up: a defect of the pool, with the law that it breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotConserved(String);

impl fmt::Display for NotConserved {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for NotConserved {}

impl Stats {
    /// Nothing has happened yet, at `now`.
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 workers")]
    pub fn new(workers: u64, now: u64) -> Self {
        Self {
            counts: [Counts::default(); 2],
            gauges: [0; PLACES],
            promised: 0,
            workers: workers as f64,
            wait: Latency::new(),
            sojourn: Latency::new(),
            blocked: Latency::new(),
            window_start: now,
            has_window: true,
            now,
            queued_time: 0.0,
            busy_time: 0.0,
            held_time: 0.0,
            worker_time: 0.0,
            longest_queue: 0.0,
        }
    }

    /// The measured period has not begun; [`begin_window`](Self::begin_window) does that, and before there is no figure over
    /// time.
    #[must_use]
    pub fn warming_up(mut self) -> Self {
        self.has_window = false;
        self
    }

    /// Time has passed: everything was as it is until `now`. To be called before every step.
    #[inline(always)]
    pub fn advance(&mut self, now: u64) {
        if now > self.now {
            self.integrate(now);
        }
    }

    #[inline(never)]
    #[expect(
        clippy::cast_precision_loss,
        reason = "integrals in floating point, the same on every target"
    )]
    fn integrate(&mut self, now: u64) {
        let elapsed = (now - self.now) as f64;
        self.now = now;
        let [_, queued, running, held, _] = self.gauges;
        let queued = f64::from(queued) - f64::from(self.promised);
        self.queued_time += queued * elapsed;
        self.busy_time += f64::from(running) * elapsed;
        self.held_time += f64::from(held) * elapsed;
        self.worker_time += self.workers * elapsed;
        // Here and not when a task comes in: one that is passed on at once was never in line.
        if queued > self.longest_queue {
            self.longest_queue = queued;
        }
    }

    /// The measured period begins now: figures over time start afresh. Counts and durations are told apart by the
    /// [`Period`] of their task.
    pub fn begin_window(&mut self) {
        self.window_start = self.now;
        self.has_window = true;
        self.queued_time = 0.0;
        self.busy_time = 0.0;
        self.held_time = 0.0;
        self.worker_time = 0.0;
        self.longest_queue = 0.0;
    }

    /// So many of the queued tasks are promised to workers that were idle and are on their way to them: they don't count
    /// in the queue's length, which so never exceeds the buffer's size by their number.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "fewer than 2^32 tasks")]
    pub fn set_promised(&mut self, promised: usize) {
        self.promised = promised as u32;
    }

    /// So many workers from now on.
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 workers")]
    pub fn set_workers(&mut self, workers: u64) {
        self.workers = workers as f64;
    }

    /// Submit was called.
    #[inline(always)]
    pub fn submit(&mut self, period: Period) {
        self.count(period).submitted += 1;
    }

    /// The submission waits for room.
    #[inline(always)]
    pub fn block(&mut self) {
        self.enter(Place::Blocked);
    }

    /// The submission that waited for room does so no more.
    #[inline(always)]
    pub fn unblock(&mut self) {
        self.leave(Place::Blocked);
    }

    /// The submission was turned away.
    pub fn reject(&mut self, period: Period) {
        self.count(period).rejected += 1;
    }

    /// The submitter lost patience; it has been unblocked.
    pub fn withdraw(&mut self, period: Period) {
        self.count(period).withdrawn += 1;
    }

    /// The task is in the buffer, so long after submit was called.
    #[inline(always)]
    pub fn accept(&mut self, period: Period, blocked_nanos: u64) {
        self.count(period).accepted += 1;
        self.enter(Place::Queued);
        if period == Period::Measured {
            self.blocked.record(blocked_nanos);
        }
    }

    /// An attempt begins; `wait_nanos` is how long the task waited for its first, and `None` for later ones.
    #[inline(always)]
    pub fn start(&mut self, period: Period, from: Place, wait_nanos: Option<u64>) {
        self.leave(from);
        self.enter(Place::Running);
        let counts = self.count(period);
        counts.attempts += 1;
        match wait_nanos {
            None => counts.retries += 1,
            Some(nanos) if period == Period::Measured => self.wait.record(nanos),
            Some(_) => {}
        }
    }

    /// The task goes from one place to another.
    #[inline(always)]
    pub fn pass(&mut self, from: Place, to: Place) {
        self.leave(from);
        self.enter(to);
    }

    /// The task has ended, so long after it was accepted.
    #[inline(always)]
    pub fn finish(&mut self, period: Period, from: Place, ending: Ending, sojourn_nanos: u64) {
        self.leave(from);
        let counts = self.count(period);
        match ending {
            Ending::Succeeded => counts.succeeded += 1,
            Ending::Failed => counts.failed += 1,
            Ending::Cancelled => counts.cancelled += 1,
            Ending::Dropped => counts.dropped += 1,
        }
        let is_done = matches!(ending, Ending::Succeeded | Ending::Failed);
        if is_done && period == Period::Measured {
            self.sojourn.record(sojourn_nanos);
        }
    }

    /// The measured durations of a kind.
    pub fn latency(&self, timing: Timing) -> &Latency {
        match timing {
            Timing::Wait => &self.wait,
            Timing::Sojourn => &self.sojourn,
            Timing::Blocked => &self.blocked,
        }
    }

    /// How many tasks are at this place.
    pub fn gauge(&self, place: Place) -> u64 {
        self.gauges[place as usize].into()
    }

    /// Accepted tasks that have not ended, of both periods.
    #[inline(always)]
    pub fn unfinished(&self) -> u64 {
        let [_, queued, running, held, shelved] = self.gauges.map(u64::from);
        queued + running + held + shelved
    }

    /// What was counted in both periods together.
    pub fn total(&self) -> Counts {
        let [warm_up, measured] = self.counts;
        warm_up.plus(measured)
    }

    /// Holds the counts against the [conservation law](super).
    ///
    /// # Errors
    ///
    /// Names the law that is broken, with its figures.
    pub fn check_conservation(&self) -> Result<(), NotConserved> {
        let counts = self.total();
        let ended = counts.succeeded + counts.failed + counts.cancelled + counts.dropped;
        if counts.accepted != ended + self.unfinished() {
            return Err(NotConserved(format!(
                "accepted must equal succeeded + failed + cancelled + dropped + queued + running + backing off: \
                 {counts:?}, by place {:?}",
                self.gauges
            )));
        }
        let outside = counts.rejected + counts.withdrawn + self.gauge(Place::Blocked);
        if counts.submitted != counts.accepted + outside {
            return Err(NotConserved(format!(
                "submitted must equal accepted + rejected + withdrawn + blocked: {counts:?}, by place {:?}",
                self.gauges
            )));
        }
        Ok(())
    }

    /// The figures of the measured period, up to the last [`advance`](Self::advance).
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "figures are floats; the longest queue is whole and not negative"
    )]
    pub fn figures(&self) -> Figures {
        let counts = self.counts[Period::Measured as usize];
        let measured = |figure: f64| if self.has_window { figure } else { 0.0 };
        let elapsed_nanos = measured((self.now - self.window_start) as f64);
        let worker_time = measured(self.worker_time);
        let per_worker_time = |time: f64| (worker_time > 0.0).then(|| time / worker_time);
        let per_time = |amount: f64| (elapsed_nanos > 0.0).then(|| amount / elapsed_nanos);
        Figures {
            submitted: counts.submitted,
            accepted: counts.accepted,
            rejected: counts.rejected,
            withdrawn: counts.withdrawn,
            dropped: counts.dropped,
            succeeded: counts.succeeded,
            failed: counts.failed,
            cancelled: counts.cancelled,
            attempts: counts.attempts,
            retries: counts.retries,
            queued: self.gauge(Place::Queued),
            running: self.gauge(Place::Running),
            backing_off: self.gauge(Place::Held) + self.gauge(Place::Shelved),
            blocked: self.gauge(Place::Blocked),
            zombies: 0,
            elapsed_ms: elapsed_nanos / 1e6,
            throughput_per_second: per_time((counts.succeeded + counts.failed) as f64 * 1e9),
            utilisation: Utilisation {
                busy: per_worker_time(self.busy_time),
                backoff: per_worker_time(self.held_time),
                idle: per_worker_time((self.worker_time - self.busy_time - self.held_time).max(0.0)),
            },
            wait_ms: DurationFigures::from(&self.wait),
            sojourn_ms: DurationFigures::from(&self.sojourn),
            blocked_ms: DurationFigures::from(&self.blocked),
            queue_length: QueueLength {
                mean: per_time(self.queued_time),
                max: measured(self.longest_queue) as u64,
            },
        }
    }

    fn count(&mut self, period: Period) -> &mut Counts {
        &mut self.counts[period as usize]
    }

    #[inline(always)]
    fn enter(&mut self, place: Place) {
        self.gauges[place as usize] += 1;
    }

    #[inline(always)]
    fn leave(&mut self, place: Place) {
        debug_assert!(
            self.gauges[place as usize] > 0,
            "a task leaves {place:?}, where none is"
        );
        self.gauges[place as usize] -= 1;
    }
}
