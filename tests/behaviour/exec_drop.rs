//! What is left when futures and executors go.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::future::{Future, pending, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::Duration;

use twinpool::exec::{Executor, Handle, VirtualClock};

/// Counts how many of its clones are gone.
#[derive(Clone, Default)]
struct Drops(Rc<Cell<u32>>);

struct Counted(Drops);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.0.set(self.0.0.get() + 1);
    }
}

#[test]
fn dropping_the_executor_drops_its_futures() {
    let (executor, drops) = (Executor::virtual_time(), Drops::default());
    let handle = executor.handle();
    for _ in 0..3 {
        // Each holds a handle: a circle that only the executor's end breaks.
        let (counted, handle) = (Counted(drops.clone()), handle.clone());
        executor.spawn(async move {
            let _counted = counted;
            handle.sleep(Duration::from_secs(1)).await;
        });
    }
    executor.run_until_stalled();
    assert_eq!(drops.0.get(), 0);
    drop(executor);
    assert_eq!(drops.0.get(), 3);
    assert_eq!(handle.next_deadline(), None);
}

#[test]
fn dropping_the_executor_drops_futures_that_were_never_polled() {
    let (executor, drops) = (Executor::virtual_time(), Drops::default());
    let counted = Counted(drops.clone());
    executor.spawn(async move { drop(counted) });
    drop(executor);
    assert_eq!(drops.0.get(), 1);
}

#[test]
fn a_future_is_dropped_when_it_ends() {
    let (executor, drops) = (Executor::virtual_time(), Drops::default());
    let counted = Counted(drops.clone());
    let mut is_first = true;
    executor.spawn(poll_fn(move |_| {
        let _counted = &counted;
        assert!(std::mem::take(&mut is_first), "polled after its end");
        Poll::Ready(())
    }));
    executor.run_until_stalled();
    assert_eq!(drops.0.get(), 1);
}

#[test]
fn spawning_on_an_executor_that_is_gone_drops_the_future() {
    let (executor, drops) = (Executor::virtual_time(), Drops::default());
    let handle = executor.handle();
    drop(executor);
    let counted = Counted(drops.clone());
    handle.spawn(async move { drop(counted) });
    assert_eq!(drops.0.get(), 1);
}

#[test]
fn a_future_may_spawn_and_sleep_while_it_is_dropped_with_its_executor() {
    struct SpawnsOnDrop(twinpool::exec::Handle<twinpool::exec::VirtualClock>);
    impl Drop for SpawnsOnDrop {
        fn drop(&mut self) {
            self.0.spawn(pending());
            drop(self.0.sleep(Duration::from_secs(1)));
        }
    }
    let executor = Executor::virtual_time();
    let spawns = SpawnsOnDrop(executor.handle());
    executor.spawn(async move {
        let _spawns = spawns;
        pending::<()>().await;
    });
    executor.run_until_stalled();
    drop(executor);
}

/// A future that never ends, and its waker.
fn with_waker(executor: &Executor<VirtualClock>, polls: &Rc<Cell<u32>>) -> Waker {
    let given = Rc::new(RefCell::new(None));
    let (slot, polls) = (Rc::clone(&given), Rc::clone(polls));
    executor.spawn(poll_fn(move |context| {
        polls.set(polls.get() + 1);
        *slot.borrow_mut() = Some(context.waker().clone());
        Poll::Pending
    }));
    executor.run_until_stalled();
    given.take().unwrap()
}

#[test]
fn a_waker_that_outlives_its_executor_is_harmless() {
    let polls = Rc::default();
    let executor = Executor::virtual_time();
    let waker = with_waker(&executor, &polls);
    drop(executor);
    waker.wake_by_ref();
    // Nor does it harm an executor that came later.
    let other = Executor::virtual_time();
    let other_polls = Rc::default();
    let _other_waker = with_waker(&other, &other_polls);
    waker.wake();
    other.run_until_stalled();
    assert_eq!(polls.get(), 1);
}

#[test]
fn a_waker_that_outlives_its_task_is_harmless() {
    let executor = Executor::virtual_time();
    let given: Rc<RefCell<Option<Waker>>> = Rc::default();
    let slot = Rc::clone(&given);
    executor.spawn(poll_fn(move |context| {
        *slot.borrow_mut() = Some(context.waker().clone());
        Poll::Ready(())
    }));
    executor.run_until_stalled();
    given.take().unwrap().wake();
    let polls = Rc::default();
    let _waker = with_waker(&executor, &polls);
    executor.run_until_stalled();
    assert_eq!(polls.get(), 1);
}

#[test]
fn a_task_woken_at_its_end_does_not_disturb_the_next_one() {
    let executor = Executor::virtual_time();
    let handle = executor.handle();
    let runs = Rc::new(Cell::new(0));
    for _ in 0..100 {
        let runs = Rc::clone(&runs);
        let handle = handle.clone();
        executor.spawn(async move {
            poll_fn(|context| {
                // Still in the queue when it ends.
                context.waker().wake_by_ref();
                Poll::Ready(())
            })
            .await;
            handle.sleep(Duration::from_millis(1)).await;
            runs.set(runs.get() + 1);
        });
        executor.run();
    }
    assert_eq!(runs.get(), 100);
}

