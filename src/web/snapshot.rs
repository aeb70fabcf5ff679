//! A snapshot on its way out: times in milliseconds, and slots where `jobs.js` puts ids.

use serde::Serialize;

use crate::pool::{BackingOff, Snapshot, WorkerState};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PoolSnapshot {
    at_ms: f64,
    blocked: Vec<Blocked>,
    queue: Vec<u32>,
    workers: Vec<Worker>,
    shelf: Vec<Shelved>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Blocked {
    slot: u32,
    since_ms: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shelved {
    slot: u32,
    attempt: u32,
    since_ms: f64,
    until_ms: f64,
}

#[derive(Serialize)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Worker {
    Idle,
    Running {
        slot: u32,
        attempt: u32,
        since_ms: f64,
    },
    Backoff {
        slot: u32,
        attempt: u32,
        since_ms: f64,
        until_ms: f64,
    },
}

impl From<BackingOff<u32>> for Shelved {
    fn from(backing_off: BackingOff<u32>) -> Self {
        Self {
            slot: backing_off.task,
            attempt: backing_off.attempt,
            since_ms: backing_off.since.as_millis_f64(),
            until_ms: backing_off.until.as_millis_f64(),
        }
    }
}

impl From<WorkerState<u32>> for Worker {
    fn from(state: WorkerState<u32>) -> Self {
        match state {
            WorkerState::Idle => Self::Idle,
            WorkerState::Running { task, attempt, since } => Self::Running {
                slot: task,
                attempt,
                since_ms: since.as_millis_f64(),
            },
            WorkerState::Holding(backing_off) => {
                let Shelved {
                    slot,
                    attempt,
                    since_ms,
                    until_ms,
                } = backing_off.into();
                Self::Backoff {
                    slot,
                    attempt,
                    since_ms,
                    until_ms,
                }
            }
        }
    }
}

impl From<Snapshot<u32>> for PoolSnapshot {
    fn from(snapshot: Snapshot<u32>) -> Self {
        let blocked = snapshot.blocked.into_iter().map(|blocked| Blocked {
            slot: blocked.task,
            since_ms: blocked.since.as_millis_f64(),
        });
        Self {
            at_ms: snapshot.at.as_millis_f64(),
            blocked: blocked.collect(),
            queue: snapshot.queue,
            workers: snapshot.workers.into_iter().map(Worker::from).collect(),
            shelf: snapshot.shelf.into_iter().map(Shelved::from).collect(),
        }
    }
}
