//! The same report, bit for bit, on every target: natively, and in every browser. (Node is held against the same numbers
//! in `tests/package`.)

use twinpool::pool::WhenFull;
use twinpool::retry::Jitter;
use twinpool::sim::{Arrivals, Outage, Report, Scenario, Service, simulate};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// One scenario for every distribution and every arrival process.
fn scenarios() -> Vec<Scenario> {
    let services = [
        Service::Constant { ms: 7.5 },
        Service::Exponential { mean_ms: 10.0 },
        Service::Uniform {
            min_ms: 1.0,
            max_ms: 19.0,
        },
        Service::Lognormal { mean_ms: 10.0, cv: 1.5 },
        Service::Erlang { mean_ms: 10.0, k: 3 },
        Service::Hyperexponential { mean_ms: 10.0, cv: 2.0 },
        Service::Pareto {
            mean_ms: 10.0,
            alpha: 2.5,
        },
        Service::Empirical {
            ms: vec![1.0, 2.0, 30.0].into(),
        },
    ];
    let arrivals = [
        Arrivals::Closed,
        Arrivals::Poisson { rate_per_second: 200.0 },
        Arrivals::Constant { every_ms: 4.0 },
        Arrivals::Bursts {
            size: 5,
            every_ms: 20.0,
        },
    ];
    let jitters = [Jitter::None, Jitter::Full, Jitter::Equal, Jitter::Decorrelated];
    let choices = [WhenFull::Wait, WhenFull::Reject, WhenFull::DropOldest];
    services
        .into_iter()
        .enumerate()
        .map(|(index, service)| {
            let mut scenario = Scenario {
                seed: 1_000 + index as u64,
                tasks: 2_000,
                arrivals: arrivals[index % 4].clone(),
                service,
                outages: vec![Outage {
                    from_ms: 500.0,
                    to_ms: 900.0,
                    failure_probability: 0.9,
                }],
                warmup_tasks: 100,
                ..Scenario::default()
            };
            scenario.pool.when_full = choices[index % 3];
            scenario.pool.hold_worker = index % 2 == 0;
            scenario.pool.retry.jitter = jitters[index % 4];
            scenario.pool.retry.base_delay = std::time::Duration::from_millis(5);
            scenario
        })
        .collect()
}

fn fingerprint(report: &Report) -> u64 {
    let bits = report.values().map(|value| value.map_or(u64::MAX, f64::to_bits));
    bits.into_iter().fold(report.seed, |hash, bits| {
        (hash ^ bits).wrapping_mul(0x0100_0000_01b3).rotate_left(29)
    })
}

#[test]
fn every_target_gives_the_same_report() {
    let found: Vec<_> = scenarios()
        .iter()
        .map(|scenario| fingerprint(&simulate(scenario).unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            5_103_072_788_143_446_194,
            17_022_429_318_037_711_793,
            63_232_545_105_588_950,
            8_050_979_720_959_084_034,
            1_922_673_331_419_096_246,
            17_756_235_363_726_624_127,
            8_754_831_849_666_858_770,
            14_833_619_148_862_308_322,
        ]
    );
}
