//! A simulation's view and events, as columns that JavaScript reads where they lie; see `columns.js`.

use std::time::Duration;

use wasm_bindgen::prelude::*;

use super::numbers::or_nan;
use crate::input::millis_of;
use crate::pool::{Event, Step};
use crate::sim::{Durations, Interval, Series, View};
use crate::stats::Latency;

#[wasm_bindgen(module = "/src/web/columns.js")]
extern "C" {
    #[wasm_bindgen(js_name = viewOf)]
    fn view_of(memory: &JsValue, places: &[usize], at_ms: f64) -> JsValue;

    #[wasm_bindgen(js_name = eventsOf)]
    fn events_of(memory: &JsValue, places: &[usize], forgotten: f64) -> JsValue;

    #[wasm_bindgen(js_name = seriesOf)]
    fn series_of(memory: &JsValue, place: &[usize], length: usize, interval_ms: f64, end_ms: f64) -> JsValue;

    #[wasm_bindgen(js_name = histogramOf)]
    fn histogram_of(low_ms: &[f64], high_ms: &[f64], count: &[f64]) -> JsValue;
}

/// Where a column lies, and how long it is. JavaScript makes its arrays from that itself: made here, one by one, the
/// memory could grow in between, and those that were made before would be lost.
fn place<T>(column: &[T]) -> [usize; 2] {
    [column.as_ptr().addr(), column.len()]
}

/// As `simulator.d.ts` describes it.
pub(super) fn view(at_ms: f64, view: &View) -> JsValue {
    let memory = wasm_bindgen::memory();
    let places = [
        place(&view.queue),
        place(&view.blocked),
        place(&view.blocked_since_ms),
        place(&view.worker_state),
        place(&view.worker_task),
        place(&view.worker_attempt),
        place(&view.worker_since_ms),
        place(&view.worker_until_ms),
        place(&view.shelf_task),
        place(&view.shelf_attempt),
        place(&view.shelf_since_ms),
        place(&view.shelf_until_ms),
    ];
    view_of(&memory, places.as_flattened(), at_ms)
}

/// As `simulator.d.ts` describes it.
#[expect(clippy::cast_precision_loss, reason = "the bucket is wider than the rounding")]
pub(super) fn histogram(latency: &Latency) -> JsValue {
    let (mut low_ms, mut high_ms, mut count) = (Vec::new(), Vec::new(), Vec::new());
    for (lowest, width, durations) in latency.buckets() {
        low_ms.push(lowest as f64 / 1e6);
        high_ms.push((lowest as f64 + width as f64) / 1e6);
        count.push(durations as f64);
    }
    histogram_of(&low_ms, &high_ms, &count)
}

/// The columns of a series, in the order of `columns.js`. NaN where there is nothing to measure.
#[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers")]
fn numbers_of(interval: &Interval, elapsed_nanos: u64) -> [f64; SERIES_COLUMNS] {
    let elapsed = elapsed_nanos as f64;
    // 0/0 is NaN: no time has passed.
    let mean = |time: f64| time / elapsed;
    let most = |most: u64| if elapsed_nanos > 0 { most as f64 } else { f64::NAN };
    let millis = |nanos: Option<f64>| or_nan(nanos) / 1e6;
    let longest = |durations: &Durations| millis((durations.count > 0).then_some(durations.max_nanos as f64));
    [
        interval.submitted as f64,
        interval.accepted as f64,
        interval.rejected as f64,
        interval.dropped as f64,
        interval.attempts as f64,
        interval.failed_attempts as f64,
        interval.succeeded as f64,
        interval.failed as f64,
        mean(interval.queued_time),
        most(interval.longest_queue),
        mean(interval.blocked_time),
        most(interval.most_blocked),
        mean(interval.busy_time),
        mean(interval.held_time),
        mean(interval.shelved_time),
        mean(interval.worker_time),
        millis(interval.wait.mean_nanos()),
        longest(&interval.wait),
        millis(interval.sojourn.mean_nanos()),
        longest(&interval.sojourn),
    ]
}

const SERIES_COLUMNS: usize = 20;

/// As `simulator.d.ts` describes it; `columns` keeps its memory from one time to the next.
#[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers")]
pub(super) fn series(series: Option<&Series>, columns: &mut Vec<f64>) -> JsValue {
    let length = series.map_or(0, |series| series.intervals().len());
    columns.clear();
    columns.resize(SERIES_COLUMNS * length, 0.0);
    let (mut interval_ms, mut end_ms) = (0.0, 0.0);
    if let Some(series) = series {
        interval_ms = series.width_nanos() as f64 / 1e6;
        end_ms = series.end_nanos() as f64 / 1e6;
        for (index, interval) in series.intervals().iter().enumerate() {
            let numbers = numbers_of(interval, series.elapsed_nanos(index));
            for (column, number) in numbers.into_iter().enumerate() {
                columns[column * length + index] = number;
            }
        }
    }
    series_of(&wasm_bindgen::memory(), &place(columns), length, interval_ms, end_ms)
}

/// Events, column by column.
#[derive(Default)]
pub(super) struct Columns {
    kind: Vec<u8>,
    at_ms: Vec<f64>,
    task: Vec<f64>,
    worker: Vec<u32>,
    attempt: Vec<u32>,
    delay_ms: Vec<f64>,
}

impl Columns {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "at most 10^9 tasks and 10^5 workers"
    )]
    pub(super) fn fill(&mut self, events: &[Event<u64>]) {
        self.kind.clear();
        self.at_ms.clear();
        self.task.clear();
        self.worker.clear();
        self.attempt.clear();
        self.delay_ms.clear();
        let millis = |delay: Option<Duration>| delay.map_or(f64::NAN, millis_of);
        for event in events {
            // The numbers are places in the list of names in `events.js`.
            let (kind, worker, attempt, delay) = match event.step {
                Step::Submitted => (0, 0, 0, None),
                Step::Accepted { .. } => (1, 0, 0, None),
                Step::Rejected { .. } => (2, 0, 0, None),
                Step::Withdrawn => (3, 0, 0, None),
                Step::Started { worker, attempt } => (4, worker, attempt, None),
                Step::AttemptFailed {
                    worker, attempt, delay, ..
                } => (5, worker, attempt, delay),
                Step::Requeued => (6, 0, 0, None),
                Step::Succeeded { attempts } => (7, 0, attempts, None),
                Step::Failed { attempts, .. } => (8, 0, attempts, None),
                Step::Cancelled { attempts } => (9, 0, attempts, None),
                Step::Dropped { attempts } => (10, 0, attempts, None),
            };
            self.kind.push(kind);
            self.at_ms.push(event.at.as_millis_f64());
            self.task.push(event.task as f64);
            self.worker.push(worker as u32);
            self.attempt.push(attempt);
            self.delay_ms.push(millis(delay));
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a count")]
    pub(super) fn to_js(&self, forgotten: u64) -> JsValue {
        let memory = wasm_bindgen::memory();
        let places = [
            place(&self.kind),
            place(&self.at_ms),
            place(&self.task),
            place(&self.worker),
            place(&self.attempt),
            place(&self.delay_ms),
        ];
        events_of(&memory, places.as_flattened(), forgotten as f64)
    }
}
