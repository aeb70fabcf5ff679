//! Who is where, as columns of numbers: what a drawing reads many times a second.

use super::Simulation;
use crate::pool::{Seen, WorkerState};

/// A worker's state in [`View::worker_state`].
pub mod worker_state {
    /// It waits for a task.
    pub const IDLE: u8 = 0;
    /// It makes an attempt.
    pub const RUNNING: u8 = 1;
    /// It waits its task's backoff out.
    pub const HOLDING: u8 = 2;
    /// It has left, because the pool has been made smaller; one after it still finishes its task.
    pub const GONE: u8 = 3;
}

/// A picture of one moment, in columns that keep their memory from one picture to the next. Tasks are told by their
/// number, counted from 1, times in milliseconds.
#[derive(Debug, Default)]
pub struct View {
    /// The buffer, head first.
    pub queue: Vec<f64>,
    /// Who waits for room, first come first.
    pub blocked: Vec<f64>,
    /// By blocked task: since when.
    pub blocked_since_ms: Vec<f64>,
    /// By worker: see [`worker_state`].
    pub worker_state: Vec<u8>,
    /// By worker: the task that it is with, or 0.
    pub worker_task: Vec<f64>,
    /// By worker: the attempt that it makes, or the last one.
    pub worker_attempt: Vec<u32>,
    /// By worker: since when it has been in this state; 0 when idle or gone.
    pub worker_since_ms: Vec<f64>,
    /// By worker: until when, to the nanosecond; 0 when idle or gone.
    pub worker_until_ms: Vec<f64>,
    /// Released tasks in backoff, the first that is due first.
    pub shelf_task: Vec<f64>,
    /// By released task: the attempt that failed.
    pub shelf_attempt: Vec<u32>,
    /// By released task: when it failed.
    pub shelf_since_ms: Vec<f64>,
    /// By released task: when it is due.
    pub shelf_until_ms: Vec<f64>,
}

impl View {
    /// Takes the picture of this moment.
    #[expect(clippy::cast_precision_loss, reason = "at most 10^9 tasks")]
    pub fn refresh(&mut self, simulation: &Simulation) {
        self.clear();
        simulation.pool().look(&mut |seen| match seen {
            Seen::Seat(state) => {
                let is_gone = matches!(state, WorkerState::Gone);
                self.worker_state.push(if is_gone {
                    worker_state::GONE
                } else {
                    worker_state::IDLE
                });
                self.worker_task.push(0.0);
                self.worker_attempt.push(0);
                self.worker_since_ms.push(0.0);
                self.worker_until_ms.push(0.0);
            }
            Seen::Worker(seat, state) => {
                let (state, task, attempt, since, until) = match state {
                    WorkerState::Idle | WorkerState::Gone => return,
                    WorkerState::Running { task, attempt, since } => {
                        let until = since + simulation.service_time(task, attempt);
                        (worker_state::RUNNING, task, attempt, since, until)
                    }
                    WorkerState::Holding(pause) => (
                        worker_state::HOLDING,
                        pause.task,
                        pause.attempt,
                        pause.since,
                        pause.until,
                    ),
                };
                self.worker_state[seat] = state;
                self.worker_task[seat] = task as f64;
                self.worker_attempt[seat] = attempt;
                self.worker_since_ms[seat] = since.as_millis_f64();
                self.worker_until_ms[seat] = until.as_millis_f64();
            }
            Seen::Blocked(blocked) => {
                self.blocked.push(blocked.task as f64);
                self.blocked_since_ms.push(blocked.since.as_millis_f64());
            }
            Seen::Queued(task) => self.queue.push(task as f64),
            Seen::Shelved(shelved) => {
                self.shelf_task.push(shelved.task as f64);
                self.shelf_attempt.push(shelved.attempt);
                self.shelf_since_ms.push(shelved.since.as_millis_f64());
                self.shelf_until_ms.push(shelved.until.as_millis_f64());
            }
        });
    }

    fn clear(&mut self) {
        self.queue.clear();
        self.blocked.clear();
        self.blocked_since_ms.clear();
        self.worker_state.clear();
        self.worker_task.clear();
        self.worker_attempt.clear();
        self.worker_since_ms.clear();
        self.worker_until_ms.clear();
        self.shelf_task.clear();
        self.shelf_attempt.clear();
        self.shelf_since_ms.clear();
        self.shelf_until_ms.clear();
    }
}
