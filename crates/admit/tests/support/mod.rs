//! A folder in which the program is run as people run it.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A folder of its own, with no database yet.
pub struct Folder(TempDir);

impl Folder {
    /// An empty one.
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Makes a file in it.
    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    /// A command in it, where nobody can be asked; its words stand between spaces.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_admit"));
        command
            .args(line.split(' '))
            .current_dir(self.path())
            .env_remove("ADMIT_DATABASE")
            .stdin(Stdio::null());
        command
    }

    /// The exit code, the data and the talk of a command.
    pub fn run(&self, line: &str) -> (i32, String, String) {
        let output = self.command(line).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        (code, text(output.stdout), text(output.stderr))
    }

    /// Runs a command that ends so and says this; answers with all that it says.
    #[track_caller]
    pub fn says(&self, line: &str, code: i32, expected: &str) -> String {
        let (found, data, talk) = self.run(line);
        let said = data + &talk;
        assert_eq!(found, code, "{line}: {said}");
        assert!(said.contains(expected), "{line}: {said}");
        said
    }

    /// Runs a command that does its work; answers with its data and its talk.
    #[track_caller]
    pub fn done(&self, line: &str) -> (String, String) {
        let (code, data, talk) = self.run(line);
        assert_eq!(code, 0, "{line}: {data}{talk}");
        (data, talk)
    }

    /// Runs a command that is refused with these words, and prints no data.
    #[track_caller]
    pub fn refused(&self, line: &str, words: &[&str]) {
        let (code, data, talk) = self.run(line);
        assert_eq!((code, data.as_str()), (2, ""), "{line}: {talk}");
        for words in words {
            assert!(talk.contains(words), "{line}: {talk}");
        }
    }
}
