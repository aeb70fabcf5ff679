//! A heap of timers.

use super::timer_queue::TimerKey;

/// How many children an entry has. With four there are half as many levels as with two, and a level's children lie side
/// by side in memory.
const CHILDREN: usize = 4;

pub(crate) struct Entry<T> {
    pub(crate) key: TimerKey,
    /// Nothing in a gap.
    pub(crate) value: Option<T>,
}

/// Entries, the one with the lowest key first.
pub(crate) struct Heap<T> {
    entries: Vec<Entry<T>>,
}

impl<T> Heap<T> {
    pub(crate) const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    #[inline(always)]
    pub(crate) fn first(&self) -> Option<&Entry<T>> {
        self.entries.first()
    }

    /// Its key must stay what it is.
    #[inline(always)]
    pub(crate) fn first_mut(&mut self) -> Option<&mut Entry<T>> {
        self.entries.first_mut()
    }

    /// The one that would be first without the first.
    pub(crate) fn second(&self) -> Option<&Entry<T>> {
        self.least_child(0).map(|place| &self.entries[place])
    }

    #[inline]
    pub(crate) fn push(&mut self, entry: Entry<T>) {
        self.entries.push(entry);
        self.sift_up(self.entries.len() - 1);
    }

    pub(crate) fn pop(&mut self) -> Option<Entry<T>> {
        if self.entries.is_empty() {
            return None;
        }
        let first = self.entries.swap_remove(0);
        if !self.entries.is_empty() {
            self.sift_down(0);
        }
        Some(first)
    }

    /// Puts an entry into the place of the first, which is dropped.
    #[inline]
    pub(crate) fn replace_first(&mut self, entry: Entry<T>) {
        if let Some(first) = self.entries.first_mut() {
            *first = entry;
            self.sift_down(0);
        }
    }

    #[inline(never)]
    fn sift_up(&mut self, mut place: usize) {
        while place > 0 {
            let parent = (place - 1) / CHILDREN;
            if self.entries[parent].key.rank() <= self.entries[place].key.rank() {
                break;
            }
            self.entries.swap(parent, place);
            place = parent;
        }
    }

    #[inline(never)]
    fn sift_down(&mut self, mut place: usize) {
        while let Some(child) = self.least_child(place) {
            if self.entries[place].key.rank() <= self.entries[child].key.rank() {
                break;
            }
            self.entries.swap(place, child);
            place = child;
        }
    }

    #[inline(always)]
    fn least_child(&self, place: usize) -> Option<usize> {
        let first = place * CHILDREN + 1;
        let children = self.entries.get(first..)?;
        let mut least = first;
        let mut rank = children.first()?.key.rank();
        for (place, child) in (first + 1..).zip(&children[1..]).take(CHILDREN - 1) {
            let other = child.key.rank();
            if other < rank {
                least = place;
                rank = other;
            }
        }
        Some(least)
    }
}
