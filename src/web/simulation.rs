//! The simulator, as JavaScript sees it. Its types are in `simulator.d.ts`.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Error, Promise};
use wasm_bindgen::prelude::*;

use super::arguments::{duration_of, number_of, time_of, whole_of};
use super::columns::Columns;
use super::convert::{error_of, js_of, value_of};
use super::{numbers, reports};
use crate::Invalid;
use crate::exec::{Instant, performance_now};
use crate::input::{Fields, Value};
use crate::pool::MOST_WORKERS;
use crate::sim::{self, Knob, Scenario, SimulateError, Timeline, View};
use crate::stats::Timing;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("simulator.d.ts");

/// See `simulator.d.ts`.
///
/// # Errors
///
/// A `TypeError` or `RangeError` that names the field; an `OverloadedError`.
#[wasm_bindgen(skip_typescript)]
pub fn simulate(scenario: &JsValue) -> Result<JsValue, JsValue> {
    let scenario = scenario_of(scenario)?;
    sim::simulate_valid(&scenario)
        .map(|report| reports::report(&report))
        .map_err(|error| thrown(&error))
}

/// See `simulator.d.ts`.
///
/// # Errors
///
/// A `TypeError` or `RangeError` that names the field; an `OverloadedError`.
#[wasm_bindgen(skip_typescript)]
pub fn replicate(scenario: &JsValue, n: &JsValue) -> Result<JsValue, JsValue> {
    let (scenario, runs) = (scenario_of(scenario)?, runs_of(n)?);
    sim::replicate_valid(&scenario, runs)
        .map(|estimates| reports::estimates(scenario.seed, runs, &estimates))
        .map_err(|error| thrown(&error))
}

/// See `simulator.d.ts`.
///
/// # Errors
///
/// Those of `replicate`.
#[wasm_bindgen(skip_typescript)]
pub fn compare(first: &JsValue, second: &JsValue, n: &JsValue) -> Result<JsValue, JsValue> {
    let (first, second) = (scenario_at("first", first)?, scenario_at("second", second)?);
    let runs = runs_of(n)?;
    sim::compare_valid(&first, &second, runs)
        .map(|estimates| reports::estimates(first.seed, runs, &estimates))
        .map_err(|error| thrown(&error))
}

/// See `simulator.d.ts`.
///
/// # Errors
///
/// A `TypeError` or `RangeError` that names the field.
#[wasm_bindgen(js_name = checkScenario, skip_typescript)]
pub fn check_scenario(scenario: &JsValue) -> Result<JsValue, JsValue> {
    Ok(js_of(&scenario_of(scenario)?.written()))
}

/// See `simulator.d.ts`.
#[wasm_bindgen(js_name = defaultScenario, skip_typescript)]
pub fn default_scenario() -> JsValue {
    let scenario = Scenario {
        seed: 42,
        ..Scenario::default()
    };
    js_of(&scenario.written())
}

/// Throws what `replicate` would throw before it begins; `name` is what the scenario is called if there are several. For
/// `sweep`, which refuses all its points before it runs one.
///
/// # Errors
///
/// A `TypeError` or `RangeError` that names the field.
#[wasm_bindgen(js_name = checkReplicate, skip_typescript)]
pub fn check_replicate(scenario: &JsValue, n: &JsValue, name: Option<String>) -> Result<(), JsValue> {
    match name {
        Some(name) => scenario_at(&name, scenario)?,
        None => scenario_of(scenario)?,
    };
    runs_of(n).map(drop)
}

/// The compiled module, which `sweep` hands to its threads.
#[wasm_bindgen(js_name = compiledModule, skip_typescript)]
pub fn compiled_module() -> JsValue {
    wasm_bindgen::module()
}

/// A scenario that runs as far as it is told to.
#[wasm_bindgen(skip_typescript)]
pub struct Simulation {
    shared: Rc<RefCell<Shared>>,
}

struct Shared {
    timeline: Timeline,
    view: View,
    columns: Columns,
    series: Vec<f64>,
}

/// So many events are kept unless it is said otherwise.
const KEPT_EVENTS: u64 = 1_000;
const MOST_KEPT_EVENTS: u64 = 10_000_000;
const MOST_INTERVALS: u64 = 4_096;
/// So many events are simulated between two looks at the clock.
const EVENTS_A_LOOK: u64 = 1_000;

