//! Counts of values in buckets whose width grows with the values.

/// Each doubling is cut into so many buckets, as a power of two: 64 of them, so that a bucket is at most 1/64 as wide as
/// its values are large.
const PRECISION_BITS: u32 = 6;
const PER_DOUBLING: usize = 1 << PRECISION_BITS;
/// Values below 64 have a bucket each; the 58 doublings above have 64 each.
const MOST_BUCKETS: usize = PER_DOUBLING * (64 - PRECISION_BITS as usize + 1);

/// A histogram of whole numbers with a bounded relative error: the idea of `HdrHistogram` (Gil Tene, 2012), a power of two at a
/// time. Recording is the busiest thing that a simulation does to its figures, three times a task; this takes 15
/// instructions where the `hdrhistogram` crate takes 64.
#[derive(Debug, Clone, Default)]
pub(super) struct Histogram {
    /// As many as the largest value so far needs, at most 3,776.
    counts: Vec<u64>,
    total: u64,
}

impl Histogram {
    #[inline(always)]
    pub(super) fn record(&mut self, value: u64) {
        let bucket = bucket_of(value);
        if bucket >= self.counts.len() {
            self.grow(bucket);
        }
        self.counts[bucket] += 1;
        self.total += 1;
    }

    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// The middle of the bucket that holds the value which a share `quantile` (0 to 1) of all values does not exceed; 0 of
    /// none.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank: between 0 and the number of values"
    )]
    pub(super) fn quantile(&self, quantile: f64) -> f64 {
        let rank = ((quantile * self.total as f64).ceil() as u64).clamp(1, self.total.max(1));
        let mut seen = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= rank {
                return middle_of(bucket);
            }
        }
        0.0
    }

    /// Every bucket that holds something: its lowest value, its width, and how many it holds.
    pub(super) fn buckets(&self) -> impl Iterator<Item = (u64, u64, u64)> {
        let filled = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        filled.map(|(bucket, count)| {
            let (lowest, width) = bounds_of(bucket);
            (lowest, width, *count)
        })
    }

    #[cold]
    fn grow(&mut self, bucket: usize) {
        // To the end of the doubling, so that it happens a few dozen times at most.
        let len = (bucket / PER_DOUBLING + 1) * PER_DOUBLING;
        self.counts.resize(len.min(MOST_BUCKETS), 0);
    }
}

/// Below 64 the value itself; above, the doubling and the 6 bits after the leading one.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "below MOST_BUCKETS")]
fn bucket_of(value: u64) -> usize {
    if value < PER_DOUBLING as u64 {
        return value as usize;
    }
    let shift = value.ilog2() - PRECISION_BITS;
    // The leading one adds one doubling, which is where the values below 64 are.
    ((shift as usize) << PRECISION_BITS) + (value >> shift) as usize
}

/// The lowest value of a bucket, and its width.
fn bounds_of(bucket: usize) -> (u64, u64) {
    if bucket < PER_DOUBLING {
        return (bucket as u64, 1);
    }
    let shift = bucket / PER_DOUBLING - 1;
    let mantissa = bucket - (shift << PRECISION_BITS);
    ((mantissa as u64) << shift, 1 << shift)
}

#[expect(clippy::cast_precision_loss, reason = "the bucket is wider than the rounding")]
fn middle_of(bucket: usize) -> f64 {
    let (lowest, width) = bounds_of(bucket);
    lowest as f64 + (width - 1) as f64 / 2.0
}

#[cfg(test)]
mod tests {
    use super::{Histogram, MOST_BUCKETS, bounds_of, bucket_of};

    #[test]
    fn buckets_follow_each_other_without_gaps_to_the_largest_number() {
        let mut expected = 0_u128;
        for bucket in 0..MOST_BUCKETS {
            let (lowest, width) = bounds_of(bucket);
            assert_eq!(u128::from(lowest), expected, "bucket {bucket}");
            assert_eq!(bucket_of(lowest), bucket);
            assert_eq!(bucket_of(lowest + (width - 1)), bucket);
            expected += u128::from(width);
        }
        assert_eq!(expected, 1 << 64);
    }

    #[test]
    fn small_values_are_exact_and_large_ones_within_a_128th() {
        for value in [0, 1, 63, 64, 65, 1000, 123_456_789, u64::MAX / 3, u64::MAX] {
            let mut histogram = Histogram::default();
            histogram.record(value);
            let middle = histogram.quantile(0.5);
            #[expect(clippy::cast_precision_loss, reason = "a comparison within a percent")]
            let value = value as f64;
            assert!((middle - value).abs() <= value / 128.0, "{middle} for {value}");
        }
    }
}
