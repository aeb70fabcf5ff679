//! Random numbers: of good quality, and a function of their key alone.

use twinpool::sim::{Draws, Purpose, Service};

use crate::support::assert_close;

const DRAWS: u64 = 200_000;

/// The reference implementation's first numbers for the seed 1234567, by the crate that is used.
#[test]
fn the_generator_gives_the_reference_vectors() {
    use rand_xoshiro::SplitMix64;
    use rand_xoshiro::rand_core::{Rng, SeedableRng};

    let mut generator = SplitMix64::seed_from_u64(1_234_567);
    let expected = [
        6_457_827_717_110_365_317,
        3_203_168_211_198_807_973,
        9_817_491_932_198_370_423,
        4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
    ];
    assert_eq!(std::array::from_fn(|_| generator.next_u64()), expected);
}

#[test]
fn a_draw_depends_on_its_key_and_on_nothing_else() {
    let (first, second) = (Draws::new(7), Draws::new(7));
    let _ = (0..100).map(|task| first.unit(Purpose::Failure, task, 1)).sum::<f64>();
    for (purpose, task, attempt) in [
        (Purpose::Service, 1, 1),
        (Purpose::Jitter, 9, 2),
        (Purpose::Arrival, 0, 0),
    ] {
        let unit = first.unit(purpose, task, attempt);
        assert_eq!(unit.to_bits(), second.unit(purpose, task, attempt).to_bits());
        assert_ne!(unit.to_bits(), Draws::new(8).unit(purpose, task, attempt).to_bits());
        assert_ne!(unit.to_bits(), first.unit(purpose, task + 1, attempt).to_bits());
        assert_ne!(unit.to_bits(), first.unit(purpose, task, attempt + 1).to_bits());
    }
}

