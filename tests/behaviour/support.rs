//! Polling by hand, and random cases.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use proptest::prelude::ProptestConfig;

/// So many random cases, unless `PROPTEST_CASES` in the environment says otherwise.
pub fn cases(cases: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig {
        // What the variable says is in the default, which any number of one's own would hide.
        cases: std::env::var("PROPTEST_CASES").map_or(cases, |_| config.cases),
        failure_persistence: None,
        ..config
    }
}

/// Counts how often it is woken.
#[derive(Debug, Default)]
pub struct Bell(AtomicUsize);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Bell {
    pub fn rings(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// A future that is polled by hand, and tells whether it was woken since.
pub struct Watched<F> {
    pub future: F,
    bell: Arc<Bell>,
    seen: usize,
}

impl<F: Future + Unpin> Watched<F> {
    pub fn new(future: F) -> Self {
        Self {
            future,
            bell: Arc::default(),
            seen: 0,
        }
    }

    pub fn poll(&mut self) -> Poll<F::Output> {
        self.seen = self.bell.rings();
        let waker = Waker::from(Arc::clone(&self.bell));
        Pin::new(&mut self.future).poll(&mut Context::from_waker(&waker))
    }

    pub fn is_woken(&self) -> bool {
        self.bell.rings() > self.seen
    }
}

/// One poll with nobody to wake.
pub fn poll_once<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

/// One step of splitmix64: from any number to one that looks random.
pub fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// From any number to one from [0, 1).
#[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
pub fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[track_caller]
pub fn assert_close(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} instead of {expected} ± {tolerance}"
    );
}
