//! When tasks come.

use std::rc::Rc;

use super::draws::{Draws, Purpose};
use super::service::exponential;
use crate::Invalid;
use crate::exec::Instant;
use crate::input::{Fields, Value, item_path};

/// A process of arrivals.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrivals {
    /// One submitter, who submits the next task as soon as the last one is accepted.
    Closed,
    /// Independent of each other: the times between them are exponential, the first one included.
    Poisson {
        /// How many a second, on average.
        rate_per_second: f64,
    },
    /// At 0, and then again and again after the same time.
    Constant {
        /// That time.
        every_ms: f64,
    },
    /// Several at once, at 0, and then again and again after the same time.
    Bursts {
        /// How many at once.
        size: u64,
        /// That time.
        every_ms: f64,
    },
    /// At these times, in milliseconds, in order.
    Trace {
        /// The times.
        at_ms: Rc<[f64]>,
    },
}

/// The largest burst.
const LARGEST_BURST: u64 = 1_000_000;
const RATE: &str = "a number of tasks a second, at least 0.000001 and at most 1,000,000,000";
/// Rates between which [`Arrivals::Poisson`] may be.
pub(super) const RATES: std::ops::RangeInclusive<f64> = 1e-6..=1e9;

impl Arrivals {
    /// The mean number a second, where there is one that can be told beforehand.
    #[expect(clippy::cast_precision_loss, reason = "at most LARGEST_BURST")]
    pub fn rate_per_second(&self) -> Option<f64> {
        match self {
            Self::Closed | Self::Trace { .. } => None,
            Self::Poisson { rate_per_second } => Some(*rate_per_second),
            Self::Constant { every_ms } => Some(1e3 / every_ms),
            Self::Bursts { size, every_ms } => Some(*size as f64 * 1e3 / every_ms),
        }
    }

    pub(super) fn read(mut fields: Fields) -> Result<Self, Invalid> {
        let arrivals = match fields.kind(&["closed", "poisson", "constant", "bursts", "trace"])? {
            "closed" => Self::Closed,
            "poisson" => Self::Poisson {
                rate_per_second: fields.needed("ratePerSecond", RATES, RATE)?,
            },
            "constant" => Self::Constant {
                every_ms: fields.positive_time("everyMs")?,
            },
            "bursts" => Self::Bursts {
                size: fields.needed_whole("size", 1..=LARGEST_BURST)?,
                every_ms: fields.positive_time("everyMs")?,
            },
            _ => Self::Trace {
                at_ms: read_trace(&mut fields)?.into(),
            },
        };
        fields.finish()?;
        Ok(arrivals)
    }

    pub(super) fn check_rate(rate_per_second: f64) -> Result<(), Invalid> {
        if RATES.contains(&rate_per_second) {
            Ok(())
        } else {
            Err(Invalid::new("ratePerSecond", Value::Number(rate_per_second), RATE))
        }
    }

    /// When task `number`, counted from 0, comes; the one before it came at `previous`. `None` where that depends on the
    /// pool, or where there is none.
    #[expect(clippy::cast_precision_loss, reason = "at most 10^9 tasks")]
    pub(super) fn at(&self, number: u64, previous: Instant, draws: &Draws) -> Option<Instant> {
        let at_ms = match self {
            Self::Closed => return None,
            Self::Poisson { rate_per_second } => {
                let gap_ms = exponential(1e3 / rate_per_second, draws.unit(Purpose::Arrival, number, 0));
                return Some(previous.plus_nanos(nanos_of(gap_ms)));
            }
            // From the number, so that no rounding adds up.
            Self::Constant { every_ms } => number as f64 * every_ms,
            Self::Bursts { size, every_ms } => (number / size) as f64 * every_ms,
            Self::Trace { at_ms } => *at_ms.get(usize::try_from(number).ok()?)?,
        };
        Some(Instant::from_nanos(nanos_of(at_ms)))
    }
}

/// Whole nanoseconds; what is too long saturates.
#[inline(always)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates"
)]
pub(super) fn nanos_of(ms: f64) -> u64 {
    // Not `round`, which wasm has no instruction for; times are not negative.
    (ms * 1e6 + 0.5) as u64
}

fn read_trace(fields: &mut Fields) -> Result<Vec<f64>, Invalid> {
    let at_ms = fields.times("atMs")?;
    let unordered = at_ms.windows(2).position(|pair| pair[1] < pair[0]);
    match unordered {
        None => Ok(at_ms),
        Some(index) => Err(Invalid::new(
            item_path(&fields.path_of("atMs"), index + 1),
            Value::Number(at_ms[index + 1]),
            "no earlier than the time before it",
        )),
    }
}
