//! The order of things in a channel, without its futures.

use std::collections::VecDeque;
use std::task::{Poll, Waker};

use super::wait_list::{Place, WaitList};
use super::{SendError, TrySendError};

/// A buffer, the line of those who wait for room in it, and the line of those who wait for a message.
///
/// Methods wake nobody themselves: they hand out the wakers, for the caller to wake once its own borrows have ended. A
/// method that may let a waiting sender in takes `on_admit`, which is called with the message, now in the buffer, and
/// the sender's waker. Of a waker `W` it only asks that it can be kept.
///
/// # How a receiver can't be overtaken, nor a message be lost
///
/// When a message arrives while receivers wait, the first of them is woken and the message is *promised*: it lies in
/// the buffer, but does not count against the capacity, and whoever comes without a promise can't take it. A receiver
/// that leaves with a promise in hand passes it on to the next. Closing ends all promises: from then on nobody waits
/// for a message any more, and what is left goes to whoever comes.
#[derive(Debug)]
pub struct Queue<T, W = Waker> {
    capacity: Option<usize>,
    buffer: VecDeque<T>,
    /// So many messages in the buffer are promised to receivers that were woken and have not come yet.
    promised: usize,
    senders: WaitList<WaitingSender<T, W>>,
    receivers: WaitList<W>,
    is_closed: bool,
}

#[derive(Debug)]
struct WaitingSender<T, W> {
    message: T,
    waker: Option<W>,
}

/// What became of an offered message.
#[derive(Debug)]
pub enum Offered<W = Waker> {
    /// It is in the buffer; wake the receiver that it is promised to, if there is one.
    Admitted(Option<W>),
    /// It waits for room, at this place.
    Waiting(Place),
}

impl<T, W: Clone> Queue<T, W> {
    /// An empty queue for so many messages; `None` for no bound.
    pub const fn new(capacity: Option<usize>) -> Self {
        Self {
            capacity,
            buffer: VecDeque::new(),
            promised: 0,
            senders: WaitList::new(),
            receivers: WaitList::new(),
            is_closed: false,
        }
    }

    /// How many messages the buffer has room for; `None` for no bound.
    pub fn capacity(&self) -> Option<usize> {
        self.capacity
    }

    /// How many messages are in the buffer.
    pub fn len(&self) -> usize {
        self.buffer.len()
    }

    /// How many messages in the buffer are promised to receivers that were woken and have not come yet.
    #[inline(always)]
    pub fn promised(&self) -> usize {
        self.promised.min(self.buffer.len())
    }

    /// Whether the buffer is empty.
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// Whether a message offered now would have to wait.
    pub fn is_full(&self) -> bool {
        !self.has_room()
    }

    /// Whether the queue takes no more messages.
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// How many senders wait for room.
    pub fn waiting_senders(&self) -> usize {
        self.senders.len()
    }

    /// The messages in the buffer, head first.
    pub fn buffered(&self) -> impl Iterator<Item = &T> {
        self.buffer.iter()
    }

    /// The messages that wait for room, first come first.
    pub fn waiting(&self) -> impl Iterator<Item = &T> {
        self.senders.iter().map(|sender| &sender.message)
    }

    /// Adds a message if that needs no waiting.
    ///
    /// # Errors
    ///
    /// Hands the message back if there is no room, if others wait for room, or if the queue is closed.
    #[inline(always)]
    pub fn try_push(&mut self, message: T) -> Result<Option<W>, TrySendError<T>> {
        if self.is_closed {
            Err(TrySendError::Closed(message))
        } else if self.has_room() {
            Ok(self.force_push(message))
        } else {
            Err(TrySendError::Full(message))
        }
    }

