//! Replications in parts, for the threads of `src/web/threads`: each thread runs some, and one place sums all of them up,
//! in their order. So the estimates are those of `replicate`, to the last bit, and Student's t is computed here alone.

use wasm_bindgen::prelude::*;

use super::numbers::or_nan;
use super::reports;
use super::simulation::{scenario_of, thrown};
use crate::sim::{self, FIGURES, Values};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = concat!(include_str!("threads.d.ts"), include_str!("theory.d.ts"));

/// The figures of `count` replications from number `first` on, in the order of `FIGURES`, one replication after the
/// other; NaN where there was nothing to measure.
///
/// # Errors
///
/// A `TypeError` or `RangeError` that names the field; an `OverloadedError`.
#[wasm_bindgen(js_name = replicateRange, skip_typescript)]
pub fn replicate_range(scenario: &JsValue, first: u32, count: u32) -> Result<Vec<f64>, JsValue> {
    let scenario = scenario_of(scenario)?;
    let end = first.saturating_add(count);
    sim::replications_valid(&scenario, first..end)
        .map(|runs| runs.iter().flatten().copied().map(or_nan).collect())
        .map_err(|error| thrown(&error))
}

/// The value that Student's t exceeds in magnitude with this probability; for `npm run validate`, which has wider intervals.
#[wasm_bindgen(js_name = studentT, skip_typescript)]
pub fn student_t(degrees: f64, probability: f64) -> f64 {
    sim::student_t(degrees, probability)
}

/// Sums replications up.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug, Default)]
pub struct Sums {
    sums: sim::Sums,
    runs: u32,
}

#[wasm_bindgen]
impl Sums {
    /// Of no replications yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// What `replicateRange` gave.
    pub fn add(&mut self, figures: &[f64]) {
        for run in figures.chunks_exact(FIGURES.len()) {
            let mut values: Values = [None; FIGURES.len()];
            for (value, figure) in values.iter_mut().zip(run) {
                *value = (!figure.is_nan()).then_some(*figure);
            }
            self.sums.add(&values);
            self.runs += 1;
        }
    }

    /// As `replicate` gives them; the seed is told, and nothing else.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a seed that was checked"
    )]
    pub fn estimates(&self, seed: f64) -> JsValue {
        reports::estimates(seed as u64, self.runs, &self.sums.estimates())
    }
}