#[test]
fn a_waker_on_another_thread_is_harmless_there() {
    let polls = Rc::default();
    let executor = Executor::virtual_time();
    let waker = with_waker(&executor, &polls);
    let stray = waker.clone();
    thread::spawn(move || {
        let inner_polls = Rc::default();
        let inner = Executor::virtual_time();
        let own = with_waker(&inner, &inner_polls);
        let copy = stray.clone();
        stray.wake_by_ref();
        copy.wake();
        inner.run_until_stalled();
        // At worst it has woken a task there once.
        assert!(inner_polls.get() <= 2);
        drop(inner);
        own.wake();
        stray.wake();
    })
    .join()
    .unwrap();
    // Its own thread has not noticed, and it still works here.
    waker.wake();
    executor.run_until_stalled();
    assert_eq!(polls.get(), 2);
}

/// What a task leaves behind is used again, also by other threads. The race that could be had there is Miri's to see.
#[test]
fn a_waker_that_outlives_its_task_is_harmless_while_other_threads_begin_tasks() {
    let begin_end_and_wake = || {
        let executor = Executor::virtual_time();
        let given: Rc<RefCell<Vec<Waker>>> = Rc::default();
        for round in 0..30 {
            let slot = Rc::clone(&given);
            executor.spawn(poll_fn(move |context| {
                slot.borrow_mut().push(context.waker().clone());
                Poll::Ready(())
            }));
            executor.run_until_stalled();
            given.borrow().iter().for_each(Waker::wake_by_ref);
            executor.run_until_stalled();
            assert_eq!(given.borrow().len(), round + 1);
        }
    };
    let threads = [thread::spawn(begin_end_and_wake), thread::spawn(begin_end_and_wake)];
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn executors_do_not_wake_each_others_futures() {
    let (one, other) = (Executor::virtual_time(), Executor::virtual_time());
    let (polls, other_polls) = (Rc::default(), Rc::default());
    let waker = with_waker(&one, &polls);
    let _other_waker = with_waker(&other, &other_polls);
    waker.wake();
    other.run_until_stalled();
    one.run_until_stalled();
    assert_eq!((polls.get(), other_polls.get()), (2, 1));
}

thread_local! {
    static ASKED: RefCell<Option<Handle<VirtualClock>>> = const { RefCell::new(None) };
}

/// The data of a waker that is not the executor's, and asks it something when it goes.
struct AsksAtItsEnd;

impl Wake for AsksAtItsEnd {
    fn wake(self: Arc<Self>) {}
}

impl Drop for AsksAtItsEnd {
    fn drop(&mut self) {
        let handle = ASKED.with_borrow(Clone::clone);
        assert!(handle.is_some_and(|handle| handle.next_deadline().is_none_or(|next| next >= handle.now())));
    }
}

#[test]
fn a_foreign_waker_may_ask_the_executor_while_its_timer_is_taken_back() {
    let executor = Executor::virtual_time();
    let handle = executor.handle();
    ASKED.set(Some(handle.clone()));
    let poll_once = |sleep: std::pin::Pin<&mut twinpool::exec::Sleep<VirtualClock>>| {
        let waker = Waker::from(Arc::new(AsksAtItsEnd));
        assert!(sleep.poll(&mut Context::from_waker(&waker)).is_pending());
    };
    {
        let mut sleep = pin!(handle.sleep(Duration::from_secs(1)));
        poll_once(sleep.as_mut());
        // Another waker, so the first one goes.
        poll_once(sleep.as_mut());
        assert!(handle.next_deadline().is_some());
    }
    assert_eq!(handle.next_deadline(), None);
}

#[test]
fn a_sleep_that_outlives_its_executor_takes_no_other_timer_back() {
    let executor = Executor::virtual_time();
    let handle = executor.handle();
    let sleep_for = |secs| {
        let mut sleep = Box::pin(handle.sleep(Duration::from_secs(secs)));
        let waker = Waker::from(Arc::new(AsksAtItsEnd));
        assert!(sleep.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        sleep
    };
    ASKED.set(Some(handle.clone()));
    let old = sleep_for(1);
    drop(executor);
    let new = sleep_for(2);
    drop(old);
    assert_eq!(handle.next_deadline(), Some(new.deadline()));
}

#[test]
fn tasks_one_after_another_use_the_same_wakers() {
    let executor = Executor::virtual_time();
    let wakers = Rc::new(RefCell::new(HashSet::new()));
    for _ in 0..2_000 {
        let wakers = Rc::clone(&wakers);
        executor.spawn(poll_fn(move |context| {
            wakers.borrow_mut().insert(context.waker().data());
            Poll::Ready(())
        }));
        executor.run();
    }
    // Tests on other threads take some of them meanwhile.
    let wakers = wakers.borrow().len();
    assert!(wakers < 500, "{wakers} wakers for 2,000 tasks");
}

#[test]
fn a_future_may_sleep_on_another_executors_clock() {
    let (own, other) = (Executor::virtual_time(), Executor::virtual_time());
    let sleeps = |executor: &Executor<VirtualClock>, secs| {
        let (is_over, asleep) = (
            Rc::new(Cell::new(false)),
            other.handle().sleep(Duration::from_secs(secs)),
        );
        let over = Rc::clone(&is_over);
        executor.spawn(async move {
            asleep.await;
            over.set(true);
        });
        is_over
    };
    let (over_here, over_there) = (sleeps(&own, 1), sleeps(&other, 2));
    own.run_until_stalled();
    other.run();
    // Woken, but only its own executor polls it.
    assert_eq!((over_here.get(), over_there.get()), (false, true));
    own.run_until_stalled();
    assert!(over_here.get());
}
