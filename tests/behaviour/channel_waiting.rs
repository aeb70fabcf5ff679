//! Waiting: nobody overtakes, and whoever leaves takes no message and no wake-up with him.

use std::cell::RefCell;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use futures::StreamExt;
use twinpool::channel::{self, Queue, RecvError, SendError, Sender, TryRecvError, TrySendError};

use crate::support::{Watched, poll_once};

#[test]
fn senders_are_served_in_the_order_in_which_they_came() {
    let (sender, receiver) = channel::bounded(1);
    sender.try_send(0).unwrap();
    let mut sends: Vec<_> = (1..=3).map(|message| Watched::new(sender.send(message))).collect();
    for send in &mut sends {
        assert!(send.poll().is_pending());
    }
    for message in 0..=3 {
        assert_eq!(receiver.try_recv(), Ok(message));
        let woken: Vec<_> = sends.iter().map(Watched::is_woken).collect();
        let expected: Vec<_> = (1..=3).map(|number| number <= message + 1).collect();
        assert_eq!(woken, expected, "after message {message}");
    }
}

#[test]
fn receivers_are_served_in_the_order_in_which_they_came() {
    let (sender, receiver) = channel::bounded(3);
    let mut recvs: Vec<_> = (0..3).map(|_| Watched::new(receiver.recv())).collect();
    for recv in &mut recvs {
        assert!(recv.poll().is_pending());
    }
    sender.try_send(1).unwrap();
    assert_eq!(
        recvs.iter().map(Watched::is_woken).collect::<Vec<_>>(),
        [true, false, false]
    );
    sender.try_send(2).unwrap();
    assert_eq!(
        recvs.iter().map(Watched::is_woken).collect::<Vec<_>>(),
        [true, true, false]
    );
    assert_eq!(recvs[0].poll(), Poll::Ready(Ok(1)));
    assert_eq!(recvs[1].poll(), Poll::Ready(Ok(2)));
    assert!(recvs[2].poll().is_pending());
}

#[test]
fn nobody_overtakes_a_sender_that_waits() {
    let (sender, receiver) = channel::bounded(1);
    sender.try_send(1).unwrap();
    let mut waiting = Watched::new(sender.send(2));
    assert!(waiting.poll().is_pending());
    assert_eq!(receiver.try_recv(), Ok(1));
    // The place is taken, although its sender has not been polled since.
    assert_eq!(sender.try_send(3), Err(TrySendError::Full(3)));
    assert_eq!(receiver.try_recv(), Ok(2));
    assert_eq!(waiting.poll(), Poll::Ready(Ok(())));
}

#[test]
fn nobody_overtakes_a_receiver_that_waits() {
    let (sender, receiver) = channel::bounded(1);
    let mut waiting = Watched::new(receiver.recv());
    assert!(waiting.poll().is_pending());
    sender.try_send(1).unwrap();
    // It is promised to the one who waits, although he has not been polled since.
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    let mut late = Watched::new(receiver.recv());
    assert!(late.poll().is_pending());
    assert_eq!(waiting.poll(), Poll::Ready(Ok(1)));
    sender.try_send(2).unwrap();
    assert!(late.is_woken());
}

#[test]
fn a_promised_message_does_not_count_against_the_capacity() {
    let (sender, receiver) = channel::bounded(1);
    let mut waiting = Watched::new(receiver.recv());
    assert!(waiting.poll().is_pending());
    sender.try_send(1).unwrap();
    sender.try_send(2).unwrap();
    assert_eq!(sender.try_send(3), Err(TrySendError::Full(3)));
    assert_eq!(waiting.poll(), Poll::Ready(Ok(1)));
    assert_eq!(receiver.try_recv(), Ok(2));
}

#[test]
fn a_send_that_is_dropped_while_it_waits_leaves_the_line() {
    let (sender, receiver) = channel::bounded(1);
    sender.try_send(1).unwrap();
    let mut sends: Vec<_> = (2..=4).map(|message| Watched::new(sender.send(message))).collect();
    for send in &mut sends {
        assert!(send.poll().is_pending());
    }
    drop(sends.remove(1));
    assert_eq!([(); 3].map(|()| receiver.try_recv().unwrap()), [1, 2, 4]);
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
}

