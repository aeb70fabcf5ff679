//! Messages go through in order, and none is lost or made up.

use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;

use futures::StreamExt;
use twinpool::channel::{self, RecvError, SendError, TryRecvError, TrySendError};
use twinpool::exec::Executor;

use crate::support::{Watched, poll_once};

#[test]
fn messages_are_received_in_the_order_in_which_they_were_sent() {
    let (sender, receiver) = channel::bounded(3);
    for message in 1..=3 {
        sender.try_send(message).unwrap();
    }
    assert_eq!([1, 2, 3].map(|_| receiver.try_recv().unwrap()), [1, 2, 3]);
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
}

#[test]
fn a_full_channel_refuses_and_hands_the_message_back() {
    let (sender, receiver) = channel::bounded(1);
    sender.try_send("first").unwrap();
    let error = sender.try_send("second").unwrap_err();
    assert!(error.is_full() && !error.is_closed());
    assert_eq!(
        (error.to_string(), error.into_inner()),
        ("the channel is full".to_owned(), "second")
    );
    assert!(sender.is_full() && !sender.is_empty());
    assert_eq!((sender.len(), receiver.len(), sender.capacity()), (1, 1, Some(1)));
}

#[test]
fn a_channel_without_a_bound_is_never_full() {
    let (sender, receiver) = channel::unbounded();
    for message in 0..10_000 {
        sender.try_send(message).unwrap();
    }
    assert!(!sender.is_full());
    assert_eq!((receiver.len(), receiver.capacity()), (10_000, None));
}

#[test]
fn a_capacity_of_none_hands_over_from_hand_to_hand() {
    let (sender, receiver) = channel::bounded(0);
    // Nobody waits for it.
    assert_eq!(sender.try_send(1), Err(TrySendError::Full(1)));
    let mut recv = Watched::new(receiver.recv());
    assert!(recv.poll().is_pending());
    sender.try_send(2).unwrap();
    // One receiver takes one message.
    assert_eq!(sender.try_send(3), Err(TrySendError::Full(3)));
    assert!(recv.is_woken());
    assert_eq!(recv.poll(), Poll::Ready(Ok(2)));

    let mut send = Watched::new(sender.send(4));
    assert!(send.poll().is_pending());
    assert_eq!(receiver.try_recv(), Ok(4));
    assert!(send.is_woken());
    assert_eq!(send.poll(), Poll::Ready(Ok(())));
}

#[test]
fn closing_lets_nothing_in_and_lets_out_what_is_there() {
    for close_at_receiver in [false, true] {
        let (sender, receiver) = channel::bounded(2);
        sender.try_send(1).unwrap();
        assert!(if close_at_receiver {
            receiver.close()
        } else {
            sender.close()
        });
        assert!(!sender.close(), "it was closed already");
        assert!(sender.is_closed() && receiver.is_closed());
        assert_eq!(sender.try_send(2), Err(TrySendError::Closed(2)));
        assert_eq!(poll_once(&mut sender.send(3)), Poll::Ready(Err(SendError(3))));
        assert_eq!(receiver.try_recv(), Ok(1));
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Closed));
        assert_eq!(poll_once(&mut receiver.recv()), Poll::Ready(Err(RecvError)));
    }
}

#[test]
fn closing_sends_everybody_away_who_waits() {
    let (sender, receiver) = channel::bounded(0);
    let mut sends = [1, 2].map(|message| Watched::new(sender.send(message)));
    for send in &mut sends {
        assert!(send.poll().is_pending());
    }
    sender.close();
    for (send, message) in sends.iter_mut().zip(1..) {
        assert!(send.is_woken());
        assert_eq!(send.poll(), Poll::Ready(Err(SendError(message))));
    }
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Closed));

    let (sender, receiver) = channel::bounded::<u32>(1);
    let mut recvs = [(); 2].map(|()| Watched::new(receiver.recv()));
    for recv in &mut recvs {
        assert!(recv.poll().is_pending());
    }
    sender.close();
    for recv in &mut recvs {
        assert!(recv.is_woken());
        assert_eq!(recv.poll(), Poll::Ready(Err(RecvError)));
    }
}

#[test]
fn the_last_sender_closes_when_it_goes() {
    let (sender, receiver) = channel::bounded(2);
    let other = sender.clone();
    sender.try_send(1).unwrap();
    drop(sender);
    assert!(!receiver.is_closed());
    let mut waiting = Watched::new(receiver.recv());
    assert_eq!(waiting.poll(), Poll::Ready(Ok(1)));
    let mut waiting = Watched::new(receiver.recv());
    assert!(waiting.poll().is_pending());
    drop(other);
    assert!(waiting.is_woken());
    assert_eq!(waiting.poll(), Poll::Ready(Err(RecvError)));
}

