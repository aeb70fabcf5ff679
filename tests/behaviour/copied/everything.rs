use std::time::Duration;
use twinpool::pool::{PoolConfig, WhenFull};
use twinpool::retry::{Jitter, RetryPolicy};
use twinpool::sim::{Arrivals, Outage, Scenario, Service, simulate};

fn main() {
    let pool = PoolConfig {
        workers: 2,
        buffer_size: None,
        when_full: WhenFull::DropOldest,
        retry: RetryPolicy {
            max_attempts: 5,
            base_delay: Duration::from_nanos(12_500_000),
            factor: 1.5,
            max_delay: Some(Duration::from_millis(20_000)),
            jitter: Jitter::Full,
        },
        hold_worker: false,
        pause_after_last_attempt: true,
    };
    let scenario = Scenario {
        seed: 7,
        pool,
        tasks: 400,
        arrivals: Arrivals::Bursts { size: 5, every_ms: 100.0 },
        service: Service::Erlang { mean_ms: 30.0, k: 4 },
        failure_probability: 0.1,
        outages: vec![
            Outage { from_ms: 1_000.0, to_ms: 2_500.5, failure_probability: 1.0 },
            Outage { from_ms: 30_000.0, to_ms: 40_000.0, failure_probability: 0.5 },
        ],
        warmup_tasks: 3,
    };
    // Pool::start(&handle, pool) starts the same pool, on the live clock or in virtual time.
    let report = simulate(&scenario).expect("the scenario is valid");
    println!("{report:#?}");
}
