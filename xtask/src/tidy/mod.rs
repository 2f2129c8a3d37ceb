//! `cargo xtask tidy`: what the project checks about its own text. Each check
//! looks at the sources and says where and what is out of order.

mod attributes;
mod circles;
mod core_is_pure;
mod decisions;
mod escapes;
mod flags;
mod imports;
mod layers;
mod leftovers;
mod lengths;
mod mentions;
mod modules;
mod parameters;
mod paths;
mod printing;
mod rule_texts;
mod source;
mod test_items;
mod waivers;

use std::path::Path;
use waivers::Waivers;

/// Something that is out of order.
#[derive(Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, from the workspace's folder.
    pub path: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What it is and what to do.
    pub text: String,
}

impl Problem {
    fn new(path: &str, line: usize, text: impl Into<String>) -> Problem {
        Problem {
            path: path.to_owned(),
            line,
            text: text.into(),
        }
    }
}

/// Runs every check, prints what was found, and answers whether it was nothing.
pub fn report(root: &Path) -> bool {
    match check(root) {
        Err(error) => {
            eprintln!("tidy cannot read the sources: {error}");
            false
        }
        Ok(problems) => {
            for Problem { path, line, text } in &problems {
                eprintln!("{path}:{line}: {text}");
            }
            problems.is_empty()
        }
    }
}

/// Prints the lines that the list of waivers would need for the imports of today.
pub fn waivers(root: &Path) -> bool {
    match source::all(root) {
        Err(error) => {
            eprintln!("tidy cannot read the sources: {error}");
            false
        }
        Ok(sources) => {
            for entry in layers::entries(&sources) {
                println!("{entry}");
            }
            true
        }
    }
}

fn check(root: &Path) -> std::io::Result<Vec<Problem>> {
    let sources = source::all(root)?;
    let text = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_default();
    let mut problems = Vec::new();
    for source in &sources {
        problems.extend(core_is_pure::check(source));
        problems.extend(escapes::check(source));
        problems.extend(flags::check(source));
        problems.extend(printing::check(source));
        problems.extend(rule_texts::check(source));
        problems.extend(leftovers::check(source));
        problems.extend(parameters::check(source));
    }
    let waivers = Waivers::read(&text(waivers::LIST));
    problems.extend(waivers.check());
    problems.extend(lengths::check(&sources, &waivers));
    problems.extend(layers::check(&sources, &waivers));
    problems.extend(decisions::check(&first_lines(root, decisions::FOLDER)?));
    problems.extend(paths::check(&text(paths::DOCUMENT), &|path| {
        root.join(path).exists()
    }));
    Ok(problems)
}

/// The files of a folder with the first line of each, in the order of their names.
fn first_lines(root: &Path, folder: &str) -> std::io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let text = std::fs::read_to_string(entry.path())?;
        let first = text.lines().next().unwrap_or_default().to_owned();
        files.push((entry.file_name().to_string_lossy().into_owned(), first));
    }
    files.sort();
    Ok(files)
}

/// The line and the text of each problem, for tests.
#[cfg(test)]
fn found(problems: &[Problem]) -> Vec<(usize, &str)> {
    problems
        .iter()
        .map(|problem| (problem.line, problem.text.as_str()))
        .collect()
}
