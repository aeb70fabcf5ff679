//! The pool, simulated: a scenario in, a report out.
//!
//! There is no model of a pool here. A [`Simulation`] starts the pool of [`pool`](crate::pool) itself on the virtual
//! clock, gives it tasks that do nothing for a drawn time, and reads the figures that it keeps anyway.
//!
//! - A [`Scenario`] says what is simulated: the pool, [when tasks come](Arrivals), [how long an attempt takes](Service),
//!   how many attempts fail, and how much is left out of the figures at the beginning.
//! - Randomness is [keyed](Draws): a number depends on the seed, its purpose, the task and the attempt, and on nothing
//!   else.
//! - A [`Timeline`] is a simulation in which one can go back, and turn [knobs](Knob); a [`View`] is what a drawing of it
//!   reads.
//! - A [`Workload`] is a scenario's luck without a simulation: for the same tasks in a pool on a real clock.
//! - [`replicate()`] runs a scenario several times with different luck and gives confidence intervals; [`compare`] runs two
//!   with the same luck each time, and gives the intervals of their differences.
//!
//! ```
//! use twinpool::sim::{Scenario, Service, simulate};
//!
//! let mut scenario = Scenario { seed: 42, tasks: 10_000, ..Scenario::default() };
//! scenario.service = Service::Exponential { mean_ms: 10.0 };
//! scenario.failure_probability = 0.0;
//! let report = simulate(&scenario).unwrap();
//! assert_eq!(report.succeeded, 10_000);
//! // Three workers who are never idle, with 10 ms a task.
//! let throughput = report.throughput_per_second.unwrap();
//! assert!((throughput - 300.0).abs() < 15.0);
//! ```

mod arrivals;
mod draws;
mod normal;
mod replicate;
mod report;
mod scenario;
mod series;
mod service;
mod simulation;
mod source;
mod student;
mod tape;
mod timeline;
mod view;
mod work;
mod workload;
mod written;

pub use arrivals::Arrivals;
pub use draws::{Draws, Purpose, Units};
pub use replicate::{Estimate, MOST_REPLICATIONS, Sums, Values, compare, replicate, replication_seed, replications};
#[cfg(all(target_arch = "wasm32", feature = "simulator"))]
pub(crate) use replicate::{compare_valid, replicate_valid, replications_valid};
pub use report::{FIGURES, Report};
pub use scenario::{LARGEST_SEED, MOST_TASKS, Outage, Scenario};
pub use series::{Durations, Interval, Series};
pub use service::Service;
#[cfg(all(target_arch = "wasm32", feature = "simulator"))]
pub(crate) use simulation::simulate_valid;
pub use simulation::{MOST_UNFINISHED, Overloaded, SimListener, SimulateError, Simulation, simulate};
pub use student::student_t;
pub use tape::Tape;
pub use timeline::{Knob, Timeline};
pub use view::{View, worker_state};
pub use workload::Workload;
