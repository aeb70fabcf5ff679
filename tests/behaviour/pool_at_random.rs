//! The whole pool under random options and random calls: nothing is lost, nothing hangs, time never goes back.

use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::Index;
use twinpool::pool::{PoolConfig, WhenFull};
use twinpool::retry::{Jitter, RetryPolicy};

use crate::pool_world::{Op, Work, World};

fn work() -> impl Strategy<Value = Work> {
    prop_oneof![
        4 => (0..4_u64).prop_map(|after_ms| Work::Succeeds { after_ms }),
        4 => (1..5_u32, 0..3_u64).prop_map(|(times, after_ms)| Work::FailsTimes { times, after_ms }),
        1 => Just(Work::NeverEnds),
        1 => Just(Work::Panics),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    let timeout = || prop::option::weighted(0.3, 0..4_u64);
    let priority = || prop::sample::select(vec![0, 0, 0, 1, -1, i32::MAX]);
    prop_oneof![
        12 => (work(), timeout(), priority()).prop_map(|(work, timeout, priority)| Op::Submit(work, timeout, priority)),
        4 => (work(), timeout(), priority()).prop_map(|(work, timeout, priority)| Op::TrySubmit(work, timeout, priority)),
        1 => (1..=5_usize).prop_map(Op::SetWorkers),
        2 => any::<Index>().prop_map(Op::DropTicket),
        3 => any::<Index>().prop_map(Op::Cancel),
        2 => any::<Index>().prop_map(Op::LeaveTheLine),
        8 => (0..6_u64).prop_map(Op::Advance),
        1 => Just(Op::Run),
        1 => prop::bool::weighted(0.4).prop_map(|really| if really { Op::Stop } else { Op::Advance(1) }),
        1 => prop::bool::weighted(0.4).prop_map(|really| if really { Op::Abort } else { Op::Advance(1) }),
    ]
}

fn config() -> impl Strategy<Value = PoolConfig> {
    let jitter = prop::sample::select(vec![Jitter::None, Jitter::Full, Jitter::Equal, Jitter::Decorrelated]);
    let retry = (1..4_u32, 0..4_u64, jitter).prop_map(|(max_attempts, base_ms, jitter)| RetryPolicy {
        max_attempts,
        base_delay: Duration::from_millis(base_ms),
        jitter,
        ..RetryPolicy::default()
    });
    let size = (1..=5_usize, prop::option::weighted(0.85, 0..=4_usize));
    let when_full = prop::sample::select(vec![
        WhenFull::Wait,
        WhenFull::Wait,
        WhenFull::Reject,
        WhenFull::DropOldest,
    ]);
    (size, when_full, any::<bool>(), any::<bool>(), retry).prop_map(
        |((workers, buffer_size), when_full, hold_worker, pause_after_last_attempt, retry)| PoolConfig {
            workers,
            buffer_size,
            when_full,
            retry,
            hold_worker,
            pause_after_last_attempt,
        },
    )
}

proptest! {
    #![proptest_config(crate::support::cases(400))]

    #[test]
    fn nothing_is_lost_and_everybody_gets_an_answer(
        config in config(),
        ops in prop::collection::vec(op(), 1..60),
    ) {
        let mut world = World::new(config);
        for op in &ops {
            world.apply(op)?;
        }
        world.end()?;
    }
}
