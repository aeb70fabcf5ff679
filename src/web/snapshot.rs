//! Snapshots on their way out: as numbers, from which `shapes.js` makes objects.

use wasm_bindgen::prelude::*;

use crate::pool::{BackingOff, Snapshot, WorkerState};

#[wasm_bindgen(module = "/src/web/shapes.js")]
extern "C" {
    #[wasm_bindgen(js_name = snapshotOf)]
    fn snapshot_of(numbers: &[f64], id_of: &js_sys::Function) -> JsValue;
}

/// As `pool.d.ts` describes it; `id_of` is called with a slot.
#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 tasks")]
pub(super) fn snapshot(snapshot: &Snapshot<u32>, id_of: &js_sys::Function) -> JsValue {
    let mut numbers = vec![snapshot.at.as_millis_f64(), snapshot.blocked.len() as f64];
    for blocked in &snapshot.blocked {
        numbers.extend([f64::from(blocked.task), blocked.since.as_millis_f64()]);
    }
    numbers.push(snapshot.queue.len() as f64);
    numbers.extend(snapshot.queue.iter().copied().map(f64::from));
    numbers.push(snapshot.workers.len() as f64);
    for worker in &snapshot.workers {
        let (state, [slot, attempt, since, until]) = match worker {
            // Nothing makes a pool of JavaScript's smaller.
            WorkerState::Idle | WorkerState::Gone => (0.0, [0.0; 4]),
            WorkerState::Running { task, attempt, since } => {
                let since = since.as_millis_f64();
                (1.0, [f64::from(*task), f64::from(*attempt), since, 0.0])
            }
            WorkerState::Holding(backing_off) => (2.0, four(backing_off)),
        };
        numbers.extend([state, slot, attempt, since, until]);
    }
    numbers.push(snapshot.shelf.len() as f64);
    numbers.extend(snapshot.shelf.iter().flat_map(four));
    snapshot_of(&numbers, id_of)
}

fn four(backing_off: &BackingOff<u32>) -> [f64; 4] {
    [
        f64::from(backing_off.task),
        f64::from(backing_off.attempt),
        backing_off.since.as_millis_f64(),
        backing_off.until.as_millis_f64(),
    ]
}