    /// Adds a message, or puts it in the line of those who wait for room; then this waker is called when that changes.
    ///
    /// # Errors
    ///
    /// Hands the message back if the queue is closed.
    #[inline(always)]
    pub fn push_or_wait(&mut self, message: T, waker: impl FnOnce() -> Option<W>) -> Result<Offered<W>, SendError<T>> {
        match self.try_push(message) {
            Ok(receiver) => Ok(Offered::Admitted(receiver)),
            Err(TrySendError::Closed(message)) => Err(SendError(message)),
            Err(TrySendError::Full(message)) => {
                let waker = waker();
                Ok(Offered::Waiting(self.senders.push(WaitingSender { message, waker })))
            }
        }
    }

    /// Adds a message at the tail whether there is room or not, also when the queue is closed: for one that was in the
    /// queue before and comes back.
    #[must_use = "the receiver has to be woken"]
    pub fn force_push(&mut self, message: T) -> Option<W> {
        self.buffer.push_back(message);
        self.promise()
    }

    /// Whether the message at this place still waits; if so, this waker is called when that changes.
    ///
    /// # Errors
    ///
    /// Hands the message back if the queue was closed while it waited.
    pub fn poll_admitted(&mut self, place: Place, waker: &W) -> Poll<Result<(), SendError<T>>> {
        let is_closed = self.is_closed;
        match self.senders.get_mut(place) {
            None => Poll::Ready(Ok(())),
            Some(_) if is_closed => match self.senders.remove(place) {
                Some(sender) => Poll::Ready(Err(SendError(sender.message))),
                None => Poll::Ready(Ok(())),
            },
            Some(sender) => {
                set_waker(&mut sender.waker, waker);
                Poll::Pending
            }
        }
    }

    /// From now on this waker is called for the message at this place. Hands out the one before, because to drop a waker is
    /// foreign code.
    ///
    /// # Errors
    ///
    /// Hands the waker back if the message waits no more.
    pub fn replace_waker(&mut self, place: Place, waker: W) -> Result<Option<W>, W> {
        match self.senders.get_mut(place) {
            Some(sender) => Ok(sender.waker.replace(waker)),
            None => Err(waker),
        }
    }

    /// Takes a message back that still waits for room.
    pub fn withdraw(&mut self, place: Place) -> Option<T> {
        self.senders.remove(place).map(|sender| sender.message)
    }

    /// Sends everybody away who waits for room: their messages and wakers, first come first.
    pub fn dismiss_waiting(&mut self) -> Vec<(T, Option<W>)> {
        let mut waiting = Vec::new();
        while let Some(WaitingSender { message, waker }) = self.senders.pop() {
            waiting.push((message, waker));
        }
        waiting
    }

    /// Takes the next message that is promised to nobody.
    pub fn try_take(&mut self, on_admit: impl FnMut(&T, Option<W>)) -> Option<T> {
        if self.buffer.len() > self.promised {
            self.take_from_buffer(on_admit)
        } else {
            self.take_from_sender(on_admit)
        }
    }

    /// Takes the next message, or waits for it at `place`; `None` when the queue is closed and empty.
    ///
    /// `place` belongs to the caller, who sets it to `None` before the first call, and calls [`leave`](Self::leave) when
    /// it gives up while there is a place in it.
    pub fn poll_take(
        &mut self,
        place: &mut Option<Place>,
        waker: &W,
        mut on_admit: impl FnMut(&T, Option<W>),
    ) -> Poll<Option<T>> {
        if let Some(waiting) = *place {
            match self.receivers.get_mut(waiting) {
                Some(_) if self.is_closed => {
                    self.receivers.remove(waiting);
                    *place = None;
                }
                Some(known) => {
                    known.clone_from(waker);
                    return Poll::Pending;
                }
                None => {
                    *place = None;
                    self.promised = self.promised.saturating_sub(1);
                    // What was promised may have been taken out of the buffer by `remove`; then this one waits again.
                }
            }
        }
        if let Some(message) = self.try_take(&mut on_admit) {
            return Poll::Ready(Some(message));
        }
        if self.is_closed {
            return Poll::Ready(None);
        }
        *place = Some(self.receivers.push(waker.clone()));
        Poll::Pending
    }

