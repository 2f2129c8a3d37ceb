//! Compares what checks are said to cost with what they take on this machine.
//!
//! ```sh
//! cargo run --release -p admit-passwords --example costs
//! ```

use admit_passwords::{Strength, Written, new_hash, read};
use std::io::Write as _;
use std::time::Instant;

const KEY: &str = "iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8";
const CRYPT_43: &str = "p.wiWs2zrZ7irikO2AL64QDIJo00A3KDq2xWHpLJGgB";
const SALT: &str = "c29tZXNhbHRzb21lc2FsdA";

fn main() {
    let key64 = format!("{KEY}{KEY}").replace('8', "A");
    let key64 = &key64[..86];
    let bcrypt = "abcdefghijklmnopqrstuuVgixnQnNztxkRXd9mxvvoFGlgqptzxS";
    let forms = [
        format!("$2b$10${bcrypt}"),
        format!("$2b$12${bcrypt}"),
        format!("$scrypt$ln=14,r=8,p=1${SALT}${KEY}"),
        format!("$scrypt$ln=17,r=8,p=1${SALT}${KEY}"),
        format!("$y$j9T$saltsalt${CRYPT_43}"),
        format!("$argon2id$v=19$m=19456,t=2,p=1${SALT}${KEY}"),
        format!("$argon2d$v=19$m=65536,t=3,p=4${SALT}${KEY}"),
        format!("$pbkdf2-sha1$i=200000,l=20${SALT}$DGDID5YfDnHzqbUkr2ASBi/gN6Y"),
        format!("$pbkdf2-sha256$i=200000,l=32${SALT}${KEY}"),
        format!("$pbkdf2-sha512$i=200000,l=64${SALT}${key64}"),
        format!("$5$rounds=100000$salt${CRYPT_43}"),
        "$6$rounds=100000$saltsalt$QvhAUCr9Ecozacan1D0.Ev5us0DpvvwbLFumlDD9NOzow9KHji8oAmo2BsNC5tqo34TzdkBuYaCgBprKP0dFz/".to_owned(),
        "$1$dXc3I7Rw$ctlgjDdWJLMT.qwHsWhXR1".to_owned(),
        "$P$GDSDFSDFSrO1zx.dNb5.bQFMuJyLqE.".to_owned(),
        "$sha1$200000$salt$91xEa0TCSk6jnl996QgXUA8913Xy".to_owned(),
        "_6C/.crsm/2qeAhdISMA".to_owned(),
        format!("$salted-sha256$200000${SALT}${KEY}"),
    ];
    line(format_args!(
        "{:>12} {:>12}  {:>5}  form",
        "said", "measured", "ratio"
    ));
    for form in &forms {
        let written = Written {
            hash: form,
            ..Written::default()
        };
        match read(&written) {
            Ok(reading) => print(form, reading.verifier.cost().microseconds, || {
                reading.verify(b"correct horse");
            }),
            Err(refusal) => line(format_args!("{form}: {refusal}")),
        }
    }
    let strength = Strength::default();
    print("a new hash", strength.cost().microseconds, || {
        new_hash(b"correct horse", [7; 16], strength);
    });
}

/// The time that this thread was at work, in nanoseconds, where the system tells;
/// or the time of the clock.
fn at_work(since: Instant) -> u128 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|text| text.split(' ').next()?.parse().ok());
    told.unwrap_or_else(|| since.elapsed().as_nanos())
}

/// The least of nine, as the machine may be busy.
fn print(form: &str, said: u64, work: impl Fn()) {
    let once = || {
        let start = Instant::now();
        let before = at_work(start);
        work();
        (at_work(start) - before) / 1000
    };
    let measured = (0..9).map(|_| once()).min().unwrap_or_default();
    let ratio = said as f64 / measured as f64;
    line(format_args!(
        "{said:>12} {measured:>12}  {ratio:>5.2}  {form}"
    ));
}

fn line(text: std::fmt::Arguments<'_>) {
    writeln!(std::io::stdout(), "{text}").expect("standard output is open");
}
