//! Figures and options on their way out: as numbers, from which `shapes.js` makes objects. NaN stands for
//! null.

use wasm_bindgen::prelude::*;

use crate::pool::{PoolConfig, PoolOptions};
use crate::stats::{DurationFigures, Figures};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

#[wasm_bindgen(module = "/src/web/shapes.js")]
extern "C" {
    #[wasm_bindgen(js_name = figuresOf)]
    fn figures_of(numbers: &[f64]) -> JsValue;

    #[wasm_bindgen(js_name = optionsOf)]
    fn options_of(
        workers: usize,
        buffer_size: f64,
        when_full: &str,
        max_attempts: u32,
        base_delay_ms: f64,
        factor: f64,
        max_delay_ms: f64,
        jitter: &str,
        hold_worker: bool,
        pause_after_last_attempt: bool,
    ) -> JsValue;
}

// Nobody asks for it here. It is named so that wasm-bindgen takes `events.js` along, which `columns.js` and `jobs.js` import.
#[wasm_bindgen(module = "/src/web/events.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = EVENT_TYPES)]
    static EVENT_TYPES: JsValue;
}

/// As `types.d.ts` describes them.
#[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers; exact up to 2^53")]
pub(super) fn figures(figures: &Figures) -> JsValue {
    let counts = [
        figures.submitted,
        figures.accepted,
        figures.rejected,
        figures.withdrawn,
        figures.dropped,
        figures.succeeded,
        figures.failed,
        figures.cancelled,
        figures.attempts,
        figures.retries,
        figures.queued,
        figures.running,
        figures.backing_off,
        figures.blocked,
        figures.zombies,
    ];
    let mut numbers: Vec<f64> = counts.iter().map(|count| *count as f64).collect();
    numbers.push(figures.elapsed_ms);
    let utilisation = &figures.utilisation;
    let shares = [utilisation.busy, utilisation.backoff, utilisation.idle];
    numbers.push(or_nan(figures.throughput_per_second));
    numbers.extend(shares.map(or_nan));
    for durations in [&figures.wait_ms, &figures.sojourn_ms, &figures.blocked_ms] {
        let DurationFigures {
            mean,
            p50,
            p90,
            p99,
            p999,
            max,
        } = *durations;
        numbers.extend([mean, p50, p90, p99, p999, max].map(or_nan));
    }
    numbers.push(or_nan(figures.queue_length.mean));
    numbers.push(figures.queue_length.max as f64);
    figures_of(&numbers)
}

/// As `types.d.ts` describes them.
#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 places")]
pub(super) fn options(config: &PoolConfig) -> JsValue {
    let options = PoolOptions::from(config);
    let retry = &options.retry;
    options_of(
        options.workers,
        or_nan(options.buffer_size.map(|size| size as f64)),
        options.when_full,
        retry.max_attempts,
        retry.base_delay_ms,
        retry.factor,
        or_nan(retry.max_delay_ms),
        retry.jitter,
        retry.hold_worker,
        retry.pause_after_last_attempt,
    )
}

pub(super) fn or_nan(figure: Option<f64>) -> f64 {
    figure.unwrap_or(f64::NAN)
}

/// The options of the original's demo.
#[wasm_bindgen(js_name = defaultPoolOptions, skip_typescript)]
pub fn default_pool_options() -> JsValue {
    options(&PoolConfig::default())
}
