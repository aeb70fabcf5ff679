//! Prints how long each contestant takes natively, in alternating runs.

use std::hint::black_box;
use std::time::Instant;

use twinpool_speed::{event_loop, pool};

const TASKS: u32 = 1_000_000;

fn ns_per_task(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64() * 1e9 / f64::from(TASKS)
}

fn main() {
    for _ in 0..7 {
        let same_figures = ns_per_task(|| _ = black_box(event_loop::run(TASKS.into(), 42_u64)));
        let bare = ns_per_task(|| _ = black_box(event_loop::run_bare(TASKS.into(), 42_u64)));
        let pool = ns_per_task(|| _ = black_box(pool::run(TASKS.into(), 42)));
        println!(
            "event loop {same_figures:.1} ns, bare {bare:.1} ns, pool {pool:.1} ns: {:.3} and {:.3} of their throughput",
            same_figures / pool,
            bare / pool,
        );
    }
}
