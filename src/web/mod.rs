//! The pool for JavaScript: the only room that knows it.
//!
//! JavaScript functions stay in JavaScript, in a slab (`jobs.js`), and integers cross the boundary: a job's slot, an
//! attempt's number, how it went. So an attempt costs one call out and, if it gave a promise, one call back in; no
//! closure is made for it on the Rust side and nothing is serialised. Figures and snapshots come out as numbers, too
//! (`shapes.js`); only options, which cross rarely, are walked through.
//!
//! The simulator comes with the feature of its name: a page that only ships the pool should not load it.

#[cfg(feature = "simulator")]
mod arguments;
#[cfg(feature = "simulator")]
mod columns;
mod convert;
mod job;
mod jobs;
mod numbers;
#[cfg(feature = "simulator")]
mod replications;
mod reporter;
#[cfg(feature = "simulator")]
mod reports;
#[cfg(feature = "simulator")]
mod simulation;
#[cfg(feature = "simulator")]
mod slices;
mod worker_pool;
#[cfg(feature = "simulator")]
mod workload;

#[cfg(feature = "simulator")]
pub use replications::{Sums, replicate_range, student_t};
#[cfg(feature = "simulator")]
pub use simulation::{
    Simulation, check_replicate, check_scenario, compare, compiled_module, default_scenario, replicate, simulate,
};
pub use worker_pool::{WorkerPool, default_pool_options};
#[cfg(feature = "simulator")]
pub use workload::Workload;
