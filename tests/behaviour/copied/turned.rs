use twinpool::exec::Instant;
use twinpool::pool::PoolConfig;
use twinpool::sim::{Arrivals, Knob, Scenario, Service, Timeline};

fn main() {
    let pool = PoolConfig {
        workers: 2,
        ..PoolConfig::default()
    };
    let scenario = Scenario {
        seed: 12_345,
        pool,
        tasks: 200,
        arrivals: Arrivals::Poisson { rate_per_second: 20.0 },
        service: Service::Empirical { ms: [50.0, 75.5, 120.0].into() },
        ..Scenario::default()
    };
    // Pool::start(&handle, pool) starts the same pool, on the live clock or in virtual time.
    let mut timeline = Timeline::new(scenario, 0).expect("the scenario is valid");
    timeline.run_until(Instant::from_nanos(1_000_000_000));
    timeline.turn(Knob::Workers(5)).expect("the knob can be turned so");
    timeline.run_until(Instant::from_nanos(2_500_250_000));
    timeline.turn(Knob::FailureProbability(0.0)).expect("the knob can be turned so");
    timeline.run_until(Instant::from_nanos(4_000_000_000));
    timeline.turn(Knob::RatePerSecond(12.5)).expect("the knob can be turned so");
    timeline.run_to_end().expect("the load can be borne");
    println!("{:#?}", timeline.report());
}
