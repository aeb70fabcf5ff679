//! What a snapshot of a pool tells.

use std::cell::{Cell, OnceCell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use twinpool::exec::{Executor, Instant, VirtualClock};
use twinpool::pool::{Event, FnTask, Pool, PoolConfig, Step, TaskOptions, WorkerState};
use twinpool::retry::RetryPolicy;

#[test]
fn released_tasks_that_are_due_together_stand_in_the_order_in_which_they_come_back() {
    let executor = Executor::virtual_time();
    let handle = executor.handle();
    let millis = Duration::from_millis;
    let config = PoolConfig {
        workers: 2,
        hold_worker: false,
        retry: RetryPolicy {
            max_attempts: 3,
            base_delay: millis(2),
            ..RetryPolicy::default()
        },
        ..PoolConfig::default()
    };
    let back = Rc::new(RefCell::new(Vec::new()));
    let heard = Rc::clone(&back);
    let pool = Pool::builder(&handle, config).listen(move |event: &Event<i32>| {
        if event.step == Step::Requeued {
            heard.borrow_mut().push(event.task);
        }
    });
    let pool = pool.start().unwrap();
    for (number, takes) in [(1, millis(4)), (2, Duration::ZERO)] {
        let handle = handle.clone();
        let task = FnTask::new(number, move |_| {
            let sleep = handle.sleep(takes);
            async move {
                sleep.await;
                Err::<(), _>("busy")
            }
        });
        drop(pool.try_submit(task).map_err(drop).unwrap());
    }
    // Task 2 fails at 0 and at 2 ms and pauses until 6 ms; task 1 fails at 4 ms and pauses until then, too.
    executor.run_until(Instant::ZERO + millis(5));
    let shelf: Vec<_> = pool
        .snapshot()
        .shelf
        .iter()
        .map(|task| (task.task, task.until))
        .collect();
    let due = Instant::ZERO + millis(6);
    assert_eq!(shelf, [(2, due), (1, due)]);
    executor.run_until(due);
    assert_eq!(*back.borrow(), [2, 2, 1]);
}

/// At every event of a random crowd, as many are seen at each place as the figures tell.
#[test]
fn a_listener_that_looks_sees_everybody_whom_the_figures_count() {
    type Looked = Pool<FnTask<u64, Box<dyn FnMut(u32) -> Sleep>>, VirtualClock>;
    struct Sleep(twinpool::exec::Sleep<VirtualClock>, bool);
    impl Future for Sleep {
        type Output = Result<(), ()>;
        fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
            let result = if self.1 { Ok(()) } else { Err(()) };
            Pin::new(&mut self.0).poll(context).map(|()| result)
        }
    }

    for hold_worker in [true, false] {
        let executor = Executor::virtual_time();
        let handle = executor.handle();
        let config = PoolConfig {
            workers: 2,
            buffer_size: Some(2),
            hold_worker,
            retry: RetryPolicy {
                base_delay: Duration::from_millis(7),
                ..RetryPolicy::default()
            },
            ..PoolConfig::default()
        };
        let pool = Rc::new(OnceCell::<Looked>::new());
        let events = Rc::new(Cell::new(0));
        let builder = Pool::builder(&handle, config).listen({
            let (pool, events) = (Rc::clone(&pool), Rc::clone(&events));
            move |event: &Event<u64>| {
                let pool = pool.get().unwrap();
                let (seen, figures) = (pool.snapshot(), pool.figures());
                let is_running = |state: &WorkerState<u64>| matches!(state, WorkerState::Running { .. });
                let running = seen.workers.iter().filter(|state| is_running(state)).count();
                assert_eq!(
                    (seen.queue.len() as u64, running as u64, seen.blocked.len() as u64),
                    (figures.queued, figures.running, figures.blocked),
                    "{event:?}: {seen:?}"
                );
                events.set(events.get() + 1);
            }
        });
        assert!(pool.set(builder.start().unwrap()).is_ok());
        for number in 0..40_u64 {
            let handle = handle.clone();
            let execute = move |attempt: u32| {
                let millis = (number * 7 + u64::from(attempt) * 3) % 11;
                Sleep(
                    handle.sleep(Duration::from_millis(millis)),
                    (number + u64::from(attempt)) % 3 > 0,
                )
            };
            let task = FnTask::new(number, Box::new(execute) as Box<dyn FnMut(u32) -> Sleep>);
            assert!(pool.get().unwrap().offer(task, TaskOptions::default()).is_ok());
            if number % 4 == 3 {
                executor.advance(Duration::from_millis(9));
            }
        }
        executor.run();
        assert_eq!(pool.get().unwrap().figures().queued, 0);
        assert!(events.get() > 4 * 40, "some are tried again");
    }
}
