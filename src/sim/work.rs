//! What the simulated workers do: nothing, for a drawn time.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use super::workload::Luck;
use crate::exec::{Handle, Sleep, VirtualClock};
use crate::pool::Task;

/// What all attempts of a run have in common.
pub(super) struct Work {
    pub(super) exec: Handle<VirtualClock>,
    pub(super) luck: Luck,
}

/// A task of a simulation, by its number, counted from 1.
pub(super) struct Job {
    pub(super) work: Rc<Work>,
    pub(super) number: u64,
}

impl Task for Job {
    type Id = u64;
    type Output = ();
    type Error = ();
    type Execution = Attempt;

    #[inline(always)]
    fn id(&self) -> u64 {
        self.number
    }

    #[inline(always)]
    fn execute(&mut self, attempt: u32) -> Attempt {
        let Work { exec, luck } = &*self.work;
        let end = exec.now().plus_nanos(luck.service_nanos(self.number, attempt));
        let now_ms = || exec.now().as_millis_f64();
        Attempt {
            sleep: exec.sleep_until(end),
            has_failed: luck.fails(self.number, attempt, now_ms),
        }
    }
}

/// An attempt, which takes its time whether it fails or not.
pub(super) struct Attempt {
    sleep: Sleep<VirtualClock>,
    has_failed: bool,
}

impl Future for Attempt {
    type Output = Result<(), ()>;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = if self.has_failed { Err(()) } else { Ok(()) };
        Pin::new(&mut self.sleep).poll(context).map(|()| outcome)
    }
}