#[test]
fn a_send_that_is_dropped_after_it_was_let_in_has_sent() {
    let (sender, receiver) = channel::bounded(1);
    sender.try_send(1).unwrap();
    let mut send = Watched::new(sender.send(2));
    assert!(send.poll().is_pending());
    assert_eq!(receiver.try_recv(), Ok(1));
    drop(send);
    assert_eq!(receiver.try_recv(), Ok(2));
}

#[test]
fn a_recv_that_is_dropped_while_it_waits_leaves_the_line() {
    let (sender, receiver) = channel::bounded(1);
    let mut first = Watched::new(receiver.recv());
    let mut second = Watched::new(receiver.recv());
    assert!(first.poll().is_pending());
    assert!(second.poll().is_pending());
    drop(first);
    sender.try_send(1).unwrap();
    assert!(second.is_woken());
    assert_eq!(second.poll(), Poll::Ready(Ok(1)));
}

#[test]
fn a_promised_recv_that_is_dropped_passes_message_and_wake_up_on() {
    let (sender, receiver) = channel::bounded(1);
    let mut recvs: Vec<_> = (0..3).map(|_| Watched::new(receiver.recv())).collect();
    for recv in &mut recvs {
        assert!(recv.poll().is_pending());
    }
    sender.try_send(1).unwrap();
    drop(recvs.remove(0));
    assert!(recvs[0].is_woken() && !recvs[1].is_woken());
    drop(recvs.remove(0));
    assert!(recvs[0].is_woken());
    assert_eq!(recvs[0].poll(), Poll::Ready(Ok(1)));
}

#[test]
fn a_promised_message_whose_receivers_have_all_left_is_anybodys() {
    let (sender, receiver) = channel::bounded(1);
    let mut recv = Watched::new(receiver.recv());
    assert!(recv.poll().is_pending());
    sender.try_send(1).unwrap();
    drop(recv);
    assert!(sender.is_full());
    assert_eq!(receiver.try_recv(), Ok(1));
}

#[test]
fn a_promised_message_is_received_also_after_closing() {
    let (sender, receiver) = channel::bounded(1);
    let mut recv = Watched::new(receiver.recv());
    assert!(recv.poll().is_pending());
    sender.try_send(1).unwrap();
    sender.close();
    assert_eq!(recv.poll(), Poll::Ready(Ok(1)));
}

#[test]
fn polling_for_nothing_neither_loses_a_place_nor_gains_one() {
    let (sender, receiver) = channel::bounded(1);
    let mut first = Watched::new(receiver.recv());
    let mut second = Watched::new(receiver.recv());
    for _ in 0..3 {
        assert!(first.poll().is_pending());
        assert!(second.poll().is_pending());
    }
    sender.try_send(1).unwrap();
    assert!(second.poll().is_pending());
    assert_eq!(first.poll(), Poll::Ready(Ok(1)));

    sender.try_send(2).unwrap();
    assert_eq!(second.poll(), Poll::Ready(Ok(2)));
    sender.try_send(3).unwrap();
    let mut third = Watched::new(sender.send(4));
    let mut fourth = Watched::new(sender.send(5));
    for _ in 0..3 {
        assert!(third.poll().is_pending());
        assert!(fourth.poll().is_pending());
    }
    assert_eq!(receiver.try_recv(), Ok(3));
    assert!(third.is_woken() && !fourth.is_woken());
}

#[test]
fn closing_ends_promises_also_for_those_who_leave_afterwards() {
    let (sender, receiver) = channel::bounded(1);
    let mut promised = Watched::new(receiver.recv());
    let mut next = Watched::new(receiver.recv());
    assert!(promised.poll().is_pending());
    assert!(next.poll().is_pending());
    sender.try_send(1).unwrap();
    sender.close();
    drop(promised);
    // From now on nobody waits for a message any more: what is left goes to whoever comes.
    assert_eq!(receiver.try_recv(), Ok(1));
    assert_eq!(next.poll(), Poll::Ready(Err(RecvError)));
}