/// Chi-square over 100 cells: 99 degrees of freedom, of which 160 is exceeded once in 10,000 times.
#[test]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small counts"
)]
fn numbers_are_spread_evenly_in_every_direction_of_the_key() {
    let draws = Draws::new(3);
    let ways: [(&str, &dyn Fn(u64) -> f64); 4] = [
        ("tasks", &|index| draws.unit(Purpose::Service, index, 1)),
        ("attempts", &|index| {
            draws.unit(Purpose::Service, index / 1_000, (index % 1_000) as u32)
        }),
        ("seeds", &|index| Draws::new(index).unit(Purpose::Failure, 1, 1)),
        ("one stream", &|index| {
            let mut units = draws.units(Purpose::Service, index / 100, 1);
            (0..index % 100).for_each(|_| _ = units.next_unit());
            units.next_unit()
        }),
    ];
    for (way, unit) in ways {
        let mut cells = [0_u64; 100];
        for index in 0..DRAWS {
            cells[(unit(index) * 100.0) as usize] += 1;
        }
        let expected = DRAWS as f64 / 100.0;
        let chi_square: f64 = cells
            .iter()
            .map(|cell| (*cell as f64 - expected).powi(2) / expected)
            .sum();
        assert!((45.0..160.0).contains(&chi_square), "{chi_square} for {way}");
    }
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn neighbours_and_purposes_do_not_know_of_each_other() {
    let draws = Draws::new(5);
    let correlation = |other: &dyn Fn(u64) -> f64| {
        let products = (0..DRAWS).map(|task| (draws.unit(Purpose::Service, task, 1) - 0.5) * (other(task) - 0.5));
        products.sum::<f64>() / DRAWS as f64 * 12.0
    };
    // Five standard errors.
    let bound = 5.0 / (DRAWS as f64).sqrt();
    for (name, other) in [
        (
            "the next task",
            &(|task: u64| draws.unit(Purpose::Service, task + 1, 1)) as &dyn Fn(u64) -> f64,
        ),
        ("the next attempt", &|task| draws.unit(Purpose::Service, task, 2)),
        ("another purpose", &|task| draws.unit(Purpose::Failure, task, 1)),
        ("the next seed", &|task| Draws::new(6).unit(Purpose::Service, task, 1)),
    ] {
        let found = correlation(other);
        assert!(found.abs() < bound, "{found} with {name}");
    }
}

/// Mean and coefficient of variation, within five standard errors or so of what theory says.
#[test]
#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn every_service_time_has_the_mean_and_the_spread_that_it_says() {
    let uniform_cv = (100.0_f64 / 12.0).sqrt() / 15.0;
    for (service, mean, cv, tolerance) in [
        (Service::Constant { ms: 10.0 }, 10.0, 0.0, 0.0),
        (Service::Exponential { mean_ms: 10.0 }, 10.0, 1.0, 0.02),
        (
            Service::Uniform {
                min_ms: 10.0,
                max_ms: 20.0,
            },
            15.0,
            uniform_cv,
            0.01,
        ),
        (Service::Lognormal { mean_ms: 10.0, cv: 1.0 }, 10.0, 1.0, 0.05),
        (Service::Erlang { mean_ms: 10.0, k: 4 }, 10.0, 0.5, 0.01),
        (Service::Hyperexponential { mean_ms: 10.0, cv: 2.0 }, 10.0, 2.0, 0.05),
        (Service::Hyperexponential { mean_ms: 10.0, cv: 1.0 }, 10.0, 1.0, 0.02),
        (
            Service::Pareto {
                mean_ms: 10.0,
                alpha: 5.0,
            },
            10.0,
            1.0 / 15.0_f64.sqrt(),
            0.05,
        ),
        (
            Service::Empirical {
                ms: vec![5.0, 15.0].into(),
            },
            10.0,
            0.5,
            0.01,
        ),
    ] {
        let draws = Draws::new(11);
        let times: Vec<_> = (0..DRAWS).map(|task| service.draw_ms(&draws, task, 1)).collect();
        assert!(times.iter().all(|time| *time >= 0.0));
        let found = times.iter().sum::<f64>() / DRAWS as f64;
        let variance = times.iter().map(|time| (time - found).powi(2)).sum::<f64>() / DRAWS as f64;
        assert!(
            (found / mean - 1.0).abs() <= 5.0 * (cv + 1e-9) / (DRAWS as f64).sqrt(),
            "{found} for {service:?}"
        );
        assert_close(variance.sqrt() / found, cv, tolerance);
        assert_close(service.mean_ms(), mean, 1e-9);
    }
}

/// By their distribution functions.
#[test]
#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn service_times_have_the_quantiles_that_theory_says() {
    let share_below = |service: &Service, time: f64| {
        let draws = Draws::new(13);
        let below = (0..DRAWS)
            .filter(|task| service.draw_ms(&draws, *task, 1) <= time)
            .count();
        below as f64 / DRAWS as f64
    };
    let sigma = 2.0_f64.ln().sqrt();
    let lognormal_median = 10.0 * (-sigma * sigma / 2.0).exp();
    for (service, time, expected) in [
        (Service::Exponential { mean_ms: 10.0 }, 10.0, 1.0 - (-1.0_f64).exp()),
        (Service::Lognormal { mean_ms: 10.0, cv: 1.0 }, lognormal_median, 0.5),
        // One standard deviation above the median of the logarithm.
        (
            Service::Lognormal { mean_ms: 10.0, cv: 1.0 },
            lognormal_median * sigma.exp(),
            0.841_344_746,
        ),
        (
            Service::Pareto {
                mean_ms: 15.0,
                alpha: 3.0,
            },
            20.0,
            1.0 - 0.5_f64.powi(3),
        ),
        // Two stages of 5: 1 - e^-2 (1 + 2).
        (
            Service::Erlang { mean_ms: 10.0, k: 2 },
            10.0,
            1.0 - 3.0 * (-2.0_f64).exp(),
        ),
    ] {
        assert_close(share_below(&service, time), expected, 0.006);
    }
}
