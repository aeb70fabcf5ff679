//! Work that goes on although nobody waits for it any more.

use std::cell::Cell;
use std::rc::Rc;

/// Counts attempts that timed out or were cancelled but whose work can't be stopped: a JavaScript promise, a thread. A
/// task whose execution is such work begins a [`Zombie`] when the execution is dropped early, and drops it when the
/// work ends. Give the pool a clone with [`PoolBuilder::zombies`](super::PoolBuilder::zombies), and its figures tell.
///
/// ```
/// use twinpool::pool::Zombies;
///
/// let zombies = Zombies::default();
/// let zombie = zombies.begin();
/// assert_eq!(zombies.count(), 1);
/// drop(zombie);
/// assert_eq!(zombies.count(), 0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Zombies {
    count: Rc<Cell<u64>>,
}

/// Counted for as long as it exists.
#[derive(Debug)]
#[must_use = "a zombie is counted until it is dropped"]
pub struct Zombie {
    count: Rc<Cell<u64>>,
}

impl Zombies {
    /// An abandoned attempt's work goes on.
    pub fn begin(&self) -> Zombie {
        self.count.set(self.count.get() + 1);
        Zombie {
            count: Rc::clone(&self.count),
        }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count.get()
    }
}

impl Drop for Zombie {
    fn drop(&mut self) {
        self.count.set(self.count.get() - 1);
    }
}
