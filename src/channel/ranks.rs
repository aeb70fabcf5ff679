//! Lines by rank: a higher rank goes first, and within a rank who came first.

/// What stands in one rank.
pub(super) trait Line {
    fn len(&self) -> usize;
}

/// A line for each rank. Nearly everybody is of rank 0, so that one is at hand, and costs what a single line would.
#[derive(Debug)]
pub(super) struct Ranks<L> {
    usual: L,
    /// The others that somebody is in, the highest rank last.
    others: Vec<(i32, L)>,
    /// How many are in those together.
    in_others: usize,
}

impl<L: Line> Ranks<L> {
    /// `usual` is the line of rank 0.
    pub(super) const fn new(usual: L) -> Self {
        Self {
            usual,
            others: Vec::new(),
            in_others: 0,
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

    /// Puts one more into the line of this rank; if there is none, it is made.
    #[inline(always)]
    pub(super) fn add<R>(&mut self, rank: i32, make: impl FnOnce() -> L, put: impl FnOnce(&mut L) -> R) -> R {
        if rank == 0 {
            return put(&mut self.usual);
        }
        put(self.other_line(rank, make))
    }

    #[cold]
    fn other_line(&mut self, rank: i32, make: impl FnOnce() -> L) -> &mut L {
        self.in_others += 1;
        let index = match self.find(rank) {
            Ok(index) => index,
            Err(index) => {
                self.others.insert(index, (rank, make()));
                index
            }
        };
        &mut self.others[index].1
    }

    /// Takes the first of the highest rank, and tells that rank.
    #[inline(always)]
    pub(super) fn take_first<R>(&mut self, take: impl FnOnce(&mut L) -> Option<R>) -> Option<(i32, R)> {
        if self.in_others == 0 {
            return Some((0, take(&mut self.usual)?));
        }
        let rank = match self.others.last() {
            Some((rank, _)) if *rank > 0 || self.usual.len() == 0 => *rank,
            _ => 0,
        };
        Some((rank, self.take_from(rank, take)?))
    }

    /// Takes one of the lowest rank.
    pub(super) fn take_last<R>(&mut self, take: impl FnOnce(&mut L) -> Option<R>) -> Option<R> {
        let rank = match self.others.first() {
            Some((rank, _)) if *rank < 0 || self.usual.len() == 0 => *rank,
            _ => 0,
        };
        self.take_from(rank, take)
    }

    /// Takes one of this rank. Its line ends with the last who leaves it.
    pub(super) fn take_from<R>(&mut self, rank: i32, take: impl FnOnce(&mut L) -> Option<R>) -> Option<R> {
        if rank == 0 {
            return take(&mut self.usual);
        }
        let index = self.find(rank).ok()?;
        let line = &mut self.others[index].1;
        let taken = take(line)?;
        self.in_others -= 1;
        if line.len() == 0 {
            self.others.remove(index);
        }
        Some(taken)
    }

    /// The line of this rank; `None` if nobody is in it.
    pub(super) fn line_mut(&mut self, rank: i32) -> Option<&mut L> {
        if rank == 0 {
            return Some(&mut self.usual);
        }
        let index = self.find(rank).ok()?;
        Some(&mut self.others[index].1)
    }

    /// The lines, the highest rank first.
    pub(super) fn iter(&self) -> impl Iterator<Item = (i32, &L)> {
        let (lower, higher) = self.others.split_at(self.lower());
        let [lower, higher] = [lower, higher].map(|lines| lines.iter().rev().map(|(rank, line)| (*rank, line)));
        higher.chain([(0, &self.usual)]).chain(lower)
    }

    /// The same to be changed, but for who is in them.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut L> {
        let lower = self.lower();
        let (lower, higher) = self.others.split_at_mut(lower);
        let [lower, higher] = [lower, higher].map(|lines| lines.iter_mut().rev().map(|(_, line)| line));
        higher.chain([&mut self.usual]).chain(lower)
    }

    /// How many of the others are below the usual line.
    fn lower(&self) -> usize {
        self.others.partition_point(|(rank, _)| *rank < 0)
    }

    fn find(&self, rank: i32) -> Result<usize, usize> {
        self.others.binary_search_by_key(&rank, |(other, _)| *other)
    }
}
