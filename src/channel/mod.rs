//! An async bounded channel: first in, first out, many senders, many receivers.
//!
//! `send` waits while the buffer is full, `recv` while it is empty, and both are served in the order in which they
//! began to wait: nobody overtakes, also not by `try_send` or `try_recv`. A capacity of 0 hands each message from a
//! waiting sender to a waiting receiver; without a capacity nothing ever waits to send. It ends by [`Sender::close`],
//! or when the last sender or the last receiver is dropped: no message is taken any more, those in the buffer are still
//! received, and every refused message is handed back in the error.
//!
//! Dropping a `send` or `recv` future that waits loses nothing: an unsent message is dropped with its future, and a
//! receiver that was promised a message passes the promise on.
//!
//! The order of things lives in [`Queue`], which knows no futures of its own: the pool keeps one among its other state.
//!
//! ```
//! use twinpool::channel;
//! use twinpool::exec::Executor;
//!
//! let executor = Executor::virtual_time();
//! let (sender, receiver) = channel::bounded(1);
//! executor.spawn(async move {
//!     for number in 1..=3 {
//!         sender.send(number).await.expect("the receiver is there"); // waits for room twice
//!     }
//! });
//! let sum = executor.block_on(async move {
//!     let mut sum = 0;
//!     while let Ok(number) = receiver.recv().await {
//!         sum += number;
//!     }
//!     sum
//! });
//! assert_eq!(sum, Ok(6));
//! ```

mod error;
mod handles;
mod queue;
mod ranks;
mod wait_list;

pub use error::{RecvError, SendError, TryRecvError, TrySendError};
pub use handles::{Receiver, Recv, Send, Sender, bounded, unbounded};
pub use queue::{Offered, Queue};
pub use wait_list::Place;
