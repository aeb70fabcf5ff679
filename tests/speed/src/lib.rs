//! What the benchmarks run, as functions and as plain wasm exports.

pub mod event_loop;
pub mod futures;
pub mod heap;
pub mod pool;
pub mod sim;
pub mod work;

use twinpool::sim::Draws;
use twinpool::stats::Figures;

/// The pool: runs so many tasks, and gives a fingerprint of the run.
#[unsafe(no_mangle)]
pub extern "C" fn run_pool(tasks: f64, seed: f64) -> f64 {
    fingerprint(&pool::run(whole(tasks), whole(seed)))
}

/// Futures without a pool: the same.
#[unsafe(no_mangle)]
pub extern "C" fn run_futures(tasks: f64, seed: f64) -> f64 {
    fingerprint(&futures::run(whole(tasks), whole(seed)))
}

/// The event loop, with the same figures: the same.
#[unsafe(no_mangle)]
pub extern "C" fn run_event_loop(tasks: f64, seed: f64) -> f64 {
    fingerprint(&event_loop::run(whole(tasks), whole(seed)))
}

/// The event loop with the simulator's luck: a fingerprint of the run.
#[unsafe(no_mangle)]
pub extern "C" fn run_simulated_event_loop(tasks: f64, seed: f64) -> f64 {
    fingerprint(&event_loop::run(whole(tasks), Draws::new(whole(seed))))
}

/// The same of the one that only counts attempts: how many there were.
#[unsafe(no_mangle)]
#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
pub extern "C" fn run_simulated_bare_event_loop(tasks: f64, seed: f64) -> f64 {
    event_loop::run_bare(whole(tasks), Draws::new(whole(seed))).1 as f64
}

/// The event loop that only counts attempts: how many there were.
#[unsafe(no_mangle)]
#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
pub extern "C" fn run_bare_event_loop(tasks: f64, seed: f64) -> f64 {
    event_loop::run_bare(whole(tasks), whole(seed)).1 as f64
}

/// The event loop with so many workers: a fingerprint of the run.
#[unsafe(no_mangle)]
pub extern "C" fn run_event_loop_with(tasks: f64, seed: f64, workers: f64) -> f64 {
    fingerprint(&event_loop::run_with_workers(
        whole(tasks),
        whole(seed),
        usize::try_from(whole(workers)).unwrap_or(usize::MAX),
    ))
}

/// Puts so many deadlines into std's heap, and takes them out again: their sum.
#[unsafe(no_mangle)]
#[expect(clippy::cast_precision_loss, reason = "a fingerprint")]
pub extern "C" fn run_heap(deadlines: f64, seed: f64) -> f64 {
    heap::run(whole(deadlines), whole(seed)) as f64
}

/// Numbers cross as floats, because JavaScript's whole numbers of 64 bits are slow to make.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "benchmarks pass whole numbers"
)]
fn whole(number: f64) -> u64 {
    number as u64
}

/// The sum of everything that was measured: equal for equal runs.
#[expect(clippy::cast_precision_loss, reason = "a fingerprint")]
fn fingerprint(figures: &Figures) -> f64 {
    let durations = [figures.wait_ms, figures.sojourn_ms, figures.blocked_ms];
    let durations = durations
        .iter()
        .map(|figures| figures.mean.unwrap_or(0.0) + figures.p99.unwrap_or(0.0));
    figures.elapsed_ms
        + figures.attempts as f64
        + figures.failed as f64
        + figures.utilisation.backoff.unwrap_or(0.0)
        + figures.queue_length.mean.unwrap_or(0.0)
        + durations.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use twinpool::sim::{Draws, Simulation};

    #[test]
    fn three_workers_are_three_however_they_are_kept() {
        assert_eq!(
            super::event_loop::run(20_000, 42),
            super::event_loop::run_with_workers(20_000, 42, super::work::WORKERS)
        );
    }

    #[test]
    fn the_heap_gives_the_deadlines_in_order() {
        let sum = (0..1_000)
            .map(|number| super::work::draw_attempt(42, number, 1).0)
            .sum();
        assert_eq!(super::heap::run(1_000, 42), sum);
    }

    const RUNS: [(u64, u64); 5] = [(1, 1), (5, 2), (13, 3), (14, 3), (20_000, 42)];

    /// No contestant knows another, so they check each other to the last bit.
    #[test]
    fn the_pool_and_bare_futures_and_the_event_loop_come_to_the_same_figures() {
        for (tasks, seed) in RUNS {
            let figures = super::event_loop::run(tasks, seed);
            assert_eq!(super::pool::run(tasks, seed), figures, "the pool, {tasks} tasks");
            assert_eq!(super::futures::run(tasks, seed), figures, "futures, {tasks} tasks");
        }
    }

    #[test]
    fn the_simulator_and_the_event_loop_with_its_luck_come_to_the_same_figures() {
        for (tasks, seed) in RUNS {
            let simulation = Simulation::new(&super::sim::scenario(tasks, seed)).unwrap();
            simulation.run_to_end().unwrap();
            let figures = super::event_loop::run(tasks, Draws::new(seed));
            assert_eq!(simulation.figures(), figures, "{tasks} tasks");
        }
    }
}
