//! The slab of jobs, and what a job's submitter has of it, as `jobs.js` and `job.js` export them.

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("pool.d.ts");

/// How an attempt that was called ended, if it has: the numbers that `jobs.js` uses.
pub(super) mod status {
    pub(in crate::web) const PENDING: u32 = 0;
    pub(in crate::web) const SUCCEEDED: u32 = 1;
    // 2 is any other failure.
    /// Failed, with an error that says that it is not worth retrying.
    pub(in crate::web) const HOPELESS: u32 = 3;
}

#[wasm_bindgen(module = "/src/web/jobs.js")]
extern "C" {
    /// One slab, of one pool.
    pub(super) type Jobs;

    /// `settle(call, status)` is called when a promise that an attempt gave has settled, `cancel(slot)` when a
    /// submission's signal is aborted.
    #[wasm_bindgen(constructor)]
    pub(super) fn new(settle: &Function, cancel: &Function) -> Jobs;

    /// Checks the second argument of the pool's constructor; whether it has a source of jitter.
    #[wasm_bindgen(method, catch, js_name = takeSources)]
    pub(super) fn take_sources(this: &Jobs, sources: JsValue) -> Result<bool, JsValue>;

    /// The number from [0, 1) for the jitter of the pause after this attempt.
    #[wasm_bindgen(method)]
    pub(super) fn draw(this: &Jobs, slot: u32, attempt: u32) -> f64;

    /// Checks the arguments and takes the job in; its slot, or a negative number and a complaint to be taken. (Not an
    /// exception: catching one costs more than all the rest.)
    #[wasm_bindgen(method)]
    pub(super) fn add(this: &Jobs, task: JsValue, options: JsValue) -> i32;

    #[wasm_bindgen(method, js_name = takeComplaint)]
    pub(super) fn take_complaint(this: &Jobs) -> JsValue;

    /// What `submit` and `run` return then.
    #[wasm_bindgen(method, js_name = rejectComplaint)]
    pub(super) fn reject_complaint(this: &Jobs) -> JsValue;

    /// 0 for none.
    #[wasm_bindgen(method, js_name = timeoutMs)]
    pub(super) fn timeout_ms(this: &Jobs, slot: u32) -> f64;

    #[wasm_bindgen(method)]
    pub(super) fn priority(this: &Jobs, slot: u32) -> i32;

    /// The job itself, which may leave its slot any time.
    #[wasm_bindgen(method)]
    pub(super) fn get(this: &Jobs, slot: u32) -> JsValue;

    /// The job was let in after it had waited.
    #[wasm_bindgen(method)]
    pub(super) fn admit(this: &Jobs, slot: u32);

    /// The job was not accepted.
    #[wasm_bindgen(method)]
    pub(super) fn refuse(this: &Jobs, slot: u32, is_closed: bool);

    /// The job's signal was aborted while it waited for room.
    #[wasm_bindgen(method)]
    pub(super) fn withdraw(this: &Jobs, slot: u32);

    /// Calls the function; a [`status`].
    #[wasm_bindgen(method)]
    pub(super) fn attempt(this: &Jobs, slot: u32, attempt: u32, call: u32) -> u32;

    /// Nobody waits for this attempt any more: it timed out, if its job was not cancelled.
    #[wasm_bindgen(method)]
    pub(super) fn abandon(this: &Jobs, slot: u32, call: u32);

    #[wasm_bindgen(method)]
    pub(super) fn succeed(this: &Jobs, slot: u32);

    #[wasm_bindgen(method)]
    pub(super) fn fail(this: &Jobs, slot: u32);

    #[wasm_bindgen(method)]
    pub(super) fn drop(this: &Jobs, slot: u32);

    #[wasm_bindgen(method)]
    pub(super) fn cancel(this: &Jobs, slot: u32);

    /// Jobs that are cancelled from here on are given this reason.
    #[wasm_bindgen(method, js_name = beginAbort)]
    pub(super) fn begin_abort(this: &Jobs, reason: JsValue);

    /// The ids of those that were cancelled since then.
    #[wasm_bindgen(method, js_name = endAbort)]
    pub(super) fn end_abort(this: &Jobs) -> JsValue;

    /// What finds the id of the job in a slot.
    #[wasm_bindgen(method, getter, js_name = idOf)]
    pub(super) fn id_of(this: &Jobs) -> Function;

    /// Adds a listener; what takes it away again.
    #[wasm_bindgen(method, catch)]
    pub(super) fn subscribe(this: &Jobs, listener: JsValue) -> Result<JsValue, JsValue>;

    /// Tells the listeners; whether there are any left.
    #[wasm_bindgen(method)]
    pub(super) fn emit(
        this: &Jobs,
        step: u32,
        slot: u32,
        at_ms: f64,
        worker: u32,
        attempt: u32,
        delay_ms: f64,
        will_retry: bool,
    ) -> bool;

}

// Nobody asks for it here: `jobs.js` imports it, and being named here, it is put beside it. So is the next.
#[wasm_bindgen(module = "/src/web/signals.js")]
extern "C" {
    type Signals;

    #[wasm_bindgen(constructor)]
    fn new(cancel: &Function) -> Signals;
}

#[wasm_bindgen(module = "/src/web/job.js")]
extern "C" {
    #[wasm_bindgen(js_name = ticketOf)]
    pub(super) fn ticket_of(job: &JsValue) -> JsValue;

    /// What `submit` returns for a job that is accepted.
    #[wasm_bindgen(js_name = resolved)]
    pub(super) fn resolved(job: &JsValue) -> JsValue;

    /// What `submit` returns for a job that waits for room.
    #[wasm_bindgen(js_name = admissionOf)]
    pub(super) fn admission_of(job: &JsValue) -> JsValue;

    /// Why the job was not accepted.
    #[wasm_bindgen(js_name = refusalOf)]
    pub(super) fn refusal_of(job: &JsValue) -> JsValue;

    /// What `run` returns for a job that is accepted.
    #[wasm_bindgen(js_name = resultOf)]
    pub(super) fn result_of(job: &JsValue) -> JsValue;

    /// What `run` returns for a job that waits for room.
    #[wasm_bindgen(js_name = resultAfterAdmission)]
    pub(super) fn result_after_admission(job: &JsValue) -> JsValue;

    /// A rejected promise that raises no "unhandledrejection".
    #[wasm_bindgen(js_name = rejectedQuietly)]
    pub(super) fn rejected_quietly(error: &JsValue) -> JsValue;
}