#[test]
fn the_last_receiver_closes_when_it_goes() {
    let (sender, receiver) = channel::bounded(1);
    let other = receiver.clone();
    drop(receiver);
    sender.try_send(1).unwrap();
    let mut waiting = Watched::new(sender.send(2));
    assert!(waiting.poll().is_pending());
    drop(other);
    assert!(waiting.is_woken());
    assert_eq!(waiting.poll(), Poll::Ready(Err(SendError(2))));
    assert_eq!(sender.try_send(3), Err(TrySendError::Closed(3)));
}

#[test]
fn as_a_stream_a_receiver_yields_until_the_channel_is_closed_and_empty() {
    let executor = Executor::virtual_time();
    let (sender, receiver) = channel::bounded(1);
    executor.spawn(async move {
        for message in 0..10 {
            sender.send(message).await.unwrap();
        }
    });
    let received = executor.block_on(receiver.collect::<Vec<_>>());
    assert_eq!(received, Ok((0..10).collect()));
}

#[test]
fn a_stream_that_is_dropped_while_it_waits_passes_its_message_on() {
    let (sender, receiver) = channel::bounded(1);
    let mut stream = receiver.clone();
    let mut next = Watched::new(stream.next());
    assert!(next.poll().is_pending());
    let mut recv = Watched::new(receiver.recv());
    assert!(recv.poll().is_pending());
    sender.try_send(1).unwrap();
    assert!(next.is_woken() && !recv.is_woken());
    drop(next);
    drop(stream);
    assert!(recv.is_woken());
    assert_eq!(recv.poll(), Poll::Ready(Ok(1)));
}

#[test]
fn what_a_stream_was_promised_its_receiver_can_also_take_in_another_way() {
    let (sender, mut receiver) = channel::bounded(1);
    // Somebody lost patience with the stream, and a message came all the same.
    assert!(Watched::new(receiver.next()).poll().is_pending());
    sender.try_send(1).unwrap();
    assert_eq!(receiver.try_recv(), Ok(1));

    assert!(Watched::new(receiver.next()).poll().is_pending());
    sender.try_send(2).unwrap();
    assert_eq!(Watched::new(receiver.recv()).poll(), Poll::Ready(Ok(2)));

    // It keeps its turn, and has none any more when it gives up.
    assert!(Watched::new(receiver.next()).poll().is_pending());
    let other = receiver.clone();
    let mut other = Watched::new(other.recv());
    assert!(other.poll().is_pending());
    let mut recv = Watched::new(receiver.recv());
    assert!(recv.poll().is_pending());
    sender.try_send(3).unwrap();
    assert!(recv.is_woken() && !other.is_woken());
    drop(recv);
    assert!(other.is_woken());
    assert_eq!(other.poll(), Poll::Ready(Ok(3)));
}

#[test]
fn messages_that_nobody_received_are_dropped_with_the_channel() {
    struct Counted(Rc<Cell<u32>>);
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }
    let drops = Rc::new(Cell::new(0));
    let (sender, receiver) = channel::bounded(2);
    for _ in 0..2 {
        assert!(sender.try_send(Counted(Rc::clone(&drops))).is_ok());
    }
    drop((sender, receiver));
    assert_eq!(drops.get(), 2);
}

#[test]
fn a_message_may_use_the_channel_while_it_is_dropped() {
    struct Nosy(Option<channel::Sender<Nosy>>);
    impl Drop for Nosy {
        fn drop(&mut self) {
            if let Some(sender) = self.0.take() {
                sender.try_send(Nosy(None)).ok();
            }
        }
    }
    let (sender, receiver) = channel::bounded(1);
    assert!(sender.try_send(Nosy(None)).is_ok());
    let mut send = Watched::new(sender.send(Nosy(Some(sender.clone()))));
    assert!(send.poll().is_pending());
    drop(send);
    drop(receiver.try_recv());
}

#[test]
fn errors_say_what_is_wrong() {
    assert_eq!(SendError(()).to_string(), "the channel is closed");
    assert_eq!(TrySendError::Closed(()).to_string(), "the channel is closed");
    assert_eq!(RecvError.to_string(), "the channel is closed and empty");
    assert_eq!(TryRecvError::Empty.to_string(), "the channel is empty");
    assert_eq!(TryRecvError::Closed.to_string(), "the channel is closed and empty");
    // Also of messages that can't be shown.
    assert_eq!(format!("{:?}", SendError(|| ())), "SendError(..)");
}
