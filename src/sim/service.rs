//! How long an attempt takes.

use std::rc::Rc;

use super::draws::{Draws, Purpose, Units};
use super::normal;
use crate::Invalid;
use crate::input::{Fields, Value};

/// The largest number of stages of an Erlang distribution.
const MOST_STAGES: u64 = 1_000;

/// A distribution of service times, in milliseconds. Each is drawn by inverting its distribution function, so that a
/// larger random number is a longer time: policies that are compared under common random numbers then differ by
/// themselves and not by their luck. (An Erlang time is the sum of its stages, each inverted; a hyperexponential one draws
/// its phase first; an empirical one is a place in the list, and so a quantile if the list is sorted.)
#[derive(Debug, Clone, PartialEq)]
pub enum Service {
    /// Always the same.
    Constant {
        /// The time.
        ms: f64,
    },
    /// Memoryless: -mean · ln(1 - u).
    Exponential {
        /// The mean.
        mean_ms: f64,
    },
    /// Anything between two times, equally likely.
    Uniform {
        /// The shortest.
        min_ms: f64,
        /// The longest.
        max_ms: f64,
    },
    /// exp(μ + σ z) with σ² = ln(1 + cv²) and μ = ln(mean) - σ²/2.
    Lognormal {
        /// The mean.
        mean_ms: f64,
        /// Standard deviation / mean.
        cv: f64,
    },
    /// The sum of `k` exponential stages of mean/k each; cv = 1/√k.
    Erlang {
        /// The mean.
        mean_ms: f64,
        /// How many stages.
        k: u32,
    },
    /// One of two exponential times, with balanced means: with p = (1 + √((cv² - 1)/(cv² + 1)))/2 of mean/(2p), else of
    /// mean/(2(1 - p)).
    Hyperexponential {
        /// The mean.
        mean_ms: f64,
        /// Standard deviation / mean, at least 1.
        cv: f64,
    },
    /// Heavy-tailed: x · (1 - u)^(-1/α) with the shortest time x = mean · (α - 1)/α.
    Pareto {
        /// The mean.
        mean_ms: f64,
        /// The tail's exponent, above 1: at 1 and below the mean is infinite. The variance is, up to 2.
        alpha: f64,
    },
    /// One of these, equally likely.
    Empirical {
        /// What was measured.
        ms: Rc<[f64]>,
    },
}

impl Service {
    /// The mean, in milliseconds.
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 measurements")]
    pub fn mean_ms(&self) -> f64 {
        match self {
            Self::Constant { ms } => *ms,
            Self::Uniform { min_ms, max_ms } => f64::midpoint(*min_ms, *max_ms),
            Self::Exponential { mean_ms }
            | Self::Lognormal { mean_ms, .. }
            | Self::Erlang { mean_ms, .. }
            | Self::Hyperexponential { mean_ms, .. }
            | Self::Pareto { mean_ms, .. } => *mean_ms,
            Self::Empirical { ms } => ms.iter().sum::<f64>() / ms.len() as f64,
        }
    }

    /// How long this attempt takes, in milliseconds.
    #[inline(always)]
    pub fn draw_ms(&self, draws: &Draws, task: u64, attempt: u32) -> f64 {
        let unit = || draws.unit(Purpose::Service, task, attempt);
        match self {
            Self::Constant { ms } => *ms,
            Self::Exponential { mean_ms } => exponential(*mean_ms, unit()),
            Self::Uniform { min_ms, max_ms } => min_ms + (max_ms - min_ms) * unit(),
            _ => self.draw_rarer_ms(draws.units(Purpose::Service, task, attempt)),
        }
    }