thread_local! {
    /// Wakers can be told nothing of this thread, so what they ask is here.
    static ASKED: RefCell<Option<Sender<u32>>> = const { RefCell::new(None) };
}

/// A waker that asks the channel something when it goes.
struct AsksAtItsEnd;

impl Wake for AsksAtItsEnd {
    fn wake(self: Arc<Self>) {}
}

impl Drop for AsksAtItsEnd {
    fn drop(&mut self) {
        ASKED.with_borrow(|sender| assert!(sender.as_ref().is_none_or(|sender| sender.len() < 3)));
    }
}

/// Polls with a waker that asks, of which nobody else keeps one.
fn poll_asking<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    let asking = Waker::from(Arc::new(AsksAtItsEnd));
    Pin::new(future).poll(&mut Context::from_waker(&asking))
}

#[test]
fn a_waker_may_ask_the_channel_when_it_goes() {
    let (sender, mut receiver) = channel::bounded(1);
    ASKED.set(Some(sender.clone()));

    // Of a receiver: that asks with another, that leaves, that is a stream.
    let mut recv = receiver.recv();
    assert!(poll_asking(&mut recv).is_pending());
    assert!(poll_once(&mut recv).is_pending());
    assert!(poll_asking(&mut recv).is_pending());
    drop(recv);
    assert!(poll_asking(&mut receiver.next()).is_pending());
    assert!(poll_once(&mut receiver.next()).is_pending());

    // Of a sender: that asks with another, that leaves.
    sender.try_send(1).unwrap();
    sender.try_send(2).unwrap();
    let mut send = sender.send(3);
    assert!(poll_asking(&mut send).is_pending());
    assert!(poll_once(&mut send).is_pending());
    assert!(poll_asking(&mut send).is_pending());
    drop(send);

    // At the end.
    let mut send = sender.send(4);
    assert!(poll_asking(&mut send).is_pending());
    assert!(sender.close());
    assert_eq!(poll_once(&mut send), Poll::Ready(Err(SendError(4))));
    ASKED.set(None);
}

#[test]
fn a_queue_tells_how_many_messages_are_promised_until_they_are_taken() {
    let mut queue: Queue<&str, u32> = Queue::new(Some(2));
    let (mut first, mut second) = (None, None);
    assert!(queue.poll_take(&mut first, &1, |_, _| ()).is_pending());
    assert!(queue.poll_take(&mut second, &2, |_, _| ()).is_pending());
    assert_eq!(queue.promised(), 0);
    assert_eq!(queue.try_push("a", 0), Ok(Some(1)));
    assert_eq!(queue.try_push("b", 0), Ok(Some(2)));
    assert_eq!(queue.promised(), 2);
    // A promise without a message counts nothing.
    assert_eq!(queue.remove(0, |message| *message == "a", |_, _| ()), Some("a"));
    assert_eq!(queue.promised(), 1);
    assert!(queue.poll_take(&mut first, &1, |_, _| ()).is_pending());
    assert_eq!(queue.poll_take(&mut second, &2, |_, _| ()), Poll::Ready(Some("b")));
    assert_eq!(queue.promised(), 0);
}

#[test]
fn who_is_pushed_out_of_a_queue_is_nobody_who_is_promised() {
    let mut queue: Queue<&str, u32> = Queue::new(Some(1));
    let mut place = None;
    assert!(queue.poll_take(&mut place, &1, |_, _| ()).is_pending());
    assert_eq!(queue.try_push("promised", 0), Ok(Some(1)));
    assert_eq!(queue.take_oldest(), None);
    assert_eq!(queue.try_push("waits", 0), Ok(None));
    // The promise is for one of them, whichever is the first then.
    assert_eq!(queue.take_oldest(), Some("promised"));
    assert_eq!(queue.take_oldest(), None);
    assert_eq!(queue.poll_take(&mut place, &1, |_, _| ()), Poll::Ready(Some("waits")));
}
