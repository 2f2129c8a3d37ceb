//! Faults that need more than a file: what the directory held before, an option, a second
//! file, or columns of their own. Each has a directory to itself.

mod access;
mod changes;
mod files;
mod json;
mod passwords;
mod rows;
mod table;

/// A fault in a file, with what has to be there for it.
#[derive(Clone)]
pub struct Case {
    /// What went wrong, in a few words.
    pub name: &'static str,
    /// The rule that has to say so.
    pub rule: &'static str,
    /// The column that it has to name, if it is about one.
    pub column: Option<&'static str>,
    /// The row that it has to name, if it is about one.
    pub row: Option<u64>,
    /// Rules that are right to speak as well, because the same fault is theirs too.
    pub beside: &'static [&'static str],
    /// Organizations, roles and permissions, where they are others than usual.
    pub setup: Option<&'static str>,
    /// What happened before.
    pub before: Vec<Step>,
    /// Files that the options name.
    pub extra: Vec<(&'static str, String)>,
    /// The name of the file.
    pub file: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Options of the check.
    pub options: &'static str,
    /// The words in front of the file.
    pub words: &'static str,
}

/// Something that happened before the file came.
#[derive(Clone)]
pub enum Step {
    /// A file was imported, with these options.
    Import(Vec<u8>, &'static str),
    /// A command was run, with this on its standard input.
    Command(&'static str, &'static str),
}

impl Case {
    fn new(name: &'static str, rule: &'static str, bytes: impl Into<Vec<u8>>) -> Case {
        Case {
            name,
            rule,
            column: None,
            row: None,
            beside: &[],
            setup: None,
            before: Vec::new(),
            extra: Vec::new(),
            file: "after.csv",
            bytes: bytes.into(),
            options: "",
            words: "check",
        }
    }

    fn row(mut self, row: u64) -> Case {
        self.row = Some(row);
        self
    }

    fn column(mut self, column: &'static str) -> Case {
        self.column = Some(column);
        self
    }

    /// The place of a fault in a cell.
    fn at(self, row: u64, column: &'static str) -> Case {
        self.row(row).column(column)
    }

    fn beside(mut self, rules: &'static [&'static str]) -> Case {
        self.beside = rules;
        self
    }

    fn setup(mut self, setup: &'static str) -> Case {
        self.setup = Some(setup);
        self
    }

    fn before(self, bytes: impl Into<Vec<u8>>) -> Case {
        self.before_with(bytes, "")
    }

    fn before_with(mut self, bytes: impl Into<Vec<u8>>, options: &'static str) -> Case {
        self.before.push(Step::Import(bytes.into(), options));
        self
    }

    fn command(mut self, line: &'static str, input: &'static str) -> Case {
        self.before.push(Step::Command(line, input));
        self
    }

    fn extra(mut self, name: &'static str, text: impl Into<String>) -> Case {
        self.extra.push((name, text.into()));
        self
    }

    fn file(mut self, name: &'static str) -> Case {
        self.file = name;
        self
    }

    fn options(mut self, options: &'static str) -> Case {
        self.options = options;
        self
    }

    fn passwords(mut self) -> Case {
        self.words = "passwords import --dry-run";
        self
    }

    /// What only an import says.
    fn imported(mut self) -> Case {
        self.words = "import";
        self
    }
}

/// All of them.
pub fn all() -> Vec<Case> {
    let groups = [
        files::cases(),
        json::cases(),
        rows::cases(),
        access::cases(),
        changes::cases(),
        passwords::cases(),
        passwords::of_password_files(),
    ];
    groups.into_iter().flatten().collect()
}

/// Rules that no file can provoke by itself, with the reason.
pub const NOT_BY_A_FILE: &[(&str, &str)] = &[
    ("FIL006", "it takes 4,294,967,295 rows"),
    ("RUN006", "a run has to be stopped"),
    (
        "RUN009",
        "somebody has to change the directory while the import runs",
    ),
    ("RUN010", "a stopped run has to be resumed"),
    ("RUN011", "it tells of a mistake in Admit"),
    (
        "RUN012",
        "it is said by undo, of what was done since the import",
    ),
];
