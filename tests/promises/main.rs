//! The pool's promises, each tried on both clocks by the same lines: natively in virtual time, and in a browser both
//! live and in virtual time. The promises are those of `design.md`; a test's name says which.
//!
//! A body never sleeps to let something happen: it waits for the event itself. Live it may take any time, so orders,
//! counts and lower bounds are all that is asserted there; exact times only where time is virtual.

#![cfg_attr(not(target_arch = "wasm32"), allow(clippy::future_not_send))]

mod chores;
mod lab;

mod abort;
mod backoff;
mod cancel;
mod capacity;
mod conservation;
mod delays;
mod determinism;
mod drop_oldest;
#[cfg(not(target_arch = "wasm32"))]
mod panics;
mod priority;
mod reentrant;
mod resize;
mod retry;
mod same_report;
mod stop;
mod submit;
mod submit_all;
mod ticket;
mod timeout;
mod warm_up;
mod workers;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Makes a test of each of these `async fn name<C: Clock>(lab: Lab<C>)`, on every clock that there is.
macro_rules! promises {
    ($($name:ident),+ $(,)?) => {
        #[cfg(not(target_arch = "wasm32"))]
        mod in_virtual_time {
            $(#[test] fn $name() { $crate::lab::in_virtual_time(super::$name); })+
        }

        #[cfg(target_arch = "wasm32")]
        mod in_virtual_time {
            $(#[wasm_bindgen_test::wasm_bindgen_test] fn $name() { $crate::lab::in_virtual_time(super::$name); })+
        }

        #[cfg(target_arch = "wasm32")]
        mod live {
            $(#[wasm_bindgen_test::wasm_bindgen_test] async fn $name() { $crate::lab::live(super::$name).await; })+
        }
    };
}
use promises;
