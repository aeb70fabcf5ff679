//! Deadlines in order: a heap whose entries can be taken back.

use std::num::NonZeroU64;

use super::Instant;
use super::heap::{Entry, Heap};

/// Names an entry of a [`TimerQueue`]. A key whose entry is gone names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimerKey {
    deadline: Instant,
    /// Never 0, so that "no key" takes no extra room.
    seq: NonZeroU64,
}

impl TimerKey {
    #[inline(always)]
    pub(crate) const fn new(deadline: Instant, seq: NonZeroU64) -> Self {
        Self { deadline, seq }
    }

    #[inline(always)]
    pub(super) const fn deadline(self) -> Instant {
        self.deadline
    }

    #[inline(always)]
    pub(crate) const fn seq(self) -> NonZeroU64 {
        self.seq
    }
}

/// Values that fall due, earliest deadline first, ties in the order in which they were inserted.
///
/// Insertion and removal of the first cost the heap's logarithm. Two habits make it quick. Whoever was woken by a timer
/// mostly sets the next one, so the first entry leaves a gap at the top of the heap, which the next insertion fills: one
/// way down the heap in place of one up and one down. And cancelling is rare next to falling due: a cancelled entry is
/// noted, and swept out when the heap comes to it, or earlier if more than half are dead.
pub struct TimerQueue<T> {
    heap: Heap<T>,
    /// The top of the heap has left; it is there until something takes its place. Only while nothing is cancelled.
    has_gap: bool,
    /// Keys in the heap that nobody waits for any more; never the first. A heap as well: only its own first can be the
    /// next that comes up in the other. It has no values; the type is the other's so that its code is.
    cancelled: Heap<T>,
    last_seq: NonZeroU64,
    /// The last entry that fell due. They fall due in order, so every key up to this one is gone.
    last_gone: TimerKey,
}

/// So few dead entries are not worth a sweep.
const SWEEP_FLOOR: usize = 64;

/// Before the key of every entry.
const NOTHING_GONE: TimerKey = TimerKey {
    deadline: Instant::ZERO,
    seq: NonZeroU64::MIN,
};

impl<T> TimerQueue<T> {
    /// An empty queue.
    pub const fn new() -> Self {
        Self {
            heap: Heap::new(),
            has_gap: false,
            cancelled: Heap::new(),
            last_seq: NOTHING_GONE.seq,
            last_gone: NOTHING_GONE,
        }
    }

    /// Adds a value that falls due at `deadline`. One that is earlier than what has fallen due already is due at once.
    #[inline(always)]
    pub fn insert(&mut self, deadline: Instant, value: T) -> TimerKey {
        self.last_seq = self.last_seq.saturating_add(1);
        let key = TimerKey {
            deadline: deadline.max(self.last_gone.deadline),
            seq: self.last_seq,
        };
        let entry = Entry {
            key,
            value: Some(value),
        };
        if self.has_gap {
            self.has_gap = false;
            self.heap.replace_first(entry);
        } else {
            self.heap.push(entry);
        }
        key
    }

    /// Takes an entry back before it falls due; tells whether it was there. To be called once for a key.
    pub fn cancel(&mut self, key: TimerKey) -> bool {
        if self.is_gone(key) {
            return false;
        }
        self.close_gap();
        self.cancelled.push(Entry { key, value: None });
        if self.cancelled.len() > self.heap.len() / 2 + SWEEP_FLOOR {
            self.sweep();
        } else {
            self.drop_dead_top();
        }
        true
    }

    #[cold]
    fn sweep(&mut self) {
        let mut alive = Heap::new();
        while let Some(entry) = self.heap.pop() {
            if self.cancelled.first().is_some_and(|dead| dead == entry.key) {
                self.cancelled.pop();
            } else {
                alive.push(entry);
            }
        }
        self.heap = alive;
    }

    /// Whether the entry has left the queue by falling due.
    #[inline(always)]
    pub(super) fn is_gone(&self, key: TimerKey) -> bool {
        key <= self.last_gone
    }

    /// The earliest deadline.
    #[inline(always)]
    pub fn next_deadline(&self) -> Option<Instant> {
        if self.has_gap {
            self.heap.second_deadline()
        } else {
            self.heap.first().map(TimerKey::deadline)
        }
    }

    /// The next value that is due at `now`, with its deadline.
    #[inline(always)]
    pub fn pop_due(&mut self, now: Instant) -> Option<(Instant, T)> {
        self.close_gap();
        let key = self.heap.first()?;
        if key.deadline > now {
            return None;
        }
        let value = self.heap.take_first()?;
        self.last_gone = key;
        if self.cancelled.first().is_none() {
            self.has_gap = true;
        } else {
            self.heap.pop();
            self.drop_dead_top();
        }
        Some((key.deadline, value))
    }

    /// Keeps the promise that the top of the heap is alive: `next_deadline` must never name a deadline that nobody
    /// waits for, or virtual time would jump to it.
    #[cold]
    fn drop_dead_top(&mut self) {
        while let Some(first) = self.heap.first() {
            if self.cancelled.first() != Some(first) {
                break;
            }
            self.cancelled.pop();
            self.heap.pop();
        }
    }

    #[inline(always)]
    fn close_gap(&mut self) {
        if self.has_gap {
            self.has_gap = false;
            self.heap.pop();
        }
    }
}

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

    #[test]
    fn whatever_is_inserted_and_cancelled_the_rest_leaves_in_the_order_of_a_sorted_list() {
        let (mut queue, mut list, mut now) = (TimerQueue::new(), Vec::new(), 0);
        let mut bits = 1_u64;
        let mut below = |limit: u64| {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (bits >> 33) % limit
        };
        for value in 0..20_000 {
            match below(10) {
                // Few deadlines, so that there are many ties; the last one that there is among them.
                0..=5 => {
                    let deadline = if below(50) == 0 { u64::MAX } else { now + below(30) };
                    list.push((queue.insert(at(deadline), value), value));
                    list.sort_by_key(|(key, _)| *key);
                }
                6 if !list.is_empty() => {
                    let place = usize::try_from(below(list.len() as u64)).unwrap();
                    assert!(queue.cancel(list.remove(place).0));
                }
                _ => {
                    now += below(3);
                    let due = queue.pop_due(at(now));
                    let first = list.first().filter(|(key, _)| key.deadline <= at(now)).copied();
                    assert_eq!(due, first.map(|(key, value)| (key.deadline, value)));
                    list.drain(..usize::from(due.is_some()));
                }
            }
            assert_eq!(queue.next_deadline(), list.first().map(|(key, _)| key.deadline));
        }
    }
}
