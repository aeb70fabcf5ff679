//! The channel against a simple model of it, under random operations.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::pin::Pin;
use std::task::Poll;

use proptest::prelude::*;
use twinpool::channel::{self, Receiver, RecvError, SendError, Sender, TryRecvError, TrySendError};

use crate::support::Watched;

/// What the channel should do, in the plainest words: lists of who waits, by number.
#[derive(Default)]
struct Model {
    capacity: Option<usize>,
    buffer: VecDeque<u32>,
    sending: VecDeque<u32>,
    receiving: VecDeque<u32>,
    /// Receivers that were woken for a message and have not come yet.
    promised: BTreeSet<u32>,
    is_closed: bool,
}

impl Model {
    fn has_place(&self) -> bool {
        self.capacity
            .is_none_or(|capacity| self.buffer.len() - self.promised.len() < capacity)
    }

    fn try_send(&mut self, message: u32) -> Result<(), TrySendError<u32>> {
        if self.is_closed {
            return Err(TrySendError::Closed(message));
        }
        if !self.sending.is_empty() || (self.receiving.is_empty() && !self.has_place()) {
            return Err(TrySendError::Full(message));
        }
        self.buffer.push_back(message);
        self.promise();
        Ok(())
    }

    fn promise(&mut self) {
        if self.buffer.len() > self.promised.len()
            && let Some(receiver) = self.receiving.pop_front()
        {
            self.promised.insert(receiver);
        }
    }

    fn poll_send(&mut self, message: u32, is_new: bool) -> Poll<Result<(), SendError<u32>>> {
        if is_new {
            match self.try_send(message) {
                Ok(()) => return Poll::Ready(Ok(())),
                Err(TrySendError::Closed(message)) => return Poll::Ready(Err(SendError(message))),
                Err(TrySendError::Full(message)) => self.sending.push_back(message),
            }
        }
        match self.sending.iter().position(|waiting| *waiting == message) {
            None => Poll::Ready(Ok(())),
            Some(index) if self.is_closed => {
                self.sending.remove(index);
                Poll::Ready(Err(SendError(message)))
            }
            Some(_) => Poll::Pending,
        }
    }

    fn take(&mut self) -> Option<u32> {
        if self.buffer.len() > self.promised.len() {
            let message = self.buffer.pop_front();
            while !self.is_closed && self.has_place() && !self.sending.is_empty() {
                self.buffer.extend(self.sending.pop_front());
            }
            return message;
        }
        // Hand in hand; those who wait when the channel is closed get their message back.
        if self.is_closed { None } else { self.sending.pop_front() }
    }

    fn try_recv(&mut self) -> Result<u32, TryRecvError> {
        let is_over = self.is_closed && self.buffer.is_empty();
        self.take().ok_or(if is_over {
            TryRecvError::Closed
        } else {
            TryRecvError::Empty
        })
    }

    fn poll_recv(&mut self, receiver: u32) -> Poll<Result<u32, RecvError>> {
        if !self.promised.remove(&receiver) && self.receiving.contains(&receiver) {
            if !self.is_closed {
                return Poll::Pending;
            }
            self.receiving.retain(|waiting| *waiting != receiver);
        }
        match self.take() {
            Some(message) => Poll::Ready(Ok(message)),
            None if self.is_closed => Poll::Ready(Err(RecvError)),
            None => {
                self.receiving.push_back(receiver);
                Poll::Pending
            }
        }
    }

    fn drop_recv(&mut self, receiver: u32) {
        self.receiving.retain(|waiting| *waiting != receiver);
        if self.promised.remove(&receiver) {
            self.promise();
        }
    }

    fn close(&mut self) {
        self.is_closed = true;
        self.promised.clear();
    }
}

#[derive(Debug, Clone)]
enum Op {
    TrySend,
    Send,
    PollSend(prop::sample::Index),
    DropSend(prop::sample::Index),
    TryRecv,
    Recv,
    PollRecv(prop::sample::Index),
    DropRecv(prop::sample::Index),
    Close,
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        3 => Just(Op::TrySend),
        6 => Just(Op::Send),
        6 => any::<prop::sample::Index>().prop_map(Op::PollSend),
        2 => any::<prop::sample::Index>().prop_map(Op::DropSend),
        3 => Just(Op::TryRecv),
        6 => Just(Op::Recv),
        6 => any::<prop::sample::Index>().prop_map(Op::PollRecv),
        2 => any::<prop::sample::Index>().prop_map(Op::DropRecv),
        1 => prop::bool::weighted(0.15).prop_map(|really| if really { Op::Close } else { Op::TryRecv }),
    ]
}

