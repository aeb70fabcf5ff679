//! Waiting: nobody overtakes, and whoever leaves takes no message and no wake-up with him.

use std::task::Poll;

use twinpool::channel::{self, RecvError, TryRecvError, TrySendError};

use crate::support::Watched;

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
