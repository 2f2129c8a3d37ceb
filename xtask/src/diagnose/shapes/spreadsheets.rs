//! What spreadsheet programs save.

use super::COUNT;
use super::folk::{Folk, people};
use crate::diagnose::people::quoted;
use crate::numbers::Numbers;

/// A table as text.
pub(super) struct Table {
    pub(super) separator: &'static str,
    pub(super) end: &'static str,
    /// Whether a text stands in quotes even where it need not.
    pub(super) all_quoted: bool,
}

impl Table {
    pub(super) fn text(&self, header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
        let mut text = header.join(self.separator) + self.end;
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| self.cell(cell)).collect();
            text.push_str(&cells.join(self.separator));
            text.push_str(self.end);
        }
        text
    }

    fn cell(&self, cell: &str) -> String {
        let is_text = cell.parse::<f64>().is_err() && !cell.is_empty();
        if (self.all_quoted && is_text) || cell.contains(self.separator) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            quoted(cell)
        }
    }
}

const COMMAS: Table = Table {
    separator: ",",
    end: "\r\n",
    all_quoted: false,
};
const SEMICOLONS: Table = Table {
    separator: ";",
    end: "\r\n",
    all_quoted: false,
};
const TABS: Table = Table {
    separator: "\t",
    end: "\r\n",
    all_quoted: false,
};

/// An amount with the marks of a country: `1.234,50`.
fn amount(person: &Folk, thousands: &str, point: &str) -> String {
    let whole = person.number * 37 % 4000;
    match whole / 1000 {
        0 => format!("{whole}{point}50"),
        high => format!("{high}{thousands}{:03}{point}00", whole % 1000),
    }
}

fn day(person: &Folk, mark: &str) -> String {
    let (year, month, day) = person.day;
    format!("{day:02}{mark}{month:02}{mark}{year}")
}

fn word(is: bool, [yes, no]: [&str; 2]) -> String {
    if is { yes } else { no }.to_owned()
}

/// A remark as people write them; one in a while.
fn remark(person: &Folk) -> String {
    match person.number % 11 {
        0 => "Prefers mail; call after 5 pm",
        3 => "said \"maybe later\", ask again",
        5 => "first line\nsecond line",
        7 => "50% off, 24\" screen",
        _ => "",
    }
    .to_owned()
}

pub(super) fn excel_english(numbers: &mut Numbers) -> Vec<u8> {
    let header = [
        "Customer ID",
        "First Name",
        "Last Name",
        "Email",
        "Phone",
        "Date of Birth",
        "Balance",
        "Active",
        "Company",
        "Notes",
    ];
    let rows = people(COUNT, true, numbers).into_iter().map(|person| {
        let (year, month, day) = person.day;
        vec![
            format!("C-{:05}", person.number + 1),
            person.first.to_owned(),
            person.last.to_owned(),
            person.email.clone(),
            person.phone.clone(),
            format!("{month}/{day}/{year}"),
            amount(&person, ",", "."),
            word(!person.is_shut, ["TRUE", "FALSE"]),
            ["Foundry, Inc.", "Globex", "Smith & Sons"][person.day.1 as usize % 3].to_owned(),
            remark(&person),
        ]
    });
    format!("\u{feff}{}", COMMAS.text(&header, rows)).into_bytes()
}

pub(super) fn excel_german(numbers: &mut Numbers) -> Vec<u8> {
    let header = [
        "Kundennummer",
        "Anrede",
        "Vorname",
        "Nachname",
        "E-Mail-Adresse",
        "Telefon",
        "Geburtsdatum",
        "Umsatz",
        "Gesperrt",
        "Bemerkung",
    ];
    let rows = people(COUNT, false, numbers).into_iter().map(|person| {
        vec![
            (10_001 + person.number).to_string(),
            ["Frau", "Herr", ""][person.day.2 as usize % 3].to_owned(),
            person.first.to_owned(),
            person.last.to_owned(),
            person.email.clone(),
            person.phone.clone(),
            day(&person, "."),
            amount(&person, ".", ","),
            word(person.is_shut, ["WAHR", "FALSCH"]),
            ["", "zahlt spät – 14 Tage", "3 € Rabatt; ab März"][person.day.0 as usize % 3]
                .to_owned(),
        ]
    });
    windows_1252(&SEMICOLONS.text(&header, rows))
}

