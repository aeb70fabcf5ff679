//! More workers or fewer, while the pool runs.

use std::rc::Rc;
use std::task::{Poll, Waker};

use super::seat::Seat;
use super::state::{Shared, State};
use super::{MOST_WORKERS, Task};
use crate::Invalid;
use crate::channel;
use crate::exec::Clock;

impl<T: Task, C: Clock> Shared<T, C> {
    pub(super) fn set_workers(shared: &Rc<Self>, workers: usize) -> Result<(), Invalid> {
        if !(1..=MOST_WORKERS).contains(&workers) {
            return Err(Invalid::new("workers", workers, "a whole number from 1 to 100,000"));
        }
        let (idle, empty) = shared.step(|state, _| state.set_workers(workers));
        for seat in empty {
            Self::staff(shared, seat);
        }
        idle.into_iter().for_each(Waker::wake);
        Ok(())
    }

    /// A worker that is not wanted any more gets no task; what it was promised goes to the next.
    #[cold]
    pub(super) fn excuse<R>(&self, place: &mut Option<channel::Place>) -> Poll<Option<R>> {
        let next = self.step(|state, _| {
            let next = place.take().and_then(|place| state.queue.leave(place));
            state.note_promises();
            next
        });
        if let Some(next) = next {
            next.wake();
        }
        Poll::Ready(None)
    }
}

impl<T: Task> State<T> {
    /// Whom to wake, so that those who are not wanted any more see it, and which seats to fill.
    fn set_workers(&mut self, workers: usize) -> (Vec<Waker>, Vec<Rc<Seat<T>>>) {
        if self.workers == 0 {
            // They have all gone home.
            return (Vec::new(), Vec::new());
        }
        for index in (0..u32::MAX).take(workers).skip(self.seats.len()) {
            self.seats.push(Seat::new(index));
        }
        let (mut idle, mut empty) = (Vec::new(), Vec::new());
        for seat in &self.seats {
            let is_wanted = (seat.index as usize) < workers;
            seat.is_wanted.set(is_wanted);
            if !is_wanted {
                idle.extend(seat.worker.borrow().clone());
            } else if !seat.is_staffed.get() {
                empty.push(Rc::clone(seat));
            }
        }
        self.workers += empty.len();
        self.stats.set_workers(self.workers as u64);
        (idle, empty)
    }
}
