//! A heap of timers.

use std::num::NonZeroU64;

use super::Instant;
use super::timer_queue::TimerKey;

/// How many children an entry has. With four there are half as many levels as with two; with eight, which would fill a
/// whole line of the cache, there is more to compare where few timers run, as in most pools.
const CHILDREN: usize = 4;

pub(crate) struct Entry<T> {
    pub(crate) key: TimerKey,
    /// Nothing in a gap.
    pub(crate) value: Option<T>,
}

/// Entries, the one with the lowest key first.
///
/// With many entries the time goes into waiting for memory, so the deadlines lie apart from all else, and those of an
/// entry's children in one line of the cache: a level of the heap is one line to look at before it is known where to go on.
pub(crate) struct Heap<T> {
    /// The deadlines of entry `i`'s children are line `i + 1`; the first line has the first entry's at its end. Where there
    /// is no entry, the deadline is the latest that there is.
    lines: Vec<Line>,
    /// The rest of each entry.
    rests: Vec<Rest<T>>,
}

#[repr(align(32))]
struct Line([Instant; CHILDREN]);

struct Rest<T> {
    seq: NonZeroU64,
    value: Option<T>,
}

struct Child {
    at: usize,
    column: usize,
    deadline: Instant,
}

impl<T> Heap<T> {
    pub(crate) const fn new() -> Self {
        Self {
            lines: Vec::new(),
            rests: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rests.len()
    }

    /// The lowest key.
    #[inline(always)]
    pub(crate) fn first(&self) -> Option<TimerKey> {
        let rest = self.rests.first()?;
        Some(TimerKey::new(self.deadline(0), rest.seq))
    }

    /// Takes the value of the first and leaves a gap in its place.
    #[inline(always)]
    pub(crate) fn take_first(&mut self) -> Option<T> {
        self.rests.first_mut()?.value.take()
    }

    /// The key that would be the lowest without the first.
    pub(crate) fn second(&self) -> Option<TimerKey> {
        let child = self.least_child(0)?;
        Some(TimerKey::new(child.deadline, self.rests[child.at].seq))
    }

    #[inline(never)]
    pub(crate) fn push(&mut self, entry: Entry<T>) {
        let mut place = self.rests.len();
        let (deadline, seq) = (entry.key.deadline(), entry.key.seq());
        self.rests.push(Rest {
            seq,
            value: entry.value,
        });
        if line_of(place) == self.lines.len() {
            self.lines.push(Line([Instant::MAX; CHILDREN]));
        }
        while place > 0 {
            let parent = (place - 1) / CHILDREN;
            let above = self.deadline(parent);
            if above < deadline || above == deadline && self.rests[parent].seq < seq {
                break;
            }
            self.set_deadline(place, above);
            self.rests.swap(parent, place);
            place = parent;
        }
        self.set_deadline(place, deadline);
    }

    pub(crate) fn pop(&mut self) -> Option<Entry<T>> {
        let last = self.rests.pop()?;
        let place = self.rests.len();
        let deadline = self.deadline(place);
        self.set_deadline(place, Instant::MAX);
        // An empty line stays; it is taken up again.
        let (deadline, rest) = match self.rests.first_mut() {
            None => (deadline, last),
            Some(first) => {
                let first = std::mem::replace(first, last);
                let first_deadline = self.deadline(0);
                self.sift_down(deadline);
                (first_deadline, first)
            }
        };
        Some(Entry {
            key: TimerKey::new(deadline, rest.seq),
            value: rest.value,
        })
    }

    /// Puts an entry into the place of the first, which is dropped.
    #[inline(always)]
    pub(crate) fn replace_first(&mut self, entry: Entry<T>) {
        if let Some(first) = self.rests.first_mut() {
            *first = Rest {
                seq: entry.key.seq(),
                value: entry.value,
            };
            let deadline = entry.key.deadline();
            if self.is_before_children(deadline) {
                self.set_deadline(0, deadline);
            } else {
                self.sift_down(deadline);
            }
        }
    }

    /// Whether an entry with this deadline may stay at the top; a tie says no, as only the numbers decide it then. With few
    /// timers that is what most insertions come to.
    #[inline(always)]
    fn is_before_children(&self, deadline: Instant) -> bool {
        let children = self.lines.get(1);
        children.is_none_or(|Line(children)| children.iter().all(|child| deadline < *child))
    }

    /// The first entry's deadline is this one now: down it goes to where it belongs.
    #[inline(never)]
    fn sift_down(&mut self, deadline: Instant) {
        let mut place = 0;
        let (mut line, mut column) = (line_of(0), column_of(0));
        while let Some(Child {
            at,
            column: its,
            deadline: below,
        }) = self.least_child(place)
        {
            if deadline < below || deadline == below && self.rests[place].seq < self.rests[at].seq {
                break;
            }
            self.lines[line].0[column] = below;
            self.rests.swap(place, at);
            (line, column) = (place + 1, its);
            place = at;
        }
        self.lines[line].0[column] = deadline;
    }

    #[inline(always)]
    fn least_child(&self, place: usize) -> Option<Child> {
        let Line(deadlines) = self.lines.get(place + 1)?;
        let first = place * CHILDREN + 1;
        let (mut column, mut deadline, mut is_tied) = (0, deadlines[0], false);
        for (other, its) in deadlines.iter().enumerate().skip(1) {
            is_tied |= *its == deadline;
            if *its < deadline {
                (column, deadline) = (other, *its);
            }
        }
        if is_tied {
            column = self.first_inserted(first, deadline, column);
        }
        let at = first + column;
        (at < self.rests.len()).then_some(Child { at, column, deadline })
    }

    /// Of several children with this deadline.
    #[cold]
    fn first_inserted(&self, first: usize, deadline: Instant, mut column: usize) -> usize {
        let siblings = &self.rests[first.min(self.rests.len())..];
        for (other, rest) in siblings.iter().enumerate().take(CHILDREN) {
            if self.deadline(first + other) == deadline && rest.seq < siblings[column].seq {
                column = other;
            }
        }
        column
    }

    #[inline(always)]
    fn deadline(&self, place: usize) -> Instant {
        self.lines[line_of(place)].0[column_of(place)]
    }

    #[inline(always)]
    fn set_deadline(&mut self, place: usize, deadline: Instant) {
        self.lines[line_of(place)].0[column_of(place)] = deadline;
    }
}

const fn line_of(place: usize) -> usize {
    place.div_ceil(CHILDREN)
}

const fn column_of(place: usize) -> usize {
    (place + CHILDREN - 1) % CHILDREN
}
