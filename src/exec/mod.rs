//! A single-threaded futures executor, its timers, and where time comes from.
//!
//! An [`Executor`] polls futures in the order in which they were woken, until none can move. What happens then depends
//! on its [`Clock`]: on the [`VirtualClock`] time jumps to the next deadline, so nobody ever sleeps; on the live clock
//! (`LiveClock`, wasm only) one browser timeout is armed for the earliest deadline.
//!
//! # Why not an executor off the shelf
//!
//! A simulated task costs two or three polls and as many timers, so their price *is* the simulator's speed. On
//! `futures`' `LocalPool` and a general channel, the pool reached a sixth of a hand-written event loop's throughput.
//! Here a waker is a pointer that nobody counts, the ready queue a list through what wakers point to, and timers one heap.
//! Everything stands on the traits of [`futures`], so futures from elsewhere run here as well.
//!
//! # Example
//!
//! ```
//! use std::time::Duration;
//! use twinpool::exec::Executor;
//!
//! let executor = Executor::virtual_time();
//! let handle = executor.handle();
//! let slept = executor.block_on(async move {
//!     let start = handle.now();
//!     handle.sleep(Duration::from_secs(86_400)).await; // a day, at once
//!     handle.now() - start
//! });
//! assert_eq!(slept, Ok(Duration::from_secs(86_400)));
//! ```

mod clock;
mod executor;
mod heap;
mod instant;
#[cfg(all(target_arch = "wasm32", feature = "live"))]
mod live;
mod sleep;
mod timer_queue;
mod virtual_time;
mod waker;

pub use clock::{Clock, VirtualClock};
pub use executor::{Executor, Handle};
pub(crate) use heap::Heap;
pub use instant::Instant;
pub(crate) use instant::nanos_of;
#[cfg(all(target_arch = "wasm32", feature = "live"))]
pub use live::LiveClock;
#[cfg(all(target_arch = "wasm32", feature = "simulator"))]
pub(crate) use live::performance_now;
pub use sleep::Sleep;
pub(crate) use timer_queue::{TimerKey, TimerQueue};
pub use virtual_time::Stalled;
pub(crate) use waker::Wakeable;
