//! Real time in a browser, in a worker, or in Node.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::Performance;

use super::executor::WeakHandle;
use super::{Clock, Executor, Handle, Instant};

#[wasm_bindgen]
extern "C" {
    /// The global of pages, workers and Node alike.
    #[wasm_bindgen(thread_local_v2, js_name = performance)]
    static PERFORMANCE: Performance;

    /// A promise that has settled, so that what it is given to call is called in a microtask.
    #[wasm_bindgen(extends = Promise)]
    type Settled;

    /// What it gives is left where it is: nobody waits for it.
    #[wasm_bindgen(method)]
    fn then(this: &Settled, callback: &Function);
}

/// Milliseconds since some moment, by a clock that never goes back.
pub(crate) fn performance_now() -> f64 {
    PERFORMANCE.with(Performance::now)
}

/// The longest delay that `setTimeout` keeps. A longer one overflows and fires at once, so a far deadline is reached in
/// several legs.
const LONGEST_TIMEOUT_MS: u32 = i32::MAX as u32;

const NANOS_PER_MILLISECOND: f64 = 1e6;

/// Time by the monotonic `performance.now()`, counted from the clock's making. One browser timeout is armed, for the
/// earliest deadline, however many futures sleep.
pub struct LiveClock {
    origin_ms: f64,
    latest: Cell<Instant>,
    /// Whether `latest` may be out of date: reading `performance.now()` takes as long as all the rest of a step.
    is_stale: Cell<bool>,
    armed: RefCell<Option<Armed>>,
    on_timeout: RefCell<Option<Rc<dyn Fn()>>>,
}

struct Armed {
    deadline: Instant,
    /// Cleared when dropped.
    _timeout: Timeout,
}

impl LiveClock {
    fn new() -> Self {
        Self {
            origin_ms: performance_now(),
            latest: Cell::new(Instant::ZERO),
            is_stale: Cell::new(true),
            armed: RefCell::new(None),
            on_timeout: RefCell::new(None),
        }
    }
}

impl Clock for LiveClock {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float cast saturates"
    )]
    fn now(&self) -> Instant {
        if !self.is_stale.replace(false) {
            return self.latest.get();
        }
        let elapsed_ms = performance_now() - self.origin_ms;
        let now = Instant::from_nanos((elapsed_ms * NANOS_PER_MILLISECOND) as u64);
        // `performance.now()` is monotonic by its specification; this guards the promise and costs nothing.
        let now = now.max(self.latest.get());
        self.latest.set(now);
        now
    }

    fn refresh(&self) {
        self.is_stale.set(true);
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most LONGEST_TIMEOUT_MS"
    )]
    fn arm(&self, earliest: Option<Instant>) {
        let mut armed = self.armed.borrow_mut();
        let Some(deadline) = earliest else {
            *armed = None;
            return;
        };
        if armed.as_ref().is_some_and(|armed| armed.deadline == deadline) {
            return;
        }
        let Some(on_timeout) = self.on_timeout.borrow().clone() else {
            return;
        };
        // Rounded up: a timeout that fires before its deadline would only be armed again.
        let delay_ms = (deadline - self.now()).as_secs_f64() * 1e3;
        let delay_ms = delay_ms.ceil().min(f64::from(LONGEST_TIMEOUT_MS)) as u32;
        *armed = Some(Armed {
            deadline,
            _timeout: Timeout::new(delay_ms, move || on_timeout()),
        });
    }
}

impl Executor<LiveClock> {
    /// An executor in real time. It runs by itself: what is woken outside of a run is polled in a microtask, and
    /// sleepers are woken by a browser timeout.
    pub fn live() -> Self {
        let executor = Self::new(LiveClock::new());
        let handle = executor.handle();
        handle.clock().on_timeout.replace(Some(Rc::new({
            let handle = handle.downgrade();
            move || {
                if let Some(handle) = handle.upgrade() {
                    // It has fired: the next `arm` must not take it for armed, also when the deadline is the same one
                    // and only the first leg of a long way to it is done.
                    let fired = handle.clock().armed.borrow_mut().take();
                    drop(fired);
                    handle.drive();
                }
            }
        })));
        handle.ready().set_on_wake(announcer(handle.downgrade()));
        executor
    }
}

impl Handle<LiveClock> {
    /// Runs everything that can run now and arms the timeout for what comes next. Called by itself in a microtask after
    /// a wake-up; calling it at once saves that wait. Inside a run it does nothing.
    pub fn drive(&self) {
        if self.is_running() {
            return;
        }
        self.ready().set_announces(false);
        self.run_until_stalled();
        if self.next_deadline().is_some() {
            // Read once: futures that sleep a moment again and again get a moment each, and the browser one in between.
            let now = self.now();
            if let Some(run) = self.enter() {
                run.run_due(now);
            }
        }
        self.ready().set_announces(true);
        self.clock().arm(self.next_deadline());
    }

    /// [`drive`](Self::drive) in a microtask: when whoever is about to change several things has changed them all.
    #[cfg(feature = "web")]
    pub(crate) fn drive_soon(&self) {
        self.ready().ask_for_run();
    }
}

/// Asks for a microtask at the first wake-up, and for no second one before it has run.
fn announcer(handle: WeakHandle<LiveClock>) -> Rc<dyn Fn()> {
    let is_asked = Rc::new(Cell::new(false));
    let drive = Closure::<dyn FnMut()>::new({
        let is_asked = Rc::clone(&is_asked);
        move || {
            is_asked.set(false);
            if let Some(handle) = handle.upgrade() {
                handle.drive();
            }
        }
    });
    // Left to JavaScript's garbage collector, because a microtask that was asked for still runs after the executor has
    // gone.
    let drive: Function = drive.into_js_value().unchecked_into();
    // In place of `queueMicrotask`: measured on the benchmark `live`, in Node, a task takes an eighth less time so.
    let settled: Settled = Promise::resolve(&JsValue::UNDEFINED).unchecked_into();
    Rc::new(move || {
        if !is_asked.replace(true) {
            settled.then(&drive);
        }
    })
}
