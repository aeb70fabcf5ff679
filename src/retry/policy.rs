//! The retry policy.

use std::time::Duration;

use super::Jitter;
use crate::Invalid;

/// The longest delay that any option may ask for: 10¹² ms, a good 31 years. Where a policy has no cap of its own, this
/// is the one that growth ends at.
pub const LONGEST_DELAY: Duration = Duration::from_secs(1_000_000_000);

const NANOS_PER_SECOND: u64 = 1_000_000_000;

/// After the pause before it: the growth of decorrelated jitter.
const DECORRELATED_GROWTH: f64 = 3.0;

/// When a failed attempt is tried again. The default is the original's: 3 attempts, 500 ms, factor 2, no jitter.
///
/// ```
/// use std::time::Duration;
/// use twinpool::retry::RetryPolicy;
///
/// let policy = RetryPolicy { max_attempts: 4, ..RetryPolicy::default() };
/// let no_draw = 0.0; // there is no jitter to draw for
/// let pauses: Vec<_> = (1..=4).map(|attempt| policy.delay_after(attempt, None, no_draw)).collect();
/// assert_eq!(pauses, [
///     Some(Duration::from_millis(500)),
///     Some(Duration::from_millis(1000)),
///     Some(Duration::from_millis(2000)),
///     None, // the fourth attempt was the last
/// ]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RetryPolicy {
    /// Attempts in all, the first included: 1 to 1,000,000.
    pub max_attempts: u32,
    /// The pause after the first failed attempt, at most [`LONGEST_DELAY`].
    pub base_delay: Duration,
    /// Each pause is this many times the one before: 1 to 1,000.
    pub factor: f64,
    /// No pause is longer; at most [`LONGEST_DELAY`], which also stands in for `None`.
    pub max_delay: Option<Duration>,
    /// How pauses are spread.
    pub jitter: Jitter,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(500),
            factor: 2.0,
            max_delay: None,
            jitter: Jitter::None,
        }
    }
}

impl RetryPolicy {
    /// The most attempts that a policy may allow.
    pub const MOST_ATTEMPTS: u32 = 1_000_000;
    /// The steepest growth.
    pub const STEEPEST_FACTOR: f64 = 1_000.0;

    /// A policy that never tries again.
    pub fn never() -> Self {
        Self {
            max_attempts: 1,
            ..Self::default()
        }
    }

    /// Checks every field against the range in its documentation.
    ///
    /// # Errors
    ///
    /// Names the first field that is out of its range, as JavaScript spells it.
    pub fn validate(&self) -> Result<(), Invalid> {
        if !(1..=Self::MOST_ATTEMPTS).contains(&self.max_attempts) {
            return Err(Invalid::new(
                "maxAttempts",
                self.max_attempts,
                "a whole number from 1 to 1,000,000",
            ));
        }
        let delay = |path, delay: Duration| {
            if delay > LONGEST_DELAY {
                return Err(Invalid::new(
                    path,
                    delay,
                    "a number of milliseconds from 0 to 1,000,000,000,000",
                ));
            }
            Ok(())
        };
        delay("baseDelayMs", self.base_delay)?;
        if let Some(max_delay) = self.max_delay {
            delay("maxDelayMs", max_delay)?;
        }
        if !(1.0..=Self::STEEPEST_FACTOR).contains(&self.factor) {
            return Err(Invalid::new("factor", self.factor, "a number from 1 to 1,000"));
        }
        Ok(())
    }

    /// The pause after attempt number `attempt` has failed, or `None` if that was the last one.
    ///
    /// `previous` is the pause before this one, if there was one (only decorrelated jitter looks at it), and `draw` a
    /// number from [0, 1), which is ignored where there is no jitter.
    pub fn delay_after(&self, attempt: u32, previous: Option<Duration>, draw: f64) -> Option<Duration> {
        (attempt < self.max_attempts).then(|| self.pause_after(attempt, previous, draw))
    }

    /// Like [`delay_after`](Self::delay_after), but also after the last attempt, where the original pauses once more.
    pub fn pause_after(&self, attempt: u32, previous: Option<Duration>, draw: f64) -> Duration {
        Duration::from_nanos(self.pause_nanos(attempt, previous.map(nanos), draw))
    }

    /// [`pause_after`](Self::pause_after) in whole nanoseconds, which is how the pool counts: to make a [`Duration`] of
    /// them takes divisions.
    pub(crate) fn pause_nanos(&self, attempt: u32, previous: Option<u64>, draw: f64) -> u64 {
        let cap = nanos(self.max_delay.unwrap_or(LONGEST_DELAY));
        let draw = if draw.is_nan() { 0.0 } else { draw.clamp(0.0, 1.0) };
        match self.jitter {
            Jitter::None => self.exponential(attempt, cap),
            Jitter::Full => scale(self.exponential(attempt, cap), draw, cap),
            Jitter::Equal => scale(self.exponential(attempt, cap), f64::midpoint(1.0, draw), cap),
            Jitter::Decorrelated => {
                let floor = nanos(self.base_delay).min(cap);
                let ceiling = scale(previous.unwrap_or(floor), DECORRELATED_GROWTH, cap).max(floor);
                floor + scale(ceiling - floor, draw, cap)
            }
        }
    }

    fn exponential(&self, attempt: u32, cap: u64) -> u64 {
        if self.base_delay.is_zero() {
            return 0;
        }
        let growth = power(self.factor, attempt.saturating_sub(1));
        scale(nanos(self.base_delay), growth, cap)
    }
}

/// `factor` times `nanos`, at most `cap`. Never panics: what is not a number, or overflows, gives the cap.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and the cap, which fits; past 104 days a scaled pause is rounded by some nanoseconds"
)]
fn scale(nanos: u64, factor: f64, cap: u64) -> u64 {
    #[expect(clippy::float_cmp, reason = "exactly 1 keeps the duration exact")]
    if factor == 1.0 {
        return nanos.min(cap);
    }
    let scaled = nanos as f64 * factor;
    if scaled < cap as f64 { scaled as u64 } else { cap }
}

/// The whole of a duration in nanoseconds; one of 584 years or more is cut off there.
///
/// Not `as_nanos`: that is 128 bits wide, which wasm has to emulate, as it has to for a multiplication that saturates.
fn nanos(duration: Duration) -> u64 {
    if duration.as_secs() < u64::MAX / NANOS_PER_SECOND {
        duration.as_secs() * NANOS_PER_SECOND + u64::from(duration.subsec_nanos())
    } else {
        u64::MAX
    }
}

/// `base` to a whole power by repeated squaring: multiplications alone, so every target gets the same bits, which the
/// standard library's `powi` does not promise.
fn power(base: f64, mut exponent: u32) -> f64 {
    let mut result = 1.0;
    let mut square = base;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result *= square;
        }
        square *= square;
        exponent >>= 1;
    }
    result
}
