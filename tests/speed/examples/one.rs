fn main() {
    let n = std::env::args().nth(1).map_or(100_000, |n| n.parse().unwrap());
    println!("{:?}", twinpool_speed::pool::run(n, 42));
}
