use std::time::Duration;
use twinpool::pool::PoolConfig;
use twinpool::retry::RetryPolicy;
use twinpool::sim::{Arrivals, Scenario, Service, simulate};

fn main() {
    let pool = PoolConfig {
        workers: 8,
        buffer_size: Some(24),
        retry: RetryPolicy {
            base_delay: Duration::from_millis(2_000),
            ..RetryPolicy::default()
        },
        ..PoolConfig::default()
    };
    let scenario = Scenario {
        seed: 42,
        pool,
        tasks: 600,
        arrivals: Arrivals::Poisson { rate_per_second: 6.0 },
        service: Service::Exponential { mean_ms: 400.0 },
        ..Scenario::default()
    };
    // Pool::start(&handle, pool) starts the same pool, on the live clock or in virtual time.
    let report = simulate(&scenario).expect("the scenario is valid");
    println!("{report:#?}");
}
