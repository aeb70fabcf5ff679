//! Time in a simulation that is told how far to go: forwards in slices, and back.

use twinpool::exec::Instant;
use twinpool::pool::{PoolConfig, WorkerState};
use twinpool::sim::{Arrivals, Knob, Scenario, Service, Timeline, View, simulate, worker_state};
use twinpool::stats::Timing;

const SECOND: u64 = 1_000_000_000;

fn poisson() -> Scenario {
    Scenario {
        seed: 7,
        pool: PoolConfig {
            workers: 2,
            ..PoolConfig::default()
        },
        tasks: 300,
        arrivals: Arrivals::Poisson { rate_per_second: 50.0 },
        service: Service::Exponential { mean_ms: 30.0 },
        failure_probability: 0.1,
        ..Scenario::default()
    }
}

/// Everything happens at once.
fn at_once() -> Scenario {
    Scenario {
        seed: 1,
        tasks: 10_000,
        failure_probability: 0.0,
        ..Scenario::default()
    }
}

/// Much happens at once, and some of it once more half a second later.
fn in_two_instants() -> Scenario {
    let mut scenario = at_once();
    scenario.failure_probability = 0.1;
    scenario.pool.hold_worker = false;
    scenario
}

fn new(scenario: Scenario) -> Timeline {
    Timeline::new(scenario, 0).unwrap()
}

/// Goes there in slices of so many polls; how many it took.
fn go(timeline: &mut Timeline, instant: Instant, polls: u64) -> u32 {
    let mut slices = 1;
    while !timeline.run_some_until(instant, polls) {
        slices += 1;
        assert!(timeline.now() <= instant);
    }
    slices
}

#[test]
fn slices_of_any_size_come_to_the_same_state_as_one_leap() {
    for polls in [1, 7, 1_000_000] {
        let (mut sliced, mut leapt) = (new(poisson()), new(poisson()));
        for at in [0, 1, SECOND, 3 * SECOND + 1, 1_000 * SECOND] {
            let instant = Instant::from_nanos(at);
            go(&mut sliced, instant, polls);
            leapt.run_until(instant);
            assert_eq!(sliced.now(), leapt.now());
            assert_eq!(sliced.report(), leapt.report());
            assert_eq!(sliced.simulation().snapshot(), leapt.simulation().snapshot());
        }
        assert!(sliced.simulation().is_finished());
    }
}

#[test]
fn a_slice_ends_in_the_middle_of_an_instant() {
    let mut timeline = new(at_once());
    assert!(!timeline.run_some_until(Instant::from_nanos(SECOND), 100));
    assert_eq!(timeline.now(), Instant::ZERO);
    let succeeded = timeline.report().succeeded;
    assert!(succeeded > 0 && succeeded < 1_000, "{succeeded}");
    assert!(go(&mut timeline, Instant::from_nanos(SECOND), 100) > 10);
    assert_eq!(timeline.report(), simulate(&at_once()).unwrap());
}

#[test]
fn turns_of_knobs_are_made_again_in_slices_and_at_their_time() {
    let mut timeline = new(poisson());
    timeline.run_until(Instant::from_nanos(SECOND));
    timeline.turn(Knob::Workers(5)).unwrap();
    timeline.run_until(Instant::from_nanos(2 * SECOND));
    timeline.turn(Knob::RatePerSecond(400.0)).unwrap();
    timeline.run_until(Instant::from_nanos(3 * SECOND));
    let (report, snapshot) = (timeline.report(), timeline.simulation().snapshot());

    timeline.rewind().unwrap();
    assert_eq!(timeline.now(), Instant::ZERO);
    assert_eq!(timeline.report().submitted, 0);
    go(&mut timeline, Instant::from_nanos(SECOND - 1), 3);
    assert_eq!(timeline.simulation().snapshot().workers.len(), 2);
    go(&mut timeline, Instant::from_nanos(SECOND), 3);
    assert_eq!(timeline.simulation().snapshot().workers.len(), 5);
    go(&mut timeline, Instant::from_nanos(3 * SECOND), 3);
    assert_eq!(timeline.report(), report);
    assert_eq!(timeline.simulation().snapshot(), snapshot);
}

/// So many milliseconds after the beginning.
fn after(ms: u64) -> Instant {
    Instant::from_nanos(ms * 1_000_000)
}

#[test]
fn turns_of_knobs_are_made_again_at_their_time_by_single_steps() {
    // The first comes before anything has happened; each of the others between what was due next and what is, because the
    // one before has put it off.
    let mut timeline = new(Scenario {
        arrivals: Arrivals::Poisson { rate_per_second: 100.0 },
        ..poisson()
    });
    for (ms, rate) in [(1, 0.5), (40, 0.1), (80, 50.0)] {
        timeline.seek(after(ms)).unwrap();
        timeline.turn(Knob::RatePerSecond(rate)).unwrap();
    }
    timeline.run_to_end().unwrap();
    let report = timeline.report();
    timeline.rewind().unwrap();
    while timeline.step() {}
    assert_eq!(timeline.report(), report);
}

