//! A pool's configuration as it is written outside of Rust: camelCase names, times in milliseconds.

use serde::Serialize;

use super::{MOST_BUFFERED, MOST_WORKERS, PoolConfig, WhenFull};
use crate::input::{Fields, Invalid, Value, millis_of};
use crate::retry::{Jitter, LONGEST_DELAY, RetryPolicy};

const WHEN_FULL: [(&str, WhenFull); 3] = [
    ("wait", WhenFull::Wait),
    ("reject", WhenFull::Reject),
    ("dropOldest", WhenFull::DropOldest),
];

const JITTER: [(&str, Jitter); 4] = [
    ("none", Jitter::None),
    ("full", Jitter::Full),
    ("equal", Jitter::Equal),
    ("decorrelated", Jitter::Decorrelated),
];

impl PoolConfig {
    /// Reads a configuration; what is left out gets its default.
    ///
    /// ```
    /// use twinpool::input::{Fields, Value};
    /// use twinpool::pool::PoolConfig;
    ///
    /// let options = Value::Object(vec![("workers".into(), Value::Number(8.0))]);
    /// let config = PoolConfig::read(Fields::of("", options)?)?;
    /// assert_eq!(config, PoolConfig { workers: 8, ..PoolConfig::default() });
    ///
    /// let options = Value::Object(vec![("wrokers".into(), Value::Number(8.0))]);
    /// let error = PoolConfig::read(Fields::of("", options)?).unwrap_err();
    /// assert_eq!(error.to_string(), "wrokers is not known; known here: workers, bufferSize, whenFull, retry");
    /// # Ok::<(), twinpool::Invalid>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Names the first field that is unknown, of the wrong type, or out of its range.
    #[expect(clippy::cast_possible_truncation, reason = "the ranges end below 2^32")]
    pub fn read(mut fields: Fields) -> Result<Self, Invalid> {
        let mut config = Self::default();
        if let Some(workers) = fields.whole("workers", 1..=MOST_WORKERS as u64)? {
            config.workers = workers as usize;
        }
        if let Some(size) = fields.whole_or_null("bufferSize", 0..=MOST_BUFFERED as u64, "for no bound")? {
            config.buffer_size = size.map(|size| size as usize);
        }
        if let Some(when_full) = fields.choice("whenFull", &WHEN_FULL)? {
            config.when_full = when_full;
        }
        if let Some(retry) = fields.object("retry")? {
            config.read_retry(retry)?;
        }
        fields.finish()?;
        Ok(config)
    }

    #[expect(clippy::cast_possible_truncation, reason = "the range ends below 2^32")]
    fn read_retry(&mut self, mut fields: Fields) -> Result<(), Invalid> {
        let retry = &mut self.retry;
        if let Some(attempts) = fields.whole("maxAttempts", 1..=u64::from(RetryPolicy::MOST_ATTEMPTS))? {
            retry.max_attempts = attempts as u32;
        }
        if let Some(delay) = fields.millis("baseDelayMs", LONGEST_DELAY)? {
            retry.base_delay = delay;
        }
        if let Some(factor) = fields.number("factor", 1.0..=RetryPolicy::STEEPEST_FACTOR, "a number from 1 to 1,000")? {
            retry.factor = factor;
        }
        if let Some(delay) = fields.millis_or_null("maxDelayMs", LONGEST_DELAY, "for no cap")? {
            retry.max_delay = delay;
        }
        if let Some(jitter) = fields.choice("jitter", &JITTER)? {
            retry.jitter = jitter;
        }
        if let Some(hold_worker) = fields.flag("holdWorker")? {
            self.hold_worker = hold_worker;
        }
        if let Some(pause) = fields.flag("pauseAfterLastAttempt")? {
            self.pause_after_last_attempt = pause;
        }
        fields.finish()
    }
}

/// A [`PoolConfig`] to be written out, every field there.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PoolOptions {
    /// [`PoolConfig::workers`].
    pub workers: usize,
    /// [`PoolConfig::buffer_size`].
    pub buffer_size: Option<usize>,
    /// [`PoolConfig::when_full`], as a word.
    pub when_full: &'static str,
    /// [`PoolConfig::retry`], and what the pool does meanwhile.
    pub retry: RetryOptions,
}

/// A [`RetryPolicy`] to be written out, and what its pool does during a backoff.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RetryOptions {
    /// [`RetryPolicy::max_attempts`].
    pub max_attempts: u32,
    /// [`RetryPolicy::base_delay`].
    pub base_delay_ms: f64,
    /// [`RetryPolicy::factor`].
    pub factor: f64,
    /// [`RetryPolicy::max_delay`].
    pub max_delay_ms: Option<f64>,
    /// [`RetryPolicy::jitter`], as a word.
    pub jitter: &'static str,
    /// [`PoolConfig::hold_worker`].
    pub hold_worker: bool,
    /// [`PoolConfig::pause_after_last_attempt`].
    pub pause_after_last_attempt: bool,
}

impl From<&PoolConfig> for PoolOptions {
    fn from(config: &PoolConfig) -> Self {
        let retry = &config.retry;
        Self {
            workers: config.workers,
            buffer_size: config.buffer_size,
            when_full: word(&WHEN_FULL, config.when_full),
            retry: RetryOptions {
                max_attempts: retry.max_attempts,
                base_delay_ms: millis_of(retry.base_delay),
                factor: retry.factor,
                max_delay_ms: retry.max_delay.map(millis_of),
                jitter: word(&JITTER, retry.jitter),
                hold_worker: config.hold_worker,
                pause_after_last_attempt: config.pause_after_last_attempt,
            },
        }
    }
}

fn word<T: PartialEq + Copy>(words: &[(&'static str, T)], choice: T) -> &'static str {
    words
        .iter()
        .find(|(_, known)| *known == choice)
        .map_or("", |(word, _)| word)
}

impl PoolConfig {
    /// Reads a configuration that stands alone; nothing at all means the defaults.
    ///
    /// # Errors
    ///
    /// Those of [`read`](Self::read).
    pub fn from_options(options: Option<Value>) -> Result<Self, Invalid> {
        match options {
            None => Ok(Self::default()),
            Some(options) => Self::read(Fields::of("", options)?),
        }
    }
}
