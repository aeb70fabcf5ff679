//! The two ends of a channel, and their futures.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures::stream::Stream;

use super::{Offered, Place, Queue, RecvError, SendError, TryRecvError, TrySendError};

/// Of every message: a channel knows no others.
const RANK: i32 = 0;

/// A channel whose buffer has room for `capacity` messages; with 0, each is handed over.
pub fn bounded<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    channel(Some(capacity))
}

/// A channel that always has room.
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
    channel(None)
}

fn channel<T>(capacity: Option<usize>) -> (Sender<T>, Receiver<T>) {
    let shared = Rc::new(Shared {
        queue: RefCell::new(Queue::new(capacity)),
        senders: Cell::new(1),
        receivers: Cell::new(1),
    });
    let sender = Sender {
        shared: Rc::clone(&shared),
    };
    let receiver = Receiver {
        shared,
        place: Cell::new(None),
        kept: None,
    };
    (sender, receiver)
}

/// A waker as the queue keeps it. A foreign one may call the channel while it is cloned or dropped, so whoever waits holds
/// the waker as well: while the queue is borrowed, only its count changes.
type Kept = Rc<Waker>;

/// What wakes this task, made if it isn't the one that was kept; also the one before it, which is to be dropped once
/// nothing is borrowed.
fn keep(kept: &mut Option<Kept>, waker: &Waker) -> (Kept, Option<Kept>) {
    match kept {
        Some(known) if known.will_wake(waker) => (Rc::clone(known), None),
        _ => {
            let latest = Rc::new(waker.clone());
            (Rc::clone(&latest), kept.replace(latest))
        }
    }
}

struct Shared<T> {
    queue: RefCell<Queue<T, Kept>>,
    senders: Cell<usize>,
    receivers: Cell<usize>,
}

impl<T> Shared<T> {
    fn close(&self) {
        let wakers = self.queue.borrow_mut().close();
        for waker in wakers {
            waker.wake_by_ref();
        }
    }

    /// Does something to the queue that may let one waiting sender in, and wakes that one afterwards.
    fn admitting<R>(&self, act: impl FnOnce(&mut Queue<T, Kept>, &mut dyn FnMut(&T, Option<Kept>)) -> R) -> R {
        let mut admitted = None;
        let result = act(&mut self.queue.borrow_mut(), &mut |_, waker| admitted = waker);
        if let Some(waker) = admitted {
            waker.wake_by_ref();
        }
        result
    }

    /// Receives the next message, or waits for it; `None` at the end.
    fn poll_recv(&self, place: &mut Option<Place>, kept: &mut Option<Kept>, waker: &Waker) -> Poll<Option<T>> {
        if place.is_none() {
            // Mostly there is one, and nothing to wait for.
            let message = self.admitting(|queue, on_admit| queue.try_take(on_admit));
            if message.is_some() {
                return Poll::Ready(message);
            }
        }
        let (waker, _replaced) = keep(kept, waker);
        self.admitting(|queue, on_admit| queue.poll_take(place, &waker, on_admit))
    }
}

/// The end that messages go in. Clones send to the same channel.
pub struct Sender<T> {
    shared: Rc<Shared<T>>,
}

/// The end that messages come out. Clones receive from the same channel, each message once; as a [`Stream`] it yields
/// messages until the channel is closed and empty.
pub struct Receiver<T> {
    shared: Rc<Shared<T>>,
    /// Where this receiver waits as a stream, and what wakes it.
    place: Cell<Option<Place>>,
    kept: Option<Kept>,
}

macro_rules! questions {
    ($end:ident) => {
        impl<T> $end<T> {
            /// How many messages are in the buffer.
            pub fn len(&self) -> usize {
                self.shared.queue.borrow().len()
            }

            /// Whether the buffer is empty.
            pub fn is_empty(&self) -> bool {
                self.shared.queue.borrow().is_empty()
            }

            /// Whether a message sent now would have to wait.
            pub fn is_full(&self) -> bool {
                self.shared.queue.borrow().is_full()
            }

            /// How many messages the buffer has room for; `None` for no bound.
            pub fn capacity(&self) -> Option<usize> {
                self.shared.queue.borrow().capacity()
            }

            /// Whether the channel takes no more messages.
            pub fn is_closed(&self) -> bool {
                self.shared.queue.borrow().is_closed()
            }

            /// Takes no more messages from here on; tells whether it was open. What is in the buffer can still be
            /// received; senders that wait get their message back.
            #[allow(clippy::must_use_candidate, reason = "closing is the point")]
            pub fn close(&self) -> bool {
                let was_open = !self.is_closed();
                self.shared.close();
                was_open
            }
        }

        impl<T> fmt::Debug for $end<T> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter
                    .debug_struct(stringify!($end))
                    .field("len", &self.len())
                    .field("capacity", &self.capacity())
                    .field("is_closed", &self.is_closed())
                    .finish()
            }
        }
    };
}

questions!(Sender);
questions!(Receiver);

impl<T> Sender<T> {
    /// Sends a message; waits while there is no room, behind those who wait already.
    ///
    /// # Errors
    ///
    /// Hands the message back if the channel is closed, or is closed while it waits.
    pub fn send(&self, message: T) -> Send<'_, T> {
        Send {
            shared: &self.shared,
            state: Sending::New(Some(message)),
            kept: None,
        }
    }

    /// Sends a message if that needs no waiting.
    ///
    /// # Errors
    ///
    /// Hands the message back if there is no room, if others wait for room, or if the channel is closed.
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        let receiver = self.shared.queue.borrow_mut().try_push(message, RANK)?;
        if let Some(waker) = receiver {
            waker.wake_by_ref();
        }
        Ok(())
    }
}

