//! The pool comes with the feature `web`, the simulator with the feature of its name: a page should not load what it does
//! not use.

#[cfg(feature = "simulator")]
mod arguments;
#[cfg(feature = "simulator")]
mod columns;
mod convert;
#[cfg(feature = "web")]
mod job;
#[cfg(feature = "web")]
mod jobs;
mod numbers;
#[cfg(feature = "simulator")]
mod replications;
#[cfg(feature = "web")]
mod reporter;
#[cfg(feature = "simulator")]
mod reports;
#[cfg(feature = "simulator")]
mod simulation;
#[cfg(feature = "simulator")]
mod slices;
#[cfg(feature = "web")]
mod snapshot;
#[cfg(feature = "web")]
mod worker_pool;
#[cfg(feature = "simulator")]
mod workload;

pub use numbers::default_pool_options;
#[cfg(feature = "simulator")]
pub use replications::{Sums, replicate_range, student_t};
#[cfg(feature = "simulator")]
pub use simulation::{
    Simulation, check_replicate, check_scenario, compare, compiled_module, default_scenario, replicate, simulate,
};
#[cfg(feature = "web")]
pub use worker_pool::WorkerPool;
#[cfg(feature = "simulator")]
pub use workload::Workload;

/// In place of std's own allocator: with it the wasm is 3 KB smaller, gzipped, and `simulate` as quick.
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
