//! The server: an upload beside the command line, many at once, and what others meet
//! while an import is written.

use super::Bench;
use super::measure::{self, median};
use super::people::{self, Kind};
use crate::served::Served;
use serde_json::json;
use std::io::{Result, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The rows of an upload, and how many come at once.
const UPLOAD_ROWS: u64 = 250_000;
const AT_ONCE: usize = 10;

/// Connections that say nothing, and such as say little.
const IDLE: usize = 10_000;
const SLOW: usize = 2_000;

/// How often something is asked for.
const ASKED: usize = 200;

/// Who signs in while others are imported.
const SIGNS_IN: &str = "signs.in";
const PASSWORD: &str = "a long and quiet afternoon";

/// Measures and prints all of it; `false` if something could not be measured.
pub fn report(bench: &Bench) -> bool {
    println!();
    match measured(bench) {
        Ok(()) => true,
        Err(reason) => {
            eprintln!("The server could not be measured: {reason}");
            false
        }
    }
}

fn measured(bench: &Bench) -> Result<()> {
    let file = bench.folder.join("upload.csv");
    people::write(&file, UPLOAD_ROWS, Kind::Clean)?;
    upload(bench, &file)?;
    many(bench, &file)?;
    connections(bench)?;
    beside(bench, &file)
}

/// One upload beside `admit import` of the same file.
fn upload(bench: &Bench, file: &Path) -> Result<()> {
    let (mut alone, mut served, mut base, mut peak) = (vec![], vec![], 0.0, 0.0_f64);
    for _ in 0..bench.runs {
        bench.fresh();
        let figures = measure::run(&mut bench.import(&["import", "upload.csv"]));
        alone.push(figures.seconds);
        bench.fresh();
        let server = Served::begin(&bench.admit, &bench.folder)?;
        base = server.memory().0;
        let began = Instant::now();
        let id = server.hand_in(file, "import")?;
        server.wait(&id, &["complete"])?;
        served.push(began.elapsed().as_secs_f64());
        peak = peak.max(server.memory().1);
    }
    let (alone, served) = (median(alone), median(served));
    println!(
        "{:<46} {alone:>7.2} s",
        format!("admit import, {UPLOAD_ROWS} rows")
    );
    println!(
        "{:<46} {served:>7.2} s  {:.2} × (target 1.30)",
        "POST /imports?mode=import until complete",
        served / alone
    );
    println!(
        "{:<46} {base:>5.0} → {peak:.0} MiB (target +256)",
        "memory of the server"
    );
    Ok(())
}

/// Ten uploads at once.
fn many(bench: &Bench, file: &Path) -> Result<()> {
    bench.fresh();
    let server = Served::begin(&bench.admit, &bench.folder)?;
    let began = Instant::now();
    let ids = std::thread::scope(|scope| {
        let all: Vec<_> = (0..AT_ONCE)
            .map(|_| scope.spawn(|| server.hand_in(file, "import")))
            .collect();
        all.into_iter()
            .map(|one| {
                one.join()
                    .unwrap_or_else(|_| Err(std::io::Error::other("a panic")))
            })
            .collect::<Result<Vec<String>>>()
    })?;
    let received = began.elapsed().as_secs_f64();
    for id in &ids {
        server.wait(id, &["complete"])?;
    }
    println!(
        "{:<46} {:>7.2} s, received after {received:.2} s; peak {:.0} MiB",
        format!("{AT_ONCE} such uploads at once, until all complete"),
        began.elapsed().as_secs_f64(),
        server.memory().1
    );
    Ok(())
}

/// Connections that hold places.
fn connections(bench: &Bench) -> Result<()> {
    bench.fresh();
    let server = Served::begin(&bench.admit, &bench.folder)?;
    let before = server.memory().0;
    let mut held = Vec::new();
    for place in 0..IDLE + SLOW {
        let mut stream = TcpStream::connect(server.address())?;
        if place >= IDLE {
            stream.write_all(b"GET / HTTP/1.1\r\nHost: a")?;
        }
        held.push(stream);
    }
    let mut times = Vec::new();
    for _ in 0..ASKED / 10 {
        times.push(new_connection(&server)?);
    }
    println!(
        "{:<46} {:>7.1} ms the slowest (target 100), {before:.0} → {:.0} MiB",
        format!("a new connection beside {IDLE} idle and {SLOW} slow"),
        milliseconds(&times, 1.0),
        server.memory().0
    );
    Ok(())
}

/// How long it takes to connect and to be answered.
fn new_connection(server: &Served) -> Result<f64> {
    use std::io::Read;
    let began = Instant::now();
    let mut stream = TcpStream::connect(server.address())?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(began.elapsed().as_secs_f64())
}

/// What others meet in a directory of many users, and while an import is written.
fn beside(bench: &Bench, file: &Path) -> Result<()> {
    bench.fresh();
    measure::run(&mut bench.import(&["import", Kind::Dirty.file()]));
    measure::run(&mut bench.import(&["connections", "password", "on"]));
    let server = Served::begin(&bench.admit, &bench.folder)?;
    let imports = server.get("/api/v1/imports?limit=1")?;
    let dirty = imports["items"][0]["import"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let ask = |path: &str| -> Result<f64> {
        let began = Instant::now();
        server.get(path)?;
        Ok(began.elapsed().as_secs_f64())
    };
    let asked = |path: &str| (0..ASKED).map(|_| ask(path)).collect::<Result<Vec<f64>>>();
    let rows = bench.rows;
    for (name, path, target) in [
        ("GET /users", "/api/v1/users".to_owned(), 50.0),
        (
            "GET /users, from the middle",
            format!("/api/v1/users?after={}", rows / 2),
            50.0,
        ),
        (
            "GET /users, part of a name",
            "/api/v1/users?search=sato&limit=20".to_owned(),
            200.0,
        ),
        (
            "GET /users, a name that nobody has",
            "/api/v1/users?search=qzxqzx".to_owned(),
            200.0,
        ),
        (
            "GET findings, the first",
            format!("/api/v1/imports/{dirty}/findings"),
            50.0,
        ),
        (
            "GET findings, at depth",
            format!("/api/v1/imports/{dirty}/findings?after={}", rows / 20),
            50.0,
        ),
    ] {
        let times = asked(&path)?;
        println!(
            "{:<46} {:>7.1} ms p99, {:.1} median (target {target})",
            format!("{name} of {rows}"),
            milliseconds(&times, 0.99),
            milliseconds(&times, 0.5)
        );
    }
    sign_ins(bench, file, server)
}

/// Signing in while an import is written, beside the same when nothing is.
fn sign_ins(bench: &Bench, file: &Path, server: Served) -> Result<()> {
    let one = |server: &Served| -> Result<f64> {
        let began = Instant::now();
        let body = json!({"name": SIGNS_IN, "password": PASSWORD});
        let told = server.post("/api/v1/sign-in", &body)?;
        if told["result"] != "signed-in" {
            return Err(std::io::Error::other(told.to_string()));
        }
        Ok(began.elapsed().as_secs_f64())
    };
    drop(server);
    let mut added = bench.import(&["users", "add", "--username", SIGNS_IN]);
    measure::run(&mut added);
    set_password(bench)?;
    let server = Served::begin(&bench.admit, &bench.folder)?;
    let idle: Vec<f64> = (0..ASKED).map(|_| one(&server)).collect::<Result<_>>()?;
    let id = server.hand_in(file, "import")?;
    let over = AtomicBool::new(false);
    let during = std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut times = Vec::new();
            while !over.load(Ordering::SeqCst) {
                times.push(one(&server)?);
            }
            Ok::<_, std::io::Error>(times)
        });
        let done = server.wait(&id, &["complete"]);
        over.store(true, Ordering::SeqCst);
        done?;
        asking
            .join()
            .map_err(|_| std::io::Error::other("a panic"))?
    })?;
    let idle = milliseconds(&idle, 0.99);
    println!(
        "{:<46} {:>7.1} ms p99 ({} of them); idle {idle:.1}; target {:.1}",
        "sign-in while an import is written",
        milliseconds(&during, 0.99),
        during.len(),
        2.0 * idle + 200.0
    );
    Ok(())
}

fn set_password(bench: &Bench) -> Result<()> {
    let mut command = bench.import(&["users", "set-password", SIGNS_IN]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut process = command.spawn()?;
    if let Some(mut input) = process.stdin.take() {
        writeln!(input, "{PASSWORD}")?;
    }
    process.wait().map(drop)
}

/// The time that this part of all stays within, in milliseconds.
fn milliseconds(times: &[f64], part: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let place = ((times.len() as f64 * part).ceil() as usize).clamp(1, times.len().max(1));
    times.get(place - 1).copied().unwrap_or_default() * 1000.0
}
