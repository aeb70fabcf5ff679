//! Virtual time: it stands still until nobody can move, and then jumps to the next deadline.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use proptest::prelude::*;
use twinpool::exec::{Executor, Instant};

use crate::support::{Watched, poll_once};

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[test]
fn time_begins_at_zero_and_moves_only_when_it_must() {
    let executor = Executor::virtual_time();
    assert_eq!(executor.now(), Instant::ZERO);
    executor.spawn(async {});
    executor.run();
    assert_eq!(executor.now(), Instant::ZERO);
}

#[test]
fn sleepers_with_the_same_deadline_wake_in_the_order_in_which_they_were_armed() {
    let executor = Executor::virtual_time();
    let log = Rc::new(RefCell::new(Vec::new()));
    // The third is armed last, at 1 ms, and the deadline of all of them is 3 ms.
    for (number, naps) in [(1, vec![3]), (2, vec![3]), (3, vec![1, 2])] {
        let (handle, log) = (executor.handle(), Rc::clone(&log));
        executor.spawn(async move {
            for nap in naps {
                handle.sleep(millis(nap)).await;
            }
            log.borrow_mut().push(number);
        });
    }
    executor.run();
    assert_eq!(*log.borrow(), [1, 2, 3]);
    assert_eq!(executor.now(), Instant::ZERO + millis(3));
}

#[test]
fn what_a_sleeper_begins_happens_before_the_next_sleeper_wakes() {
    let executor = Executor::virtual_time();
    let log = Rc::new(RefCell::new(Vec::new()));
    for number in [1, 2] {
        let (handle, log) = (executor.handle(), Rc::clone(&log));
        executor.spawn(async move {
            handle.sleep(millis(1)).await;
            let inner = Rc::clone(&log);
            handle.spawn(async move { inner.borrow_mut().push(number * 10) });
            log.borrow_mut().push(number);
        });
    }
    executor.run();
    assert_eq!(*log.borrow(), [1, 10, 2, 20]);
}

#[test]
fn a_timer_that_nobody_waits_for_any_more_does_not_move_the_time() {
    let executor = Executor::virtual_time();
    let handle = executor.handle();
    executor
        .block_on(async move {
            let mut long = handle.sleep(Duration::from_secs(3_600));
            assert!(poll_once(&mut long).is_pending());
            drop(long);
            handle.sleep(millis(1)).await;
        })
        .unwrap();
    executor.run();
    assert_eq!(executor.now(), Instant::ZERO + millis(1));
    assert_eq!(executor.handle().next_deadline(), None);
}

#[test]
fn a_timer_that_was_taken_back_does_not_hold_up_those_armed_later() {
    let executor = Executor::virtual_time();
    let handle = executor.handle();
    let mut long = handle.sleep(Duration::from_secs(3_600));
    assert!(poll_once(&mut long).is_pending());
    drop(long);
    executor.block_on(handle.sleep(millis(1))).unwrap();
    assert_eq!(executor.now(), Instant::ZERO + millis(1));
}

#[test]
fn a_sleep_that_was_never_polled_is_no_timer() {
    let executor = Executor::virtual_time();
    let _sleep = executor.handle().sleep(millis(5));
    executor.run();
    assert_eq!(executor.now(), Instant::ZERO);
}

#[test]
fn a_deadline_in_the_past_or_now_ends_at_once() {
    let executor = Executor::virtual_time();
    executor.advance(millis(10));
    let handle = executor.handle();
    assert!(poll_once(&mut handle.sleep(Duration::ZERO)).is_ready());
    assert!(poll_once(&mut handle.sleep_until(Instant::ZERO)).is_ready());
    assert_eq!(executor.now(), Instant::ZERO + millis(10));
}

