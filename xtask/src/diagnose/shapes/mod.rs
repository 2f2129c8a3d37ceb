//! Clean files of the shapes that people bring. What is said about one of them is a
//! false alarm, but for what its entry expects and gives a reason for.

mod folk;
mod spreadsheets;
mod typed;
mod wide;

use crate::numbers::Numbers;

/// One shape of files.
pub struct Shape {
    /// What it is, in a few words.
    pub name: &'static str,
    /// The name of the file.
    pub file: &'static str,
    /// What is true to say about a clean file of this shape.
    pub expected: &'static [Expected],
    /// The file.
    pub make: fn(&mut Numbers) -> Vec<u8>,
}

/// A finding that is right about a clean file.
pub struct Expected {
    /// The rule.
    pub rule: &'static str,
    /// The column that it names; none, where the file is meant.
    pub column: Option<&'static str>,
    /// How often it is said; none, where that lies with the people in the file.
    pub times: Option<usize>,
    /// Why it is right to say it.
    pub why: &'static str,
}

/// People in each file.
const COUNT: u64 = 300;

/// What is said once about the file.
const fn once(rule: &'static str, why: &'static str) -> Expected {
    Expected {
        rule,
        column: None,
        times: Some(1),
        why,
    }
}

/// What is said once about a column.
const fn column(rule: &'static str, column: &'static str, why: &'static str) -> Expected {
    Expected {
        rule,
        column: Some(column),
        times: Some(1),
        why,
    }
}

/// A column that is not read: its values stay behind, which nobody may learn too late.
const fn unread(name: &'static str) -> Expected {
    column("HDR005", name, "its values stay behind")
}

/// A column that many exports have and that has no place in Admit.
const fn unplaced(name: &'static str) -> Expected {
    column("HDR013", name, "its values stay behind")
}

/// Those whom `column` keeps from signing in, each of whom is named.
const fn shut(column: &'static str) -> Expected {
    Expected {
        rule: "VAL012",
        column: Some(column),
        times: Some(6),
        why: "who cannot sign in is named",
    }
}

/// Whole names of more than two words: which of them are the first name is a guess.
const fn cut(name: &'static str) -> Expected {
    Expected {
        rule: "VAL006",
        column: Some(name),
        times: None,
        why: "where a name of three words is cut is a guess",
    }
}

const SEPARATOR: Expected = once("FIL014", "another separator mixes up every column");
const ENCODING: Expected = once("FIL010", "nothing in such a file says its encoding");

/// The shapes.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "Excel, English",
        file: "customers.csv",
        expected: &[
            column("HDR005", "Customer ID", "a customer is not always the user"),
            unread("Date of Birth"),
            unread("Balance"),
            unread("Company"),
            unread("Notes"),
            shut("Active"),
        ],
        make: spreadsheets::excel_english,
    },
    Shape {
        name: "Excel, German",
        file: "kunden.csv",
        expected: &[
            ENCODING,
            SEPARATOR,
            unread("Anrede"),
            unread("Geburtsdatum"),
            unread("Umsatz"),
            unread("Bemerkung"),
            shut("Gesperrt"),
        ],
        make: spreadsheets::excel_german,
    },
    Shape {
        name: "Excel, French, Unicode text",
        file: "clients.txt",
        expected: &[
            once("FIL010", "the samples show whether the letters are right"),
            SEPARATOR,
            unread("Date d'inscription"),
            unread("Solde"),
            unread("Ville"),
            shut("Actif"),
        ],
        make: spreadsheets::excel_french,
    },
    Shape {
        name: "Excel, Spanish",
        file: "clientes.csv",
        expected: &[
            SEPARATOR,
            unread("Fecha de alta"),
            unread("Saldo"),
            shut("Activo"),
        ],
        make: spreadsheets::excel_spanish,
    },
    Shape {
        name: "Google Sheets",
        file: "form-responses.csv",
        expected: &[
            unread("Timestamp"),
            unread("Start date"),
            unread("Newsletter?"),
        ],
        make: spreadsheets::google_sheets,
    },
    Shape {
        name: "LibreOffice",
        file: "members.csv",
        expected: &[cut("name"), unread("joined"), unread("fee")],
        make: spreadsheets::libre_office,
    },
    Shape {
        name: "database dump",
        file: "users.csv",
        expected: &[
            unplaced("created_at"),
            unplaced("last_login"),
            unplaced("locale"),
        ],
        make: typed::database_dump,
    },
    Shape {
        name: "typed by hand",
        file: "list.csv",
        expected: &[cut("Name")],
        make: typed::by_hand,
    },
    Shape {
        name: "export of 60 columns",
        file: "export.csv",
        expected: wide::EXPECTED,
        make: wide::export,
    },
];
