//! The program, built and asked.

use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How wide the texts are that the program breaks into lines, in characters.
const COLUMNS: &str = "96";

/// The debug build of the program.
pub struct Program {
    root: PathBuf,
    target: PathBuf,
}

impl Program {
    /// Builds it.
    pub fn build(root: &Path) -> io::Result<Program> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .args(["build", "--quiet", "--package", "admit"])
            .current_dir(root)
            .status()?;
        if !built.success() {
            return Err(io::Error::other("the program does not build"));
        }
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |folder| root.join(folder));
        Ok(Program {
            root: root.to_owned(),
            target,
        })
    }

    /// What it prints as data for these words.
    pub fn text(&self, words: &[&str]) -> io::Result<String> {
        let mut command = Command::new(self.target.join("debug/admit"));
        let output = plain(command.args(words)).output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let text = format!("admit {}: {said}", words.join(" "));
            return Err(io::Error::other(text));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// The same as JSON.
    pub fn json(&self, words: &[&str]) -> io::Result<Value> {
        let words = [words, &["--format", "json"]].concat();
        Ok(serde_json::from_str(&self.text(&words)?)?)
    }

    /// An empty folder to run a page's commands in, with the example files.
    pub fn folder(&self, page: &str) -> io::Result<PathBuf> {
        let folder = self.target.join("docs").join(page.replace('/', "-"));
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(folder.join("examples"))?;
        for entry in std::fs::read_dir(self.root.join("examples"))? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                std::fs::copy(
                    entry.path(),
                    folder.join("examples").join(entry.file_name()),
                )?;
            }
        }
        Ok(folder)
    }

    /// Runs a line in a shell that knows the program; what it prints, data and
    /// talk together.
    pub fn shell(&self, line: &str, folder: &Path) -> io::Result<String> {
        let mut path = vec![self.target.join("debug")];
        path.extend(std::env::split_paths(
            &std::env::var_os("PATH").unwrap_or_default(),
        ));
        let path = std::env::join_paths(path).map_err(io::Error::other)?;
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("exec 2>&1\n{line}")])
            .current_dir(folder)
            .env("PATH", path);
        let output = plain(&mut command).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// Without a terminal, colours and settings of the person who runs this.
fn plain(command: &mut Command) -> &mut Command {
    command
        .env_remove("ADMIT_DATABASE")
        .env("COLUMNS", COLUMNS)
        .env("NO_COLOR", "1")
        .env("TZ", "UTC")
        .stdin(Stdio::null())
}