    #[inline(never)]
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in the list"
    )]
    fn draw_rarer_ms(&self, mut units: Units) -> f64 {
        match self {
            Self::Lognormal { mean_ms, cv } => {
                let variance = libm::log1p(cv * cv);
                let normal = normal::quantile(units.next_unit());
                mean_ms * libm::exp(variance.sqrt() * normal - variance / 2.0)
            }
            Self::Erlang { mean_ms, k } => {
                let stage = mean_ms / f64::from(*k);
                (0..*k).map(|_| exponential(stage, units.next_unit())).sum()
            }
            Self::Hyperexponential { mean_ms, cv } => {
                let squared = cv * cv;
                let often = f64::midpoint(1.0, ((squared - 1.0) / (squared + 1.0)).sqrt());
                // A cv of 1 is the exponential distribution; a share of 0 would divide by it.
                let share = if units.next_unit() < often { often } else { 1.0 - often };
                exponential(mean_ms / (2.0 * share), units.next_unit())
            }
            Self::Pareto { mean_ms, alpha } => {
                let shortest = mean_ms * (alpha - 1.0) / alpha;
                // Not `pow`: 2 KB of wasm for the last of the digits, and slower.
                shortest * libm::exp(exponential(1.0 / alpha, units.next_unit()))
            }
            Self::Empirical { ms } => {
                let place = (units.next_unit() * ms.len() as f64) as usize;
                ms.get(place).copied().unwrap_or(0.0)
            }
            Self::Constant { .. } | Self::Exponential { .. } | Self::Uniform { .. } => 0.0,
        }
    }

    pub(super) fn read(mut fields: Fields) -> Result<Self, Invalid> {
        const KINDS: [&str; 8] = [
            "constant",
            "exponential",
            "uniform",
            "lognormal",
            "erlang",
            "hyperexponential",
            "pareto",
            "empirical",
        ];
        let service = match fields.kind(&KINDS)? {
            "constant" => Self::Constant { ms: fields.time("ms")? },
            "exponential" => Self::Exponential {
                mean_ms: fields.time("meanMs")?,
            },
            "uniform" => Self::read_uniform(&mut fields)?,
            "lognormal" => Self::Lognormal {
                mean_ms: fields.time("meanMs")?,
                cv: fields.needed("cv", 0.0..=1_000.0, "a number from 0 to 1,000")?,
            },
            "erlang" => Self::Erlang {
                mean_ms: fields.time("meanMs")?,
                k: u32::try_from(fields.needed_whole("k", 1..=MOST_STAGES)?).unwrap_or(1),
            },
            "hyperexponential" => Self::Hyperexponential {
                mean_ms: fields.time("meanMs")?,
                cv: fields.needed(
                    "cv",
                    1.0..=1_000.0,
                    "a number from 1 (the exponential distribution) to 1,000",
                )?,
            },
            "pareto" => Self::read_pareto(&mut fields)?,
            _ => Self::Empirical {
                ms: fields.times("ms")?.into(),
            },
        };
        fields.finish()?;
        Ok(service)
    }

    fn read_uniform(fields: &mut Fields) -> Result<Self, Invalid> {
        let (min_ms, max_ms) = (fields.time("minMs")?, fields.time("maxMs")?);
        if max_ms < min_ms {
            return Err(Invalid::new(
                fields.path_of("maxMs"),
                max_ms,
                "at least as large as minMs",
            ));
        }
        Ok(Self::Uniform { min_ms, max_ms })
    }

    fn read_pareto(fields: &mut Fields) -> Result<Self, Invalid> {
        let mean_ms = fields.time("meanMs")?;
        let allowed = "a number above 1, at most 1,000: at 1 and below the mean is infinite";
        let alpha = fields.needed("alpha", 0.0..=1_000.0, allowed)?;
        if alpha <= 1.0 {
            return Err(Invalid::new(fields.path_of("alpha"), Value::Number(alpha), allowed));
        }
        Ok(Self::Pareto { mean_ms, alpha })
    }
}

#[inline(always)]
pub(super) fn exponential(mean: f64, unit: f64) -> f64 {
    -libm::log(1.0 - unit) * mean
}
