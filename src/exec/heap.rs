//! A heap of timers.

use std::num::NonZeroU64;

use super::Instant;

/// How many children an entry has. With four there are half as many levels as with two, and they share a line of the cache;
/// with eight, which do not fit one, there is more to compare where few timers run, as in most pools.
const CHILDREN: usize = 4;

/// Values by deadline, the earliest first, and of those with one deadline the one with the lowest number.
///
/// A value may be taken out wherever it is: its entry stays, without one, until it is removed from the top or swept out.
///
/// With many entries the time goes into waiting for memory, so all that moves in the heap are deadlines and the numbers of
/// slots, and an entry's children are one line of the cache: nothing else is looked at on the way down, but for ties.
pub(crate) struct Heap<T> {
    /// The children of entry `i` are line `i + 1`; the first line has the first entry at its end.
    lines: Vec<Line>,
    len: usize,
    /// What does not move: the rest of each entry.
    slots: Vec<Slot<T>>,
    vacant: Vec<u32>,
}

/// Where there is no entry, the deadline is the latest that there is.
#[repr(align(64))]
struct Line {
    deadlines: [Instant; CHILDREN],
    slots: [u32; CHILDREN],
}

struct Slot<T> {
    seq: NonZeroU64,
    value: Option<T>,
}

struct Child {
    place: usize,
    column: usize,
    deadline: Instant,
}

