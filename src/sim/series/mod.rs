//! What happened over a whole run, in constant memory: equal intervals, which double when the run outgrows them.

mod accepted;
mod interval;
mod recorder;

use interval::Gauges;
pub use interval::{Durations, Interval};
pub(super) use recorder::Recording;

/// The first intervals last 1/64 ms: so all that are longer than a millisecond are whole numbers of them.
const SHORTEST_NANOS: u64 = 15_625;

/// A run from time 0 on, cut into equal intervals.
///
/// An interval holds what happened from its beginning on and before its end. When there are as many as there may be, each
/// two neighbours become one. So how a run is cut depends on how far it has gone and on nothing else.
///
/// ```
/// use twinpool::sim::{Scenario, Timeline};
///
/// let scenario = Scenario { seed: 42, ..Scenario::default() };
/// let mut timeline = Timeline::with_series(scenario, 0, 64).unwrap();
/// timeline.run_to_end().unwrap();
/// let series = timeline.series().unwrap();
/// assert!(series.intervals().len() <= 64);
/// let attempts: u64 = series.intervals().iter().map(|interval| interval.attempts).sum();
/// assert_eq!(attempts, timeline.report().attempts);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// So many intervals there may be.
    most: usize,
    width_nanos: u64,
    end_nanos: u64,
    intervals: Vec<Interval>,
}

impl Series {
    fn new(most: usize) -> Self {
        Self {
            most: most.max(1),
            width_nanos: SHORTEST_NANOS,
            end_nanos: 0,
            intervals: Vec::new(),
        }
    }

    /// How long an interval is: 15,625 ns and a power of two.
    pub fn width_nanos(&self) -> u64 {
        self.width_nanos
    }

    /// How far the run has gone: where the last interval ends for now.
    pub fn end_nanos(&self) -> u64 {
        self.end_nanos
    }

    /// The intervals, the first of which begins at time 0.
    pub fn intervals(&self) -> &[Interval] {
        &self.intervals
    }

    /// How much time of this interval has passed: its width, but for the last one. The last one's may be 0: then what
    /// happened in it happened at its first moment.
    pub fn elapsed_nanos(&self, index: usize) -> u64 {
        let begin = self.width_nanos.saturating_mul(index as u64);
        self.end_nanos.saturating_sub(begin).min(self.width_nanos)
    }

    /// The interval to which this moment belongs.
    fn at(&mut self, nanos: u64) -> &mut Interval {
        let index = self.reach(nanos);
        &mut self.intervals[index]
    }

    /// Makes sure that there is an interval for this moment; which one it is.
    #[inline]
    fn reach(&mut self, nanos: u64) -> usize {
        // Mostly it is the last one, and a division takes as long as all the rest.
        let last = self.intervals.len().wrapping_sub(1);
        let begin_of_last = self.width_nanos.wrapping_mul(last as u64);
        if last != usize::MAX && nanos >= begin_of_last && nanos - begin_of_last < self.width_nanos {
            return last;
        }
        self.find(nanos)
    }

    #[inline(never)]
    fn find(&mut self, nanos: u64) -> usize {
        while nanos / self.width_nanos >= self.most as u64 {
            self.merge_neighbours();
        }
        #[expect(clippy::cast_possible_truncation, reason = "less than `most`")]
        let index = (nanos / self.width_nanos) as usize;
        if index >= self.intervals.len() {
            self.intervals.resize(index + 1, Interval::default());
        }
        index
    }

    #[cold]
    fn merge_neighbours(&mut self) {
        let merged = self.intervals.len().div_ceil(2);
        for index in 0..merged {
            let mut both = self.intervals[2 * index];
            if let Some(later) = self.intervals.get(2 * index + 1) {
                both.add(later);
            }
            self.intervals[index] = both;
        }
        self.intervals.truncate(merged);
        self.width_nanos = self.width_nanos.saturating_mul(2);
    }

    /// Time has passed, in which everything was like this.
    fn pass(&mut self, until: u64, gauges: &Gauges, workers: u64) {
        if until <= self.end_nanos {
            return;
        }
        self.reach(until - 1);
        while self.end_nanos < until {
            let index = self.reach(self.end_nanos);
            let end_of_interval = self.width_nanos.saturating_mul(index as u64 + 1);
            let stop = until.min(end_of_interval);
            self.intervals[index].pass(stop - self.end_nanos, gauges, workers);
            self.end_nanos = stop;
        }
    }
}
