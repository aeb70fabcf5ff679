//! The same work as a scenario of the simulator, with its own draws.

use std::time::Duration;

use twinpool::pool::PoolConfig;
use twinpool::retry::RetryPolicy;
use twinpool::sim::{Arrivals, Report, Scenario, Service, simulate};

use crate::work::{
    BASE_DELAY_NANOS, BUFFER_SIZE, FACTOR, FAILURE_PROBABILITY, MAX_ATTEMPTS, SERVICE_MEAN_NANOS, WORKERS,
};

/// Runs so many tasks to their end.
///
/// # Panics
///
/// Never: the scenario is valid.
pub fn run(tasks: u64, seed: u64) -> Report {
    simulate(&scenario(tasks, seed)).expect("the scenario is valid")
}

/// The scenario.
pub fn scenario(tasks: u64, seed: u64) -> Scenario {
    #[expect(clippy::cast_precision_loss, reason = "the factor is 2")]
    let retry = RetryPolicy {
        max_attempts: MAX_ATTEMPTS,
        base_delay: Duration::from_nanos(BASE_DELAY_NANOS),
        factor: FACTOR as f64,
        ..RetryPolicy::default()
    };
    Scenario {
        seed,
        pool: PoolConfig {
            workers: WORKERS,
            buffer_size: Some(BUFFER_SIZE),
            retry,
            ..PoolConfig::default()
        },
        tasks,
        arrivals: Arrivals::Closed,
        service: Service::Exponential {
            mean_ms: SERVICE_MEAN_NANOS / 1e6,
        },
        failure_probability: FAILURE_PROBABILITY,
        ..Scenario::default()
    }
}
