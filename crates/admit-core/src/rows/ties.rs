//! Which row of which earlier import each row of a fix file was.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The rows of a fix file with the rows that they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    /// The imports, as the file names them; blank where it names none.
    imports: Vec<String>,
    /// By row: the place of its import, and its number there.
    rows: BTreeMap<u64, (usize, u64)>,
}

impl Ties {
    /// Notes that a row was this row of an import.
    pub fn note(&mut self, row: u64, import: &str, original: u64) {
        let known = self.imports.iter().position(|one| one == import);
        let place = known.unwrap_or_else(|| {
            self.imports.push(import.to_owned());
            self.imports.len() - 1
        });
        self.rows.insert(row, (place, original));
    }

    /// Whether no row is tied.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows are tied.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Which row of which import a row was.
    pub fn of(&self, row: u64) -> Option<(&str, u64)> {
        let (place, original) = self.rows.get(&row)?;
        Some((&self.imports[*place], *original))
    }

    /// The rows that rows of an import were, by its name; blank for those of which the file
    /// names none.
    pub fn originals_of<'t>(&'t self, import: &'t str) -> impl Iterator<Item = u64> + 't {
        let of_import = move |place: usize| self.imports[place] == import;
        let rows = self.rows.values();
        rows.filter(move |(place, _)| of_import(*place))
            .map(|(_, original)| *original)
    }

    /// The imports that rows come from, as the file names them.
    pub fn imports(&self) -> impl Iterator<Item = &str> {
        let imports = self.imports.iter().map(String::as_str);
        imports.filter(|import| !import.is_empty())
    }

    /// As text, with rows that follow one another taken together:
    /// `0197a3c2 2=31+4 6=40;…` says that rows 2 to 5 were rows 31 to 34.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (place, import) in self.imports.iter().enumerate() {
            let separator = if place == 0 { "" } else { ";" };
            let _ = write!(text, "{separator}{import}");
            let rows = self.rows.iter().filter(|(_, (at, _))| *at == place);
            let mut rows = rows
                .map(|(row, (_, original))| (*row, *original))
                .peekable();
            while let Some((row, original)) = rows.next() {
                let mut count = 1;
                while rows.next_if_eq(&(row + count, original + count)).is_some() {
                    count += 1;
                }
                let _ = write!(text, " {row}={original}+{count}");
            }
        }
        text
    }

    /// Reads what [`Ties::text`] wrote; what is not so written is left out.
    pub fn of_text(text: &str) -> Ties {
        let mut ties = Ties::default();
        for part in text.split(';') {
            let (import, runs) = part.split_once(' ').unwrap_or((part, ""));
            for run in runs.split(' ') {
                let Some((row, original, count)) = run_of(run) else {
                    continue;
                };
                for more in 0..count {
                    ties.note(row + more, import, original + more);
                }
            }
        }
        ties
    }
}

fn run_of(text: &str) -> Option<(u64, u64, u64)> {
    let (row, rest) = text.split_once('=')?;
    let (original, count) = rest.split_once('+')?;
    Some((
        row.parse().ok()?,
        original.parse().ok()?,
        count.parse().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &[(u64, &str, u64)], expected: &str) {
        let mut ties = Ties::default();
        for (row, import, original) in rows {
            ties.note(*row, import, *original);
        }
        assert_eq!(ties.text(), expected);
        assert_eq!(Ties::of_text(expected), ties);
    }

    #[test]
    fn ties_are_read_as_they_are_written() {
        check(&[], "");
        check(&[(2, "a1", 31)], "a1 2=31+1");
        check(
            &[(2, "a1", 31), (3, "a1", 32), (4, "a1", 40), (6, "a1", 41)],
            "a1 2=31+2 4=40+1 6=41+1",
        );
        check(
            &[(2, "a1", 7), (3, "b2", 8), (4, "a1", 9), (5, "", 3)],
            "a1 2=7+1 4=9+1;b2 3=8+1; 5=3+1",
        );
    }
}
