//! What the benchmarks run.

pub mod event_loop;
pub mod pool;
pub mod work;
