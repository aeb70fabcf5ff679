//! The same work on the pool itself, in virtual time: the code that also runs live.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use twinpool::exec::{Executor, Handle, Sleep, VirtualClock};
use twinpool::pool::{Pool, PoolConfig, Task};
use twinpool::retry::RetryPolicy;
use twinpool::stats::Figures;

use crate::work::{BASE_DELAY_NANOS, BUFFER_SIZE, FACTOR, MAX_ATTEMPTS, WORKERS, draw_attempt};

struct Work {
    exec: Handle<VirtualClock>,
    seed: u64,
    number: u64,
}

struct Attempt {
    sleep: Sleep<VirtualClock>,
    has_failed: bool,
}

impl Task for Work {
    type Id = u64;
    type Output = ();
    type Error = ();
    type Execution = Attempt;

    fn id(&self) -> u64 {
        self.number
    }

    fn execute(&mut self, attempt: u32) -> Attempt {
        let (service_nanos, has_failed) = draw_attempt(self.seed, self.number, attempt);
        let sleep = self.exec.sleep_until(self.exec.now().plus_nanos(service_nanos));
        Attempt { sleep, has_failed }
    }
}

impl Future for Attempt {
    type Output = Result<(), ()>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = if self.has_failed { Err(()) } else { Ok(()) };
        Pin::new(&mut self.sleep).poll(context).map(|()| outcome)
    }
}

/// Runs so many tasks to their end.
///
/// # Panics
///
/// Never: the configuration is valid.
pub fn run(tasks: u64, seed: u64) -> Figures {
    let executor = Executor::virtual_time();
    let exec = executor.handle();
    #[expect(clippy::cast_precision_loss, reason = "the factor is 2")]
    let config = PoolConfig {
        workers: WORKERS,
        buffer_size: Some(BUFFER_SIZE),
        retry: RetryPolicy {
            max_attempts: MAX_ATTEMPTS,
            base_delay: Duration::from_nanos(BASE_DELAY_NANOS),
            factor: FACTOR as f64,
            ..RetryPolicy::default()
        },
        ..PoolConfig::default()
    };
    let pool = Pool::start(&exec, config).expect("the configuration is valid");
    let summary = Rc::new(RefCell::new(None));
    executor.spawn({
        let summary = Rc::clone(&summary);
        async move {
            let tasks = (0..tasks).map(|number| {
                let exec = exec.clone();
                Work { exec, seed, number }
            });
            pool.submit_all(tasks).await.expect("the pool is open");
            let figures = pool.stop().await;
            *summary.borrow_mut() = Some(figures);
        }
    });
    executor.run();
    summary.borrow_mut().take().expect("the pool has stopped")
}
