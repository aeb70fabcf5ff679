//! Who is polled when.

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

use futures::task::{LocalSpawn, LocalSpawnExt};
use twinpool::exec::{Executor, Stalled};

type Log<T> = Rc<RefCell<Vec<T>>>;

/// Notes its number at every poll, and ends at the last one.
fn counted(log: &Log<u32>, number: u32, polls: u32, wakes_itself: bool) -> impl Future<Output = ()> + use<> {
    let (log, mut left) = (Rc::clone(log), polls);
    poll_fn(move |context| {
        log.borrow_mut().push(number);
        left -= 1;
        if left == 0 {
            return Poll::Ready(());
        }
        if wakes_itself {
            context.waker().wake_by_ref();
        }
        Poll::Pending
    })
}

#[test]
fn futures_are_polled_in_the_order_in_which_they_were_spawned() {
    let (executor, log) = (Executor::virtual_time(), Log::default());
    for number in 0..5 {
        executor.spawn(counted(&log, number, 1, false));
    }
    assert!(log.borrow().is_empty(), "not before the executor runs");
    executor.run_until_stalled();
    assert_eq!(*log.borrow(), [0, 1, 2, 3, 4]);
}

#[test]
fn a_future_that_wakes_itself_goes_to_the_back() {
    let (executor, log) = (Executor::virtual_time(), Log::default());
    for number in 0..3 {
        executor.spawn(counted(&log, number, 3, true));
    }
    executor.run_until_stalled();
    assert_eq!(*log.borrow(), [0, 1, 2, 0, 1, 2, 0, 1, 2]);
}

#[test]
fn a_future_that_nobody_wakes_is_not_polled_again() {
    let (executor, log) = (Executor::virtual_time(), Log::default());
    executor.spawn(counted(&log, 0, 2, false));
    executor.run();
    assert_eq!(*log.borrow(), [0]);
}

/// A future that gives its waker away, and the waker.
fn waiting(log: &Log<u32>, number: u32) -> (impl Future<Output = ()> + use<>, Rc<RefCell<Option<Waker>>>) {
    let waker = Rc::new(RefCell::new(None));
    let (log, given) = (Rc::clone(log), Rc::clone(&waker));
    let future = poll_fn(move |context| {
        log.borrow_mut().push(number);
        *given.borrow_mut() = Some(context.waker().clone());
        Poll::Pending
    });
    (future, waker)
}

#[test]
fn futures_are_polled_in_the_order_in_which_they_were_woken() {
    let (executor, log) = (Executor::virtual_time(), Log::default());
    let wakers: Vec<_> = (0..4)
        .map(|number| {
            let (future, waker) = waiting(&log, number);
            executor.spawn(future);
            waker
        })
        .collect();
    executor.run_until_stalled();
    log.borrow_mut().clear();
    for number in [2, 0, 3] {
        wakers[number].borrow().as_ref().unwrap().wake_by_ref();
    }
    executor.run_until_stalled();
    assert_eq!(*log.borrow(), [2, 0, 3]);
}

#[test]
fn many_wake_ups_before_a_poll_are_one() {
    let (executor, log) = (Executor::virtual_time(), Log::default());
    let (future, waker) = waiting(&log, 7);
    executor.spawn(future);
    executor.run_until_stalled();
    for _ in 0..5 {
        waker.borrow().as_ref().unwrap().wake_by_ref();
    }
    executor.run_until_stalled();
    assert_eq!(*log.borrow(), [7, 7]);
}

#[test]
fn a_wake_up_during_the_poll_is_not_lost() {
    let executor = Executor::virtual_time();
    let polls = Rc::new(Cell::new(0));
    let seen = Rc::clone(&polls);
    let ended = executor.block_on(poll_fn(move |context| {
        context.waker().wake_by_ref();
        seen.set(seen.get() + 1);
        if seen.get() == 3 {
            Poll::Ready("ended")
        } else {
            Poll::Pending
        }
    }));
    assert_eq!((ended, polls.get()), (Ok("ended"), 3));
}

#[test]
fn wakers_of_one_future_are_the_same_and_of_two_are_not() {
    let (executor, log) = (Executor::virtual_time(), Log::default());
    let ((one, first), (other, second)) = (waiting(&log, 1), waiting(&log, 2));
    executor.spawn(one);
    executor.spawn(other);
    executor.run_until_stalled();
    let before = first.borrow().clone().unwrap();
    before.wake_by_ref();
    executor.run_until_stalled();
    assert!(before.will_wake(first.borrow().as_ref().unwrap()));
    assert!(!before.will_wake(second.borrow().as_ref().unwrap()));
}

