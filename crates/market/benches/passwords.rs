//! What it costs to hash one password, the way accounts do: `cargo bench --package=market --bench=passwords`.

#![expect(clippy::unwrap_used, reason = "in a benchmark a panic is the report")]

use std::time::Duration;

use argon2::PasswordHasher;
use criterion::Criterion;
use market::accounts::argon2id;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(6))
        .sample_size(30)
        .configure_from_args();
    let hasher = argon2id().unwrap();
    criterion.bench_function("hash a password", |bench| {
        bench.iter(|| hasher.hash_password(b"a perfectly fine password").unwrap());
    });
    criterion.final_summary();
}
