//! Durations and their percentiles.

use hdrhistogram::Histogram;

/// Significant decimal digits of the histogram: each of its buckets is at most 1/128 as wide as its values are large.
const SIGNIFICANT_DIGITS: u8 = 2;

/// A set of durations: exact mean and maximum, percentiles from a histogram.
///
/// A percentile is the middle of the bucket that it falls in, so it is off by at most 0.4 % of its value. Memory is
/// bounded by the histogram's buckets, at most 60 KB, however many durations are recorded.
///
/// ```
/// use twinpool::stats::Latency;
///
/// let mut latency = Latency::new();
/// assert_eq!(latency.percentile_nanos(0.5), None);
/// for nanos in [100, 200, 300_000] {
///     latency.record(nanos);
/// }
/// assert_eq!(latency.mean_nanos(), Some(100_100.0));
/// let median = latency.percentile_nanos(0.5).unwrap();
/// assert!((median - 200.0).abs() <= 0.004 * 200.0);
/// ```
#[derive(Debug, Clone)]
pub struct Latency {
    histogram: Histogram<u64>,
    sum_nanos: f64,
    max_nanos: u64,
}

impl Default for Latency {
    fn default() -> Self {
        Self::new()
    }
}

impl Latency {
    /// No durations yet.
    ///
    /// # Panics
    ///
    /// Never: the number of digits is one that the histogram supports.
    pub fn new() -> Self {
        Self {
            histogram: Histogram::new(SIGNIFICANT_DIGITS).expect("2 digits are supported"),
            sum_nanos: 0.0,
            max_nanos: 0,
        }
    }

    /// Adds a duration.
    #[expect(clippy::cast_precision_loss, reason = "sums in floating point, by design")]
    pub fn record(&mut self, nanos: u64) {
        // It grows by itself, so it has room for every value, and there is nothing to go wrong.
        let _ = self.histogram.record(nanos);
        self.sum_nanos += nanos as f64;
        self.max_nanos = self.max_nanos.max(nanos);
    }

    /// How many durations there are.
    pub fn count(&self) -> u64 {
        self.histogram.len()
    }

    /// Their mean; `None` of none.
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 durations are ever recorded")]
    pub fn mean_nanos(&self) -> Option<f64> {
        (self.count() > 0).then(|| self.sum_nanos / self.count() as f64)
    }

    /// The longest of them; `None` of none.
    pub fn max_nanos(&self) -> Option<u64> {
        (self.count() > 0).then_some(self.max_nanos)
    }

    /// The duration that a share `quantile` (0 to 1) of them does not exceed; `None` of none.
    #[expect(clippy::cast_precision_loss, reason = "the bucket is wider than the rounding")]
    pub fn percentile_nanos(&self, quantile: f64) -> Option<f64> {
        if self.count() == 0 {
            return None;
        }
        let value = self.histogram.value_at_quantile(quantile);
        let low = self.histogram.lowest_equivalent(value) as f64;
        let high = self.histogram.highest_equivalent(value) as f64;
        Some(f64::midpoint(low, high).min(self.max_nanos as f64))
    }
}