type Future<T> = Watched<Pin<Box<dyn std::future::Future<Output = T>>>>;
type Sends = BTreeMap<u32, Future<Result<(), SendError<u32>>>>;
type Recvs = BTreeMap<u32, Future<Result<u32, RecvError>>>;

fn send(sender: &Sender<u32>, message: u32) -> Future<Result<(), SendError<u32>>> {
    let sender = sender.clone();
    Watched::new(Box::pin(async move { sender.send(message).await }))
}

fn recv(receiver: &Receiver<u32>) -> Future<Result<u32, RecvError>> {
    let receiver = receiver.clone();
    Watched::new(Box::pin(async move { receiver.recv().await }))
}

fn pick<T>(map: &BTreeMap<u32, T>, index: prop::sample::Index) -> Option<u32> {
    (!map.is_empty()).then(|| *map.keys().nth(index.index(map.len())).unwrap())
}

fn run(capacity: Option<usize>, ops: &[Op]) -> Result<(), TestCaseError> {
    let (sender, receiver) = capacity.map_or_else(channel::unbounded, channel::bounded);
    let mut model = Model {
        capacity,
        ..Model::default()
    };
    let (mut sends, mut recvs) = (Sends::new(), Recvs::new());
    for (number, op) in (0..).zip(ops) {
        match op {
            Op::TrySend => prop_assert_eq!(sender.try_send(number), model.try_send(number)),
            Op::TryRecv => prop_assert_eq!(receiver.try_recv(), model.try_recv()),
            Op::Send => {
                let mut send = send(&sender, number);
                let poll = send.poll();
                prop_assert_eq!(poll, model.poll_send(number, true));
                if poll.is_pending() {
                    sends.insert(number, send);
                }
            }
            Op::Recv => {
                let mut recv = recv(&receiver);
                let poll = recv.poll();
                prop_assert_eq!(poll, model.poll_recv(number));
                if poll.is_pending() {
                    recvs.insert(number, recv);
                }
            }
            Op::PollSend(index) => {
                if let Some(message) = pick(&sends, *index) {
                    let poll = sends.get_mut(&message).unwrap().poll();
                    prop_assert_eq!(poll, model.poll_send(message, false));
                    if poll.is_ready() {
                        sends.remove(&message);
                    }
                }
            }
            Op::PollRecv(index) => {
                if let Some(receiver) = pick(&recvs, *index) {
                    let poll = recvs.get_mut(&receiver).unwrap().poll();
                    prop_assert_eq!(poll, model.poll_recv(receiver));
                    if poll.is_ready() {
                        recvs.remove(&receiver);
                    }
                }
            }
            Op::DropSend(index) => {
                if let Some(message) = pick(&sends, *index) {
                    sends.remove(&message);
                    model.sending.retain(|waiting| *waiting != message);
                }
            }
            Op::DropRecv(index) => {
                if let Some(receiver) = pick(&recvs, *index) {
                    recvs.remove(&receiver);
                    model.drop_recv(receiver);
                }
            }
            Op::Close => {
                sender.close();
                model.close();
            }
        }
        prop_assert_eq!(
            (sender.len(), sender.is_closed()),
            (model.buffer.len(), model.is_closed)
        );
        // Whoever could go on has been told so.
        for (message, send) in &sends {
            let may_go_on = model.is_closed || !model.sending.contains(message);
            prop_assert_eq!(send.is_woken(), may_go_on, "send {}", message);
        }
        for (receiver, recv) in &recvs {
            let may_go_on = model.is_closed || !model.receiving.contains(receiver);
            prop_assert_eq!(recv.is_woken(), may_go_on, "recv {}", receiver);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::support::cases(1_000))]

    #[test]
    fn the_channel_does_what_a_simple_model_does(
        capacity in prop::option::weighted(0.9, 0..4_usize),
        ops in prop::collection::vec(op(), 1..80),
    ) {
        run(capacity, &ops)?;
    }
}
