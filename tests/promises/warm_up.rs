//! What is left out of the figures at the beginning.

use twinpool::exec::Clock;
use twinpool::pool::{FnTask, Pool};

use crate::lab::{Lab, millis, quick};

crate::promises![
    the_first_submissions_are_left_out,
    the_window_begins_with_the_first_that_counts
];

async fn the_first_submissions_are_left_out<C: Clock>(lab: Lab<C>) {
    let pool = Pool::builder(&lab.exec, quick(2, 3)).warm_up(4).start().unwrap();
    let tasks =
        (1..=10).map(|id: u32| FnTask::new(id, |attempt| async move { if attempt == 1 { Err(()) } else { Ok(()) } }));
    pool.submit_all(tasks).await.unwrap();
    let summary = pool.stop().await;
    assert_eq!((summary.submitted, summary.accepted, summary.succeeded), (6, 6, 6));
    assert_eq!((summary.attempts, summary.retries), (12, 6));
    pool.check_conservation().unwrap();
}

async fn the_window_begins_with_the_first_that_counts<C: Clock>(lab: Lab<C>) {
    let pool = Pool::builder(&lab.exec, quick(1, 3)).warm_up(1).start().unwrap();
    let exec = lab.exec.clone();
    let sleeps = |id: u32| {
        let exec = exec.clone();
        FnTask::new(id, move |_| {
            let sleep = exec.sleep(millis(4));
            async move {
                sleep.await;
                Ok::<_, ()>(())
            }
        })
    };
    pool.submit(sleeps(1)).await.unwrap().await.unwrap();
    lab.exec.sleep(millis(20)).await;
    pool.submit(sleeps(2)).await.unwrap().await.unwrap();
    let summary = pool.stop().await;
    assert_eq!(summary.succeeded, 1);
    if lab.is_virtual {
        assert_eq!((summary.elapsed_ms, summary.utilisation.busy), (4.0, Some(1.0)));
    } else {
        assert!(summary.elapsed_ms >= 4.0);
    }
}
