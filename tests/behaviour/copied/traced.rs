use twinpool::pool::PoolConfig;
use twinpool::sim::{Arrivals, Scenario, Service, simulate};

fn main() {
    let pool = PoolConfig {
        workers: 3,
        ..PoolConfig::default()
    };
    let scenario = Scenario {
        seed: 3,
        pool,
        tasks: 4,
        arrivals: Arrivals::Trace { at_ms: [0.0, 10.0, 10.0, 2_500.0].into() },
        service: Service::Pareto { mean_ms: 80.0, alpha: 2.5 },
        ..Scenario::default()
    };
    // Pool::start(&handle, pool) starts the same pool, on the live clock or in virtual time.
    let report = simulate(&scenario).expect("the scenario is valid");
    println!("{report:#?}");
}
