//! Deadlines in order: a heap whose entries can be taken back.

use std::mem;
use std::num::NonZeroU64;

use super::Instant;
use super::heap::Heap;

/// Names an entry of a [`TimerQueue`]. A key whose entry is gone names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimerKey {
    /// Never 0, so that "no key" takes no extra room, and never used twice.
    pub(crate) seq: NonZeroU64,
    pub(crate) slot: u32,
}

/// Values that fall due, earliest deadline first, ties in the order in which they were inserted.
///
/// Insertion and removal of the first cost the heap's logarithm. Two habits make it quick. Whoever was woken by a timer
/// mostly sets the next one, so the first entry leaves a gap at the top of the heap, which the next insertion fills: one
/// way down the heap in place of one up and one down. And a cancelled entry loses its value and stays where it is, until
/// it comes to the top, or more than half of the entries are dead.
pub struct TimerQueue<T> {
    heap: Heap<T>,
    /// The top of the heap has left; it is there until something takes its place. Only while no entry is dead.
    has_gap: bool,
    /// So many entries were cancelled, and are still in the heap; never the first.
    dead: usize,
    last_seq: NonZeroU64,
    /// Of the last entry that fell due.
    last_due: Instant,
}

/// So few dead entries are not worth a sweep.
const SWEEP_FLOOR: usize = 64;

impl<T> TimerQueue<T> {
    /// An empty queue.
    pub const fn new() -> Self {
        Self {
            heap: Heap::new(),
            has_gap: false,
            dead: 0,
            last_seq: NonZeroU64::MIN,
            last_due: Instant::ZERO,
        }
    }

    /// Adds a value that falls due at `deadline`. One that is earlier than what has fallen due already is due at once.
    #[inline(always)]
    pub fn insert(&mut self, deadline: Instant, value: T) -> TimerKey {
        let seq = self.last_seq.saturating_add(1);
        self.last_seq = seq;
        let deadline = deadline.max(self.last_due);
        let slot = if self.has_gap {
            self.has_gap = false;
            self.heap.replace_first(deadline, seq, value)
        } else {
            self.heap.push(deadline, seq, value)
        };
        TimerKey { seq, slot }
    }

    /// Takes an entry back before it falls due; `None` if it is gone.
    pub fn cancel(&mut self, key: TimerKey) -> Option<T> {
        let cancelled = self.heap.take(key.slot, key.seq)?;
        self.close_gap();
        self.dead += 1;
        if self.dead > self.heap.len() / 2 + SWEEP_FLOOR {
            self.heap.sweep();
            self.dead = 0;
        } else {
            self.drop_dead_top();
        }
        Some(cancelled)
    }

    /// Takes everything out, to be dropped once nothing is borrowed. Numbers go on, so that old keys name nothing.
    pub(super) fn empty(&mut self) -> Self {
        let last_seq = self.last_seq;
        mem::replace(
            self,
            Self {
                last_seq,
                ..Self::new()
            },
        )
    }

    /// The value of an entry; `None` if it is gone.
    pub(super) fn get_mut(&mut self, key: TimerKey) -> Option<&mut T> {
        self.heap.value(key.slot, key.seq)
    }

    /// Whether the entry has left the queue.
    #[inline(always)]
    pub(super) fn is_gone(&self, key: TimerKey) -> bool {
        !self.heap.holds(key.slot, key.seq)
    }

    /// The earliest deadline.
    #[inline(always)]
    pub fn next_deadline(&self) -> Option<Instant> {
        if self.has_gap {
            self.heap.second_deadline()
        } else {
            self.heap.first_deadline()
        }
    }

    /// The next value that is due at `now`, with its deadline.
    #[inline(always)]
    pub fn pop_due(&mut self, now: Instant) -> Option<(Instant, T)> {
        self.close_gap();
        let deadline = self.heap.first_deadline().filter(|deadline| *deadline <= now)?;
        let value = self.heap.take_first()?;
        self.last_due = deadline;
        if self.dead == 0 {
            self.has_gap = true;
        } else {
            self.heap.pop();
            self.drop_dead_top();
        }
        Some((deadline, value))
    }

    /// Keeps the promise that the top of the heap is alive: `next_deadline` must never name a deadline that nobody
    /// waits for, or virtual time would jump to it.
    #[cold]
    fn drop_dead_top(&mut self) {
        while self.heap.is_first_empty() {
            self.heap.pop();
            self.dead -= 1;
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
        assert_eq!(queue.cancel(middle), Some("middle"));
        assert_eq!(queue.cancel(early), Some("early"));
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
        assert_eq!(queue.cancel(key), None);
        assert_eq!(queue.cancel(tied), Some(()));
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
        let (entries, slots) = (queue.heap.len(), queue.heap.slots());
        assert!(
            entries < 200 && slots < 200,
            "{entries} entries in {slots} slots for one that waits"
        );
        assert_eq!(queue.next_deadline(), Some(at(0)));
    }

    #[test]
    fn slots_are_used_again() {
        let mut queue = TimerQueue::new();
        for nanos in 0..100_000 {
            queue.insert(at(nanos), ());
            queue.insert(at(nanos), ());
            while queue.pop_due(at(nanos)).is_some() {}
        }
        assert!(queue.heap.slots() < 10, "{} slots for two entries", queue.heap.slots());
    }

    #[test]
    fn a_key_of_before_the_queue_was_emptied_names_nothing() {
        let mut queue = TimerQueue::new();
        let old = queue.insert(at(1), "old");
        drop(queue.empty());
        assert_eq!(queue.next_deadline(), None);
        queue.insert(at(2), "new");
        assert_eq!(queue.cancel(old), None);
        assert_eq!(queue.next_deadline(), Some(at(2)));
    }

    #[test]
    fn a_late_entry_that_was_cancelled_holds_up_no_earlier_one() {
        let mut queue = TimerQueue::new();
        let late = queue.insert(at(1000), "late");
        assert_eq!(queue.cancel(late), Some("late"));
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
        assert_eq!(queue.cancel(late), Some("late"));
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
                    // Values grow as they are inserted, so they order ties.
                    list.push((at(deadline), value, queue.insert(at(deadline), value)));
                    list.sort_by_key(|(deadline, value, _)| (*deadline, *value));
                }
                6 if !list.is_empty() => {
                    let place = usize::try_from(below(list.len() as u64)).unwrap();
                    let (_, value, key) = list.remove(place);
                    assert_eq!(queue.get_mut(key), Some(&mut { value }));
                    assert_eq!(queue.cancel(key), Some(value));
                    assert!(queue.is_gone(key));
                }
                _ => {
                    now += below(3);
                    let due = queue.pop_due(at(now));
                    let first = list.first().filter(|(deadline, ..)| *deadline <= at(now));
                    assert_eq!(due, first.map(|(deadline, value, _)| (*deadline, *value)));
                    if let Some((.., key)) = list.drain(..usize::from(due.is_some())).next() {
                        assert!(queue.is_gone(key));
                    }
                }
            }
            assert!(list.iter().all(|(.., key)| !queue.is_gone(*key)));
            assert_eq!(queue.next_deadline(), list.first().map(|(deadline, ..)| *deadline));
        }
    }
}