impl<T> Heap<T> {
    pub(crate) const fn new() -> Self {
        Self {
            lines: Vec::new(),
            len: 0,
            slots: Vec::new(),
            vacant: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// How many slots there are, with and without an entry.
    #[cfg(test)]
    pub(super) fn slots(&self) -> usize {
        self.slots.len()
    }

    /// The earliest deadline.
    #[inline(always)]
    pub(crate) fn first_deadline(&self) -> Option<Instant> {
        self.at_top().map(|(deadline, _)| deadline)
    }

    /// Whether the first has no value any more.
    pub(crate) fn is_first_empty(&self) -> bool {
        self.at_top()
            .is_some_and(|(_, slot)| self.slots[slot as usize].value.is_none())
    }

    /// Takes the value of the first, whose entry stays.
    #[inline(always)]
    pub(crate) fn take_first(&mut self) -> Option<T> {
        let (_, slot) = self.at_top()?;
        self.slots[slot as usize].value.take()
    }

    /// The deadline that would be the earliest without the first.
    pub(crate) fn second_deadline(&self) -> Option<Instant> {
        self.least_child(0).map(|child| child.deadline)
    }

    /// The value with this number, in the slot that [`push`](Self::push) gave it.
    pub(crate) fn value(&mut self, slot: u32, seq: NonZeroU64) -> Option<&mut T> {
        let its = self.slots.get_mut(slot as usize).filter(|its| its.seq == seq)?;
        its.value.as_mut()
    }

    /// Takes that value out.
    pub(crate) fn take(&mut self, slot: u32, seq: NonZeroU64) -> Option<T> {
        let its = self.slots.get_mut(slot as usize).filter(|its| its.seq == seq)?;
        its.value.take()
    }

    /// Whether it is still there.
    #[inline(always)]
    pub(crate) fn holds(&self, slot: u32, seq: NonZeroU64) -> bool {
        let its = self.slots.get(slot as usize);
        its.is_some_and(|its| its.seq == seq && its.value.is_some())
    }

    /// Adds a value; gives its slot. Numbers are never used twice.
    #[inline(never)]
    pub(crate) fn push(&mut self, deadline: Instant, seq: NonZeroU64, value: T) -> u32 {
        let slot = self.fill_slot(seq, value);
        self.add(deadline, slot);
        slot
    }

    fn add(&mut self, deadline: Instant, slot: u32) {
        let mut place = self.len;
        self.len += 1;
        if line_of(place) == self.lines.len() {
            self.lines.push(Line {
                deadlines: [Instant::MAX; CHILDREN],
                slots: [0; CHILDREN],
            });
        }
        while place > 0 {
            let parent = (place - 1) / CHILDREN;
            let (above, its_slot) = self.get(parent);
            if above < deadline || above == deadline && self.is_older(its_slot, slot) {
                break;
            }
            self.set(place, above, its_slot);
            place = parent;
        }
        self.set(place, deadline, slot);
    }

    /// Removes the first entry; gives its value, if it still has one.
    pub(crate) fn pop(&mut self) -> Option<T> {
        let (_, first) = self.at_top()?;
        self.len -= 1;
        let (deadline, slot) = self.get(self.len);
        // An empty line stays; it is taken up again.
        self.set(self.len, Instant::MAX, 0);
        if self.len > 0 {
            self.sift_down(deadline, slot);
        }
        self.vacant.push(first);
        self.slots[first as usize].value.take()
    }

    /// Puts an entry into the place and the slot of the first, whose value has been taken; gives the slot.
    ///
    /// # Panics
    ///
    /// If there is no first.
    #[inline(always)]
    pub(crate) fn replace_first(&mut self, deadline: Instant, seq: NonZeroU64, value: T) -> u32 {
        let (_, slot) = self.get(0);
        self.slots[slot as usize] = Slot {
            seq,
            value: Some(value),
        };
        if self.is_before_children(deadline) {
            self.set(0, deadline, slot);
        } else {
            self.sift_down(deadline, slot);
        }
        slot
    }

    /// Removes the entries without a value.
    pub(crate) fn sweep(&mut self) {
        let entries: Vec<_> = (0..self.len).map(|place| self.get(place)).collect();
        self.lines.clear();
        self.len = 0;
        for (deadline, slot) in entries {
            if self.slots[slot as usize].value.is_some() {
                self.add(deadline, slot);
            } else {
                self.vacant.push(slot);
            }
        }
    }

    /// Whether an entry with this deadline may stay at the top; a tie says no, as only the numbers decide it then. With few
    /// timers that is what most insertions come to.
    #[inline(always)]
    fn is_before_children(&self, deadline: Instant) -> bool {
        let children = self.lines.get(1);
        children.is_none_or(|line| line.deadlines.iter().all(|child| deadline < *child))
    }

    /// Puts an entry where it belongs, from the top down, where there is none or one that is not wanted any more.
    #[inline(never)]
    fn sift_down(&mut self, deadline: Instant, slot: u32) {
        let (mut place, mut line, mut column) = (0, line_of(0), column_of(0));
        while let Some(child) = self.least_child(place) {
            let below = self.lines[place + 1].slots[child.column];
            if deadline < child.deadline || deadline == child.deadline && self.is_older(slot, below) {
                break;
            }
            let there = &mut self.lines[line];
            there.deadlines[column] = child.deadline;
            there.slots[column] = below;
            (line, column, place) = (place + 1, child.column, child.place);
        }
        let there = &mut self.lines[line];
        there.deadlines[column] = deadline;
        there.slots[column] = slot;
    }

    #[inline(always)]
    fn least_child(&self, place: usize) -> Option<Child> {
        let line = self.lines.get(place + 1)?;
        let (mut column, mut deadline, mut is_tied) = (0, line.deadlines[0], false);
        for (other, its) in line.deadlines.iter().enumerate().skip(1) {
            is_tied |= *its == deadline;
            if *its < deadline {
                (column, deadline) = (other, *its);
            }
        }
        let first = place * CHILDREN + 1;
        if is_tied {
            column = self.first_inserted(line, self.len.saturating_sub(first), column);
        }
        (first + column < self.len).then_some(Child {
            place: first + column,
            column,
            deadline,
        })
    }

    /// Of several of the first `count` in a line that have the deadline of this one.
    #[cold]
    fn first_inserted(&self, line: &Line, count: usize, mut column: usize) -> usize {
        let deadline = line.deadlines[column];
        for other in 0..count.min(CHILDREN) {
            if line.deadlines[other] == deadline && self.is_older(line.slots[other], line.slots[column]) {
                column = other;
            }
        }
        column
    }

    #[cold]
    fn is_older(&self, slot: u32, than: u32) -> bool {
        self.slots[slot as usize].seq < self.slots[than as usize].seq
    }

    fn fill_slot(&mut self, seq: NonZeroU64, value: T) -> u32 {
        let value = Some(value);
        let filled = Slot { seq, value };
        if let Some(slot) = self.vacant.pop() {
            self.slots[slot as usize] = filled;
            return slot;
        }
        let slot = u32::try_from(self.slots.len()).expect("memory ends before 2^32 timers");
        self.slots.push(filled);
        slot
    }

    #[inline(always)]
    fn at_top(&self) -> Option<(Instant, u32)> {
        (self.len > 0).then(|| self.get(0))
    }

    #[inline(always)]
    fn get(&self, place: usize) -> (Instant, u32) {
        let (line, column) = (&self.lines[line_of(place)], column_of(place));
        (line.deadlines[column], line.slots[column])
    }

    #[inline(always)]
    fn set(&mut self, place: usize, deadline: Instant, slot: u32) {
        let (line, column) = (&mut self.lines[line_of(place)], column_of(place));
        line.deadlines[column] = deadline;
        line.slots[column] = slot;
    }
}

const fn line_of(place: usize) -> usize {
    place.div_ceil(CHILDREN)
}

const fn column_of(place: usize) -> usize {
    (place + CHILDREN - 1) % CHILDREN
}
