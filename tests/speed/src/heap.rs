//! A bare heap of deadlines: what their order alone costs, the yardstick for very many timers.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::work::draw_attempt;

/// Puts so many deadlines in, each with a number that breaks ties, and takes them out again; gives their sum.
///
/// # Panics
///
/// If they do not come in order.
pub fn run(deadlines: u64, seed: u64) -> u64 {
    let mut heap = BinaryHeap::new();
    for number in 0..deadlines {
        let (deadline, _) = draw_attempt(seed, number, 1);
        heap.push(Reverse((deadline, number)));
    }
    let (mut sum, mut latest) = (0_u64, 0);
    while let Some(Reverse((deadline, _))) = heap.pop() {
        assert!(deadline >= latest, "a heap gives the least");
        latest = deadline;
        sum = sum.wrapping_add(deadline);
    }
    sum
}
