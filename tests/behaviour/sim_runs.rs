//! What a simulated pool does with its load.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use twinpool::exec::Instant;
use twinpool::pool::{Event, PoolConfig, Step, WhenFull};
use twinpool::retry::RetryPolicy;
use twinpool::sim::{
    Arrivals, MOST_UNFINISHED, Outage, Overloaded, Report, Scenario, Service, SimulateError, Simulation, simulate,
};

use crate::support::assert_close;

/// Nothing fails, and a task takes 10 ms.
fn plain(workers: usize, tasks: u64) -> Scenario {
    Scenario {
        seed: 1,
        pool: PoolConfig {
            workers,
            ..PoolConfig::default()
        },
        tasks,
        service: Service::Constant { ms: 10.0 },
        failure_probability: 0.0,
        ..Scenario::default()
    }
}

fn run(scenario: &Scenario) -> Report {
    let simulation = Simulation::new(scenario).unwrap();
    simulation.run_to_end().unwrap();
    simulation.check_conservation().unwrap();
    simulation.report()
}

fn events_of(scenario: &Scenario) -> Vec<Event<u64>> {
    let events: Rc<RefCell<Vec<_>>> = Rc::default();
    let listener = Rc::clone(&events);
    let simulation = Simulation::with_listener(scenario, move |event| listener.borrow_mut().push(event.clone()));
    simulation.unwrap().run_to_end().unwrap();
    events.take()
}

fn times_of(scenario: &Scenario, is_it: impl Fn(Step) -> bool) -> Vec<f64> {
    let events = events_of(scenario).into_iter().filter(|event| is_it(event.step));
    events.map(|event| event.at.as_millis_f64()).collect()
}

#[test]
fn a_closed_load_keeps_the_workers_busy() {
    let report = run(&plain(3, 30));
    assert_eq!((report.succeeded, report.attempts, report.retries), (30, 30, 0));
    assert_close(report.virtual_ms, 100.0, 1e-9);
    assert_eq!(report.utilisation.busy, Some(1.0));
    assert_close(report.throughput_per_second.unwrap(), 300.0, 1e-9);
}

