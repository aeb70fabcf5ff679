//! When unfinished tasks were accepted.

/// A hash table by the task's number. One of our own because it is small: the standard one would be a tenth of the whole
/// module. Open addressing, never more than half full; what is removed leaves no gap, so that it is as quick after 10^9
/// tasks as at first.
#[derive(Debug)]
pub(super) struct AcceptTimes {
    /// A power of two of them; tasks are counted from 1, and 0 is a vacant place.
    places: Vec<Place>,
    filled: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Place {
    task: u64,
    nanos: u64,
}

const FEWEST_PLACES: usize = 64;
/// 2^64 over the golden ratio: numbers in a row fall far apart (Knuth, The Art of Computer Programming 3, 6.4).
const SCATTER: u64 = 0x9e37_79b9_7f4a_7c15;

impl AcceptTimes {
    pub(super) fn new() -> Self {
        Self {
            places: vec![Place::default(); FEWEST_PLACES],
            filled: 0,
        }
    }

    pub(super) fn insert(&mut self, task: u64, nanos: u64) {
        if 2 * self.filled >= self.places.len() {
            self.grow();
        }
        let index = self.index_of(task);
        self.filled += usize::from(self.places[index].task == 0);
        self.places[index] = Place { task, nanos };
    }

    pub(super) fn get(&self, task: u64) -> Option<u64> {
        let place = self.places[self.index_of(task)];
        (place.task == task).then_some(place.nanos)
    }

    pub(super) fn remove(&mut self, task: u64) -> Option<u64> {
        let mut gap = self.index_of(task);
        let found = self.places[gap];
        if found.task != task {
            return None;
        }
        self.filled -= 1;
        let mut index = gap;
        loop {
            index = self.after(index);
            let next = self.places[index];
            if next.task == 0 {
                break;
            }
            // It may move into the gap if its search passes there: if the gap is no earlier than where that begins.
            let home = self.home_of(next.task);
            if self.distance(home, index) >= self.distance(gap, index) {
                self.places[gap] = next;
                gap = index;
            }
        }
        self.places[gap] = Place::default();
        Some(found.nanos)
    }

    /// Where the task is, or would come.
    fn index_of(&self, task: u64) -> usize {
        let mut index = self.home_of(task);
        while self.places[index].task != 0 && self.places[index].task != task {
            index = self.after(index);
        }
        index
    }

    #[expect(clippy::cast_possible_truncation, reason = "fewer places than 2^32")]
    fn home_of(&self, task: u64) -> usize {
        let bits = self.places.len().ilog2();
        (task.wrapping_mul(SCATTER) >> (u64::BITS - bits)) as usize
    }

    fn after(&self, index: usize) -> usize {
        (index + 1) & (self.places.len() - 1)
    }

    fn distance(&self, from: usize, to: usize) -> usize {
        to.wrapping_sub(from) & (self.places.len() - 1)
    }

    #[cold]
    fn grow(&mut self) {
        let places = vec![Place::default(); 2 * self.places.len()];
        let before = std::mem::replace(&mut self.places, places);
        for place in before {
            if place.task != 0 {
                let index = self.index_of(place.task);
                self.places[index] = place;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::AcceptTimes;

    #[test]
    fn it_holds_what_a_map_holds() {
        let (mut times, mut map) = (AcceptTimes::new(), BTreeMap::new());
        let mut random = 1_u64;
        for step in 0..200_000_u64 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let task = (random >> 40) % 3_000 + 1;
            // Filled, emptied and filled again.
            if (random >> 33) % 4 < 1 + 2 * (step / 50_000 % 2) {
                times.insert(task, step);
                map.insert(task, step);
            } else {
                assert_eq!(times.remove(task), map.remove(&task));
            }
            let other = (random >> 20) % 3_000 + 1;
            assert_eq!(times.get(other), map.get(&other).copied());
            assert_eq!(times.filled, map.len());
        }
        for (task, nanos) in map {
            assert_eq!(times.remove(task), Some(nanos));
        }
        assert!(times.places.iter().all(|place| place.task == 0));
    }
}
