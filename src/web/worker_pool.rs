//! `WorkerPool`, as JavaScript sees it. Its types are in `pool.d.ts`.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::convert::{error_of, value_of};
use super::job::{Job, Workshop};
use super::jobs::{Jobs, NONE, slot_of};
use super::numbers;
use super::reporter::Reporter;
use crate::exec::{Executor, LiveClock};
use crate::pool::{Pool, PoolConfig, TaskOptions};

/// A worker pool on browser timers, for JavaScript functions.
#[wasm_bindgen(skip_typescript)]
pub struct WorkerPool {
    live: Rc<Live>,
}

pub(super) struct Live {
    pub(super) pool: Pool<Job, LiveClock>,
    workshop: Rc<Workshop>,
    reporter: Rc<Reporter>,
    stopping: RefCell<Option<Promise>>,
    /// Last, so that it outlives the pool, whose end it still has to hear of.
    executor: Executor<LiveClock>,
}

/// What became of a submission.
enum Submission {
    Accepted,
    Waiting,
    Refused {
        is_full: bool,
    },
    /// The arguments are wrong, or the signal is aborted; the slab holds the complaint.
    NotMade,
}

#[wasm_bindgen]
impl WorkerPool {
    /// A pool, its workers waiting.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError` that names the option.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::needless_pass_by_value, reason = "bindings take values")]
    pub fn new(options: JsValue, sources: JsValue) -> Result<WorkerPool, JsValue> {
        let options = (!options.is_undefined()).then(|| value_of(&options));
        let config = PoolConfig::from_options(options).map_err(|invalid| error_of(&invalid))?;
        let executor = Executor::live();
        let callee = Rc::new(OnceCell::new());
        let jobs = Jobs::new(&settle(Rc::clone(&callee)), &cancel(Rc::clone(&callee)));
        let has_draw = jobs.take_sources(sources)?;
        let workshop = Rc::new(Workshop::new(jobs));
        let reporter = Rc::new(Reporter {
            workshop: Rc::clone(&workshop),
            is_listened_to: Cell::new(false),
            let_go: RefCell::default(),
        });
        let pool = Pool::builder(&executor.handle(), config)
            .listen({
                let reporter = Rc::clone(&reporter);
                move |event| reporter.report(event)
            })
            .draw({
                let workshop = Rc::clone(&workshop);
                move |slot, attempt| {
                    if has_draw {
                        workshop.jobs.draw(*slot, attempt)
                    } else {
                        js_sys::Math::random()
                    }
                }
            })
            .zombies(workshop.zombies.clone())
            .start()
            .map_err(|invalid| error_of(&invalid))?;
        let live = Rc::new(Live {
            pool,
            workshop,
            reporter,
            stopping: RefCell::new(None),
            executor,
        });
        // Nobody else has had a chance to set it.
        let _ = callee.set(Rc::downgrade(&live));
        Ok(WorkerPool { live })
    }

    /// See `pool.d.ts`.
    pub fn submit(&self, task: JsValue, options: JsValue) -> JsValue {
        let jobs = &self.live.workshop.jobs;
        match self.live.submit(task, options, true) {
            Submission::NotMade => jobs.reject_complaint(),
            Submission::Accepted => jobs.resolved(),
            Submission::Waiting => jobs.admission(),
            Submission::Refused { .. } => jobs.rejected(),
        }
    }

    /// See `pool.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` or `RangeError` for an argument; a `PoolClosedError`.
    #[wasm_bindgen(js_name = trySubmit)]
    pub fn try_submit(&self, task: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
        let jobs = &self.live.workshop.jobs;
        match self.live.submit(task, options, false) {
            Submission::NotMade => Err(jobs.take_complaint()),
            Submission::Accepted | Submission::Waiting => Ok(jobs.ticket()),
            Submission::Refused { is_full: true } => Ok(jobs.turned_away()),
            Submission::Refused { is_full: false } => Err(jobs.refusal()),
        }
    }

    /// See `pool.d.ts`.
    pub fn run(&self, task: JsValue, options: JsValue) -> JsValue {
        let jobs = &self.live.workshop.jobs;
        match self.live.submit(task, options, true) {
            Submission::NotMade => jobs.reject_complaint(),
            Submission::Accepted => jobs.result(),
            Submission::Waiting => jobs.result_after_admission(),
            Submission::Refused { .. } => jobs.rejected(),
        }
    }

    /// See `pool.d.ts`.
    pub fn stats(&self) -> JsValue {
        numbers::figures(&self.live.pool.figures())
    }

