//! Prints how long the contestants take natively, alternating.
use std::time::Instant;
fn main() {
    let n = 1_000_000;
    let time = |f: &dyn Fn()| { let t = Instant::now(); f(); t.elapsed().as_secs_f64() * 1e9 / n as f64 };
    for _ in 0..7 {
        let a = time(&|| { std::hint::black_box(twinpool_speed::event_loop::run(n, 42)); });
        let c = time(&|| { std::hint::black_box(twinpool_speed::event_loop::run_bare(n, 42)); });
        let b = time(&|| { std::hint::black_box(twinpool_speed::pool::run(n, 42)); });
        println!("loop {a:.1} bare {c:.1} pool {b:.1} ns  ratio {:.3} bare {:.3}", a / b, c / b);
    }
}
