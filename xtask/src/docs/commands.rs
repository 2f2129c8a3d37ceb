//! One page for each command: its help, and that of the commands under it.

use super::Pages;
use super::program::Program;
use std::fmt::Write;
use std::io;

/// A command as the manual lists it.
pub struct Command {
    /// The words after `admit`; none for the program itself.
    pub words: Vec<String>,
    /// What it does, in a line.
    pub about: String,
    help: String,
    under: Vec<Command>,
}

/// The commands of the program, as its help lists them.
pub fn all(program: &Program) -> io::Result<Command> {
    under(program, Vec::new(), String::new())
}

fn under(program: &Program, words: Vec<String>, about: String) -> io::Result<Command> {
    let mut question: Vec<&str> = words.iter().map(String::as_str).collect();
    question.push("--help");
    let help = program.text(&question)?;
    let mut commands = Vec::new();
    for (name, about) in listed(&help) {
        let words = [words.as_slice(), &[name.to_owned()]].concat();
        commands.push(under(program, words, about)?);
    }
    Ok(Command {
        words,
        about,
        help,
        under: commands,
    })
}

/// The names and descriptions under `Commands:`, without `help`.
fn listed(help: &str) -> Vec<(&str, String)> {
    let mut commands: Vec<(&str, String)> = Vec::new();
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    for line in lines.take_while(|line| !line.is_empty()) {
        match line
            .strip_prefix("  ")
            .filter(|rest| !rest.starts_with(' '))
        {
            Some(rest) => {
                let (name, about) = rest.split_once(' ').unwrap_or((rest, ""));
                commands.push((name, about.trim().to_owned()));
            }
            // A description that runs over to the next line.
            None => {
                if let Some((_, about)) = commands.last_mut() {
                    about.push(' ');
                    about.push_str(line.trim());
                }
            }
        }
    }
    commands.retain(|(name, _)| *name != "help");
    commands
}

impl Command {
    /// The name of its page.
    pub fn page(&self) -> String {
        format!("{}.md", self.words.join("-"))
    }

    /// The commands under it.
    pub fn commands(&self) -> &[Command] {
        &self.under
    }
}

/// The pages and their index.
pub fn write(program: &Command, pages: &mut Pages) {
    let mut index = String::from(
        "# The commands\n\nWhat `--help` says, page by page.\n\n| command | what it does |\n|---|---|\n",
    );
    for command in &program.under {
        let _ = writeln!(
            index,
            "| [`admit {}`]({}) | {} |",
            command.words.join(" "),
            command.page(),
            command.about.replace('|', "\\|")
        );
        let mut page = String::new();
        section(command, "#", &mut page);
        pages.insert(format!("docs/src/commands/{}", command.page()), page);
    }
    let _ = write!(index, "\n## For every command\n\n{}", block(&program.help));
    pages.insert("docs/src/commands/index.md".to_owned(), index);
}

fn section(command: &Command, marks: &str, page: &mut String) {
    if !page.is_empty() {
        page.push('\n');
    }
    let _ = write!(
        page,
        "{marks} admit {}\n\n{}",
        command.words.join(" "),
        block(&command.help)
    );
    let deeper = format!("{marks}#");
    for command in &command.under {
        section(command, &deeper, page);
    }
}

fn block(help: &str) -> String {
    let mut block = String::from("```text\n");
    for line in help.trim_end().lines() {
        block.push_str(line.trim_end());
        block.push('\n');
    }
    block.push_str("```\n");
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_from_the_help() {
        let help = "About.\n\nUsage: admit x\n\nCommands:\n  add   Adds, and\n          more\n  \
                    show  Shows\n  help  Helps\n\nOptions:\n  -h  Help\n";
        assert_eq!(
            listed(help),
            [
                ("add", "Adds, and more".to_owned()),
                ("show", "Shows".to_owned())
            ]
        );
        assert_eq!(listed("Usage: admit y\n\nOptions:\n  -h\n"), []);
    }
}
