//! Signs many users in at once and says what each was answered, how much memory
//! that took and how long:
//! `cargo run --release -p admit-store --example sign_ins -- [SIGN_INS] [CORES]`.
//! Half of them have an MD5, a quarter each a bcrypt and an Argon2id hash; every
//! other one gives a wrong password. Without CORES, hashing uses those of the
//! machine. Memory is read from /proc, so the figures need Linux.

use admit_core::passwords::stored::{Secret, StoredPassword};
use admit_core::ports::store::Store;
use admit_core::sign_in::{
    Answer, HashPool, Origin, PoolLimits, Randomness, Settings, SignIn, WorkerLimits, Workers,
};
use admit_core::users::change::{Applied, NewUser, Write};
use admit_core::users::user::{IdentifierKind, Identity, UserRow, public_id};
use admit_passwords::{SALT_BYTES, Strength, new_hash};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::mpsc;
use std::time::Instant;

/// The allocator of the program, which is what memory is measured of.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const NOW: i64 = 1_735_689_600_000;

const PASSWORD: &[u8] = b"abc";
const WRONG: &[u8] = b"abd";
const MD5: &str = "900150983cd24fb0d6963f7d28e17f72";
const BCRYPT: &str = "$2b$10$abcdefghijklmnopqrstuuIKf86pdcwpO2sVQ5UzC4OF.Xfw8WGTS";

struct System;

impl Randomness for System {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system has random bytes");
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let sign_ins: usize = args.next().map_or(Ok(1000), |number| number.parse())?;
    let machine = || std::thread::available_parallelism().map_or(1, |cores| cores.get() as u32);
    let cores: u32 = args
        .next()
        .map_or_else(|| Ok(machine()), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let store = admit_store::open(&folder.path().join("admit.db").display().to_string())?;
    store.set_password_connection(true)?;
    add_users(store.as_ref(), sign_ins)?;

    let settings = Settings::default();
    let pool = HashPool::new(PoolLimits::new(cores));
    let sign_in = SignIn {
        store: store.as_ref(),
        pool: &pool,
        randomness: &System,
        settings: &settings,
    };
    let names: Vec<String> = (0..sign_ins).map(name).collect();
    let base = status_kib("VmRSS")?;
    let begun = Instant::now();
    let answers = all_at_once(&sign_in, WorkerLimits::new(cores), &names);
    let seconds = begun.elapsed().as_secs_f64();
    let peak = status_kib("VmHWM")?;

    let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (at, answer) in answers.into_iter().enumerate() {
        *counts.entry((given(at).0, answer)).or_default() += 1;
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{sign_ins} sign-ins at once, {cores} cores")?;
    let mut all_as_expected = true;
    for ((given, answer), count) in counts {
        let is_expected = matches!(
            (given, answer.as_str()),
            (_, "try-again-shortly") | ("right", "signed-in") | ("wrong", "wrong-name-or-password")
        );
        all_as_expected &= is_expected;
        let mark = if is_expected { "" } else { "  <- not expected" };
        writeln!(out, "  {count:>5}  {given} password: {answer}{mark}")?;
    }
    let mebibytes = |kib: u64| kib as f64 / 1024.0;
    writeln!(
        out,
        "  {seconds:.2} s; resident {:.0} MiB before, {:.0} MiB at most, {:.0} MiB more; \
         hashes at work at once {:.0} MiB",
        mebibytes(base),
        mebibytes(peak),
        mebibytes(peak.saturating_sub(base)),
        mebibytes(pool.memory_peak() / 1024),
    )?;
    if all_as_expected {
        Ok(())
    } else {
        Err("some were answered otherwise than expected".into())
    }
}

/// What the one at this place types: which half it is of, and the password.
fn given(at: usize) -> (&'static str, &'static [u8]) {
    if at.is_multiple_of(2) {
        ("right", PASSWORD)
    } else {
        ("wrong", WRONG)
    }
}

/// All are handed in before the first can be done. What each was answered, or
/// why it could not be.
fn all_at_once<'s>(
    sign_in: &'s SignIn<'_>,
    limits: WorkerLimits,
    names: &'s [String],
) -> Vec<String> {
    let (sender, answers) = mpsc::channel();
    let mut all = vec!["failed: it panicked".to_owned(); names.len()];
    Workers::beside(limits, |workers| {
        for (at, name) in names.iter().enumerate() {
            let sender = sender.clone();
            let one = move || {
                let answer = match sign_in.sign_in(NOW, Origin::default(), name, given(at).1) {
                    Ok(reply) => word(&reply.answer),
                    Err(error) => format!("failed: {error}"),
                };
                let _ = sender.send((at, answer));
            };
            if workers.submit(one).is_err() {
                all[at] = word(&Answer::TryAgainShortly);
            }
        }
    });
    drop(sender);
    for (at, answer) in answers {
        all[at] = answer;
    }
    all
}

fn word(answer: &Answer) -> String {
    answer.word().to_owned()
}

fn name(at: usize) -> String {
    format!("user.{at}@example.com")
}

fn add_users(store: &dyn Store, users: usize) -> Result<(), Box<dyn std::error::Error>> {
    let mut salt = [0; SALT_BYTES];
    System.fill(&mut salt);
    let argon2id = new_hash(PASSWORD, salt, Strength::default());
    let writes: Vec<Write> = (0..users)
        .map(|at| {
            let (hash, method) = match at / 2 % 4 {
                0 | 1 => (MD5, Some("md5")),
                2 => (BCRYPT, Some("bcrypt")),
                _ => (argon2id.as_str(), None),
            };
            let mut email = Identity::new(IdentifierKind::Email, name(at));
            email.verified = Some(true);
            let key = at as u64 + 1;
            let new = NewUser {
                key,
                id: public_id(NOW, key, key),
                row: UserRow {
                    identities: vec![email],
                    ..UserRow::default()
                },
                memberships: Vec::new(),
                password: Some(StoredPassword {
                    hash: Secret(hash.to_owned()),
                    method: method.map(|method| method.to_owned().into()),
                    ..StoredPassword::default()
                }),
            };
            Write::Create(Box::new(new))
        })
        .collect();
    let answers = store.write_by_hand(NOW, &writes)?;
    assert!(answers.iter().all(|answer| *answer == Applied::Created));
    Ok(())
}

/// A size that the system keeps of this process, in KiB.
fn status_kib(name: &str) -> Result<u64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let size = line.and_then(|line| line.trim().strip_suffix("kB"));
    Ok(size.ok_or("the system does not say")?.trim().parse()?)
}
