//! The commands in the text are run, and what they print is put below them, so
//! that the manual shows what the program does.
//!
//! In a page,
//! - a block that begins with ```` ```console ```` holds commands after `$ `; what
//!   stands between them is replaced. `first=12` shows only so many lines.
//! - a block with `file=NAME` is written to that file first;
//! - a comment `<!-- run: COMMAND -->` runs a command without showing it.
//!
//! Each page has a folder of its own, with the example files in it.

use super::mask::Mask;
use super::program::Program;
use std::io;
use std::path::PathBuf;

/// How the README calls the program.
const FROM_SOURCE: &str = "cargo run --release -- ";

/// The page with what its commands print now.
pub fn renewed(page: &str, text: &str, program: &Program) -> io::Result<String> {
    if !text.contains("```console") {
        return Ok(text.to_owned());
    }
    let mut renewal = Renewal {
        program,
        folder: program.folder(page)?,
        mask: Mask::default(),
        text: String::new(),
    };
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        renewal.line(line);
        if let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            renewal.block(info, &block)?;
            renewal.line("```");
        } else if let Some(command) = hidden(line) {
            renewal.run(command)?;
        }
    }
    Ok(renewal.text)
}

fn hidden(line: &str) -> Option<&str> {
    line.strip_prefix("<!-- run: ")?.strip_suffix(" -->")
}

struct Renewal<'a> {
    program: &'a Program,
    folder: PathBuf,
    mask: Mask,
    text: String,
}

impl Renewal<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn block(&mut self, info: &str, block: &[&str]) -> io::Result<()> {
        let mut words = info.split_whitespace();
        if words.next() == Some("console") {
            let first = words.find_map(|word| word.strip_prefix("first="));
            let first = first.and_then(|number| number.parse().ok());
            return self.console(&commands(block), first);
        }
        if let Some(name) = words.find_map(|word| word.strip_prefix("file=")) {
            let content: String = block.iter().flat_map(|line| [line, "\n"]).collect();
            std::fs::write(self.folder.join(name), content)?;
        }
        for line in block {
            self.line(line);
        }
        Ok(())
    }

    fn console(&mut self, commands: &[String], first: Option<usize>) -> io::Result<()> {
        for (number, command) in commands.iter().enumerate() {
            if number > 0 {
                self.line("");
            }
            self.line(&format!("$ {command}"));
            let output = self.run(command)?;
            let lines: Vec<&str> = output.lines().collect();
            let shown = first.unwrap_or(usize::MAX).min(lines.len());
            for line in &lines[..shown] {
                self.line(line);
            }
            if shown < lines.len() {
                self.line("…");
            }
        }
        Ok(())
    }

    fn run(&mut self, command: &str) -> io::Result<String> {
        let command = self.mask.real(&command.replace(FROM_SOURCE, "admit "));
        let output = self.program.shell(&command, &self.folder)?;
        // Files are shown by their names, wherever the folder is.
        let output = output.replace(&format!("{}/", self.folder.display()), "");
        Ok(self.mask.shown(&output))
    }
}

/// The commands of a block; one that ends with a backslash goes on in the next
/// line.
fn commands(block: &[&str]) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in block {
        if goes_on {
            if let Some(command) = commands.last_mut() {
                command.push('\n');
                command.push_str(line);
            }
        } else if let Some(command) = line.strip_prefix("$ ") {
            commands.push(command.to_owned());
        } else {
            continue;
        }
        goes_on = line.ends_with('\\');
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_in_a_block() {
        let block = [
            "$ admit a \\",
            "    --b",
            "printed",
            "$ admit c",
            "",
            "more",
        ];
        assert_eq!(commands(&block), ["admit a \\\n    --b", "admit c"]);
        assert_eq!(hidden("<!-- run: admit x -->"), Some("admit x"));
        assert_eq!(hidden("<!-- other -->"), None);
    }
}
