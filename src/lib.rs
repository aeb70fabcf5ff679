//! One worker pool, two clocks.
//!
//! A [`Pool`](pool::Pool) runs tasks on N workers behind a buffer of limited size, and tries again what fails. It is
//! ordinary async Rust and doesn't know where time comes from. On the live clock, browser timers, it is a task pool for
//! JavaScript functions and Rust futures. On the virtual clock the same lines are a simulator of that pool: nobody
//! sleeps, time jumps to the next event, and what is simulated is what is shipped.
//!
//! ```text
//!      submit ─▶ [ buffer, bounded ] ─▶ worker ─▶ done or failed
//!                         ▲             worker
//!                         │             worker
//!                         └── backoff ◀────┘        pool: the same code on both clocks
//!   ───────────────────────────────────────────────────────────────────────────────────
//!             "what time is it?"    "wake me at …"  exec: polls futures, keeps timers
//!                           │              │
//!                ┌──────────┴──────────────┴──────────┐
//!            LiveClock                          VirtualClock
//!      one browser timeout,                 jumps to the earliest
//!    for the earliest deadline              deadline when all wait
//! ```
//!
//! # Example
//!
//! Twenty mails, each of which fails once. On the live clock `send_mails` runs as it is, and takes 3.5 seconds; in
//! virtual time they pass at once.
//!
//! ```
//! use twinpool::exec::{Clock, Executor, Handle};
//! use twinpool::pool::{FnTask, Pool, PoolConfig};
//! use twinpool::stats::Figures;
//!
//! async fn send_mails<C: Clock>(handle: Handle<C>) -> Figures {
//!     let pool = Pool::start(&handle, PoolConfig::default()).expect("the defaults are valid");
//!     for number in 1..=20 {
//!         let mail = FnTask::new(number, |attempt| async move { if attempt == 1 { Err("busy") } else { Ok(()) } });
//!         drop(pool.submit(mail).await.expect("the pool is open")); // waits while the buffer is full
//!     }
//!     pool.stop().await // when everything accepted is done
//! }
//!
//! let executor = Executor::virtual_time();
//! let figures = executor.block_on(send_mails(executor.handle())).expect("nothing waits for ever");
//! assert_eq!((figures.succeeded, figures.retries), (20, 20));
//! assert_eq!(figures.elapsed_ms, 3_500.0); // 20 pauses of 500 ms, three at a time
//! ```
//!
//! # How it ends
//!
//! - [`stop`](pool::Pool::stop) closes the door, finishes everything accepted, joins the workers, and gives the
//!   figures. Who still waits for room gets the task back. A second call gives the same answer.
//! - [`abort`](pool::Pool::abort) cancels what runs and hands back everything unfinished.
//! - Dropping the pool is a `stop` that nobody waits for.
//!
//! Submitting after any of them is an error with the task in it, never a panic.
//!
//! # What it guarantees
//!
//! - **Backpressure.** [`submit`](pool::Pool::submit) waits while the buffer is full, in first-come order among equals. It ends when
//!   the task is *accepted*; the [`Ticket`](pool::Ticket) that it gives ends when the task is *done*.
//! - **Nothing is lost.** At every instant each accepted task is in exactly one place:
//!   see the conservation law in [`stats`].
//! - **A task harms nobody else.** An error, a panic (on targets that unwind) or a timeout fails that attempt, and the
//!   pool goes on. A failure that nobody watches is counted and otherwise silent.
//! - **Work that goes on is counted.** An attempt that timed out or was cancelled, but can't be stopped, is a
//!   [zombie](pool::Zombies) in the figures until it really ends.
//! - **Exact time.** Whole nanoseconds, and delays past the 2³¹−1 ms at which a browser's timer overflows.
//! - **The same again.** A run in virtual time depends on its tasks alone: the same tasks give the same figures, bit
//!   for bit, on every target.
//!
//! # The rooms
//!
//! Each knows only rooms further down, and only `web` and the live clock know of JavaScript.
//!
//! | room | holds |
//! | --- | --- |
//! | `web` | the pool and the simulator for JavaScript; only on wasm, with the features `web` and `simulator` |
//! | [`sim`] | the simulator: a scenario in, a report out |
//! | [`pool`] | workers; submit, stop and abort; a task's life |
//! | [`stats`] | counts, time-weighted averages, latencies |
//! | [`retry`] | how long to wait before the next attempt, and whether to make one |
//! | [`channel`] | an async bounded queue, first in, first out |
//! | [`exec`] | a single-threaded executor, its timers, and the clocks |
//! | [`input`] | options from outside, read field by field, and how they are refused |
//!
//! # Features
//!
//! - `web` (default) exports the pool for JavaScript from the final wasm module. It implies `live`.
//! - `simulator` (default) exports the simulator likewise. Rust has it in any case.
//! - `live` is the live clock, on wasm. A crate that wants the pool in its own wasm takes it alone, with
//!   `default-features = false`.
//!
//! Without either, and on every other target, there is the virtual clock, and [`Clock`](exec::Clock) for one of your
//! own.

pub mod channel;
pub mod exec;
pub mod input;
pub mod pool;
pub mod retry;
pub mod sim;
pub mod stats;
#[cfg(all(target_arch = "wasm32", any(feature = "web", feature = "simulator")))]
pub mod web;
pub use input::Invalid;

/// The examples of the README are compiled and run as well.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
