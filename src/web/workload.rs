//! `Workload`, as JavaScript sees it. Its types are in `simulator.d.ts`.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::arguments::{time_of, whole_of};
use super::convert::error_of;
use super::simulation::scenario_of;
use crate::input::millis_of;
use crate::retry::RetryPolicy;
use crate::sim::{self, MOST_TASKS};

/// The luck of a scenario.
#[wasm_bindgen(skip_typescript)]
pub struct Workload {
    workload: RefCell<sim::Workload>,
}

#[wasm_bindgen]
impl Workload {
    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError` that names the field.
    #[wasm_bindgen(constructor)]
    pub fn new(scenario: &JsValue) -> Result<Workload, JsValue> {
        let scenario = scenario_of(scenario)?;
        let workload = sim::Workload::new(&scenario).map_err(|invalid| error_of(&invalid))?;
        Ok(Self {
            workload: RefCell::new(workload),
        })
    }

    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError` that names the argument.
    #[wasm_bindgen(js_name = arrivalMs)]
    pub fn arrival_ms(&self, n: &JsValue) -> Result<JsValue, JsValue> {
        let number = whole_of("n", n, 1..=MOST_TASKS)?;
        let arrival = self.workload.borrow_mut().arrival(number);
        Ok(arrival.map_or(JsValue::NULL, |at| at.as_millis_f64().into()))
    }

    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError` that names the argument.
    #[wasm_bindgen(js_name = serviceMs)]
    pub fn service_ms(&self, task: &JsValue, attempt: &JsValue) -> Result<f64, JsValue> {
        let (task, attempt) = key_of(task, attempt)?;
        Ok(millis_of(self.workload.borrow().service_time(task, attempt)))
    }

    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError` that names the argument.
    pub fn fails(&self, task: &JsValue, attempt: &JsValue, at_ms: &JsValue) -> Result<bool, JsValue> {
        let (task, attempt) = key_of(task, attempt)?;
        let at_ms = time_of("atMs", at_ms)?;
        Ok(self.workload.borrow().fails(task, attempt, at_ms))
    }

    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError` that names the argument.
    pub fn jitter(&self, task: &JsValue, attempt: &JsValue) -> Result<f64, JsValue> {
        let (task, attempt) = key_of(task, attempt)?;
        Ok(self.workload.borrow().jitter(task, attempt))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
fn key_of(task: &JsValue, attempt: &JsValue) -> Result<(u64, u32), JsValue> {
    let task = whole_of("task", task, 1..=MOST_TASKS)?;
    let attempt = whole_of("attempt", attempt, 1..=u64::from(RetryPolicy::MOST_ATTEMPTS))?;
    Ok((task, attempt as u32))
}
