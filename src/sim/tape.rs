//! The latest events of a simulation.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::pool::Event;

/// Keeps the latest events, up to a number of them; older ones are forgotten and counted.
#[derive(Debug, Clone)]
pub struct Tape {
    shared: Rc<RefCell<Kept>>,
    capacity: usize,
}

#[derive(Debug, Default)]
struct Kept {
    events: VecDeque<Event<u64>>,
    forgotten: u64,
}

impl Tape {
    /// An empty tape for so many events.
    pub fn new(capacity: usize) -> Self {
        Self {
            shared: Rc::default(),
            capacity,
        }
    }

    /// How many events it keeps.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    pub(super) fn record(&self, event: &Event<u64>) {
        let mut kept = self.shared.borrow_mut();
        if kept.events.len() >= self.capacity {
            kept.events.pop_front();
            kept.forgotten += 1;
        }
        if self.capacity > 0 {
            kept.events.push_back(event.clone());
        }
    }

    /// Takes the events off the tape, oldest first; also how many were forgotten before them since the last time.
    pub fn take(&self) -> (Vec<Event<u64>>, u64) {
        let mut kept = self.shared.borrow_mut();
        let forgotten = std::mem::take(&mut kept.forgotten);
        // Not by `drain`: it knows how to close a gap in the middle, which would be in the wasm for nothing.
        let mut events = Vec::with_capacity(kept.events.len());
        while let Some(event) = kept.events.pop_front() {
            events.push(event);
        }
        (events, forgotten)
    }
}
