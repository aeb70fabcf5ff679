//! Deadlines in order: a heap whose entries can be taken back.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::Instant;

/// Names an entry of a [`TimerQueue`]. A key whose entry is gone names nothing, also when its place is used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimerKey {
    slot: u32,
    seq: u64,
}

/// Values that fall due, earliest deadline first, ties in the order in which they were inserted.
///
/// Insertion and removal of the first cost the heap's logarithm. A cancelled entry is emptied at once, and its place in
/// the heap is swept out later, so that cancelling costs next to nothing; the heap never holds more dead places than
/// living ones and a handful.
///
/// ```
/// use twinpool::exec::{Instant, TimerQueue};
///
/// let mut queue = TimerQueue::new();
/// let tea = queue.insert(Instant::from_nanos(30), "tea");
/// queue.insert(Instant::from_nanos(20), "egg");
/// assert_eq!(queue.cancel(tea), Some("tea"));
/// assert_eq!(queue.pop_due(Instant::from_nanos(10)), None);
/// assert_eq!(queue.pop_due(Instant::from_nanos(20)), Some("egg"));
/// assert_eq!(queue.next_deadline(), None);
/// ```
#[derive(Debug)]
pub struct TimerQueue<T> {
    heap: BinaryHeap<Node>,
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
    next_seq: u64,
}

#[derive(Debug)]
struct Slot<T> {
    seq: u64,
    value: Option<T>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Node {
    deadline: Instant,
    seq: u64,
    slot: u32,
}

impl Ord for Node {
    /// Greatest first in a `BinaryHeap`, so the order is turned round: the earliest is the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.deadline, other.seq).cmp(&(self.deadline, self.seq))
    }
}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// So few dead places are not worth a sweep.
const SWEEP_FLOOR: usize = 64;

impl<T> Default for TimerQueue<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> TimerQueue<T> {
    /// An empty queue.
    pub const fn new() -> Self {
        Self {
            heap: BinaryHeap::new(),
            slots: Vec::new(),
            free: Vec::new(),
            next_seq: 0,
        }
    }

    /// How many values wait.
    pub fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Whether no value waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a value that falls due at `deadline`.
    ///
    /// # Panics
    ///
    /// If 2³² values wait.
    pub fn insert(&mut self, deadline: Instant, value: T) -> TimerKey {
        let seq = self.next_seq;
        self.next_seq += 1;
        let filled = Slot {
            seq,
            value: Some(value),
        };
        let slot = if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = filled;
            slot
        } else {
            let slot = u32::try_from(self.slots.len()).expect("fewer than 2^32 timers wait");
            self.slots.push(filled);
            slot
        };
        self.heap.push(Node { deadline, seq, slot });
        TimerKey { slot, seq }
    }

    /// Takes a value back before it falls due; `None` if it is gone already.
    pub fn cancel(&mut self, key: TimerKey) -> Option<T> {
        let value = self.vacate(key.slot, key.seq)?;
        if self.heap.len() > 2 * self.len() + SWEEP_FLOOR {
            let slots = &self.slots;
            self.heap.retain(|node| is_live(slots, node));
        }
        self.drop_dead_top();
        Some(value)
    }

    /// The value behind a key, while it waits.
    pub fn get_mut(&mut self, key: TimerKey) -> Option<&mut T> {
        let slot = self.slots.get_mut(key.slot as usize)?;
        if slot.seq == key.seq { slot.value.as_mut() } else { None }
    }

    /// The earliest deadline.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.heap.peek().map(|node| node.deadline)
    }

    /// The next value that is due at `now`.
    pub fn pop_due(&mut self, now: Instant) -> Option<T> {
        if self.heap.peek()?.deadline > now {
            return None;
        }
        let node = self.heap.pop()?;
        let value = self.vacate(node.slot, node.seq);
        debug_assert!(value.is_some(), "the top of the heap is always alive");
        self.drop_dead_top();
        value
    }

    /// Every waiting value with its deadline, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (Instant, &T)> {
        self.heap.iter().filter_map(|node| {
            let slot = &self.slots[node.slot as usize];
            let value = slot.value.as_ref().filter(|_| slot.seq == node.seq)?;
            Some((node.deadline, value))
        })
    }

    fn vacate(&mut self, slot: u32, seq: u64) -> Option<T> {
        let entry = self.slots.get_mut(slot as usize)?;
        if entry.seq != seq {
            return None;
        }
        let value = entry.value.take()?;
        self.free.push(slot);
        Some(value)
    }

    /// Keeps the promise that the top of the heap is alive: `next_deadline` must never name a deadline that nobody
    /// waits for, or virtual time would jump to it.
    fn drop_dead_top(&mut self) {
        while let Some(node) = self.heap.peek() {
            if is_live(&self.slots, node) {
                break;
            }
            self.heap.pop();
        }
    }
}

fn is_live<T>(slots: &[Slot<T>], node: &Node) -> bool {
    let slot = &slots[node.slot as usize];
    slot.seq == node.seq && slot.value.is_some()
}
