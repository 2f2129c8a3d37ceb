//! The files of the crates as modules. A module is known by its file, not by the
//! line that declares it.

use super::mentions::Contents;
use super::source::{self, Source};
use std::collections::BTreeSet;

/// A file that is a module, without its tests.
#[derive(Debug)]
pub struct File {
    /// From the workspace's folder.
    pub path: String,
    /// The folder that the module lives in: `x.rs` beside a folder `x` lives in
    /// there.
    pub folder: String,
    /// The names that lead to it, that of the crate first.
    pub module: Vec<String>,
    /// What stands in it.
    pub contents: Contents,
}

impl File {
    /// Whether it is the root of its crate.
    pub fn is_root(&self) -> bool {
        self.module.len() == 1
    }
}

/// The modules of every crate, in the order of paths. What is only for tests is
/// left out.
pub fn all(sources: &[Source]) -> Vec<File> {
    let mut files = Vec::new();
    let mut only_tests = BTreeSet::new();
    for source in sources
        .iter()
        .filter(|source| !source::is_test(&source.path))
    {
        let Some(module) = module(&source.path) else {
            continue;
        };
        let tests = source.tests.iter();
        only_tests.extend(tests.map(|name| [&module[..], std::slice::from_ref(name)].concat()));
        files.push(File {
            path: source.path.clone(),
            folder: String::new(),
            module,
            contents: source.contents(),
        });
    }
    let is_test =
        |file: &File| (1..=file.module.len()).any(|n| only_tests.contains(&file.module[..n]));
    files.retain(|file| !is_test(file));
    for at in 0..files.len() {
        files[at].folder = folder(&files[at].path, &files);
    }
    files
}

/// The names that lead to the module of this file; `None` for a file that is no
/// module of a crate: an example, the tests of a crate.
fn module(path: &str) -> Option<Vec<String>> {
    let (name, inside) = path.strip_prefix("crates/")?.split_once("/src/")?;
    let mut module = vec![name.replace('-', "_")];
    if !matches!(inside, "lib.rs" | "main.rs") {
        let inside = inside.strip_suffix(".rs")?;
        let inside = inside.strip_suffix("/mod").unwrap_or(inside);
        module.extend(inside.split('/').map(str::to_owned));
    }
    Some(module)
}

fn folder(path: &str, files: &[File]) -> String {
    let own = path.strip_suffix(".rs").unwrap_or(path);
    let below = format!("{own}/");
    if files.iter().any(|file| file.path.starts_with(&below)) {
        return own.to_owned();
    }
    path.rsplit_once('/').unwrap_or_default().0.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each module as `PATH in FOLDER`.
    #[track_caller]
    fn check_modules(sources: &[(&str, &str)], expected: &[&str]) {
        let sources: Vec<Source> = sources
            .iter()
            .map(|(path, text)| Source::new(path, text))
            .collect();
        let write = |file: File| format!("{} in {}", file.module.join("::"), file.folder);
        let found: Vec<String> = all(&sources).into_iter().map(write).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn modules_are_known_by_their_files() {
        check_modules(
            &[
                ("crates/admit/src/main.rs", ""),
                ("crates/admit-core/src/a.rs", ""),
                ("crates/admit-core/src/a/b.rs", ""),
                ("crates/admit-core/src/c.rs", ""),
                ("crates/admit-core/src/d/mod.rs", ""),
                ("crates/admit-core/src/lib.rs", ""),
                ("crates/admit-core/examples/e.rs", ""),
                ("xtask/src/main.rs", ""),
            ],
            &[
                "admit in crates/admit/src",
                "admit_core::a in crates/admit-core/src/a",
                "admit_core::a::b in crates/admit-core/src/a",
                "admit_core::c in crates/admit-core/src",
                "admit_core::d in crates/admit-core/src/d",
                "admit_core in crates/admit-core/src",
            ],
        );
    }

    #[test]
    fn what_is_only_for_tests_is_left_out() {
        check_modules(
            &[
                (
                    "crates/x/src/a.rs",
                    "#[cfg(test)]\n#[allow(b)]\npub(crate) mod c;\nmod d;",
                ),
                ("crates/x/src/a/c.rs", ""),
                ("crates/x/src/a/c/e.rs", ""),
                ("crates/x/src/a/d.rs", "#[cfg(test)]\nmod tests;"),
                ("crates/x/src/a/d/tests.rs", ""),
            ],
            &["x::a in crates/x/src/a", "x::a::d in crates/x/src/a"],
        );
    }
}
