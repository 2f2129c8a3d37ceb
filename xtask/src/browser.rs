//! `cargo xtask browser`: the pages as people meet them, in Chromium, through the program.

use crate::steps;
use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the tests are.
const TESTS: &str = "tests/browser";

/// What Chromium is called on different systems.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Runs the tests of which the file's name contains one of these words, or all of them;
/// answers whether they passed.
pub fn run(root: &Path, words: &[&str]) -> bool {
    println!("── browser: the pages in Chromium");
    match tested(root, words) {
        Ok(passed) => passed,
        Err(reason) => {
            eprintln!("The pages could not be tried: {reason}");
            false
        }
    }
}

fn tested(root: &Path, words: &[&str]) -> Result<bool> {
    let built = steps::cargo(root, &["build", "--quiet", "--package", "admit"]).status()?;
    if !built.success() {
        return Err(Error::other("the program does not build"));
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let chromium = chromium()?;
    let packages = packages(&root.join(TESTS), &target.join("browser"))?;
    let screens = target.join("screens");
    let _ = std::fs::remove_dir_all(&screens);
    let status = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .args(files(&root.join(TESTS), words)?)
        .env("ADMIT", target.join("debug/admit"))
        .env("ADMIT_CHROMIUM", chromium)
        .env("ADMIT_PACKAGES", packages)
        .env("ADMIT_SCREENS", &screens)
        .status()?;
    println!("Pictures of the pages are in {}", screens.display());
    Ok(status.success())
}

/// The files with tests.
fn files(folder: &Path, words: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_wanted = words.is_empty() || words.iter().any(|word| name.contains(word));
        if is_wanted && name.ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Error::other(format!(
            "there is no file of tests with {}",
            words.join(" or ")
        )));
    }
    Ok(files)
}

/// Chromium, installed if it is not there.
fn chromium() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places =
        || std::env::split_paths(&path).flat_map(|folder| CHROMIUM.map(|name| folder.join(name)));
    let found = || places().find(|place| place.is_file());
    if let Some(place) = found() {
        return Ok(place);
    }
    install(&["chromium"]);
    found().ok_or_else(|| Error::other("Chromium is needed to try the pages"))
}

/// The packages of the tests, made ready in a folder of their own.
fn packages(tests: &Path, folder: &Path) -> Result<PathBuf> {
    if !(answers("node") && answers("npm")) {
        install(&["nodejs", "npm"]);
    }
    std::fs::create_dir_all(folder)?;
    let lock = "package-lock.json";
    let wanted = std::fs::read(tests.join(lock))?;
    let ready = folder.join("ready");
    if std::fs::read(&ready).is_ok_and(|has| has == wanted) {
        return Ok(folder.to_owned());
    }
    for name in ["package.json", lock] {
        std::fs::copy(tests.join(name), folder.join(name))?;
    }
    let installed = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(folder)
        .status();
    if !installed.is_ok_and(|installed| installed.success()) {
        return Err(Error::other("Node and its packages could not be installed"));
    }
    std::fs::write(ready, wanted)?;
    Ok(folder.to_owned())
}

/// Whether there is such a program.
fn answers(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn install(packages: &[&str]) {
    let _ = Command::new("apt-get")
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(packages)
        .stdout(Stdio::null())
        .status();
}
