//! Ways to spread pauses.

/// How a pause is made random. Formulas after Marc Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog,
/// 2015); `d` is the capped exponential pause and `u` a draw from [0, 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Jitter {
    /// `d`.
    #[default]
    None,
    /// `u · d`.
    Full,
    /// `d/2 + u · d/2`.
    Equal,
    /// Between `base_delay` and three times the pause before, at most `max_delay`. It grows by its own luck, so
    /// `factor` has no part in it.
    Decorrelated,
}
