//! Several runs: their luck, their intervals, their differences.

use twinpool::sim::{
    Arrivals, Estimate, FIGURES, LARGEST_SEED, MOST_REPLICATIONS, Scenario, Service, Sums, compare, replicate,
    replication_seed, replications, simulate,
};

fn index_of(figure: &str) -> usize {
    FIGURES.iter().position(|name| *name == figure).unwrap()
}

fn estimate_of(estimates: &[Option<Estimate>], figure: &str) -> Estimate {
    estimates[index_of(figure)].unwrap()
}

/// A single task: its time is one draw of an exponential distribution with a mean of 10 ms.
fn one_task(seed: u64) -> Scenario {
    let mut scenario = Scenario {
        seed,
        tasks: 1,
        service: Service::Exponential { mean_ms: 10.0 },
        failure_probability: 0.0,
        ..Scenario::default()
    };
    scenario.pool.workers = 1;
    scenario
}

#[test]
fn every_run_has_luck_of_its_own_that_depends_on_the_seed_alone() {
    let seeds: std::collections::HashSet<_> = (0..1_000).map(|run| replication_seed(1, run)).collect();
    assert_eq!(seeds.len(), 1_000);
    assert!(seeds.iter().all(|seed| *seed <= LARGEST_SEED));
    assert_ne!(replication_seed(1, 0), replication_seed(2, 0));
}

#[test]
fn parts_that_are_put_together_in_order_are_the_whole() {
    let scenario = Scenario {
        seed: 3,
        ..Scenario::default()
    };
    let mut sums = Sums::default();
    assert!(sums.estimates().iter().all(Option::is_none));
    for part in [0..1, 1..8, 8..8, 8..20] {
        let runs = replications(&scenario, part.clone()).unwrap();
        assert_eq!(runs.len(), part.len());
        for values in &runs {
            sums.add(values);
        }
    }
    assert_eq!(sums.estimates(), replicate(&scenario, 20).unwrap());
}

#[test]
fn a_replication_beyond_the_last_one_is_refused() {
    let none = replications(&one_task(1), MOST_REPLICATIONS..MOST_REPLICATIONS + 1);
    assert_eq!(
        none.unwrap_err().to_string(),
        "the range's end must be a number of replications up to 100,000; got 100001"
    );
}

#[test]
fn a_mean_is_the_mean_of_its_runs() {
    let scenario = one_task(3);
    let sum: f64 = (0..5)
        .map(|run| {
            let seed = replication_seed(3, run);
            simulate(&Scenario {
                seed,
                ..scenario.clone()
            })
            .unwrap()
            .virtual_ms
        })
        .sum();
    let estimate = estimate_of(&replicate(&scenario, 5).unwrap(), "virtualMs");
    assert!((estimate.mean - sum / 5.0).abs() < 1e-9);
    assert_eq!(estimate.runs, 5);
}

/// 95 % intervals hold the true mean 95 % of the time: of 400, between 360 and 396 (five standard errors; means of 50
/// exponential values are a little skewed).
#[test]
fn intervals_hold_the_true_mean_as_often_as_they_say() {
    let holds = |seed: &u64| {
        let estimate = estimate_of(&replicate(&one_task(*seed), 50).unwrap(), "virtualMs");
        (estimate.mean - 10.0).abs() <= estimate.half_width.unwrap()
    };
    let held = (0..400_u64).filter(holds).count();
    assert!((360..=396).contains(&held), "{held} of 400");
}

#[test]
fn one_run_has_no_interval_and_what_nobody_measured_no_estimate() {
    let estimates = replicate(&one_task(1), 1).unwrap();
    assert_eq!(estimate_of(&estimates, "virtualMs").half_width, None);
    let nothing = replicate(
        &Scenario {
            tasks: 0,
            ..one_task(1)
        },
        4,
    )
    .unwrap();
    assert_eq!(nothing[index_of("waitMs.mean")], None);
}

#[test]
fn differences_are_paired() {
    let mut slow = Scenario {
        seed: 5,
        tasks: 300,
        arrivals: Arrivals::Poisson { rate_per_second: 80.0 },
        service: Service::Exponential { mean_ms: 10.0 },
        failure_probability: 0.0,
        ..Scenario::default()
    };
    slow.pool.workers = 1;
    let mut fast = slow.clone();
    fast.service = Service::Exponential { mean_ms: 9.5 };
    let paired = estimate_of(&compare(&slow, &fast, 20).unwrap(), "sojournMs.mean");
    let alone = estimate_of(&replicate(&slow, 20).unwrap(), "sojournMs.mean");
    assert!(paired.mean < 0.0);
    assert!(paired.half_width.unwrap() < alone.half_width.unwrap() / 2.0);
    // Nothing differs from itself, whatever its own seed.
    let same = compare(
        &slow,
        &Scenario {
            seed: 99,
            ..slow.clone()
        },
        5,
    )
    .unwrap();
    assert!(same.iter().flatten().all(|estimate| estimate.mean == 0.0));
}

#[test]
fn a_number_of_runs_out_of_range_is_refused() {
    for runs in [0, MOST_REPLICATIONS + 1] {
        let error = replicate(&one_task(1), runs).unwrap_err().to_string();
        assert_eq!(
            error,
            format!("n must be a whole number of runs from 1 to 100,000; got {runs}")
        );
    }
}