impl<T> Receiver<T> {
    /// Receives the next message; waits for it behind those who wait already.
    ///
    /// # Errors
    ///
    /// [`RecvError`] when the channel is closed and empty.
    pub fn recv(&self) -> Recv<'_, T> {
        Recv {
            shared: &self.shared,
            // One that has waited as a stream so far keeps its turn, and what it was promised.
            place: self.place.take(),
            kept: None,
        }
    }

    /// Receives a message if that needs no waiting.
    ///
    /// # Errors
    ///
    /// Tells whether more may come.
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.leave();
        let message = self.shared.admitting(|queue, on_admit| queue.try_take(on_admit));
        message.ok_or_else(|| {
            let queue = self.shared.queue.borrow();
            if queue.is_closed() && queue.is_empty() {
                TryRecvError::Closed
            } else {
                TryRecvError::Empty
            }
        })
    }

    /// Waits as a stream no more: what that is promised would lie there until somebody polled it again.
    fn leave(&self) {
        leave(&self.shared, self.place.take());
    }
}

/// Sends a message; made by [`Sender::send`]. Dropped while it waits, it leaves the line, and its message is dropped.
#[must_use = "a send does nothing unless it is awaited"]
pub struct Send<'a, T> {
    shared: &'a Shared<T>,
    state: Sending<T>,
    /// What wakes it.
    kept: Option<Kept>,
}

enum Sending<T> {
    New(Option<T>),
    Waiting(Place),
    Done,
}

// Nothing in it is ever pinned.
impl<T> Unpin for Send<'_, T> {}

impl<T> Future for Send<'_, T> {
    type Output = Result<(), SendError<T>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let shared = self.shared;
        if let Sending::New(message) = &mut self.state {
            let Some(message) = message.take() else {
                return Poll::Pending;
            };
            let has_to_wait = {
                let queue = shared.queue.borrow();
                queue.is_full() && !queue.is_closed()
            };
            // It is the first: there is none to replace.
            let waker = has_to_wait.then(|| keep(&mut self.kept, context.waker()).0);
            let offered = shared.queue.borrow_mut().push_or_wait(message, RANK, || waker);
            match offered {
                Err(closed) => {
                    self.state = Sending::Done;
                    return Poll::Ready(Err(closed));
                }
                Ok(Offered::Admitted(receiver)) => {
                    self.state = Sending::Done;
                    if let Some(waker) = receiver {
                        waker.wake_by_ref();
                    }
                    return Poll::Ready(Ok(()));
                }
                Ok(Offered::Waiting(place)) => {
                    self.state = Sending::Waiting(place);
                    return Poll::Pending;
                }
            }
        }
        let Sending::Waiting(place) = self.state else {
            return Poll::Pending;
        };
        let (waker, _replaced) = keep(&mut self.kept, context.waker());
        let poll = shared.queue.borrow_mut().poll_admitted(RANK, place, &waker);
        if poll.is_ready() {
            self.state = Sending::Done;
        }
        poll
    }
}

impl<T> Drop for Send<'_, T> {
    fn drop(&mut self) {
        if let Sending::Waiting(place) = self.state {
            // Bound, so that the message is dropped after the borrow has ended.
            let _message = self.shared.queue.borrow_mut().withdraw(RANK, place);
        }
    }
}

/// Receives a message; made by [`Receiver::recv`]. Dropped while it waits, it leaves the line; a message that was
/// promised to it goes to the next receiver.
#[must_use = "a recv does nothing unless it is awaited"]
pub struct Recv<'a, T> {
    shared: &'a Shared<T>,
    place: Option<Place>,
    /// What wakes it.
    kept: Option<Kept>,
}

impl<T> Future for Recv<'_, T> {
    type Output = Result<T, RecvError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { shared, place, kept } = &mut *self;
        let poll = shared.poll_recv(place, kept, context.waker());
        poll.map(|message| message.ok_or(RecvError))
    }
}

impl<T> Drop for Recv<'_, T> {
    fn drop(&mut self) {
        leave(self.shared, self.place);
    }
}

impl<T> Stream for Receiver<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let Self { shared, place, kept } = &mut *self;
        shared.poll_recv(place.get_mut(), kept, context.waker())
    }
}

fn leave<T>(shared: &Shared<T>, place: Option<Place>) {
    if let Some(place) = place {
        let next = shared.queue.borrow_mut().leave(place);
        if let Some(waker) = next {
            waker.wake_by_ref();
        }
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        self.shared.senders.set(self.shared.senders.get() + 1);
        Self {
            shared: Rc::clone(&self.shared),
        }
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        self.shared.receivers.set(self.shared.receivers.get() + 1);
        Self {
            shared: Rc::clone(&self.shared),
            place: Cell::new(None),
            kept: None,
        }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.shared.senders.set(self.shared.senders.get() - 1);
        if self.shared.senders.get() == 0 {
            self.shared.close();
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.leave();
        self.shared.receivers.set(self.shared.receivers.get() - 1);
        if self.shared.receivers.get() == 0 {
            self.shared.close();
        }
    }
}