#[test]
fn nothing_of_what_was_is_on_the_tape_after_going_back() {
    let mut timeline = Timeline::new(poisson(), 1_000).unwrap();
    timeline.run_until(Instant::from_nanos(2 * SECOND));
    assert!(!timeline.simulation().snapshot().blocked.is_empty());
    timeline.rewind().unwrap();
    let (events, forgotten) = timeline.tape().take();
    assert_eq!((events, forgotten), (Vec::new(), 0));
}

#[test]
fn a_turn_in_the_past_forgets_those_that_came_later() {
    let mut timeline = new(poisson());
    timeline.run_until(Instant::from_nanos(2 * SECOND));
    timeline.turn(Knob::Workers(9)).unwrap();
    timeline.rewind().unwrap();
    go(&mut timeline, Instant::from_nanos(SECOND), 10);
    timeline.turn(Knob::Workers(2)).unwrap(); // as many as there are
    timeline.run_to_end().unwrap();
    assert_eq!(timeline.report(), simulate(&poisson()).unwrap());
}

#[test]
fn a_turn_at_the_same_moment_as_an_earlier_one_comes_after_it() {
    let mut timeline = new(in_two_instants());
    timeline.turn(Knob::Workers(4)).unwrap();
    timeline.turn(Knob::Workers(6)).unwrap();
    timeline.rewind().unwrap();
    // The moment has begun, and neither has been made again yet.
    assert!(!timeline.run_some_until(Instant::ZERO, 10));
    timeline.turn(Knob::FailureProbability(1.0)).unwrap();
    assert_eq!(timeline.simulation().snapshot().workers.len(), 6);
}

#[test]
fn a_run_with_turns_to_come_can_be_interrupted_within_an_instant_too() {
    let mut timeline = new(in_two_instants());
    timeline.run_until(Instant::from_nanos(SECOND / 20));
    timeline.turn(Knob::Workers(4)).unwrap();
    timeline.run_to_end().unwrap();
    let report = timeline.report();
    timeline.rewind().unwrap();
    assert!(timeline.run_for(100));
    assert_eq!(timeline.now(), Instant::ZERO);
    while timeline.run_for(100) {}
    assert_eq!(timeline.report(), report);
}

#[test]
fn a_view_tells_to_the_nanosecond_when_an_attempt_will_end() {
    let mut timeline = new(poisson());
    let mut view = View::default();
    let mut seen = 0;
    while timeline.step() {
        view.refresh(timeline.simulation());
        for (index, worker) in timeline.simulation().snapshot().workers.iter().enumerate() {
            let WorkerState::Running { task, attempt, .. } = *worker else {
                continue;
            };
            assert_eq!(view.worker_state[index], worker_state::RUNNING);
            // Nothing else happens to this worker until then.
            let mut ahead = new(poisson());
            ahead.run_until(Instant::from_nanos(timeline.now().as_nanos()));
            let runs = |timeline: &Timeline| {
                let snapshot = timeline.simulation().snapshot();
                matches!(snapshot.workers[index], WorkerState::Running { task: now, attempt: nth, .. } if (now, nth) == (task, attempt))
            };
            while runs(&ahead) {
                assert!(ahead.step());
            }
            #[expect(clippy::float_cmp, reason = "exactly then")]
            let is_exact = ahead.now().as_millis_f64() == view.worker_until_ms[index];
            assert!(is_exact, "{:?} and {}", ahead.now(), view.worker_until_ms[index]);
            seen += 1;
        }
        if seen > 40 {
            return;
        }
    }
    panic!("too few attempts were seen: {seen}");
}

#[test]
fn the_durations_behind_a_report_are_there_without_the_warm_up() {
    let mut timeline = new(Scenario {
        warmup_tasks: 100,
        ..poisson()
    });
    timeline.run_to_end().unwrap();
    let report = timeline.report();
    for (timing, count, max) in [
        (Timing::Wait, report.attempts - report.retries, report.wait_ms.max),
        (Timing::Sojourn, report.succeeded + report.failed, report.sojourn_ms.max),
        (Timing::Blocked, report.accepted, report.blocked_ms.max),
    ] {
        let latency = timeline.simulation().latency(timing);
        assert_eq!(latency.buckets().map(|(.., count)| count).sum::<u64>(), count);
        #[expect(clippy::cast_precision_loss, reason = "as the report has it")]
        let longest = latency.max_nanos().map(|nanos| nanos as f64 / 1e6);
        assert_eq!(longest, max);
    }
}
