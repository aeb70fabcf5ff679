//! Reports and estimates on their way out: as numbers, from which `shapes.js` makes objects. NaN stands for null.

use wasm_bindgen::prelude::*;

use super::numbers::or_nan;
use crate::sim::{Estimate, Report};

#[wasm_bindgen(module = "/src/web/shapes.js")]
extern "C" {
    #[wasm_bindgen(js_name = reportOf)]
    fn report_of(seed: f64, numbers: &[f64]) -> JsValue;

    #[wasm_bindgen(js_name = estimatesOf)]
    fn estimates_of(seed: f64, runs: u32, numbers: &[f64]) -> JsValue;
}

/// As `simulator.d.ts` describes it.
#[expect(clippy::cast_precision_loss, reason = "seeds end below 2^53")]
pub(super) fn report(report: &Report) -> JsValue {
    report_of(report.seed as f64, &report.values().map(or_nan))
}

/// As `simulator.d.ts` describes them.
#[expect(clippy::cast_precision_loss, reason = "seeds end below 2^53")]
pub(super) fn estimates(seed: u64, runs: u32, estimates: &[Option<Estimate>]) -> JsValue {
    let three = |estimate: &Option<Estimate>| match estimate {
        None => [0.0; 3],
        Some(estimate) => [estimate.mean, or_nan(estimate.half_width), f64::from(estimate.runs)],
    };
    let numbers: Vec<f64> = estimates.iter().flat_map(three).collect();
    estimates_of(seed as f64, runs, &numbers)
}
