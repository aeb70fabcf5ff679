//! N workers over a bounded buffer: submit, retry, stop, abort.
//!
//! A [`Pool`] is ordinary async Rust and doesn't know where time comes from. On the live clock it is a task pool; on the
//! virtual clock the same code is a simulator of itself.
//!
//! # A task's life
//!
//! ```text
//!  submit ──▶ blocked ──▶ queued ──▶ running ──▶ succeeded
//!            (no room)   (buffer)   (a worker) ──▶ failed
//!                           ▲           │ ▲
//!                           │           ▼ │
//!                        shelved ◀── backoff: held by its worker, or released
//! ```
//!
//! - [`submit`](Pool::submit) waits while the buffer is full, in first-come order among equals, and ends when the task
//!   is *accepted*; the [`Ticket`] that it gives ends when the task is *done*.
//! - A task of a higher [priority](TaskOptions::priority) goes before all others that wait, in the buffer and before it.
//!   It makes no room: a full buffer turns its [`try_submit`](Pool::try_submit) away, whatever is in it.
//! - A failed attempt is tried again after a pause, by the [`RetryPolicy`](crate::retry::RetryPolicy). Meanwhile the
//!   worker is held, or, with `hold_worker: false`, takes other tasks: then the task waits outside of the buffer and
//!   comes back at the tail of its priority when due, whether there is room or not: it was accepted once, and the capacity bounds what
//!   is let in.
//! - A task that panics (on targets that unwind), errs or times out fails that attempt, and the pool goes on.
//! - [`stop`](Pool::stop) lets nobody in any more, finishes everything accepted, and joins the workers;
//!   [`abort`](Pool::abort) cancels everything and hands it back. Dropping the pool is a `stop` that nobody waits for.
//! - Nothing is lost: see the conservation law in [`stats`](crate::stats).
//!
//! # Example
//!
//! ```
//! use twinpool::exec::Executor;
//! use twinpool::pool::{FnTask, Pool, PoolConfig};
//!
//! let executor = Executor::virtual_time();
//! let handle = executor.handle();
//! let summary = executor.block_on(async move {
//!     let pool = Pool::start(&handle, PoolConfig::default()).expect("the defaults are valid");
//!     let ticket = pool
//!         .submit(FnTask::new("greet", |attempt: u32| async move {
//!             if attempt < 3 { Err("the server is busy") } else { Ok("hello") }
//!         }))
//!         .await
//!         .expect("the pool is open");
//!     assert_eq!(ticket.await, Ok("hello"));
//!     pool.stop().await
//! });
//! let summary = summary.expect("nothing waits for ever");
//! assert_eq!((summary.succeeded, summary.retries), (1, 2));
//! assert_eq!(summary.elapsed_ms, 500.0 + 1000.0);
//! ```

mod abort;
mod attempt;
mod backoff;
mod config;
mod contain;
mod event;
mod handle;
mod options;
mod resize;
mod seat;
mod shelf;
mod snapshot;
mod state;
mod stop;
mod submit;
mod submit_all;
mod table;
mod task;
mod ticket;
mod worker;
mod zombies;

pub use abort::Unfinished;
pub use config::{MOST_BUFFERED, MOST_WORKERS, PoolConfig, WhenFull};
pub use event::{Cause, Event, Step};
pub use handle::{Pool, PoolBuilder};
pub use options::{PoolOptions, RetryOptions};
pub(crate) use snapshot::Seen;
pub use snapshot::{BackingOff, Blocked, Snapshot, WorkerState};
pub use stop::Stop;
pub use submit::{Submission, Submit, SubmitError};
pub use submit_all::SubmitAll;
pub use table::TaskKey;
pub use task::{FnTask, Task, TaskError, TaskOptions};
pub use ticket::Ticket;
pub use zombies::{Zombie, Zombies};
