//! The pool for JavaScript: the only room that knows it.
//!
//! JavaScript functions stay in JavaScript, in a slab (`jobs.js`), and integers cross the boundary: a job's slot, an
//! attempt's number, how it went. So an attempt costs one call out and, if it gave a promise, one call back in; no
//! closure is made for it on the Rust side and nothing is serialised. Figures and snapshots come out as numbers, too
//! (`shapes.js`); only options, which cross rarely, are walked through.

mod columns;
mod convert;
mod job;
mod jobs;
mod numbers;
mod reporter;
mod simulation;
mod slices;
mod worker_pool;

pub use simulation::{Simulation, compare, replicate, simulate};
pub use worker_pool::{WorkerPool, default_pool_options};