#[test]
fn a_future_may_spawn_others() {
    let (executor, log) = (Executor::virtual_time(), Log::default());
    let (handle, inner) = (executor.handle(), Rc::clone(&log));
    executor.spawn(async move {
        for number in 0..100 {
            handle.spawn(counted(&inner, number, 2, true));
        }
    });
    executor.run_until_stalled();
    let expected: Vec<_> = (0..100).chain(0..100).collect();
    assert_eq!(*log.borrow(), expected);
}

#[test]
fn futures_from_elsewhere_can_spawn_through_the_common_trait() {
    let (executor, log) = (Executor::virtual_time(), Log::default());
    let handle = executor.handle();
    assert!(handle.status_local().is_ok());
    handle.spawn_local(counted(&log, 1, 1, false)).unwrap();
    executor.run();
    assert_eq!(*log.borrow(), [1]);
    drop(executor);
    assert!(handle.status_local().unwrap_err().is_shutdown());
    assert!(
        handle
            .spawn_local(counted(&log, 2, 1, false))
            .unwrap_err()
            .is_shutdown()
    );
}

#[test]
fn block_on_gives_the_futures_value() {
    let executor = Executor::virtual_time();
    assert_eq!(executor.block_on(async { 7 }), Ok(7));
    // And again, with time that has passed.
    let handle = executor.handle();
    let slept = executor.block_on(async move {
        handle.sleep(Duration::from_secs(1)).await;
        handle.now().as_nanos()
    });
    assert_eq!(slept, Ok(1_000_000_000));
}

#[test]
fn block_on_tells_when_nothing_can_ever_wake_its_future() {
    let executor = Executor::virtual_time();
    assert_eq!(executor.block_on(pending::<()>()), Err(Stalled));
    assert!(Stalled.to_string().contains("can never happen"));
}

#[test]
fn block_on_lets_other_futures_go_on_only_as_far_as_it_needs() {
    let executor = Executor::virtual_time();
    let handle = executor.handle();
    executor.spawn(handle.sleep(Duration::from_secs(60)));
    executor.block_on(handle.sleep(Duration::from_secs(1))).unwrap();
    assert_eq!(executor.now().as_nanos(), 1_000_000_000);
    executor.run();
    assert_eq!(executor.now().as_nanos(), 60_000_000_000);
}

#[test]
fn running_the_executor_from_inside_one_of_its_futures_does_nothing() {
    let executor = Rc::new(Executor::virtual_time());
    let (itself, log) = (Rc::downgrade(&executor), Log::default());
    let inner = Rc::clone(&log);
    executor.spawn(async move {
        let executor = itself.upgrade().unwrap();
        // Twice: the first call must not make the second one believe that nothing runs.
        executor.run_until_stalled();
        executor.run_until_stalled();
        executor.run();
        executor.advance(Duration::from_secs(1));
        assert!(!executor.step());
        assert_eq!(executor.now().as_nanos(), 0);
        inner.borrow_mut().push(1);
    });
    executor.spawn(counted(&log, 2, 1, false));
    executor.run_until_stalled();
    assert_eq!(*log.borrow(), [1, 2]);
}

#[test]
fn block_on_from_inside_of_a_future_waits_for_what_can_never_happen() {
    let executor = Rc::new(Executor::virtual_time());
    let (itself, log) = (Rc::downgrade(&executor), Log::default());
    let inner = counted(&log, 1, 1, false);
    let outcome = executor.block_on(async move { itself.upgrade().unwrap().block_on(inner) });
    assert_eq!(outcome, Ok(Err(Stalled)));
    // It goes on as any other future.
    executor.run_until_stalled();
    assert_eq!(*log.borrow(), [1]);
}

#[test]
fn a_panic_that_passes_through_leaves_the_executor_in_order() {
    let (executor, log) = (Executor::virtual_time(), Log::default());
    executor.spawn(counted(&log, 1, 2, true));
    executor.spawn(async { panic!("boom") });
    executor.spawn(counted(&log, 2, 1, false));
    assert!(catch_unwind(AssertUnwindSafe(|| executor.run_until_stalled())).is_err());
    executor.run_until_stalled();
    assert_eq!(*log.borrow(), [1, 2, 1]);
}