#[test]
fn arrivals_come_when_they_should() {
    let come = |arrivals, tasks| {
        let scenario = Scenario {
            arrivals,
            ..plain(1, tasks)
        };
        times_of(&scenario, |step| step == Step::Submitted)
    };
    assert_eq!(come(Arrivals::Constant { every_ms: 2.5 }, 4), [0.0, 2.5, 5.0, 7.5]);
    assert_eq!(
        come(Arrivals::Bursts { size: 2, every_ms: 7.0 }, 5),
        [0.0, 0.0, 7.0, 7.0, 14.0]
    );
    let at_ms = vec![3.0, 3.0, 8.25].into();
    assert_eq!(come(Arrivals::Trace { at_ms }, 3), [3.0, 3.0, 8.25]);
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn poisson_arrivals_have_their_rate_and_the_spread_of_the_exponential() {
    let scenario = Scenario {
        arrivals: Arrivals::Poisson { rate_per_second: 100.0 },
        service: Service::Constant { ms: 0.0 },
        ..plain(1, 20_000)
    };
    let times = times_of(&scenario, |step| step == Step::Submitted);
    let gaps: Vec<_> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f64>() / gaps.len() as f64;
    assert_close(mean, 10.0, 0.4);
    assert_close(variance.sqrt() / mean, 1.0, 0.05);
}

#[test]
fn a_submitter_waits_rejects_or_drops_when_the_buffer_is_full() {
    let at_once = |when_full| {
        let mut scenario = plain(1, 20);
        scenario.pool.buffer_size = Some(4);
        scenario.pool.when_full = when_full;
        scenario.arrivals = Arrivals::Bursts {
            size: 20,
            every_ms: 1.0,
        };
        run(&scenario)
    };
    let waits = at_once(WhenFull::Wait);
    assert_eq!(
        (waits.accepted, waits.rejected, waits.dropped, waits.succeeded),
        (20, 0, 0, 20)
    );
    assert_close(waits.blocked_ms.max.unwrap(), 150.0, 1e-9);
    let rejects = at_once(WhenFull::Reject);
    assert_eq!((rejects.accepted, rejects.rejected, rejects.dropped), (5, 15, 0));
    let drops = at_once(WhenFull::DropOldest);
    assert_eq!(
        (drops.accepted, drops.rejected, drops.dropped, drops.succeeded),
        (20, 0, 15, 5)
    );
}

#[test]
fn an_attempt_that_fails_takes_its_time_and_backs_off() {
    let mut scenario = plain(1, 1);
    scenario.failure_probability = 1.0;
    let report = run(&scenario);
    // Three attempts of 10 ms, and 500 and 1,000 ms between them.
    assert_close(report.virtual_ms, 1_530.0, 1e-9);
    assert_eq!((report.failed, report.attempts, report.retries), (1, 3, 2));
    assert_close(report.utilisation.backoff.unwrap(), 1_500.0 / 1_530.0, 1e-9);
    scenario.pool.pause_after_last_attempt = true;
    assert_close(run(&scenario).virtual_ms, 3_530.0, 1e-9);
}

#[test]
fn a_released_worker_does_other_tasks_during_a_backoff() {
    let mut scenario = plain(1, 10);
    scenario.failure_probability = 1.0;
    scenario.pool.retry = RetryPolicy {
        max_attempts: 2,
        ..RetryPolicy::default()
    };
    assert_close(run(&scenario).virtual_ms, 10.0 * 520.0, 1e-9);
    scenario.pool.hold_worker = false;
    let released = run(&scenario);
    assert_close(released.virtual_ms, 100.0 + 500.0 - 90.0 + 100.0, 1e-9);
    assert_eq!(released.utilisation.backoff, Some(0.0));
}

#[test]
fn more_attempts_fail_in_an_outage_and_only_then() {
    let mut scenario = plain(1, 100);
    scenario.pool.retry.max_attempts = 1;
    scenario.outages = vec![Outage {
        from_ms: 100.0,
        to_ms: 200.0,
        failure_probability: 1.0,
    }];
    let failures = times_of(&scenario, |step| matches!(step, Step::AttemptFailed { .. }));
    // Those that begin at 100, 110 … 190 ms, and end 10 ms later.
    let expected: Vec<_> = (0..10).map(|index| 110.0 + 10.0 * f64::from(index)).collect();
    assert_eq!(failures, expected);
    scenario.failure_probability = 1.0;
    scenario.outages[0].failure_probability = 0.0;
    assert_eq!(run(&scenario).failed, 100);
}

#[test]
fn the_first_tasks_can_be_left_out() {
    let mut scenario = plain(1, 10);
    scenario.warmup_tasks = 4;
    scenario.arrivals = Arrivals::Constant { every_ms: 20.0 };
    let report = run(&scenario);
    assert_eq!((report.submitted, report.succeeded), (6, 6));
    assert_close(report.virtual_ms, 190.0, 1e-9);
    // From the fifth at 80 ms to the end at 190: 60 of 110 ms.
    assert_close(report.utilisation.busy.unwrap(), 60.0 / 110.0, 1e-9);
    assert_close(report.throughput_per_second.unwrap(), 6.0 / 0.110, 1e-9);
    scenario.warmup_tasks = 50;
    let nothing = run(&scenario);
    assert_eq!(
        (nothing.submitted, nothing.wait_ms.mean, nothing.sojourn_ms.p99),
        (0, None, None)
    );
    // No task came after the warm-up, so there is no window to measure in.
    assert_eq!((nothing.utilisation.busy, nothing.utilisation.idle), (None, None));
    assert_eq!((nothing.throughput_per_second, nothing.queue_length.mean), (None, None));
    assert_close(nothing.virtual_ms, 190.0, 1e-9);
}

#[test]
fn what_was_not_measured_is_null_and_never_nan() {
    let report = run(&plain(2, 0));
    assert_eq!((report.submitted, report.virtual_ms), (0, 0.0));
    assert_eq!((report.throughput_per_second, report.utilisation.idle), (None, None));
    assert!(report.values().iter().flatten().all(|value| value.is_finite()));
}

#[test]
fn two_policies_meet_the_same_luck() {
    let mut held = plain(2, 200);
    held.service = Service::Exponential { mean_ms: 10.0 };
    held.failure_probability = 0.3;
    let mut released = held.clone();
    released.pool.hold_worker = false;
    released.pool.retry.base_delay = Duration::from_millis(3);
    // Whether a task's first attempt fails, and how long it takes.
    let first_attempts = |scenario: &Scenario| {
        let mut attempts = Vec::new();
        let events = events_of(scenario);
        for (index, event) in events.iter().enumerate() {
            if let Step::Started { attempt: 1, .. } = event.step {
                let end = events[index..]
                    .iter()
                    .find(|later| later.task == event.task && !matches!(later.step, Step::Started { .. }));
                let end = end.expect("every attempt ends");
                let has_failed = matches!(end.step, Step::AttemptFailed { .. });
                attempts.push((event.task, end.at - event.at, has_failed));
            }
        }
        attempts.sort_unstable_by_key(|(task, ..)| *task);
        attempts
    };
    assert_eq!(first_attempts(&held), first_attempts(&released));
}

#[test]
fn knobs_may_be_turned_while_it_runs() {
    let simulation = Simulation::new(&plain(1, 30)).unwrap();
    simulation.advance(Duration::from_millis(100));
    simulation.set_workers(2).unwrap();
    simulation.run_to_end().unwrap();
    assert_close(simulation.report().virtual_ms, 200.0, 1e-9);

    let simulation = Simulation::new(&plain(1, 30)).unwrap();
    simulation.run_until(Instant::from_nanos(100_000_000));
    simulation.set_failure_probability(1.0).unwrap();
    simulation.run_to_end().unwrap();
    let report = simulation.report();
    // The task that began at 100 ms had been drawn before the knob was turned.
    assert_eq!((report.succeeded, report.failed), (11, 19));

    let mut open = plain(1, 2_000);
    open.service = Service::Constant { ms: 0.0 };
    open.arrivals = Arrivals::Poisson { rate_per_second: 1.0 };
    let simulation = Simulation::new(&open).unwrap();
    simulation.run_until(Instant::from_nanos(10_000_000_000));
    simulation.set_rate_per_second(1_000.0).unwrap();
    simulation.run_to_end().unwrap();
    assert_close(simulation.report().virtual_ms, 12_000.0, 400.0);
}

#[test]
fn knobs_out_of_range_are_refused_and_change_nothing() {
    let simulation = Simulation::new(&plain(1, 5)).unwrap();
    let errors = [
        simulation.set_workers(0).unwrap_err(),
        simulation.set_failure_probability(f64::NAN).unwrap_err(),
        simulation.set_rate_per_second(-1.0).unwrap_err(),
        simulation.set_rate_per_second(1.0).unwrap_err(),
    ];
    let paths = errors.map(|error| error.path().to_owned());
    assert_eq!(
        paths,
        ["workers", "failureProbability", "ratePerSecond", "ratePerSecond"]
    );
    simulation.run_to_end().unwrap();
    assert_eq!(simulation.report(), run(&plain(1, 5)));
}

#[test]
fn an_overloaded_system_runs_to_its_end_with_growing_figures() {
    let mut scenario = plain(1, 2_000);
    scenario.pool.buffer_size = None;
    scenario.arrivals = Arrivals::Poisson { rate_per_second: 200.0 };
    let (short, long) = (
        run(&Scenario {
            tasks: 500,
            ..scenario.clone()
        }),
        run(&scenario),
    );
    assert_eq!(long.succeeded, 2_000);
    assert!(long.wait_ms.mean > short.wait_ms.mean);
    assert!(long.queue_length.max > short.queue_length.max);
}

#[test]
fn a_system_that_takes_in_more_than_memory_holds_is_stopped_and_says_why() {
    let mut scenario = plain(1, 2 * MOST_UNFINISHED);
    scenario.pool.buffer_size = None;
    let simulation = Simulation::new(&scenario).unwrap();
    // All of them come at once, before the first is done.
    simulation.step();
    assert!(simulation.is_overloaded());
    assert_eq!(simulation.overloaded_at(), Some(Instant::ZERO));
    let figures = simulation.figures();
    assert!(figures.submitted <= MOST_UNFINISHED);
    let error = SimulateError::from(Overloaded).to_string();
    assert!(
        error.starts_with("more than 4,000,000 tasks are unfinished at once"),
        "{error}"
    );
}

#[test]
fn an_invalid_pool_is_an_error_with_its_path() {
    let error = simulate(&plain(0, 1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "pool.workers must be a whole number from 1 to 100,000; got 0"
    );
}

#[test]
fn a_run_in_which_everything_happens_at_once_can_be_interrupted() {
    let mut scenario = plain(3, 100_000);
    scenario.service = Service::Constant { ms: 0.0 };
    let simulation = Simulation::new(&scenario).unwrap();
    assert!(simulation.run_for(1_000));
    let so_far = simulation.report();
    assert!(so_far.succeeded > 0 && so_far.succeeded < 50_000);
    simulation.check_conservation().unwrap();
    while simulation.run_for(1_000) {}
    assert!(simulation.is_finished());
    assert_eq!(simulation.report(), run(&scenario));
}
