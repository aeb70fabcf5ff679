fn main() { let n = 100_000; println!("{:?}", twinpool_speed::pool::run(n, 42)); }
