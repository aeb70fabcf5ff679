//! twinpool
pub mod channel;
pub mod exec;
mod invalid;
pub mod pool;
pub mod retry;
pub mod stats;
pub use invalid::Invalid;
