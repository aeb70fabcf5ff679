//! How each room behaves by itself, in virtual time and natively; what the pool promises is in `tests/promises`.

#![cfg(not(target_arch = "wasm32"))]

mod support;

mod channel;
mod channel_model;
mod channel_waiting;
mod copied;
mod exec;
mod exec_drop;
mod exec_time;
mod input;
mod options;
mod original;
mod pool_at_random;
mod pool_foreign;
mod pool_snapshot;
mod pool_world;
mod queue_ranks;
mod retry;
mod sim_at_random;
mod sim_draws;
mod sim_replicate;
mod sim_runs;
mod sim_scenario;
mod sim_series;
mod sim_timeline;
mod sim_workload;
mod stats;
