//! `cargo xtask docs`: the parts of the manual that the program itself knows:
//! the rules, the commands, and what the commands in the text print.

mod commands;
mod mask;
mod program;
mod rules;
mod server;
mod summary;
mod transcripts;

use program::Program;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Where the manual's pages are.
const PAGES: &str = "docs/src";

/// What the API takes and answers.
const OPENAPI: &str = "docs/openapi.json";

/// Folders under it that hold nothing but what is generated.
const GENERATED: [&str; 2] = ["docs/src/commands", "docs/src/rules"];

/// Texts by their path from the workspace's folder.
type Pages = BTreeMap<String, String>;

/// Writes what is generated, or with `check` only says which files differ;
/// answers whether all is well.
pub fn run(root: &Path, check: bool) -> bool {
    let done = expected(root).and_then(|pages| {
        let stale = stale(root, &pages)?;
        if check {
            return Ok(stale);
        }
        for path in &stale {
            write(root, path, pages.get(path))?;
            println!("{path}");
        }
        Ok(Vec::new())
    });
    match done {
        Ok(stale) => {
            for path in &stale {
                eprintln!("{path} differs from what the program says; run: cargo xtask docs");
            }
            stale.is_empty()
        }
        Err(error) => {
            eprintln!("The manual cannot be made: {error}");
            false
        }
    }
}

/// Every file that is generated or has a part that is.
fn expected(root: &Path) -> io::Result<Pages> {
    let program = Program::build(root)?;
    let rules = rules::all(&program)?;
    let commands = commands::all(&program)?;
    let mut pages = Pages::new();
    for path in written_by_hand(root)? {
        let text = std::fs::read_to_string(root.join(&path))?;
        let text = if path.ends_with("/SUMMARY.md") {
            summary::with(&text, &commands, &rules)
        } else {
            transcripts::renewed(&path, &text, &program)?
        };
        pages.insert(path, text);
    }
    commands::write(&commands, &mut pages);
    rules::write(&rules, &mut pages);
    server::write(&program, &mut pages)?;
    pages.insert(OPENAPI.to_owned(), openapi(&program)?);
    Ok(pages)
}

/// The OpenAPI document, a line for each thing that can change.
fn openapi(program: &Program) -> io::Result<String> {
    let document: serde_json::Value =
        serde_json::from_str(&program.text(&["serve", "--print-openapi"])?)?;
    Ok(format!("{document:#}\n"))
}

/// The pages that people write, and the README.
fn written_by_hand(root: &Path) -> io::Result<Vec<String>> {
    let mut paths = vec!["README.md".to_owned()];
    paths.extend(markdown(root, PAGES)?);
    Ok(paths)
}

/// The names of the Markdown files in a folder; none if there is no folder.
fn markdown(root: &Path, folder: &str) -> io::Result<Vec<String>> {
    let entries = match std::fs::read_dir(root.join(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_markdown = Path::new(&name).extension().is_some_and(|end| end == "md");
        if is_markdown {
            paths.push(format!("{folder}/{name}"));
        }
    }
    paths.sort();
    Ok(paths)
}

/// What is missing, differs or should not be there.
fn stale(root: &Path, pages: &Pages) -> io::Result<Vec<String>> {
    let mut stale: Vec<String> = pages
        .iter()
        .filter(|(path, text)| {
            !std::fs::read_to_string(root.join(path)).is_ok_and(|old| old == **text)
        })
        .map(|(path, _)| path.clone())
        .collect();
    for folder in GENERATED {
        let extra = markdown(root, folder)?;
        stale.extend(extra.into_iter().filter(|path| !pages.contains_key(path)));
    }
    Ok(stale)
}

/// Writes a page, or removes one that is no more.
fn write(root: &Path, path: &str, text: Option<&String>) -> io::Result<()> {
    let path = root.join(path);
    let Some(text) = text else {
        return std::fs::remove_file(path);
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}