    /// See `pool.d.ts`.
    pub fn snapshot(&self) -> JsValue {
        super::snapshot::snapshot(&self.live.pool.snapshot(), &self.live.workshop.jobs.id_of())
    }

    /// See `pool.d.ts`.
    ///
    /// # Errors
    ///
    /// A `TypeError` if the listener is no function.
    pub fn subscribe(&self, listener: JsValue) -> Result<JsValue, JsValue> {
        let unsubscribe = self.live.workshop.jobs.subscribe(listener)?;
        self.live.reporter.is_listened_to.set(true);
        Ok(unsubscribe)
    }

    /// See `pool.d.ts`.
    pub fn stop(&self) -> Promise {
        Live::stop(&self.live)
    }

    /// See `pool.d.ts`.
    pub fn abort(&self, reason: JsValue) -> JsValue {
        let jobs = &self.live.workshop.jobs;
        jobs.begin_abort(reason);
        let unfinished = self.live.pool.abort();
        let ids = jobs.end_abort();
        drop(unfinished);
        self.live.executor.handle().drive();
        ids
    }

    /// See `pool.d.ts`.
    #[wasm_bindgen(getter)]
    pub fn options(&self) -> JsValue {
        numbers::options(self.live.pool.config())
    }
}

impl Live {
    pub(super) fn stop(live: &Rc<Self>) -> Promise {
        if let Some(stopping) = &*live.stopping.borrow() {
            return stopping.clone();
        }
        // The pool is kept until it has stopped, whatever becomes of its JavaScript object.
        let kept = Rc::clone(live);
        let stop = live.pool.stop();
        let stopping = future_to_promise(async move {
            let summary = stop.await;
            drop(kept);
            Ok(numbers::figures(&summary))
        });
        *live.stopping.borrow_mut() = Some(stopping.clone());
        stopping
    }

    fn submit(&self, task: JsValue, options: JsValue, may_wait: bool) -> Submission {
        let jobs = &self.workshop.jobs;
        let added = jobs.add(task, options);
        if added == NONE {
            return Submission::NotMade;
        }
        let (slot, has_options) = slot_of(added);
        let options = if has_options {
            TaskOptions {
                timeout: timeout_of(jobs.timeout_ms(slot)),
                priority: jobs.priority(slot),
            }
        } else {
            TaskOptions::default()
        };
        let turn = self.workshop.clear(slot);
        let job = Job {
            slot,
            workshop: Rc::clone(&self.workshop),
        };
        let offered = if may_wait {
            self.pool
                .offer(job, options)
                .map(|submission| (submission.key, submission.is_accepted))
        } else {
            self.pool.try_offer(job, options).map(|key| (key, true))
        };
        match offered {
            Ok((key, is_accepted)) => {
                if self.workshop.assign(slot, turn, key) {
                    self.pool.cancel(key);
                }
                if is_accepted {
                    Submission::Accepted
                } else {
                    Submission::Waiting
                }
            }
            Err(error) => Submission::Refused {
                is_full: error.is_full(),
            },
        }
    }
}

/// Letting the pool go is its end when everything submitted has been finished, those who wait for room included; then the
/// memory is given back. Neither an abort nor a stop at once, because this is also what the garbage collector does: it may
/// find nobody who refers to the pool while many still wait for their results.
impl Drop for WorkerPool {
    fn drop(&mut self) {
        self.live.reporter.let_go(Rc::clone(&self.live));
    }
}

fn timeout_of(millis: f64) -> Option<Duration> {
    (millis > 0.0).then(|| Duration::from_secs_f64(millis / 1e3))
}

/// Set once the pool is there: the slab that calls it is made before it.
type Callee = Rc<OnceCell<Weak<Live>>>;

fn live(callee: &Callee) -> Option<Rc<Live>> {
    callee.get()?.upgrade()
}

// Two closures a pool, left to JavaScript's garbage collector: a promise that an attempt gave may settle long after the
// pool has gone.

fn settle(callee: Callee) -> Function {
    let settle = Closure::<dyn Fn(u32, u32)>::new(move |call, status| {
        if let Some(live) = live(&callee) {
            live.workshop.settle(call, status);
            live.executor.handle().drive();
        }
    });
    settle.into_js_value().unchecked_into()
}

fn cancel(callee: Callee) -> Function {
    let cancel = Closure::<dyn Fn(u32)>::new(move |slot| {
        if let Some(live) = live(&callee)
            && let Some(key) = live.workshop.cancel(slot)
        {
            live.pool.cancel(key);
            // Not at once: more may be about to be cancelled, and must not be begun by the workers that this one leaves.
            live.executor.handle().drive_soon();
        }
    });
    cancel.into_js_value().unchecked_into()
}
