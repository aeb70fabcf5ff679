//! Random numbers that are keyed, not drawn in turn.
//!
//! Every number is a function of the seed, what it is for, the task and the attempt. So it does not matter who asks
//! first: two policies meet the same luck (common random numbers), and a knob changes only what it changes.
//!
//! The generator is `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), by
//! the crate `rand_xoshiro`. Its output function is a bijection of 64 bits that scatters neighbouring inputs, which is
//! what keys need; from a key's state it goes on as a generator where one draw takes several numbers.

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// What a number is for. Purposes never share numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// How long an attempt takes.
    Service,
    /// Whether an attempt fails.
    Failure,
    /// How long a backoff lasts.
    Jitter,
    /// When the next task comes.
    Arrival,
    /// The seed of a replication.
    Replication,
}

const PURPOSES: usize = 5;
/// Attempts are at most a million, and tasks at most a billion: together 50 bits.
const ATTEMPT_BITS: u32 = 20;

/// The luck of one run. Each task and attempt has numbers of its own, up to task 2^44 - 1 and attempt 2^20 - 1.
///
/// ```
/// use twinpool::sim::{Draws, Purpose};
///
/// let draws = Draws::new(42);
/// let service = draws.unit(Purpose::Service, 7, 1);
/// assert!((0.0..1.0).contains(&service));
/// assert_eq!(draws.unit(Purpose::Service, 7, 1), service); // in whatever order it is asked
/// assert_ne!(draws.unit(Purpose::Failure, 7, 1), service);
/// ```
#[derive(Debug, Clone)]
pub struct Draws {
    /// One stream a purpose.
    streams: [u64; PURPOSES],
}

impl Draws {
    /// The luck that belongs to this seed.
    pub fn new(seed: u64) -> Self {
        let mut purposes = SplitMix64::from_seed(seed.to_le_bytes());
        Self {
            streams: std::array::from_fn(|_| purposes.next_u64()),
        }
    }

    /// 64 random bits.
    #[inline(always)]
    pub fn bits(&self, purpose: Purpose, task: u64, attempt: u32) -> u64 {
        self.generator(purpose, task, attempt).next_u64()
    }

    /// A number from [0, 1) with 53 random bits.
    #[inline(always)]
    pub fn unit(&self, purpose: Purpose, task: u64, attempt: u32) -> f64 {
        unit(self.bits(purpose, task, attempt))
    }

    /// Numbers from [0, 1), for a draw that takes several.
    #[inline(always)]
    pub fn units(&self, purpose: Purpose, task: u64, attempt: u32) -> Units {
        Units(self.generator(purpose, task, attempt))
    }

    #[inline(always)]
    fn generator(&self, purpose: Purpose, task: u64, attempt: u32) -> SplitMix64 {
        let key = task << ATTEMPT_BITS | u64::from(attempt);
        // The keys of neighbours are scattered before the stream comes in, and once more by the generator's output.
        let state = self.streams[purpose as usize] ^ scatter(key);
        SplitMix64::from_seed(state.to_le_bytes())
    }
}

/// Numbers from [0, 1), one after the other.
#[derive(Debug, Clone)]
pub struct Units(SplitMix64);

impl Units {
    /// The next.
    #[inline(always)]
    pub fn next_unit(&mut self) -> f64 {
        unit(self.0.next_u64())
    }
}

/// The generator's output function alone.
#[inline(always)]
fn scatter(bits: u64) -> u64 {
    SplitMix64::from_seed(bits.to_le_bytes()).next_u64()
}

#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}
