//! Several runs with different luck, and how sure their means are.

use super::simulation::SimulateError;
use super::student::two_sided_95;
use super::{Draws, FIGURES, LARGEST_SEED, Purpose, Report, Scenario, simulate};
use crate::Invalid;

/// The most runs of one scenario.
pub const MOST_REPLICATIONS: u32 = 100_000;

/// A figure over several runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean of those runs in which there was something to measure.
    pub mean: f64,
    /// Half the width of the 95 % confidence interval of that mean (Student's t); `None` of a single run.
    pub half_width: Option<f64>,
    /// How many runs these were.
    pub runs: u32,
}

/// Sums up one figure, by Welford's method: the squares of the values themselves would cancel.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    runs: u32,
    mean: f64,
    squares: f64,
}

impl Sum {
    fn add(&mut self, value: f64) {
        self.runs += 1;
        let difference = value - self.mean;
        self.mean += difference / f64::from(self.runs);
        self.squares += difference * (value - self.mean);
    }

    fn estimate(&self) -> Option<Estimate> {
        let degrees = f64::from(self.runs) - 1.0;
        (self.runs > 0).then(|| Estimate {
            mean: self.mean,
            half_width: (self.runs > 1).then(|| {
                let variance = self.squares / degrees;
                two_sided_95(degrees) * libm::sqrt(variance / f64::from(self.runs))
            }),
            runs: self.runs,
        })
    }
}

/// The seed of one of a scenario's replications, counted from 0. It depends on the scenario's own seed and nothing else,
/// so two scenarios with the same seed have the same luck in each.
pub fn replication_seed(seed: u64, replication: u32) -> u64 {
    Draws::new(seed).bits(Purpose::Replication, u64::from(replication), 0) & LARGEST_SEED
}

/// Runs a scenario `runs` times, each with its own [seed](replication_seed); the estimates of all [`FIGURES`], in their
/// order, `None` where no run had anything to measure.
///
/// ```
/// use twinpool::sim::{FIGURES, Scenario, replicate};
///
/// let estimates = replicate(&Scenario { seed: 42, ..Scenario::default() }, 400).unwrap();
/// let makespan = estimates[FIGURES.iter().position(|name| *name == "virtualMs").unwrap()].unwrap();
/// // The original's demo takes 1.99 s on average.
/// assert!((makespan.mean - 1990.0).abs() < 3.0 * makespan.half_width.unwrap());
/// ```
///
/// # Errors
///
/// Those of [`simulate`], and a number of runs that is 0 or above [`MOST_REPLICATIONS`].
pub fn replicate(scenario: &Scenario, runs: u32) -> Result<Vec<Option<Estimate>>, SimulateError> {
    check_runs(runs)?;
    estimates(runs, |replication| {
        Ok(run(scenario, scenario.seed, replication)?.values())
    })
}

/// Runs two scenarios `runs` times, both with the same luck each time: the estimates of the differences, the second minus
/// the first. Pairing takes the luck out of them, so that a few runs show small differences.
///
/// # Errors
///
/// Those of [`replicate`].
pub fn compare(first: &Scenario, second: &Scenario, runs: u32) -> Result<Vec<Option<Estimate>>, SimulateError> {
    check_runs(runs)?;
    estimates(runs, |replication| {
        let (first_report, second_report) = (
            run(first, first.seed, replication)?,
            run(second, first.seed, replication)?,
        );
        let pairs = first_report.values().into_iter().zip(second_report.values());
        let mut differences = [None; FIGURES.len()];
        for (difference, pair) in differences.iter_mut().zip(pairs) {
            if let (Some(first), Some(second)) = pair {
                *difference = Some(second - first);
            }
        }
        Ok(differences)
    })
}

fn run(scenario: &Scenario, seed: u64, replication: u32) -> Result<Report, SimulateError> {
    let seed = replication_seed(seed, replication);
    simulate(&Scenario {
        seed,
        ..scenario.clone()
    })
}

type Values = [Option<f64>; FIGURES.len()];

fn estimates(
    runs: u32,
    values: impl Fn(u32) -> Result<Values, SimulateError>,
) -> Result<Vec<Option<Estimate>>, SimulateError> {
    let mut sums = [Sum::default(); FIGURES.len()];
    for replication in 0..runs {
        for (sum, value) in sums.iter_mut().zip(values(replication)?) {
            if let Some(value) = value {
                sum.add(value);
            }
        }
    }
    Ok(sums.iter().map(Sum::estimate).collect())
}

fn check_runs(runs: u32) -> Result<(), Invalid> {
    if (1..=MOST_REPLICATIONS).contains(&runs) {
        return Ok(());
    }
    Err(Invalid::new("n", runs, "a whole number of runs from 1 to 100,000"))
}