pub(super) fn excel_french(numbers: &mut Numbers) -> Vec<u8> {
    let header = [
        "ID externe",
        "Prénom",
        "Nom de famille",
        "Adresse e-mail",
        "Téléphone",
        "Date d'inscription",
        "Solde",
        "Actif",
        "Ville",
    ];
    let rows = people(COUNT, true, numbers).into_iter().map(|person| {
        vec![
            format!("F{:04}", person.number + 1),
            person.first.to_owned(),
            person.last.to_owned(),
            person.email.clone(),
            person.phone.clone(),
            day(&person, "/"),
            amount(&person, "\u{a0}", ","),
            word(!person.is_shut, ["VRAI", "FAUX"]),
            ["Saint-Étienne", "L'Haÿ-les-Roses", "Bruxelles"][person.day.1 as usize % 3].to_owned(),
        ]
    });
    let text = TABS.text(&header, rows);
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

pub(super) fn excel_spanish(numbers: &mut Numbers) -> Vec<u8> {
    let header = [
        "Nombre",
        "Apellidos",
        "Correo electrónico",
        "Teléfono móvil",
        "Fecha de alta",
        "Saldo",
        "Activo",
    ];
    let rows = people(COUNT, true, numbers).into_iter().map(|person| {
        vec![
            person.first.to_owned(),
            person.last.to_owned(),
            person.email.clone(),
            person.phone.clone(),
            day(&person, "/"),
            amount(&person, ".", ","),
            word(!person.is_shut, ["VERDADERO", "FALSO"]),
        ]
    });
    format!("\u{feff}{}", SEMICOLONS.text(&header, rows)).into_bytes()
}

pub(super) fn google_sheets(numbers: &mut Numbers) -> Vec<u8> {
    let header = [
        "Timestamp",
        "First name",
        "Last name",
        "Email address",
        "Phone number",
        "Start date",
        "Newsletter?",
    ];
    let rows = people(COUNT, true, numbers).into_iter().map(|person| {
        let (_, month, day) = person.day;
        vec![
            format!(
                "{month}/{day}/2024 {}:{:02}:07",
                8 + person.number % 12,
                person.number % 60
            ),
            person.first.to_owned(),
            person.last.to_owned(),
            person.email.clone(),
            person.phone.clone(),
            format!(
                "{day:02}-{}-2024",
                ["Jan", "May", "Sep"][month as usize % 3]
            ),
            ["Yes", "No, thanks", "Yes 🎉"][day as usize % 3].to_owned(),
        ]
    });
    COMMAS.text(&header, rows).into_bytes()
}

pub(super) fn libre_office(numbers: &mut Numbers) -> Vec<u8> {
    let header = [
        "\"id\"",
        "\"name\"",
        "\"e_mail\"",
        "\"mobile\"",
        "\"joined\"",
        "\"fee\"",
        "\"role\"",
        "\"organization\"",
    ];
    let table = Table {
        separator: ",",
        end: "\n",
        all_quoted: true,
    };
    let rows = people(COUNT, true, numbers).into_iter().map(|person| {
        let (year, month, day) = person.day;
        vec![
            (person.number + 1).to_string(),
            format!("{} {}", person.first, person.last),
            person.email.clone(),
            person.phone.clone(),
            format!("{year}-{month:02}-{day:02}"),
            format!("{}.5", person.number % 90),
            ["member", "bookkeeper", "member,bookkeeper"][day as usize % 3].to_owned(),
            ["acme", "globex"][month as usize % 2].to_owned(),
        ]
    });
    table.text(&header, rows).into_bytes()
}

/// The text in windows-1252, which has all of its letters.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| match c {
            '€' => 0x80,
            '–' => 0x96,
            c => u8::try_from(u32::from(c)).expect("a letter of windows-1252"),
        })
        .collect()
}
