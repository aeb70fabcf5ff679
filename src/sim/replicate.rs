//! Several runs with different luck, and how sure their means are.

use std::ops::Range;

use super::simulation::{SimulateError, simulate_valid};
use super::student::student_t;
use super::{Draws, FIGURES, LARGEST_SEED, Purpose, Scenario};
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

/// All [`FIGURES`] of a run, or their differences between two; `None` where there was nothing to measure.
pub type Values = [Option<f64>; FIGURES.len()];

/// Sums up runs, one after the other. [`replicate`] and [`compare`] are made of it; by itself it is for those who run a
/// part of the [replications] each and put them together: in the order of the replications, the estimates are the same
/// to the last bit.
///
/// ```
/// use twinpool::sim::{Scenario, Sums, replicate, replications};
///
/// let scenario = Scenario { seed: 42, ..Scenario::default() };
/// let mut sums = Sums::default();
/// for part in [0..3, 3..8] {
///     replications(&scenario, part).unwrap().iter().for_each(|values| sums.add(values));
/// }
/// assert_eq!(sums.estimates(), replicate(&scenario, 8).unwrap());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Sums([Sum; FIGURES.len()]);

impl Default for Sums {
    fn default() -> Self {
        Self([Sum::default(); FIGURES.len()])
    }
}

impl Sums {
    /// One run more.
    pub fn add(&mut self, values: &Values) {
        for (sum, value) in self.0.iter_mut().zip(values) {
            if let Some(value) = value {
                sum.add(*value);
            }
        }
    }

    /// The estimates so far, in the order of [`FIGURES`]; `None` where no run had anything to measure.
    pub fn estimates(&self) -> Vec<Option<Estimate>> {
        self.0.iter().map(Sum::estimate).collect()
    }
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
                student_t(degrees, 0.05) * (variance / f64::from(self.runs)).sqrt()
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
/// Those of [`simulate`](super::simulate), and a number of runs that is 0 or above [`MOST_REPLICATIONS`].
pub fn replicate(scenario: &Scenario, runs: u32) -> Result<Vec<Option<Estimate>>, SimulateError> {
    check_runs(runs)?;
    scenario.validate()?;
    replicate_valid(scenario, runs)
}

/// [`replicate`] of a scenario that is valid, and as often as may be; so are the others of that name.
pub(crate) fn replicate_valid(scenario: &Scenario, runs: u32) -> Result<Vec<Option<Estimate>>, SimulateError> {
    estimates(runs, &|replication| run(scenario, scenario.seed, replication))
}

/// Some of a scenario's replications, one after the other: those that [`replicate`] runs as its first, second and so on,
/// counted from 0.
///
/// # Errors
///
/// Those of [`simulate`](super::simulate), and a range that ends above [`MOST_REPLICATIONS`].
pub fn replications(scenario: &Scenario, which: Range<u32>) -> Result<Vec<Values>, SimulateError> {
    if which.end > MOST_REPLICATIONS {
        let allowed = "a number of replications up to 100,000";
        return Err(Invalid::new("the range's end", which.end, allowed).into());
    }
    scenario.validate()?;
    replications_valid(scenario, which)
}

pub(crate) fn replications_valid(scenario: &Scenario, which: Range<u32>) -> Result<Vec<Values>, SimulateError> {
    which
        .map(|replication| run(scenario, scenario.seed, replication))
        .collect()
}

/// Runs two scenarios `runs` times, both with the same luck each time: the estimates of the differences, the second minus
/// the first. Pairing takes the luck out of them, so that a few runs show small differences.
///
/// # Errors
///
/// Those of [`replicate`]; the path of a field begins with `first` or `second`.
pub fn compare(first: &Scenario, second: &Scenario, runs: u32) -> Result<Vec<Option<Estimate>>, SimulateError> {
    check_runs(runs)?;
    for (name, scenario) in [("first", first), ("second", second)] {
        scenario.validate().map_err(|invalid| invalid.inside(name))?;
    }
    compare_valid(first, second, runs)
}

pub(crate) fn compare_valid(
    first: &Scenario,
    second: &Scenario,
    runs: u32,
) -> Result<Vec<Option<Estimate>>, SimulateError> {
    estimates(runs, &|replication| {
        let mut values = run(first, first.seed, replication)?;
        for (value, second) in values.iter_mut().zip(run(second, first.seed, replication)?) {
            *value = value.zip(second).map(|(first, second)| second - first);
        }
        Ok(values)
    })
}

fn run(scenario: &Scenario, seed: u64, replication: u32) -> Result<Values, SimulateError> {
    let seed = replication_seed(seed, replication);
    let report = simulate_valid(&Scenario {
        seed,
        ..scenario.clone()
    })?;
    Ok(report.values())
}

fn estimates(
    runs: u32,
    values: &dyn Fn(u32) -> Result<Values, SimulateError>,
) -> Result<Vec<Option<Estimate>>, SimulateError> {
    let mut sums = Sums::default();
    for replication in 0..runs {
        sums.add(&values(replication)?);
    }
    Ok(sums.estimates())
}

fn check_runs(runs: u32) -> Result<(), Invalid> {
    if (1..=MOST_REPLICATIONS).contains(&runs) {
        return Ok(());
    }
    Err(Invalid::new("n", runs, "a whole number of runs from 1 to 100,000"))
}
