//! How long a failed sign-in takes, by why it fails: nobody may tell from it
//! whether a name is known.

use super::Bench;
use super::measure::median;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Sign-ins of each group.
const SAMPLES: usize = 15;

/// Wrong attempts that lock a user.
const ATTEMPTS: usize = 5;

/// By how much a group may differ from the median of all, in percent.
const TARGET: f64 = 5.0;

/// Texts of the shape of hashes; of nothing.
const MD5: &str = "5f1c6b1e0d6a4f3b9a7c2e8d4b60517f";
const BCRYPT: &str = "$2b$10$abcdefghijklmnopqrstuuIKf86pdcwpO2sVQ5UzC4OF.Xfw8WGTS";
const ARGON2ID: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRvZnNvcnRzMQ\
                        $AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// Why sign-ins fail.
struct Group {
    name: &'static str,
    /// Its users, as far as they are in the directory: hash and method.
    password: Option<(&'static str, &'static str)>,
    /// What each of them is answered.
    answer: &'static str,
}

const GROUPS: [Group; 7] = [
    group("md5", Some((MD5, "md5")), WRONG),
    group("bcrypt, cost 10", Some((BCRYPT, "bcrypt")), WRONG),
    group("Argon2id, 19 MiB", Some((ARGON2ID, "argon2")), WRONG),
    group("no password", Some(("", "")), "reset-required"),
    group(SUSPENDED, Some((MD5, "md5")), WRONG),
    group(LOCKED, Some((MD5, "md5")), "locked"),
    group("unknown name", None, WRONG),
];
const WRONG: &str = "wrong-name-or-password";
const SUSPENDED: &str = "suspended";
const LOCKED: &str = "locked";

const fn group(
    name: &'static str,
    password: Option<(&'static str, &'static str)>,
    answer: &'static str,
) -> Group {
    Group {
        name,
        password,
        answer,
    }
}

/// Measures and prints; `false` if something was answered otherwise than meant.
pub fn report(bench: &Bench) -> bool {
    println!("\nOne failed sign-in, whole process, medians of {SAMPLES}:");
    if let Err(reason) = prepare(bench) {
        eprintln!("The directory cannot be made: {reason}");
        return false;
    }
    let locked = locked_name();
    for _ in 0..ATTEMPTS {
        fail(bench, &locked);
    }
    let mut times = vec![Vec::new(); GROUPS.len()];
    for sample in 0..SAMPLES {
        for turn in 0..GROUPS.len() {
            // Whatever slows down one of them now and then meets all groups.
            let at = (turn + sample) % GROUPS.len();
            let group = &GROUPS[at];
            let name = if group.name == LOCKED {
                locked.clone()
            } else {
                name(at, sample)
            };
            let (seconds, answer) = fail(bench, &name);
            if answer != group.answer {
                eprintln!("{}: {answer} instead of {}", group.name, group.answer);
                return false;
            }
            times[at].push(seconds);
        }
    }
    let all = median(times.concat());
    let mut largest = 0.0_f64;
    for (group, times) in GROUPS.iter().zip(times) {
        let own = median(times);
        let percent = (own / all - 1.0) * 100.0;
        largest = largest.max(percent.abs());
        println!("  {:<20} {own:>8.4} s  {percent:>+6.2} %", group.name);
    }
    println!("  largest difference from the median of all: {largest:.2} % (target {TARGET} %)");
    true
}

/// A directory with the users of all groups, one for each sample: wrong attempts
/// lock a user.
fn prepare(bench: &Bench) -> std::io::Result<()> {
    let mut file = "email,email_verified,suspended,hashed_password,hashing_method\n".to_owned();
    for (at, group) in GROUPS.iter().enumerate() {
        let Some((hash, method)) = group.password else {
            continue;
        };
        let suspended = group.name == SUSPENDED;
        for sample in 0..SAMPLES {
            let name = name(at, sample);
            let hash = format!("\"{hash}\"");
            let written = writeln!(file, "{name},TRUE,{suspended},{hash},{method}");
            written.map_err(std::io::Error::other)?;
        }
    }
    std::fs::write(bench.folder.join("sign-in.csv"), file)?;
    bench.fresh();
    for words in [
        &["import", "sign-in.csv"][..],
        &["connections", "password", "on"],
    ] {
        super::measure::run(&mut bench.import(words));
    }
    Ok(())
}

fn name(group: usize, sample: usize) -> String {
    format!("group{group}.user{sample}@example.com")
}

fn locked_name() -> String {
    let at = GROUPS.iter().position(|group| group.name == LOCKED);
    name(at.unwrap_or_default(), 0)
}

/// Signs in with a wrong password: the seconds that took and the answer.
fn fail(bench: &Bench, name: &str) -> (f64, String) {
    let mut command = bench.import(&["sign-in", name, "--format", "json"]);
    let began = Instant::now();
    let output = answered(&mut command).unwrap_or_default();
    let seconds = began.elapsed().as_secs_f64();
    let answer = serde_json::from_slice::<serde_json::Value>(&output).ok();
    let word = answer.and_then(|answer| answer["result"].as_str().map(str::to_owned));
    (seconds, word.unwrap_or_else(|| "nothing".to_owned()))
}

fn answered(command: &mut Command) -> std::io::Result<Vec<u8>> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::null()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(b"not the password\n")?;
    }
    Ok(child.wait_with_output()?.stdout)
}
