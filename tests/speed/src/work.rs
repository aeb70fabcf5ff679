//! The work that both contestants do: M/M/3 under saturation.
//!
//! 3 workers, a buffer of 10, one submitter that always refills it; attempts take an exponential time of mean 10 ms, and
//! 30 % of them fail; 3 attempts in all, with 500 ms · 2^i of backoff on the worker. Theory: 11.8157 tasks per virtual
//! second, 1.39 attempts a task.

use twinpool::sim::{Draws, Purpose};

pub const WORKERS: usize = 3;
pub const BUFFER_SIZE: usize = 10;
pub const MAX_ATTEMPTS: u32 = 3;
pub const BASE_DELAY_NANOS: u64 = 500_000_000;
pub const FACTOR: u64 = 2;
pub const SERVICE_MEAN_NANOS: f64 = 10_000_000.0;
pub const FAILURE_PROBABILITY: f64 = 0.3;

/// What chance decides of an attempt: how long it takes, in nanoseconds, and whether it fails. A function of the task,
/// counted from 0, and the attempt, counted from 1, whoever asks, in whatever order.
pub trait Luck {
    fn draw_attempt(&self, task: u64, attempt: u32) -> (u64, bool);
}

/// The simplest that does, by this seed.
impl Luck for u64 {
    #[inline]
    fn draw_attempt(&self, task: u64, attempt: u32) -> (u64, bool) {
        draw_attempt(*self, task, attempt)
    }
}

/// The simulator's, whose tasks are counted from 1. What it may leave open is written out for this one workload.
impl Luck for Draws {
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive and below 2^63"
    )]
    fn draw_attempt(&self, task: u64, attempt: u32) -> (u64, bool) {
        let unit = |purpose| self.unit(purpose, task + 1, attempt);
        let service_ms = -libm::log(1.0 - unit(Purpose::Service)) * (SERVICE_MEAN_NANOS / 1e6);
        let service_nanos = (service_ms * 1e6 + 0.5) as u64;
        (service_nanos, unit(Purpose::Failure) < FAILURE_PROBABILITY)
    }
}

/// [`Luck::draw_attempt`] by a seed.
#[inline]
pub fn draw_attempt(seed: u64, task: u64, attempt: u32) -> (u64, bool) {
    let key = mix(seed ^ mix(task.wrapping_mul(64).wrapping_add(u64::from(attempt))));
    let service = -libm::log(1.0 - unit(key)) * SERVICE_MEAN_NANOS;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive and below 2^63"
    )]
    let service_nanos = service as u64;
    (service_nanos, unit(mix(key)) < FAILURE_PROBABILITY)
}

/// The finaliser of `SplitMix64` (Steele, Lea, Flood 2014).
#[inline]
fn mix(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// A number from [0, 1) with 53 random bits.
#[inline]
#[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}
