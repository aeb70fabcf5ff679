//! The simulator against the hand-written event loop, natively: milliseconds of each round, one line a round, for the
//! benchmark `simulate`.

use std::hint::black_box;
use std::time::Instant;

use twinpool::sim::Draws;
use twinpool_speed::{event_loop, sim};

const TASKS: u64 = 1_000_000;
const ROUNDS: usize = 7;

fn ms(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64() * 1e3
}

fn main() {
    for round in 0..=ROUNDS {
        let event_loop = ms(|| _ = black_box(event_loop::run(TASKS, Draws::new(42))));
        let bare = ms(|| _ = black_box(event_loop::run_bare(TASKS, Draws::new(42))));
        let simulate = ms(|| _ = black_box(sim::run(TASKS, 42)));
        // The first round warms up.
        if round > 0 {
            println!("{event_loop} {bare} {simulate}");
        }
    }
}
