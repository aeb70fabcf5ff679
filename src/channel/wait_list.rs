//! Who waits, first come first served.

use std::collections::VecDeque;

use super::ranks::Line;

/// A place in a line of waiting senders or receivers. Numbers are never used twice in a line, so an old one names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(u64);

/// A line that one can also leave from the middle, in constant time.
#[derive(Debug)]
pub(super) struct WaitList<W> {
    /// Those who left from the middle stay as `None` until the head comes to them; the head itself is never `None`.
    line: VecDeque<Option<W>>,
    /// The number of the head.
    head: u64,
    len: usize,
}

impl<W> Line for WaitList<W> {
    type Item = W;
    type Place = Place;

    fn from(number: u64) -> Self {
        Self {
            head: number,
            ..Self::new()
        }
    }

    fn next(&self) -> u64 {
        self.head.wrapping_add(self.line.len() as u64)
    }

    #[inline(always)]
    fn len(&self) -> usize {
        self.len
    }

    #[inline(always)]
    fn put(&mut self, waiter: W) -> Place {
        self.push(waiter)
    }

    #[inline(always)]
    fn take(&mut self) -> Option<W> {
        self.pop()
    }
}

impl<W> WaitList<W> {
    pub(super) const fn new() -> Self {
        Self {
            line: VecDeque::new(),
            head: 0,
            len: 0,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) fn push(&mut self, waiter: W) -> Place {
        let place = Place(self.next());
        self.line.push_back(Some(waiter));
        self.len += 1;
        place
    }

    #[inline(always)]
    pub(super) fn pop(&mut self) -> Option<W> {
        let waiter = self.line.pop_front()??;
        self.head = self.head.wrapping_add(1);
        self.len -= 1;
        self.skip_gone();
        Some(waiter)
    }

    pub(super) fn get_mut(&mut self, place: Place) -> Option<&mut W> {
        let index = self.index(place)?;
        self.line.get_mut(index)?.as_mut()
    }

    pub(super) fn remove(&mut self, place: Place) -> Option<W> {
        let index = self.index(place)?;
        let waiter = self.line.get_mut(index)?.take()?;
        self.len -= 1;
        self.skip_gone();
        Some(waiter)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &W> {
        self.line.iter().flatten()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut W> {
        self.line.iter_mut().flatten()
    }

    fn index(&self, place: Place) -> Option<usize> {
        usize::try_from(place.0.wrapping_sub(self.head)).ok()
    }

    #[inline(always)]
    fn skip_gone(&mut self) {
        while let Some(None) = self.line.front() {
            self.line.pop_front();
            self.head = self.head.wrapping_add(1);
        }
    }
}