#[wasm_bindgen]
impl Simulation {
    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError` that names the field.
    #[wasm_bindgen(constructor)]
    pub fn new(scenario: &JsValue, options: &JsValue) -> Result<Simulation, JsValue> {
        let scenario = scenario_of(scenario)?;
        let (kept_events, intervals) = kept_of(options).map_err(|invalid| error_of(&invalid))?;
        let timeline = Timeline::of_valid(scenario, kept_events, intervals).map_err(|invalid| error_of(&invalid))?;
        Ok(Self {
            shared: Rc::new(RefCell::new(Shared {
                timeline,
                view: View::default(),
                columns: Columns::default(),
                series: Vec::new(),
            })),
        })
    }

    /// See `simulator.d.ts`.
    #[wasm_bindgen(getter, js_name = nowMs)]
    pub fn now_ms(&self) -> f64 {
        self.shared.borrow().timeline.now().as_millis_f64()
    }

    /// See `simulator.d.ts`.
    #[wasm_bindgen(getter, js_name = isFinished)]
    pub fn is_finished(&self) -> bool {
        self.shared.borrow().timeline.simulation().is_finished()
    }

    /// See `simulator.d.ts`.
    #[wasm_bindgen(getter, js_name = overloadedAtMs)]
    pub fn overloaded_at_ms(&self) -> JsValue {
        let at = self.shared.borrow().timeline.simulation().overloaded_at();
        at.map_or(JsValue::NULL, |at| at.as_millis_f64().into())
    }

    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError` for what is no time.
    pub fn advance(&self, ms: &JsValue) -> Result<(), JsValue> {
        let duration = duration_of("ms", ms)?;
        self.shared.borrow_mut().timeline.advance(duration);
        Ok(())
    }

    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError` for what is no time.
    #[wasm_bindgen(js_name = advanceWithin)]
    pub fn advance_within(&self, ms: &JsValue, budget_ms: &JsValue) -> Result<bool, JsValue> {
        let duration = duration_of("ms", ms)?;
        let budget_ms = time_of("budgetMs", budget_ms)?;
        let end_ms = performance_now() + budget_ms;
        let mut shared = self.shared.borrow_mut();
        let instant = shared.timeline.now() + duration;
        loop {
            if shared.timeline.run_some_until(instant, EVENTS_A_LOOK) {
                return Ok(true);
            }
            if performance_now() >= end_ms {
                return Ok(false);
            }
        }
    }

    /// See `simulator.d.ts`.
    pub fn step(&self) -> bool {
        self.shared.borrow_mut().timeline.step()
    }

    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError` for what is no time.
    pub fn seek(&self, ms: &JsValue) -> Result<(), JsValue> {
        let instant = Instant::ZERO + duration_of("ms", ms)?;
        let mut shared = self.shared.borrow_mut();
        shared.timeline.seek(instant).map_err(|invalid| error_of(&invalid))
    }

    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// None: the scenario was valid before.
    pub fn rewind(&self) -> Result<(), JsValue> {
        let mut shared = self.shared.borrow_mut();
        shared.timeline.rewind().map_err(|invalid| error_of(&invalid))
    }

    /// See `simulator.d.ts`.
    #[wasm_bindgen(js_name = runToEnd)]
    pub fn run_to_end(&self, options: &JsValue) -> Promise {
        let shared = Rc::clone(&self.shared);
        let work = Closure::<dyn FnMut() -> Result<JsValue, JsValue>>::new(move || {
            let timeline = &mut shared.borrow_mut().timeline;
            if timeline.run_for(EVENTS_A_LOOK) {
                return Ok(JsValue::UNDEFINED);
            }
            if timeline.simulation().is_overloaded() {
                return Err(thrown(&SimulateError::Overloaded(sim::Overloaded)));
            }
            Ok(reports::report(&timeline.report()))
        });
        // Left to JavaScript's garbage collector: it is called as long as the promise goes on.
        super::slices::in_slices(work.into_js_value().unchecked_ref(), options)
    }

    /// See `simulator.d.ts`.
    pub fn report(&self) -> JsValue {
        reports::report(&self.shared.borrow().timeline.report())
    }

