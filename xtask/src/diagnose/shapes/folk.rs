//! People with the names that real lists have: of many countries, short and long,
//! of several words, with marks of every kind. All of them are invented.

use crate::numbers::Numbers;

/// Somebody.
pub struct Folk {
    /// From 0; nobody else has it.
    pub number: u64,
    pub first: &'static str,
    pub last: &'static str,
    pub email: String,
    pub phone: String,
    /// A day, as year, month and day.
    pub day: (u64, u64, u64),
    /// Whether they are kept from signing in: few are.
    pub is_shut: bool,
}

/// Names that windows-1252 can write.
const WESTERN: &[(&str, &str)] = &[
    ("Ana", "Díaz"),
    ("Björn", "Sjöström"),
    ("Chiara", "D'Angelo"),
    ("Daniel", "Müller-Lüdke"),
    ("Élodie", "Lefèvre"),
    ("François", "Le Goff"),
    ("Grete", "Groß"),
    ("Hans-Jürgen", "Weiß"),
    ("Inês", "Gonçalves"),
    ("José Luis", "de la Cruz Ibáñez"),
    ("Karel", "van den Berg"),
    ("Lærke", "Sørensen"),
    ("Mary", "O'Neill"),
    ("Noël", "Saint-Exupéry"),
    ("Óscar", "Núñez"),
    ("Pia", "von der Heide"),
    ("Quinn", "McDonald"),
    ("Ruth", "Ng"),
    ("Siân", "Llewellyn"),
    ("Tomás", "Ó Briain"),
    ("Ulla", "Håkansson"),
    ("Vi", "Ho"),
    ("Wolfgang", "Ochs"),
    ("Xavier", "Puig i Cadafalch"),
    ("Yann", "Kervoëlen"),
    ("Zoë", "Ekström"),
    ("Þóra", "Jónsdóttir"),
    ("Aña", "Peña"),
    ("April", "May"),
    ("Jan", "August"),
    ("Mai", "Lind"),
    ("Jean", "Martin"),
    ("Anne", "Christian"),
    ("DeShawn", "Washington Jr."),
    ("J. R.", "Hartley"),
    ("Maximiliane-Theodora", "Freifrau von Hohenfels-Langenburg"),
];

/// Names beyond it.
const WIDE: &[(&str, &str)] = &[
    ("Łukasz", "Żółkiewski"),
    ("Ayşe", "Yılmaz"),
    ("İbrahim", "Çağlar"),
    ("Nguyễn Thị", "Phượng"),
    ("Ștefan", "Țurcanu"),
    ("Jiří", "Dvořák"),
    ("Ödön", "Győrffy"),
    ("Žan", "Kovačič"),
    ("Дмитрий", "Соколов"),
    ("Ольга", "Кравченко"),
    ("Ελένη", "Παπαδοπούλου"),
    ("美咲", "佐藤"),
    ("健", "林"),
    ("伟", "王"),
    ("秀英", "欧阳"),
    ("민준", "김"),
    ("محمد", "الحسن"),
    ("נועה", "כהן"),
    ("प्रिया", "शर्मा"),
    ("สมชาย", "ใจดี"),
    ("Chukwuemeka", "Okọnkwọ"),
    ("Keʻala", "Kahananui"),
    ("Seán", "Ní Dhomhnaill"),
    ("Ásgeir", "Þorláksson"),
];

/// This many people; where `wide` is not set, of names that windows-1252 has.
pub fn people(count: u64, wide: bool, numbers: &mut Numbers) -> Vec<Folk> {
    (0..count)
        .map(|number| person(number, wide, numbers))
        .collect()
}

fn person(number: u64, wide: bool, numbers: &mut Numbers) -> Folk {
    let all = WESTERN.len() + if wide { WIDE.len() } else { 0 };
    let name = |place: usize| {
        let rest = place.checked_sub(WESTERN.len());
        rest.map_or_else(|| WESTERN[place], |rest| WIDE[rest])
    };
    // First and last names of one part of the world go together.
    let place = numbers.below(all as u64) as usize;
    let other = match place.checked_sub(WESTERN.len()) {
        None => numbers.below(WESTERN.len() as u64) as usize,
        Some(_) => place,
    };
    let (first, last) = (name(place).0, name(other).1);
    Folk {
        number,
        first,
        last,
        email: email(number, last, numbers),
        phone: phone(number),
        day: (
            1950 + numbers.below(56),
            1 + numbers.below(12),
            1 + numbers.below(28),
        ),
        is_shut: number % 50 == 21,
    }
}

fn email(number: u64, last: &str, numbers: &mut Numbers) -> String {
    let letters: String = last
        .to_lowercase()
        .chars()
        .filter(|c| c.is_ascii_alphabetic() || *c == '\'' || *c == '-')
        .collect();
    let letters = letters.trim_matches(['\'', '-']);
    let letters = if letters.is_empty() { "mail" } else { letters };
    let domain = numbers.pick(&[
        "example.com",
        "example.org",
        "example.net",
        "post.example.org",
        "firm-42.example.com",
        "student.uni.example.net",
    ]);
    match number % 7 {
        0 => format!("{letters}+news{number}@{domain}"),
        1 => format!("{number}{letters}@{domain}"),
        2 => format!("{letters}_{number}@{domain}"),
        _ => format!("{letters}.{number}@{domain}"),
    }
}

/// A number of a country; most of those that are kept for films and books.
fn phone(number: u64) -> String {
    match number % 5 {
        0 => format!("+447700900{number:03}"),
        1 => format!("+4930231250{number:03}"),
        2 => format!("+3363998{number:04}"),
        3 => format!("+1{}5550{:03}", 202 + number / 1000, number),
        _ => format!("+6149157{number:04}"),
    }
}
