//! twinpool
pub mod channel;
pub mod exec;
pub mod input;
pub mod pool;
pub mod retry;
pub mod stats;
#[cfg(all(target_arch = "wasm32", feature = "web"))]
pub mod web;
pub use input::Invalid;
