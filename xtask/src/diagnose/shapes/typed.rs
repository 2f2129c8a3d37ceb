//! What databases and people write.

use super::COUNT;
use super::folk::people;
use super::spreadsheets::Table;
use crate::numbers::Numbers;

/// `COPY … TO … WITH (FORMAT csv, HEADER, NULL '\N')`.
pub(super) fn database_dump(numbers: &mut Numbers) -> Vec<u8> {
    let header = [
        "id",
        "username",
        "email",
        "email_verified",
        "first_name",
        "last_name",
        "phone",
        "is_active",
        "created_at",
        "last_login",
        "deleted_at",
        "locale",
    ];
    let table = Table {
        separator: ",",
        end: "\n",
        all_quoted: false,
    };
    let rows = people(COUNT, true, numbers).into_iter().map(|person| {
        let (_, month, day) = person.day;
        let n = person.number;
        let null = |text: String, is_null: bool| if is_null { "\\N".to_owned() } else { text };
        vec![
            format!("7f0c2a3e-8a54-4b0e-9b8f-2d8f5f{n:06x}"),
            format!("user_{n}"),
            person.email.clone(),
            ["t", "f"][n as usize % 2].to_owned(),
            person.first.to_owned(),
            null(person.last.to_owned(), n % 17 == 3),
            null(person.phone.clone(), n % 3 == 1),
            "t".to_owned(),
            format!("2021-{month:02}-{day:02} 16:34:49.{n:03}518+00"),
            null(format!("2024-{month:02}-{day:02} 08:00:00+00"), n % 4 == 0),
            "\\N".to_owned(),
            ["en_GB", "pt_BR", "zh_Hant_TW"][day as usize % 3].to_owned(),
        ]
    });
    table.text(&header, rows).into_bytes()
}

/// A list that somebody typed: blanks behind commas and in the header.
pub(super) fn by_hand(numbers: &mut Numbers) -> Vec<u8> {
    let mut text = "Name , E-mail,  phone number,Role , Organisation\n".to_owned();
    for person in people(COUNT, true, numbers) {
        let space = [" ", "", "  "][person.day.2 as usize % 3];
        let line = format!(
            "{} {},{space}{},{space}{}, {}, acme\n",
            person.first,
            person.last,
            person.email,
            person.phone,
            ["member", "bookkeeper"][person.day.1 as usize % 2],
        );
        text.push_str(&line);
    }
    text.into_bytes()
}
