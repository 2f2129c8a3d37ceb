//! `cargo xtask contract`: the server is driven by its own `OpenAPI` document. Nothing it is
//! asked makes it fail, and it answers nothing that the document does not say.

use crate::bench::people::SETUP;
use crate::served::Served;
use crate::steps;
use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What drives it, from `PyPI`. The version is fixed, so that a run today finds what one
/// did yesterday.
const TOOL: &str = "schemathesis==4.32.5";

/// How long it may take, in seconds.
const SECONDS: &str = "100";

/// What is looked at in every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance,ignored_auth";

/// A few users to find.
const USERS: &str = "email,first_name,role_key,organization\n\
                     ana@example.com,Ana,member,acme\n\
                     bo@example.com,Bo,,acme\n\
                     cleo.example.com,Cleo,member,acme\n";

/// Drives the server of a debug build; answers whether it kept to its document.
pub fn run(root: &Path) -> bool {
    println!("── contract: the API by its document");
    match driven(root) {
        Ok(kept) => kept,
        Err(reason) => {
            eprintln!("The API could not be driven: {reason}");
            false
        }
    }
}

fn driven(root: &Path) -> Result<bool> {
    let built = steps::cargo(root, &["build", "--quiet", "--package", "admit"]).status()?;
    if !built.success() {
        return Err(Error::other("the program does not build"));
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let tool = tool(&target.join("contract-tool"))?;
    let folder = target.join("contract");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    let admit = target.join("debug/admit");
    std::fs::write(folder.join("directory.toml"), SETUP)?;
    std::fs::write(folder.join("users.csv"), USERS)?;
    for words in [&["setup", "directory.toml"][..], &["import", "users.csv"]] {
        let mut command = Command::new(&admit);
        command.args(words).current_dir(&folder);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
    }
    let server = Served::begin(&admit, &folder)?;
    let address = server.address();
    let status = Command::new(tool)
        .current_dir(&folder)
        .args(["run", &format!("http://{address}/api/v1/openapi.json")])
        .args([
            "--header",
            &format!("Authorization: Bearer {}", server.token()),
        ])
        .args(["--checks", CHECKS, "--max-time", SECONDS, "--seed", "1"])
        .args([
            "--workers",
            "1",
            "--warnings",
            "off",
            "--request-timeout",
            "20",
        ])
        // What is heard of an import ends with it.
        .args(["--exclude-path-regex", "/events$"])
        .status()?;
    let lives = server.get("/health/ready").is_ok();
    Ok(status.success() && lives)
}

/// The tool, made ready in a folder of its own if it is not yet.
fn tool(folder: &Path) -> Result<PathBuf> {
    let program = folder.join("bin/schemathesis");
    let has_version = |program: &Path| {
        let output = Command::new(program).arg("--version").output();
        let version = TOOL.rsplit('=').next().unwrap_or_default();
        output.is_ok_and(|told| String::from_utf8_lossy(&told.stdout).contains(version))
    };
    if has_version(&program) {
        return Ok(program);
    }
    if !venv(folder) {
        // Some systems have Python without its part for environments.
        let _ = Command::new("apt-get")
            .args(["install", "--yes", "--quiet", "python3", "python3-venv"])
            .status();
        if !venv(folder) {
            return Err(Error::other("python3 with venv is needed to drive the API"));
        }
    }
    let installed = Command::new(folder.join("bin/pip"))
        .args(["install", "--quiet", "--disable-pip-version-check", TOOL])
        .status()?;
    if installed.success() && has_version(&program) {
        return Ok(program);
    }
    Err(Error::other(format!("{TOOL} could not be installed")))
}

fn venv(folder: &Path) -> bool {
    let made = Command::new("python3")
        .args(["-m", "venv"])
        .arg(folder)
        .stderr(Stdio::null())
        .status();
    made.is_ok_and(|made| made.success())
}