    /// Gives a receiver's place up; a promise that it held goes to the next one, who has to be woken.
    #[must_use = "the next receiver has to be woken"]
    pub fn leave(&mut self, place: Place) -> Option<W> {
        if self.receivers.remove(place).is_some() {
            return None;
        }
        self.promised = self.promised.saturating_sub(1);
        self.promise()
    }

    /// Takes the first message out of the buffer that `is_it` says yes to, wherever it stands.
    pub fn remove(&mut self, is_it: impl FnMut(&T) -> bool, mut on_admit: impl FnMut(&T, Option<W>)) -> Option<T> {
        let index = self.buffer.iter().position(is_it)?;
        let message = self.buffer.remove(index);
        self.admit_waiting(&mut on_admit);
        message
    }

    /// Takes the message at the head of the buffer, if there is one that is promised to nobody. Unlike
    /// [`try_take`](Self::try_take) it lets nobody in: what comes into its place is the caller's business, and nobody may
    /// be waiting for it.
    pub fn take_oldest(&mut self) -> Option<T> {
        debug_assert!(self.senders.is_empty(), "somebody waits for the place");
        if self.buffer.len() > self.promised {
            self.buffer.pop_front()
        } else {
            None
        }
    }

    /// Takes no more messages from here on. Those in the buffer can still be taken; those that wait for room are handed
    /// back by [`poll_admitted`](Self::poll_admitted). Everybody who waits has to be woken.
    #[must_use = "everybody who waits has to be woken"]
    pub fn close(&mut self) -> Vec<W> {
        self.is_closed = true;
        self.promised = 0;
        // Two loops in place of one chain of iterators: a fifth of the code.
        let mut waiting = Vec::new();
        for sender in self.senders.iter_mut() {
            waiting.extend(sender.waker.take());
        }
        for receiver in self.receivers.iter() {
            waiting.push(receiver.clone());
        }
        waiting
    }

    fn has_room(&self) -> bool {
        self.senders.is_empty() && (!self.receivers.is_empty() || self.has_free_place())
    }

    fn has_free_place(&self) -> bool {
        // A promise can be without its message for a moment, after `remove`.
        let taken = self.buffer.len().saturating_sub(self.promised);
        self.capacity.is_none_or(|capacity| taken < capacity)
    }

    /// Promises a message that nobody was promised yet to the first receiver in line.
    fn promise(&mut self) -> Option<W> {
        // After the end nobody waits for a message.
        if self.is_closed || self.buffer.len() <= self.promised {
            return None;
        }
        let receiver = self.receivers.pop()?;
        self.promised += 1;
        Some(receiver)
    }

    fn take_from_buffer(&mut self, mut on_admit: impl FnMut(&T, Option<W>)) -> Option<T> {
        let message = self.buffer.pop_front();
        self.admit_waiting(&mut on_admit);
        message
    }

    /// Straight from the first who waits: with a capacity of 0 the only way.
    fn take_from_sender(&mut self, mut on_admit: impl FnMut(&T, Option<W>)) -> Option<T> {
        if self.is_closed {
            return None;
        }
        let sender = self.senders.pop()?;
        on_admit(&sender.message, sender.waker);
        Some(sender.message)
    }

    fn admit_waiting(&mut self, on_admit: &mut impl FnMut(&T, Option<W>)) {
        // Whether anybody waits is the cheapest to ask.
        while !self.senders.is_empty()
            && !self.is_closed
            && self.has_free_place()
            && let Some(sender) = self.senders.pop()
        {
            on_admit(&sender.message, sender.waker);
            self.buffer.push_back(sender.message);
        }
    }
}

/// Keeps the waker that is there if it would wake the same task.
fn set_waker<W: Clone>(slot: &mut Option<W>, waker: &W) {
    match slot {
        Some(known) => known.clone_from(waker),
        None => *slot = Some(waker.clone()),
    }
}
