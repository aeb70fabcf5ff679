//! A queue whose messages have ranks, against a simple model of it, under random operations.

use std::cmp::Reverse;

use proptest::prelude::*;
use proptest::sample::Index;
use twinpool::channel::{Offered, Place, Queue, TrySendError};

/// Messages with their ranks, each list in the order in which they came.
#[derive(Default)]
struct Model {
    capacity: Option<usize>,
    buffer: Vec<(i32, u32)>,
    waiting: Vec<(i32, u32)>,
    is_closed: bool,
}

/// The first of the highest rank.
fn first(list: &[(i32, u32)]) -> Option<usize> {
    let highest = list.iter().map(|(rank, _)| *rank).max()?;
    list.iter().position(|(rank, _)| *rank == highest)
}

fn in_order(list: &[(i32, u32)]) -> Vec<u32> {
    let mut list = list.to_vec();
    // It is a stable one.
    list.sort_by_key(|(rank, _)| Reverse(*rank));
    list.into_iter().map(|(_, message)| message).collect()
}

impl Model {
    fn has_place(&self) -> bool {
        self.capacity.is_none_or(|capacity| self.buffer.len() < capacity)
    }

    fn has_room(&self) -> bool {
        self.waiting.is_empty() && self.has_place()
    }

    /// Those that are let in because there is room now.
    fn let_in(&mut self) -> Vec<u32> {
        let mut admitted = Vec::new();
        while !self.is_closed
            && self.has_place()
            && let Some(next) = first(&self.waiting)
        {
            let sender = self.waiting.remove(next);
            self.buffer.push(sender);
            admitted.push(sender.1);
        }
        admitted
    }

    fn take(&mut self) -> (Option<u32>, Vec<u32>) {
        let highest = |list: &[(i32, u32)]| list.iter().map(|(rank, _)| *rank).max();
        let fits = self.capacity.is_none_or(|capacity| self.buffer.len() <= capacity);
        let is_outranked = fits && !self.is_closed && highest(&self.waiting) > highest(&self.buffer);
        if let Some(next) = first(&self.buffer).filter(|_| !is_outranked) {
            let (_, message) = self.buffer.remove(next);
            return (Some(message), self.let_in());
        }
        // Hand in hand.
        let next = first(&self.waiting).filter(|_| !self.is_closed);
        let message = next.map(|next| self.waiting.remove(next).1);
        (message, message.into_iter().collect())
    }

    fn remove(&mut self, sought: (i32, u32)) -> (Option<u32>, Vec<u32>) {
        match self.buffer.iter().position(|queued| *queued == sought) {
            None => (None, Vec::new()),
            Some(index) => (Some(self.buffer.remove(index).1), self.let_in()),
        }
    }

    fn take_oldest(&mut self) -> Option<u32> {
        let lowest = self.buffer.iter().map(|(rank, _)| *rank).min()?;
        let oldest = self.buffer.iter().position(|(rank, _)| *rank == lowest)?;
        Some(self.buffer.remove(oldest).1)
    }
}

#[derive(Debug, Clone)]
enum Op {
    TryPush(i32),
    Push(i32),
    ForcePush(i32),
    TryTake,
    /// Of those that wait, or have waited: an old place must name nobody.
    Withdraw(Index),
    Remove(i32, u32),
    TakeOldest(i32),
    Close,
}

fn op() -> impl Strategy<Value = Op> {
    let rank = || prop::sample::select(vec![0, 0, 0, 1, -1, 2, i32::MIN, i32::MAX]);
    prop_oneof![
        3 => rank().prop_map(Op::TryPush),
        8 => rank().prop_map(Op::Push),
        1 => rank().prop_map(Op::ForcePush),
        6 => Just(Op::TryTake),
        3 => any::<Index>().prop_map(Op::Withdraw),
        4 => (rank(), 0..60_u32).prop_map(|(rank, message)| Op::Remove(rank, message)),
        2 => rank().prop_map(Op::TakeOldest),
        1 => prop::bool::weighted(0.15).prop_map(|really| if really { Op::Close } else { Op::TryTake }),
    ]
}

