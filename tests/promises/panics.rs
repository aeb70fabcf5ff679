//! A task that panics fails that attempt, and the pool goes on. Only natively: on wasm a panic ends the program.

use std::future::ready;

use twinpool::exec::{Clock, VirtualClock};
use twinpool::pool::{Cause, Step, TaskError};

use crate::chores::{Chore, OnDrop, does, succeeds};
use crate::lab::{Lab, in_virtual_time, quick};

/// The first attempt panics, the second goes well; then comes another task.
async fn goes_on_after<C: Clock>(lab: Lab<C>, chore: Chore) {
    let pool = lab.pool(quick(1, 1));
    let ticket = pool.submit(chore).await.unwrap();
    assert_eq!(ticket.await, Ok(1));
    assert_eq!(pool.submit(succeeds(2)).await.unwrap().await, Ok(2));
    let causes = lab.steps_of(1).into_iter().filter_map(|step| match step {
        Step::AttemptFailed { cause, .. } => Some(cause),
        _ => None,
    });
    assert_eq!(causes.collect::<Vec<_>>(), [Cause::Panicked]);
    let summary = pool.stop().await;
    assert_eq!((summary.succeeded, summary.failed), (2, 0));
}

fn try_virtually<F: Future<Output = ()> + 'static>(promise: impl FnOnce(Lab<VirtualClock>) -> F) {
    in_virtual_time(promise);
}

#[test]
fn a_panic_before_the_future_is_there_fails_the_attempt() {
    let chore = does(1, |attempt| {
        assert!(attempt > 1, "boom");
        ready(Ok(1))
    });
    try_virtually(|lab| goes_on_after(lab, chore));
}

#[test]
fn a_panic_in_the_future_fails_the_attempt() {
    let chore = does(1, |attempt| async move {
        assert!(attempt > 1, "boom");
        Ok(1)
    });
    try_virtually(|lab| goes_on_after(lab, chore));
}

#[test]
fn a_panic_while_the_attempt_is_dropped_fails_the_attempt() {
    let chore = does(1, |attempt| {
        let on_drop = OnDrop(Some(move || assert!(attempt > 1, "boom")));
        async move {
            let _on_drop = on_drop;
            Ok(1)
        }
    });
    try_virtually(|lab| goes_on_after(lab, chore));
}

#[test]
fn the_last_attempts_panic_is_the_tasks_error() {
    try_virtually(|lab| async move {
        let pool = lab.pool(quick(1, 1));
        for (id, message) in [(1, "a text"), (2, "a text with the number 2")] {
            let chore = does(id, move |_| {
                assert!(id == 2, "a text");
                async move { panic!("a text with the number {id}") }
            });
            let ticket = pool.submit(chore).await.unwrap();
            assert_eq!(ticket.await, Err(TaskError::Panicked(message.to_owned())));
        }
        assert_eq!(pool.stop().await.failed, 2);
    });
}

#[test]
fn a_panic_with_something_else_than_a_text_has_a_message_too() {
    try_virtually(|lab| async move {
        let pool = lab.pool(quick(1, 1));
        let chore = does(1, |_| async { std::panic::panic_any(7) });
        let Err(TaskError::Panicked(message)) = pool.submit(chore).await.unwrap().await else {
            panic!("it panicked");
        };
        assert_eq!(message, "a panic without a message");
    });
}

#[test]
fn a_panic_while_a_cancelled_attempt_is_dropped_harms_nothing() {
    try_virtually(|lab| async move {
        let pool = lab.pool(quick(1, 1));
        let chore = does(1, |_| {
            let on_drop = OnDrop(Some(|| panic!("boom")));
            async move {
                let _on_drop = on_drop;
                std::future::pending().await
            }
        });
        let ticket = pool.submit(chore).await.unwrap();
        lab.until_started(1).await;
        assert!(ticket.cancel());
        assert_eq!(ticket.await, Err(TaskError::Cancelled));
        assert_eq!(pool.submit(succeeds(2)).await.unwrap().await, Ok(2));
        assert_eq!(pool.stop().await.cancelled, 1);
    });
}