    /// See `simulator.d.ts`.
    pub fn stats(&self) -> JsValue {
        numbers::figures(&self.shared.borrow().timeline.simulation().figures())
    }

    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` for what is none of the three.
    pub fn histogram(&self, figure: &JsValue) -> Result<JsValue, JsValue> {
        let timing = match figure.as_string().as_deref() {
            Some("wait") => Timing::Wait,
            Some("sojourn") => Timing::Sojourn,
            Some("blocked") => Timing::Blocked,
            _ => {
                let allowed = "one of \"wait\", \"sojourn\", \"blocked\"";
                return Err(error_of(&Invalid::wrong_type("figure", value_of(figure), allowed)));
            }
        };
        let latency = self.shared.borrow().timeline.simulation().latency(timing);
        Ok(super::columns::histogram(&latency))
    }

    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError`.
    #[wasm_bindgen(js_name = setWorkers)]
    pub fn set_workers(&self, workers: &JsValue) -> Result<(), JsValue> {
        let workers = whole_of("workers", workers, 1..=MOST_WORKERS as u64)?;
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
        self.turn(Knob::Workers(workers as usize))
    }

    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError`.
    #[wasm_bindgen(js_name = setFailureProbability)]
    pub fn set_failure_probability(&self, probability: &JsValue) -> Result<(), JsValue> {
        let probability = number_of("failureProbability", probability, "a number from 0 to 1")?;
        self.turn(Knob::FailureProbability(probability))
    }

    /// See `simulator.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError`.
    #[wasm_bindgen(js_name = setRatePerSecond)]
    pub fn set_rate_per_second(&self, rate: &JsValue) -> Result<(), JsValue> {
        let rate = number_of("ratePerSecond", rate, "a number of tasks a second")?;
        self.turn(Knob::RatePerSecond(rate))
    }

    /// See `simulator.d.ts`.
    pub fn view(&self) -> JsValue {
        let mut shared = self.shared.borrow_mut();
        let Shared { timeline, view, .. } = &mut *shared;
        view.refresh(timeline.simulation());
        super::columns::view(timeline.now().as_millis_f64(), view)
    }

    /// See `simulator.d.ts`.
    pub fn series(&self) -> JsValue {
        let mut shared = self.shared.borrow_mut();
        let Shared { timeline, series, .. } = &mut *shared;
        super::columns::series(timeline.series().as_deref(), series)
    }

    /// See `simulator.d.ts`.
    #[wasm_bindgen(js_name = takeEvents)]
    pub fn take_events(&self) -> JsValue {
        let mut shared = self.shared.borrow_mut();
        let Shared { timeline, columns, .. } = &mut *shared;
        let (events, forgotten) = timeline.tape().take();
        columns.fill(&events);
        columns.to_js(forgotten)
    }
}

impl Simulation {
    fn turn(&self, knob: Knob) -> Result<(), JsValue> {
        let mut shared = self.shared.borrow_mut();
        shared.timeline.turn(knob).map_err(|invalid| error_of(&invalid))
    }
}

pub(super) fn scenario_of(scenario: &JsValue) -> Result<Scenario, JsValue> {
    Scenario::read(value_of(scenario)).map_err(|invalid| error_of(&invalid))
}

/// One of several, of this name.
fn scenario_at(name: &str, scenario: &JsValue) -> Result<Scenario, JsValue> {
    Scenario::read_at(name, value_of(scenario)).map_err(|invalid| error_of(&invalid))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range was checked"
)]
pub(super) fn runs_of(n: &JsValue) -> Result<u32, JsValue> {
    let allowed = "a whole number of runs from 1 to 100,000";
    let n = number_of("n", n, allowed)?;
    if n.fract() == 0.0 && (1.0..=f64::from(sim::MOST_REPLICATIONS)).contains(&n) {
        return Ok(n as u32);
    }
    Err(error_of(&Invalid::new("n", n, allowed)))
}

/// How many events are kept, and how many intervals.
fn kept_of(options: &JsValue) -> Result<(usize, usize), Invalid> {
    let (events, intervals) = match value_of(options) {
        Value::Other("undefined") => (None, None),
        options => {
            let mut fields = Fields::of("", options)?;
            let events = fields.whole("keepEvents", 0..=MOST_KEPT_EVENTS)?;
            let intervals = fields.whole("keepSeries", 0..=MOST_INTERVALS)?;
            fields.finish()?;
            (events, intervals)
        }
    };
    let size = |kept: Option<u64>, unless| usize::try_from(kept.unwrap_or(unless)).unwrap_or(0);
    Ok((size(events, KEPT_EVENTS), size(intervals, 0)))
}

pub(super) fn thrown(error: &SimulateError) -> JsValue {
    match error {
        SimulateError::Invalid(invalid) => error_of(invalid),
        SimulateError::Overloaded(_) => {
            let error = Error::new(sim::Overloaded::MESSAGE);
            error.set_name("OverloadedError");
            error.into()
        }
    }
}
