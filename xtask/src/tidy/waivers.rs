//! The list of what may be out of order for now. It may only shrink: each check
//! says which entries it no longer needs.

use super::Problem;
use std::collections::BTreeMap;

/// The list; `#` begins a comment.
pub const LIST: &str = "xtask/waivers.txt";

/// What the list says, each entry with its line.
#[derive(Debug, Default)]
pub struct Waivers {
    /// `path LINES` or `path::function LINES`: what may be longer, with its line
    /// in the list and the lines allowed.
    pub lengths: BTreeMap<String, (usize, usize)>,
    /// `FILE -> FILE`: the first may import the second.
    pub arrows: BTreeMap<(String, String), usize>,
    /// `FILE alone`: it may stand in no folder of the layers.
    pub alone: BTreeMap<String, usize>,
    /// Lines that are none of these.
    unreadable: Vec<usize>,
}

impl Waivers {
    /// Reads the list.
    pub fn read(text: &str) -> Waivers {
        let mut waivers = Waivers::default();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.split('#').next().unwrap_or_default().trim();
            if !line.is_empty() && waivers.add(number, line).is_none() {
                waivers.unreadable.push(number);
            }
        }
        waivers
    }

    /// Adds an entry; `None` if it has none of the forms.
    fn add(&mut self, number: usize, line: &str) -> Option<()> {
        if let Some((from, to)) = line.split_once(" -> ") {
            let arrow = (from.trim().to_owned(), to.trim().to_owned());
            self.arrows.insert(arrow, number);
            return Some(());
        }
        let (name, rest) = line.rsplit_once(' ')?;
        let name = name.trim().to_owned();
        if rest == "alone" {
            self.alone.insert(name, number);
        } else {
            self.lengths.insert(name, (number, rest.parse().ok()?));
        }
        Some(())
    }

    /// The lines that say nothing.
    pub fn check(&self) -> Vec<Problem> {
        let text = "write it as NAME LINES, FILE -> FILE or FILE alone";
        let problem = |line: &usize| Problem::new(LIST, *line, text);
        self.unreadable.iter().map(problem).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn each_kind_of_line_is_told_by_its_form() {
        let list =
            "# why\na.rs 600\na.rs::f 80 # why\na.rs -> b.rs\n\nc.rs alone\nmany\nd.rs one\n";
        let waivers = Waivers::read(list);
        let name = |name: &str| name.to_owned();
        assert_eq!(
            waivers.lengths,
            [(name("a.rs"), (2, 600)), (name("a.rs::f"), (3, 80))].into()
        );
        assert_eq!(waivers.arrows, [((name("a.rs"), name("b.rs")), 4)].into());
        assert_eq!(waivers.alone, [(name("c.rs"), 6)].into());
        let text = "write it as NAME LINES, FILE -> FILE or FILE alone";
        assert_eq!(found(&waivers.check()), [(7, text), (8, text)]);
    }
}
