//! Deadlines in order: a heap whose entries can be taken back.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::Instant;

/// Names an entry of a [`TimerQueue`]. A key whose entry is gone names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimerKey {
    deadline: Instant,
    seq: u64,
}

/// Values that fall due, earliest deadline first, ties in the order in which they were inserted.
///
/// Insertion and removal of the first cost the heap's logarithm. Cancelling is rare next to falling due, so it pays: a
/// cancelled entry is noted, and swept out when the heap comes to it, or earlier if more than half are dead.
#[derive(Debug)]
pub struct TimerQueue<T> {
    heap: BinaryHeap<Entry<T>>,
    /// Keys in the heap that nobody waits for any more; never the first. A heap as well: only its own first can be the
    /// next that comes up in the other.
    cancelled: BinaryHeap<Reverse<TimerKey>>,
    next_seq: u64,
    /// The last entry that fell due. They fall due in order, so every key up to this one is gone.
    last_gone: Option<TimerKey>,
}

#[derive(Debug)]
struct Entry<T> {
    key: TimerKey,
    value: T,
}

/// So few dead entries are not worth a sweep.
const SWEEP_FLOOR: usize = 64;

impl<T> TimerQueue<T> {
    /// An empty queue.
    pub const fn new() -> Self {
        Self {
            heap: BinaryHeap::new(),
            cancelled: BinaryHeap::new(),
            next_seq: 0,
            last_gone: None,
        }
    }

    /// Adds a value that falls due at `deadline`. One that is earlier than what has fallen due already is due at once.
    #[inline]
    pub fn insert(&mut self, deadline: Instant, value: T) -> TimerKey {
        let earliest = self.last_gone.map_or(Instant::ZERO, |key| key.deadline);
        let key = TimerKey {
            deadline: deadline.max(earliest),
            seq: self.next_seq,
        };
        self.next_seq += 1;
        self.heap.push(Entry { key, value });
        key
    }

    /// Takes an entry back before it falls due; tells whether it was there. To be called once for a key.
    pub fn cancel(&mut self, key: TimerKey) -> bool {
        if self.is_gone(key) {
            return false;
        }
        self.cancelled.push(Reverse(key));
        if self.cancelled.len() > self.heap.len() / 2 + SWEEP_FLOOR {
            self.sweep();
        } else {
            self.drop_dead_top();
        }
        true
    }

    #[cold]
    fn sweep(&mut self) {
        let cancelled = std::mem::take(&mut self.cancelled).into_sorted_vec();
        // Sorted by `Reverse`, so from the last to the first.
        self.heap
            .retain(|entry| cancelled.binary_search(&Reverse(entry.key)).is_err());
    }

    /// Whether the entry has left the queue by falling due.
    #[inline]
    pub(super) fn is_gone(&self, key: TimerKey) -> bool {
        self.last_gone.is_some_and(|last| key <= last)
    }

    /// The earliest deadline.
    #[inline]
    pub fn next_deadline(&self) -> Option<Instant> {
        self.heap.peek().map(|entry| entry.key.deadline)
    }

    /// The next value that is due at `now`, with its deadline.
    #[inline]
    pub fn pop_due(&mut self, now: Instant) -> Option<(Instant, T)> {
        if self.heap.peek()?.key.deadline > now {
            return None;
        }
        let entry = self.heap.pop()?;
        self.last_gone = Some(entry.key);
        if !self.cancelled.is_empty() {
            self.drop_dead_top();
        }
        Some((entry.key.deadline, entry.value))
    }

    /// Keeps the promise that the top of the heap is alive: `next_deadline` must never name a deadline that nobody
    /// waits for, or virtual time would jump to it.
    #[cold]
    fn drop_dead_top(&mut self) {
        while let Some(entry) = self.heap.peek() {
            if self.cancelled.peek() != Some(&Reverse(entry.key)) {
                break;
            }
            self.cancelled.pop();
            self.heap.pop();
        }
    }
}

impl<T> Ord for Entry<T> {
    /// Greatest first in a `BinaryHeap`, so the order is turned round: the earliest is the greatest.
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        other.key.cmp(&self.key)
    }
}

impl<T> PartialOrd for Entry<T> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<T> Eq for Entry<T> {}

#[cfg(test)]
mod tests {
    use super::{Instant, TimerQueue};

    fn at(nanos: u64) -> Instant {
        Instant::from_nanos(nanos)
    }

    #[test]
    fn entries_leave_by_deadline_and_ties_in_order_of_insertion() {
        let mut queue = TimerQueue::new();
        for (deadline, value) in [(20, "b"), (10, "a"), (20, "c"), (30, "d")] {
            queue.insert(at(deadline), value);
        }
        let left = std::iter::from_fn(|| queue.pop_due(at(20)).map(|(_, value)| value));
        assert_eq!(left.collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(queue.next_deadline(), Some(at(30)));
    }

    #[test]
    fn a_cancelled_entry_is_never_the_next_deadline() {
        let mut queue = TimerQueue::new();
        let early = queue.insert(at(10), "early");
        let middle = queue.insert(at(20), "middle");
        queue.insert(at(30), "late");
        assert!(queue.cancel(middle));
        assert!(queue.cancel(early));
        assert_eq!(queue.next_deadline(), Some(at(30)));
        assert_eq!(queue.pop_due(at(100)), Some((at(30), "late")));
        assert_eq!(queue.next_deadline(), None);
    }

    #[test]
    fn an_entry_that_has_left_can_not_be_cancelled() {
        let mut queue = TimerQueue::new();
        let key = queue.insert(at(10), ());
        let tied = queue.insert(at(10), ());
        queue.pop_due(at(10));
        assert!(!queue.cancel(key));
        assert!(queue.cancel(tied));
        assert_eq!(queue.next_deadline(), None);
    }

    #[test]
    fn cancelled_entries_do_not_pile_up() {
        let mut queue = TimerQueue::new();
        queue.insert(at(0), ());
        for nanos in 1..100_000 {
            let key = queue.insert(at(nanos), ());
            queue.cancel(key);
        }
        assert!(
            queue.heap.len() < 200,
            "{} entries for one that waits",
            queue.heap.len()
        );
        assert_eq!(queue.next_deadline(), Some(at(0)));
    }

    #[test]
    fn a_late_entry_that_was_cancelled_holds_up_no_earlier_one() {
        let mut queue = TimerQueue::new();
        let late = queue.insert(at(1000), "late");
        assert!(queue.cancel(late));
        queue.insert(at(10), "early");
        assert_eq!(queue.pop_due(at(10)), Some((at(10), "early")));
    }

    #[test]
    fn an_entry_in_the_past_is_due_after_those_that_left() {
        let mut queue = TimerQueue::new();
        queue.insert(at(50), "first");
        queue.pop_due(at(50));
        let late = queue.insert(at(10), "late");
        assert_eq!(queue.next_deadline(), Some(at(50)));
        assert!(queue.cancel(late));
    }
}
