//! The order of things in a channel, without its futures.

use std::collections::VecDeque;
use std::task::{Poll, Waker};

use super::ranks::Ranks;
use super::wait_list::{Place, WaitList};
use super::{SendError, TrySendError};

/// A buffer, the line of those who wait for room in it, and the line of those who wait for a message.
///
/// Every message has a rank. A higher rank is taken first, whether it is in the buffer or in the line before it, and among
/// equals those in the buffer, in the order in which they came. A channel's messages are all of rank 0. Each rank in use has a
/// line of its own: with many of them, to put a message into its place takes time in proportion to their number.
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
    buffer: Ranks<VecDeque<T>>,
    /// So many messages in the buffer are promised to receivers that were woken and have not come yet.
    promised: usize,
    senders: Ranks<WaitList<WaitingSender<T, W>>>,
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
    /// It waits for room, at this place of its rank's line.
    Waiting(Place),
}

impl<T, W: Clone> Queue<T, W> {
    /// An empty queue for so many messages; `None` for no bound.
    pub const fn new(capacity: Option<usize>) -> Self {
        Self {
            capacity,
            buffer: Ranks::new(VecDeque::new()),
            promised: 0,
            senders: Ranks::new(WaitList::new()),
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

    /// Shows the messages in the buffer, in the order in which they are taken.
    pub fn each_buffered(&self, see: &mut dyn FnMut(&T)) {
        self.buffer.each(&mut |_, line| {
            line.iter().for_each(&mut *see);
            false
        });
    }

    /// Shows the messages that wait for room, in the order in which they are let in.
    pub fn each_waiting(&self, see: &mut dyn FnMut(&T)) {
        self.senders.each(&mut |_, line| {
            line.each(&mut |sender| see(&sender.message));
            false
        });
    }

    /// Adds a message if that needs no waiting.
    ///
    /// # Errors
    ///
    /// Hands the message back if there is no room, if others wait for room, or if the queue is closed.
    #[inline(always)]
    pub fn try_push(&mut self, message: T, rank: i32) -> Result<Option<W>, TrySendError<T>> {
        if self.is_closed {
            Err(TrySendError::Closed(message))
        } else if self.has_room() {
            Ok(self.force_push(message, rank))
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
    pub fn push_or_wait(
        &mut self,
        message: T,
        rank: i32,
        waker: impl FnOnce() -> Option<W>,
    ) -> Result<Offered<W>, SendError<T>> {
        match self.try_push(message, rank) {
            Ok(receiver) => Ok(Offered::Admitted(receiver)),
            Err(TrySendError::Closed(message)) => Err(SendError(message)),
            Err(TrySendError::Full(message)) => {
                let waker = waker();
                let place = self.senders.put(rank, WaitingSender { message, waker });
                Ok(Offered::Waiting(place))
            }
        }
    }

    /// Adds a message at the tail of its rank whether there is room or not, also when the queue is closed: for one that was
    /// in the queue before and comes back.
    #[must_use = "the receiver has to be woken"]
    pub fn force_push(&mut self, message: T, rank: i32) -> Option<W> {
        self.buffer.put(rank, message);
        self.promise()
    }

    /// Whether the message of this rank at this place still waits; if so, this waker is called when that changes.
    ///
    /// # Errors
    ///
    /// Hands the message back if the queue was closed while it waited.
    pub fn poll_admitted(&mut self, rank: i32, place: Place, waker: &W) -> Poll<Result<(), SendError<T>>> {
        let is_closed = self.is_closed;
        match self.sender(rank, place) {
            None => Poll::Ready(Ok(())),
            Some(_) if is_closed => match self.withdraw(rank, place) {
                Some((message, _)) => Poll::Ready(Err(SendError(message))),
                None => Poll::Ready(Ok(())),
            },
            Some(sender) => {
                set_waker(&mut sender.waker, waker);
                Poll::Pending
            }
        }
    }

    /// From now on this waker is called for the message of this rank at this place. Hands out the one before, because to drop
    /// a waker is foreign code.
    ///
    /// # Errors
    ///
    /// Hands the waker back if the message waits no more.
    pub fn replace_waker(&mut self, rank: i32, place: Place, waker: W) -> Result<Option<W>, W> {
        match self.sender(rank, place) {
            Some(sender) => Ok(sender.waker.replace(waker)),
            None => Err(waker),
        }
    }

    /// Takes a message back that still waits for room, with its waker, because to drop a waker is foreign code.
    pub fn withdraw(&mut self, rank: i32, place: Place) -> Option<(T, Option<W>)> {
        let WaitingSender { message, waker } = self.senders.line_mut(rank)?.remove(place)?;
        self.senders.has_left(rank);
        Some((message, waker))
    }

    /// Sends everybody away who waits for room: their messages and wakers, in the order in which they would have been let in.
    pub fn dismiss_waiting(&mut self) -> Vec<(T, Option<W>)> {
        let mut waiting = Vec::new();
        while let Some((_, WaitingSender { message, waker })) = self.senders.take_first() {
            waiting.push((message, waker));
        }
        waiting
    }

    /// Takes the next message that is promised to nobody.
    pub fn try_take(&mut self, on_admit: impl FnMut(&T, Option<W>)) -> Option<T> {
        if self.buffer.len() > self.promised && !self.is_outranked() {
            self.take_from_buffer(on_admit)
        } else {
            self.take_from_sender(on_admit)
        }
    }

    /// Whether somebody who waits for room is of a higher rank than all in the buffer, which is not overfull: else what was
    /// promised, and stays in it now, would have no place.
    #[inline(always)]
    fn is_outranked(&self) -> bool {
        let is_plain = self.senders.is_plain() && self.buffer.is_plain();
        !is_plain && self.has_higher_sender()
    }

    #[cold]
    fn has_higher_sender(&self) -> bool {
        let fits = self.has_free_place_beside(self.buffer.len().saturating_sub(1));
        fits && !self.is_closed && self.senders.highest() > self.buffer.highest()
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

    /// Puts a receiver in line that has not asked yet, if there is nothing that it could take; `None` if there is, so that it
    /// has to be woken to ask for it by [`poll_take`](Self::poll_take).
    pub fn join_line(&mut self, waker: W) -> Option<Place> {
        let is_needed = self.buffer.len() > self.promised || !self.senders.is_empty() || self.is_closed;
        (!is_needed).then(|| self.receivers.push(waker))
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

    /// Takes the first message of this rank out of the buffer that `is_it` says yes to, wherever it stands.
    pub fn remove(
        &mut self,
        rank: i32,
        is_it: impl FnMut(&T) -> bool,
        mut on_admit: impl FnMut(&T, Option<W>),
    ) -> Option<T> {
        let line = self.buffer.line_mut(rank)?;
        let index = line.iter().position(is_it)?;
        let message = line.remove(index);
        self.buffer.has_left(rank);
        self.admit_waiting(&mut on_admit);
        message
    }

    /// Takes everything out of the buffer, and lets nobody in.
    pub fn empty_buffer(&mut self) {
        while self.buffer.take_first().is_some() {}
    }

    /// Whether there would be room without the messages in the buffer that do not rank above this.
    pub fn has_room_beside_higher(&self, rank: i32) -> bool {
        let mut higher = 0;
        self.buffer.each(&mut |other, line| {
            if other > rank {
                higher += line.len();
            }
            other <= rank
        });
        self.has_free_place_beside(higher)
    }

    /// Takes the oldest message of the lowest rank in the buffer, if there is one that is promised to nobody. Unlike
    /// [`try_take`](Self::try_take) it lets nobody in: what comes into its place is the caller's business, and nobody may
    /// be waiting for it.
    pub fn take_oldest(&mut self) -> Option<T> {
        debug_assert!(self.senders.is_empty(), "somebody waits for the place");
        if self.buffer.len() > self.promised {
            self.buffer.take_last()
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
        for line in self.senders.lines_mut() {
            line.each_mut(&mut |sender| waiting.extend(sender.waker.take()));
        }
        self.receivers.each(&mut |receiver| waiting.push(receiver.clone()));
        waiting
    }

    fn has_room(&self) -> bool {
        self.senders.is_empty() && (!self.receivers.is_empty() || self.has_free_place())
    }

    #[inline(always)]
    fn has_free_place(&self) -> bool {
        self.has_free_place_beside(self.buffer.len())
    }

    #[inline(always)]
    fn has_free_place_beside(&self, messages: usize) -> bool {
        // A promise can be without its message for a moment, after `remove`.
        let taken = messages.saturating_sub(self.promised);
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
        let message = self.buffer.take_first();
        self.admit_waiting(&mut on_admit);
        message.map(|(_, message)| message)
    }

    /// Straight from the first who waits: with a capacity of 0 the only way, and the one past a buffer of lower ranks.
    fn take_from_sender(&mut self, mut on_admit: impl FnMut(&T, Option<W>)) -> Option<T> {
        if self.is_closed {
            return None;
        }
        let (_, sender) = self.senders.take_first()?;
        on_admit(&sender.message, sender.waker);
        Some(sender.message)
    }

    fn admit_waiting(&mut self, on_admit: &mut impl FnMut(&T, Option<W>)) {
        // Whether anybody waits is the cheapest to ask.
        while !self.senders.is_empty()
            && !self.is_closed
            && self.has_free_place()
            && let Some((rank, sender)) = self.senders.take_first()
        {
            on_admit(&sender.message, sender.waker);
            self.buffer.put(rank, sender.message);
        }
    }

    fn sender(&mut self, rank: i32, place: Place) -> Option<&mut WaitingSender<T, W>> {
        self.senders.line_mut(rank)?.get_mut(place)
    }
}

/// Keeps the waker that is there if it would wake the same task.
fn set_waker<W: Clone>(slot: &mut Option<W>, waker: &W) {
    match slot {
        Some(known) => known.clone_from(waker),
        None => *slot = Some(waker.clone()),
    }
}
