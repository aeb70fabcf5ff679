//! Virtual runs are the same for the same inputs, on every target.

use std::cell::RefCell;
use std::fmt::Write;
use std::rc::Rc;
use std::time::Duration;

use twinpool::exec::Executor;
use twinpool::pool::{FnTask, Pool, PoolConfig, TaskOptions};
use twinpool::retry::{Jitter, RetryPolicy};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// A run with everything in it that could differ: many tasks, equal deadlines, jitter, timeouts, cancellations.
fn log_of_a_run(seed: u64, hold_worker: bool) -> String {
    let executor = Executor::virtual_time();
    let exec = executor.handle();
    let log = Rc::new(RefCell::new(String::new()));
    let config = PoolConfig {
        buffer_size: Some(4),
        hold_worker,
        retry: RetryPolicy {
            jitter: Jitter::Full,
            base_delay: Duration::from_millis(7),
            ..RetryPolicy::default()
        },
        ..PoolConfig::default()
    };
    let pool = Pool::builder(&exec, config)
        .draw(move |id, attempt| unit(mix(seed ^ (u64::from(*id) << 8) ^ u64::from(attempt))))
        .listen({
            let log = Rc::clone(&log);
            move |event| writeln!(log.borrow_mut(), "{event:?}").unwrap()
        })
        .start()
        .unwrap();
    let summary = executor.block_on(async move {
        for id in 0_u32..60 {
            let luck = mix(seed ^ u64::from(id));
            let exec = exec.clone();
            let task = FnTask::new(id, move |attempt| {
                let sleep = exec.sleep(Duration::from_millis(luck % 5));
                async move {
                    sleep.await;
                    if luck.is_multiple_of(3) && attempt == 1 {
                        Err(())
                    } else {
                        Ok(())
                    }
                }
            });
            let timeout = Some(Duration::from_millis(3));
            let ticket = pool
                .submit_with(
                    task,
                    TaskOptions {
                        timeout,
                        ..TaskOptions::default()
                    },
                )
                .await
                .unwrap();
            if luck.is_multiple_of(7) {
                ticket.cancel();
            }
        }
        pool.stop().await
    });
    let (mut log, summary) = (log.take(), summary.unwrap());
    let floats = [
        summary.utilisation.busy,
        summary.wait_ms.mean,
        summary.sojourn_ms.max,
        summary.queue_length.mean,
    ];
    write!(log, "{floats:?}").unwrap();
    log
}

/// One step of splitmix64.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[test]
fn the_same_inputs_give_the_same_run() {
    for hold_worker in [true, false] {
        assert_eq!(log_of_a_run(1, hold_worker), log_of_a_run(1, hold_worker));
    }
}

#[test]
fn other_inputs_give_another_run() {
    assert_ne!(log_of_a_run(1, true), log_of_a_run(2, true));
    assert_ne!(log_of_a_run(1, true), log_of_a_run(1, false));
}

/// Of the whole log. It is the same natively and in every browser, so one number stands for all; a change of the pool's
/// behaviour changes it, and has to be meant.
#[test]
fn every_target_gives_the_same_run() {
    let fingerprint = |log: String| log.bytes().fold(0, |hash, byte| mix(hash ^ u64::from(byte)));
    assert_eq!(fingerprint(log_of_a_run(1, true)), 3_664_477_990_124_892_654);
    assert_eq!(fingerprint(log_of_a_run(1, false)), 4_553_454_170_635_355_917);
}
