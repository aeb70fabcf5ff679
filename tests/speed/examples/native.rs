//! Prints how long both contestants take natively, alternating.
use std::time::Instant;
fn main() {
    let n = 1_000_000;
    for _ in 0..5 {
        let t = Instant::now();
        let a = twinpool_speed::event_loop::run(n, 42);
        let ta = t.elapsed().as_secs_f64();
        let t = Instant::now();
        let b = twinpool_speed::pool::run(n, 42);
        let tb = t.elapsed().as_secs_f64();
        println!(
            "loop {:.1} ns  pool {:.1} ns  ratio {:.3}",
            ta * 1e9 / n as f64,
            tb * 1e9 / n as f64,
            ta / tb
        );
        if a.attempts != b.attempts || a.end_nanos != b.end_nanos {
            println!("{a:?}\n{b:?}");
        }
    }
}
