//! The slab of jobs, as `jobs.js` exports it.

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

/// In place of a slot.
pub(super) const NONE: i32 = -1;

/// The slot in what [`Jobs::add`] gives for a job, and whether the job has options of its own: to ask for them each time
/// would take longer than most of the rest.
pub(super) fn slot_of(added: i32) -> (u32, bool) {
    match u32::try_from(added) {
        Ok(slot) => (slot, false),
        Err(_) => ((NONE - 1 - added).unsigned_abs(), true),
    }
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

    /// Checks the arguments and takes the job in; its slot, or [`NONE`] and a complaint to be taken. (Not an exception:
    /// catching one costs more than all the rest.) Below that, a job with options of its own: see [`slot_of`].
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

    // One of these is called after each `add` that gave a slot, as soon as it is known what becomes of the job.

    /// What `trySubmit` returns for a job that is accepted.
    #[wasm_bindgen(method)]
    pub(super) fn ticket(this: &Jobs) -> JsValue;

    /// What `submit` returns for a job that is accepted.
    #[wasm_bindgen(method)]
    pub(super) fn resolved(this: &Jobs) -> JsValue;

    /// What `submit` returns for a job that waits for room.
    #[wasm_bindgen(method)]
    pub(super) fn admission(this: &Jobs) -> JsValue;

    /// What `run` returns for a job that is accepted.
    #[wasm_bindgen(method)]
    pub(super) fn result(this: &Jobs) -> JsValue;

    /// What `run` returns for a job that waits for room.
    #[wasm_bindgen(method, js_name = resultAfterAdmission)]
    pub(super) fn result_after_admission(this: &Jobs) -> JsValue;

    /// What `trySubmit` returns for a job for which there is no room.
    #[wasm_bindgen(method, js_name = turnedAway)]
    pub(super) fn turned_away(this: &Jobs) -> JsValue;

    /// Why a job is not accepted.
    #[wasm_bindgen(method)]
    pub(super) fn refusal(this: &Jobs) -> JsValue;

    /// What `submit` and `run` return then: a rejected promise that raises no "unhandledrejection".
    #[wasm_bindgen(method)]
    pub(super) fn rejected(this: &Jobs) -> JsValue;

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

// Nobody asks for these here: `jobs.js` imports them, and being named here, they are put beside it.

#[wasm_bindgen(module = "/src/web/signals.js")]
extern "C" {
    type Signals;

    #[wasm_bindgen(constructor)]
    fn new(cancel: &Function) -> Signals;
}

#[wasm_bindgen(module = "/src/web/job.js")]
extern "C" {
    type Ticket;

    #[wasm_bindgen(constructor)]
    fn new(job: &JsValue) -> Ticket;
}