fn run(capacity: Option<usize>, ops: &[Op]) -> Result<(), TestCaseError> {
    let mut queue: Queue<u32, u32> = Queue::new(capacity);
    let mut model = Model {
        capacity,
        ..Model::default()
    };
    let mut places: Vec<(i32, Place, u32)> = Vec::new();
    for (message, op) in (0..).zip(ops) {
        match op {
            Op::TryPush(rank) => {
                let expected = if model.is_closed {
                    Err(TrySendError::Closed(message))
                } else if model.has_room() {
                    model.buffer.push((*rank, message));
                    Ok(None)
                } else {
                    Err(TrySendError::Full(message))
                };
                prop_assert_eq!(queue.try_push(message, *rank), expected);
            }
            Op::Push(rank) => match queue.push_or_wait(message, *rank, || Some(message)) {
                Ok(Offered::Admitted(_)) => {
                    prop_assert!(model.has_room() && !model.is_closed);
                    model.buffer.push((*rank, message));
                }
                Ok(Offered::Waiting(place)) => {
                    prop_assert!(!model.has_room() && !model.is_closed);
                    model.waiting.push((*rank, message));
                    places.push((*rank, place, message));
                }
                Err(_) => prop_assert!(model.is_closed),
            },
            Op::ForcePush(rank) => {
                model.buffer.push((*rank, message));
                prop_assert_eq!(queue.force_push(message, *rank), None);
            }
            Op::TryTake => {
                let mut admitted = Vec::new();
                let taken = queue.try_take(|message, waker| admitted.push((*message, waker)));
                let expected = model.take();
                // Each with the waker that it came with.
                let expected = (
                    expected.0,
                    expected.1.into_iter().map(|other| (other, Some(other))).collect(),
                );
                prop_assert_eq!((taken, admitted), expected);
            }
            Op::Withdraw(index) => {
                if !places.is_empty() {
                    let (rank, place, message) = places[index.index(places.len())];
                    let index = model.waiting.iter().position(|(_, waiting)| *waiting == message);
                    let expected = index.map(|index| model.waiting.remove(index).1);
                    let withdrawn = queue.withdraw(rank, place);
                    // Closing has told everybody already.
                    let waker = |message| (!model.is_closed).then_some(message);
                    prop_assert_eq!(withdrawn, expected.map(|message| (message, waker(message))));
                }
            }
            Op::Remove(rank, message) => {
                let mut admitted = Vec::new();
                let removed = queue.remove(*rank, |other| other == message, |message, _| admitted.push(*message));
                prop_assert_eq!((removed, admitted), model.remove((*rank, *message)));
            }
            Op::TakeOldest(rank) => {
                let higher = model.buffer.iter().filter(|(other, _)| other > rank).count();
                let has_room = model.capacity.is_none_or(|capacity| higher < capacity);
                prop_assert_eq!(queue.has_room_beside_higher(*rank), has_room);
                if model.waiting.is_empty() {
                    prop_assert_eq!(queue.take_oldest(), model.take_oldest());
                }
            }
            Op::Close => {
                model.is_closed = true;
                let mut woken = queue.close();
                woken.sort_unstable();
                let mut waiting: Vec<_> = model.waiting.iter().map(|(_, message)| *message).collect();
                waiting.sort_unstable();
                // Only the first time.
                prop_assert!(woken.is_empty() || woken == waiting, "{woken:?} of {waiting:?}");
            }
        }
        let (mut buffered, mut waiting) = (Vec::new(), Vec::new());
        queue.each_buffered(&mut |message| buffered.push(*message));
        queue.each_waiting(&mut |message| waiting.push(*message));
        prop_assert_eq!(buffered, in_order(&model.buffer));
        prop_assert_eq!(waiting, in_order(&model.waiting));
        prop_assert_eq!(
            (queue.len(), queue.waiting_senders()),
            (model.buffer.len(), model.waiting.len())
        );
        prop_assert_eq!(queue.is_full(), !model.has_room());
    }
    let dismissed: Vec<_> = queue
        .dismiss_waiting()
        .into_iter()
        .map(|(message, _)| message)
        .collect();
    prop_assert_eq!(dismissed, in_order(&model.waiting));
    Ok(())
}

proptest! {
    #![proptest_config(crate::support::cases(1_000))]

    #[test]
    fn a_queue_with_ranks_does_what_a_simple_model_does(
        capacity in prop::option::weighted(0.9, 0..4_usize),
        ops in prop::collection::vec(op(), 1..80),
    ) {
        run(capacity, &ops)?;
    }
}
