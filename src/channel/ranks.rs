//! Lines by rank: a higher rank goes first, and within a rank who came first.

use std::collections::VecDeque;

/// What stands in one rank, first come first served.
pub(super) trait Line {
    type Item;
    /// Names a place in the line.
    type Place;

    /// An empty line that counts its places from here on.
    fn from(turn: u32) -> Self;

    /// The turn of the next place.
    fn next(&self) -> u32;

    fn len(&self) -> usize;

    fn put(&mut self, item: Self::Item) -> Self::Place;

    fn take(&mut self) -> Option<Self::Item>;
}

/// Nobody asks for a place in it.
impl<T> Line for VecDeque<T> {
    type Item = T;
    type Place = ();

    fn from(_turn: u32) -> Self {
        Self::new()
    }

    fn next(&self) -> u32 {
        0
    }

    #[inline(always)]
    fn len(&self) -> usize {
        self.len()
    }

    #[inline(always)]
    fn put(&mut self, item: T) {
        self.push_back(item);
    }

    #[inline(always)]
    fn take(&mut self) -> Option<T> {
        self.pop_front()
    }
}

/// A line for each rank. Nearly everybody is of rank 0, so that one is at hand, and costs what a single line would; what
/// concerns the others is kept apart, and small.
#[derive(Debug)]
pub(super) struct Ranks<L> {
    usual: L,
    /// The others that somebody is in, the highest rank last.
    others: Vec<(i32, L)>,
    /// How many are in those together.
    in_others: usize,
    /// Lines that begin now count their places from here on, beyond all lines that have ended.
    next: u32,
}

impl<L: Line> Ranks<L> {
    /// `usual` is the line of rank 0.
    pub(super) const fn new(usual: L) -> Self {
        Self {
            usual,
            others: Vec::new(),
            in_others: 0,
            next: 0,
        }
    }

    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.usual.len() + self.in_others
    }

    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Puts one more into the line of this rank.
    #[inline(always)]
    pub(super) fn put(&mut self, rank: i32, item: L::Item) -> L::Place {
        if rank == 0 {
            return self.usual.put(item);
        }
        self.put_into_other(rank, item)
    }

    #[cold]
    #[inline(never)]
    fn put_into_other(&mut self, rank: i32, item: L::Item) -> L::Place {
        let index = self.find(rank).unwrap_or_else(|index| {
            self.others.insert(index, (rank, L::from(self.next)));
            index
        });
        self.in_others += 1;
        self.others[index].1.put(item)
    }

    /// Takes the first of the highest rank, and tells that rank.
    #[inline(always)]
    pub(super) fn take_first(&mut self) -> Option<(i32, L::Item)> {
        if self.in_others == 0 {
            return Some((0, self.usual.take()?));
        }
        self.take_first_of_several()
    }

    #[cold]
    #[inline(never)]
    fn take_first_of_several(&mut self) -> Option<(i32, L::Item)> {
        self.take(self.highest()?)
    }

    /// Takes the first of the lowest rank.
    pub(super) fn take_last(&mut self) -> Option<L::Item> {
        let rank = match self.others.first() {
            Some((rank, _)) if *rank < 0 || self.usual.len() == 0 => *rank,
            _ => 0,
        };
        self.take(rank).map(|(_, item)| item)
    }

    #[inline(never)]
    fn take(&mut self, rank: i32) -> Option<(i32, L::Item)> {
        let item = self.line_mut(rank)?.take()?;
        self.has_left(rank);
        Some((rank, item))
    }

    /// One has left the line of this rank, which ends with the last.
    pub(super) fn has_left(&mut self, rank: i32) {
        if rank == 0 {
            return;
        }
        self.in_others -= 1;
        if let Ok(index) = self.find(rank)
            && self.others[index].1.len() == 0
        {
            let (_, ended) = self.others.remove(index);
            self.next = ended.next().max(self.next);
        }
    }

    /// Whether all are of rank 0.
    #[inline(always)]
    pub(super) fn is_plain(&self) -> bool {
        self.in_others == 0
    }

    /// The highest rank that somebody is of; `None` if there is nobody.
    pub(super) fn highest(&self) -> Option<i32> {
        match self.others.last() {
            Some((rank, _)) if *rank > 0 || self.usual.len() == 0 => Some(*rank),
            _ => (self.usual.len() > 0).then_some(0),
        }
    }

    /// The line of this rank; `None` if there is none.
    pub(super) fn line_mut(&mut self, rank: i32) -> Option<&mut L> {
        if rank == 0 {
            return Some(&mut self.usual);
        }
        let index = self.find(rank).ok()?;
        Some(&mut self.others[index].1)
    }

    /// Shows the lines, the highest rank first, until `see` says that it is enough.
    pub(super) fn each(&self, see: &mut dyn FnMut(i32, &L) -> bool) {
        let mut is_usual_due = true;
        for (rank, line) in self.others.iter().rev() {
            if *rank < 0 && is_usual_due {
                is_usual_due = false;
                if see(0, &self.usual) {
                    return;
                }
            }
            if see(*rank, line) {
                return;
            }
        }
        if is_usual_due {
            see(0, &self.usual);
        }
    }

    /// All lines, in no particular order.
    pub(super) fn lines_mut(&mut self) -> impl Iterator<Item = &mut L> {
        let others = self.others.iter_mut().map(|(_, line)| line);
        others.chain([&mut self.usual])
    }

    fn find(&self, rank: i32) -> Result<usize, usize> {
        self.others.binary_search_by_key(&rank, |(other, _)| *other)
    }
}
