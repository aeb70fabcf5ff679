//! A heap of timers.

use std::num::NonZeroU64;

use super::Instant;
use super::timer_queue::TimerKey;

/// How many children an entry has. With four there are half as many levels as with two, and they fill a line of the cache;
/// with eight there is more to compare where few timers run, as in most pools.
const CHILDREN: usize = 4;

pub(crate) struct Entry<T> {
    pub(crate) key: TimerKey,
    /// Nothing in a gap.
    pub(crate) value: Option<T>,
}

/// Entries, the one with the lowest key first.
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

    /// The lowest key.
    #[inline(always)]
    pub(crate) fn first(&self) -> Option<TimerKey> {
        let (deadline, slot) = self.at_top()?;
        Some(TimerKey::new(deadline, self.slots[slot as usize].seq))
    }

    /// Takes the value of the first and leaves a gap in its place.
    #[inline(always)]
    pub(crate) fn take_first(&mut self) -> Option<T> {
        let (_, slot) = self.at_top()?;
        self.slots[slot as usize].value.take()
    }

    /// The deadline that would be the earliest without the first.
    pub(crate) fn second_deadline(&self) -> Option<Instant> {
        self.least_child(0).map(|child| child.deadline)
    }

    #[inline(never)]
    pub(crate) fn push(&mut self, entry: Entry<T>) {
        let (deadline, seq) = (entry.key.deadline(), entry.key.seq());
        let slot = self.fill_slot(seq, entry.value);
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
            if above < deadline || above == deadline && self.slots[its_slot as usize].seq < seq {
                break;
            }
            self.set(place, above, its_slot);
            place = parent;
        }
        self.set(place, deadline, slot);
    }

    pub(crate) fn pop(&mut self) -> Option<Entry<T>> {
        let (first_deadline, first_slot) = self.at_top()?;
        self.len -= 1;
        let (deadline, slot) = self.get(self.len);
        // An empty line stays; it is taken up again.
        self.set(self.len, Instant::MAX, 0);
        if self.len > 0 {
            self.sift_down(deadline, slot);
        }
        self.vacant.push(first_slot);
        let first = &mut self.slots[first_slot as usize];
        Some(Entry {
            key: TimerKey::new(first_deadline, first.seq),
            value: first.value.take(),
        })
    }

    /// Puts an entry into the place of the first, which is dropped.
    #[inline(always)]
    pub(crate) fn replace_first(&mut self, entry: Entry<T>) {
        let Some((_, slot)) = self.at_top() else {
            return;
        };
        self.slots[slot as usize] = Slot {
            seq: entry.key.seq(),
            value: entry.value,
        };
        let deadline = entry.key.deadline();
        if self.is_before_children(deadline) {
            self.set(0, deadline, slot);
        } else {
            self.sift_down(deadline, slot);
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

    fn fill_slot(&mut self, seq: NonZeroU64, value: Option<T>) -> u32 {
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