#[test]
fn a_sleep_wakes_whoever_polled_it_last() {
    let executor = Executor::virtual_time();
    let mut first = Watched::new(executor.handle().sleep(millis(1)));
    assert!(first.poll().is_pending());
    let mut second = Watched::new(&mut first.future);
    assert!(second.poll().is_pending());
    assert!(executor.step());
    assert!(second.is_woken());
    assert!(second.poll().is_ready());
    assert!(!first.is_woken());
}

#[test]
fn run_until_stops_the_clock_there_and_never_turns_it_back() {
    let executor = Executor::virtual_time();
    executor.spawn(executor.handle().sleep(millis(10)));
    executor.run_until(Instant::ZERO + millis(4));
    assert_eq!(executor.now(), Instant::ZERO + millis(4));
    assert_eq!(executor.handle().next_deadline(), Some(Instant::ZERO + millis(10)));
    executor.run_until(Instant::ZERO + millis(2));
    assert_eq!(executor.now(), Instant::ZERO + millis(4));
    executor.advance(millis(6));
    assert_eq!(executor.handle().next_deadline(), None);
    executor.advance(millis(90));
    assert_eq!(executor.now(), Instant::ZERO + millis(100));
}

#[test]
fn a_step_wakes_one_sleeper() {
    let executor = Executor::virtual_time();
    for _ in 0..3 {
        executor.spawn(executor.handle().sleep(millis(1)));
    }
    assert!(executor.step() && executor.step() && executor.step());
    assert!(!executor.step());
}

#[test]
fn instants_saturate_and_never_panic() {
    let far = Instant::MAX + Duration::MAX;
    assert_eq!(far, Instant::MAX);
    assert_eq!(Instant::ZERO + Duration::MAX, Instant::MAX);
    assert_eq!(Instant::ZERO - Instant::MAX, Duration::ZERO);
    assert_eq!(Instant::from_nanos(1_500_000).as_millis_f64().to_string(), "1.5");
    let executor = Executor::virtual_time();
    executor.block_on(executor.handle().sleep(Duration::MAX)).unwrap();
    assert_eq!(executor.now(), Instant::MAX);
}

/// One sleeper: when it begins, how long it sleeps, and after how long it gives up, if it does.
type Sleeper = (u64, u64, Option<u64>);

proptest! {
    #![proptest_config(crate::support::cases(500))]

    #[test]
    fn every_sleeper_wakes_exactly_when_it_is_due(
        sleepers in prop::collection::vec((0..20_u64, 0..20_u64, prop::option::of(0..20_u64)), 1..60)
    ) {
        let executor = Executor::virtual_time();
        let woken = Rc::new(RefCell::new(Vec::new()));
        for (number, (start, length, patience)) in sleepers.iter().copied().enumerate() {
            let (handle, woken) = (executor.handle(), Rc::clone(&woken));
            executor.spawn(async move {
                handle.sleep(millis(start)).await;
                let sleep = handle.sleep(millis(length));
                let Some(patience) = patience else {
                    sleep.await;
                    woken.borrow_mut().push((handle.now(), number));
                    return;
                };
                let patience = handle.sleep(millis(patience));
                if let futures::future::Either::Left(_) = futures::future::select(sleep, patience).await {
                    woken.borrow_mut().push((handle.now(), number));
                }
            });
        }
        executor.run();
        let woken = woken.take();
        prop_assert!(woken.is_sorted_by_key(|(at, _)| *at), "time went back: {woken:?}");
        let mut found: Vec<_> = woken.iter().map(|(at, number)| (*number, *at)).collect();
        found.sort_unstable();
        let expected: Vec<_> = expected(&sleepers);
        prop_assert_eq!(found, expected);
    }
}

fn expected(sleepers: &[Sleeper]) -> Vec<(usize, Instant)> {
    let due = sleepers
        .iter()
        .enumerate()
        .filter_map(|(number, (start, length, patience))| {
            // Of two that are due at once, `select` asks the sleep first.
            let sleeps_through = patience.is_none_or(|patience| *length <= patience);
            sleeps_through.then(|| (number, Instant::ZERO + millis(start + length)))
        });
    due.collect()
}
