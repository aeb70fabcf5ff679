//! Who waits, first come first served.

use super::ranks::Line;

/// A place in a line of waiting senders or receivers. An old one names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    spot: u32,
    /// Counts those who came, so that it tells apart who was in this spot; the same again after 2^32 others.
    turn: u32,
}

/// A line that one can also leave from the middle, in constant time, and without a trace.
#[derive(Debug)]
pub(super) struct WaitList<W> {
    /// Linked in the order of the line; those that nobody is in are linked as well, in a line of their own.
    spots: Vec<Spot<W>>,
    head: u32,
    tail: u32,
    vacant: u32,
    next_turn: u32,
    len: usize,
}

#[derive(Debug)]
struct Spot<W> {
    turn: u32,
    before: u32,
    behind: u32,
    waiter: Option<W>,
}

/// In place of a spot.
const NONE: u32 = u32::MAX;

impl<W> Line for WaitList<W> {
    type Item = W;
    type Place = Place;

    fn from(turn: u32) -> Self {
        Self {
            next_turn: turn,
            ..Self::new()
        }
    }

    fn next(&self) -> u32 {
        self.next_turn
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
            spots: Vec::new(),
            head: NONE,
            tail: NONE,
            vacant: NONE,
            next_turn: 0,
            len: 0,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[inline(always)]
    pub(super) fn push(&mut self, waiter: W) -> Place {
        let turn = self.next_turn;
        self.next_turn = turn.wrapping_add(1);
        let taken = Spot {
            turn,
            before: self.tail,
            behind: NONE,
            waiter: Some(waiter),
        };
        let mut spot = self.vacant;
        if let Some(vacant) = self.spots.get_mut(spot as usize) {
            self.vacant = vacant.behind;
            *vacant = taken;
        } else {
            spot = u32::try_from(self.spots.len()).expect("memory ends before 2^32 wait");
            self.spots.push(taken);
        }
        match self.spots.get_mut(self.tail as usize) {
            Some(last) => last.behind = spot,
            None => self.head = spot,
        }
        self.tail = spot;
        self.len += 1;
        Place { spot, turn }
    }

    #[inline(always)]
    pub(super) fn pop(&mut self) -> Option<W> {
        self.vacate(self.head)
    }

    pub(super) fn get_mut(&mut self, place: Place) -> Option<&mut W> {
        let spot = self.spots.get_mut(place.spot as usize)?;
        spot.waiter.as_mut().filter(|_| spot.turn == place.turn)
    }

    pub(super) fn remove(&mut self, place: Place) -> Option<W> {
        self.get_mut(place)?;
        self.vacate(place.spot)
    }

    /// Takes whoever is in this spot out of the line.
    #[inline(always)]
    fn vacate(&mut self, spot: u32) -> Option<W> {
        let left = self.spots.get_mut(spot as usize)?;
        let (waiter, before, behind) = (left.waiter.take(), left.before, left.behind);
        left.behind = self.vacant;
        self.vacant = spot;
        match self.spots.get_mut(before as usize) {
            Some(before) => before.behind = behind,
            None => self.head = behind,
        }
        match self.spots.get_mut(behind as usize) {
            Some(behind) => behind.before = before,
            None => self.tail = before,
        }
        self.len -= 1;
        waiter
    }

    /// Hands out those who wait, in order.
    pub(super) fn each_mut(&mut self, see: &mut dyn FnMut(&mut W)) {
        let mut next = self.head;
        while let Some(spot) = self.spots.get_mut(next as usize) {
            spot.waiter.iter_mut().for_each(&mut *see);
            next = spot.behind;
        }
    }

    /// Shows them.
    pub(super) fn each<'a>(&'a self, see: &mut dyn FnMut(&'a W)) {
        let mut next = self.head;
        while let Some(spot) = self.spots.get(next as usize) {
            spot.waiter.iter().for_each(&mut *see);
            next = spot.behind;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, WaitList};

    #[test]
    fn who_left_the_line_does_not_pile_up_behind_a_head_that_stays() {
        let mut list = WaitList::new();
        let head = list.push(0);
        for waiter in 1..100_000 {
            let place = list.push(waiter);
            assert_eq!(list.remove(place), Some(waiter));
        }
        assert_eq!(list.spots.len(), 2);
        assert_eq!(list.get_mut(head), Some(&mut 0));
    }

    #[test]
    fn whoever_leaves_the_rest_stays_in_order_and_an_old_place_names_nobody() {
        let (mut list, mut model, mut gone) = (WaitList::new(), Vec::<(Place, u64)>::new(), Vec::new());
        let mut longest = 0;
        let mut bits = 1_u64;
        let mut below = |limit: usize| {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(bits >> 33).unwrap() % limit
        };
        for waiter in 0..20_000 {
            // It grows for a while, and shrinks for a while.
            let grows = waiter / 1_000 % 2 == 0;
            match below(10) {
                0..=5 if grows => model.push((list.push(waiter), waiter)),
                0 => {
                    let first = (!model.is_empty()).then(|| model.remove(0));
                    assert_eq!(list.pop(), first.map(|(_, waiter)| waiter));
                    gone.extend(first);
                }
                1..=8 if !model.is_empty() => {
                    let (place, waiter) = model.remove(below(model.len()));
                    assert_eq!(list.get_mut(place), Some(&mut { waiter }));
                    assert_eq!(list.remove(place), Some(waiter));
                    gone.push((place, waiter));
                }
                _ => {}
            }
            if let Some((place, _)) = gone.get(below(gone.len().max(1))) {
                assert_eq!(list.get_mut(*place), None);
                assert_eq!(list.remove(*place), None);
            }
            assert_eq!((list.len, list.is_empty()), (model.len(), model.is_empty()));
            longest = longest.max(model.len());
            assert_eq!(list.spots.len(), longest);
            let mut rest = model.iter().map(|(_, waiter)| *waiter);
            list.each(&mut |waiter| assert_eq!(Some(*waiter), rest.next()));
            assert_eq!(rest.next(), None);
        }
    }
}
