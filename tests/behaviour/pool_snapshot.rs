//! What a snapshot of a pool tells.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use twinpool::exec::{Executor, Instant};
use twinpool::pool::{Event, FnTask, Pool, PoolConfig, Step};
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
