//! Every path that the architecture names exists.

use super::Problem;

/// The document; it may be missing.
pub const DOCUMENT: &str = "ARCHITECTURE.md";

/// Where a path may start.
const BASES: [&str; 7] = [
    "",
    "crates/",
    "crates/admit-core/src/",
    "crates/admit-passwords/src/",
    "crates/admit-store/src/",
    "crates/admit-server/src/",
    "crates/admit/src/",
];

/// Looks up each path. `exists` answers for paths from the workspace's folder.
pub fn check(document: &str, exists: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(document.lines()) {
        for path in line.split('`').skip(1).step_by(2).filter(|s| is_path(s)) {
            if !BASES.iter().any(|base| exists(&format!("{base}{path}"))) {
                let text = format!("`{path}` does not exist");
                problems.push(Problem::new(DOCUMENT, number, text));
            }
        }
    }
    problems
}

/// Whether a piece of code in the document is meant as a path: it names a file
/// or a folder, and nothing in it stands for something else.
fn is_path(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    let file = [".rs", ".md", ".toml", ".txt", ".csv"]
        .iter()
        .any(|extension| text.ends_with(extension));
    text.chars().all(plain)
        && (text.contains('/') || file)
        && !text.starts_with('/')
        && !text.contains("//")
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn paths_exist() {
        let document = "The `crates/admit-core/` holds `rules/mod.rs` and `gone.rs`.\n\
                        A `rules/<name>.rs` calls `decide`, `a/b` or `std::fs`; `/api` is a place.";
        let exists = |path: &str| {
            ["crates/admit-core/", "crates/admit-core/src/rules/mod.rs"].contains(&path)
        };
        assert_eq!(
            found(&check(document, &exists)),
            [(1, "`gone.rs` does not exist"), (2, "`a/b` does not exist"),]
        );
        assert_eq!(check("", &exists), []);
    }
}
