//! Nothing is lost, at any instant: the lab checks that at every event, and these keep it busy.

use twinpool::exec::Clock;
use twinpool::pool::{PoolConfig, TaskOptions, WhenFull};

use crate::chores::{Chore, Gate, fails, is_hopeless, never_ends, succeeds};
use crate::lab::{Lab, is_ending, millis, quick, released};

crate::promises![
    nothing_is_lost_while_a_pool_works_and_stops,
    nothing_is_lost_while_a_pool_is_aborted,
    every_accepted_task_ends_exactly_once,
];

fn mixed(id: u32) -> Chore {
    match id % 4 {
        0 => succeeds(id),
        1 => fails(id, 1),
        2 => is_hopeless(id),
        _ => fails(id, u32::MAX),
    }
}

fn every_kind() -> Vec<PoolConfig> {
    let mut kinds = Vec::new();
    for config in [quick(2, 0), quick(3, 2), released(2, 0), released(3, 2)] {
        for when_full in [WhenFull::Wait, WhenFull::Reject] {
            for pause_after_last_attempt in [false, true] {
                let mut config = config;
                config.retry.base_delay = millis(1);
                kinds.push(PoolConfig {
                    when_full,
                    pause_after_last_attempt,
                    ..config
                });
            }
        }
    }
    kinds
}

async fn nothing_is_lost_while_a_pool_works_and_stops<C: Clock>(lab: Lab<C>) {
    for config in every_kind() {
        let pool = lab.pool(config);
        let submissions = (0..12).map(|id| pool.submit(mixed(id)));
        let accepted = futures::future::join_all(submissions).await.iter().flatten().count() as u64;
        let summary = pool.stop().await;
        assert_eq!(summary.accepted, accepted);
        assert_eq!(summary.succeeded + summary.failed, accepted);
        assert_eq!(summary.accepted + summary.rejected, 12);
    }
}

async fn nothing_is_lost_while_a_pool_is_aborted<C: Clock>(lab: Lab<C>) {
    for config in every_kind() {
        let pool = lab.pool(config);
        let tasks = (0..12).map(async |id| {
            let chore = if id == 5 { never_ends(id) } else { mixed(id) };
            if let Ok(ticket) = pool.submit(chore).await {
                ticket.await.ok();
            }
        });
        let end = async {
            // A pool without a buffer may have turned all of them away.
            lab.until(|| pool.figures().attempts >= 2 || pool.figures().rejected == 12)
                .await;
            let unfinished = pool.abort().len() as u64;
            (unfinished, pool.stop().await)
        };
        // It also ends for each of those who wait for something.
        let (_, (unfinished, summary)) = futures::future::join(futures::future::join_all(tasks), end).await;
        assert_eq!(summary.cancelled, unfinished);
        assert_eq!(summary.accepted, summary.succeeded + summary.failed + unfinished);
    }
}

async fn every_accepted_task_ends_exactly_once<C: Clock>(lab: Lab<C>) {
    let pool = lab.pool(quick(2, 2));
    let gate = Gate::default();
    for id in 0..3 {
        drop(pool.submit(gate.chore(id)).await);
    }
    lab.until_started(1).await;
    let ticket = pool.offer(mixed(3), TaskOptions::default()).unwrap();
    pool.cancel(ticket.key);
    pool.cancel(ticket.key);
    drop(pool.offer(mixed(4), TaskOptions::default()));
    gate.open();
    let stop = pool.stop();
    pool.abort();
    let summary = stop.await;
    let ended = lab.order_of(is_ending);
    assert_eq!(ended.len() as u64, summary.accepted);
    assert_eq!(summary.accepted, summary.succeeded + summary.failed + summary.cancelled);
}
