//! Files of invented people, the same for the same number of rows.

use crate::numbers::Numbers;
use std::io::{BufWriter, Result, Write};
use std::path::Path;

/// The columns of the files.
pub const COLUMNS: [&str; 11] = [
    "id",
    "email",
    "first_name",
    "last_name",
    "phone",
    "email_verified",
    "hashed_password",
    "hashing_method",
    "role_key",
    "permission_key",
    "external_organization_id",
];

/// What the directory holds before.
pub const SETUP: &str = r#"
[[permissions]]
key = "reports:read"
[[permissions]]
key = "reports:write"
[[roles]]
key = "member"
[[roles]]
key = "editor"
[[organizations]]
external_id = "acme"
default = true
[[organizations]]
external_id = "globex"
[[organizations]]
external_id = "initech"
"#;

/// Which of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing to report.
    Clean,
    /// One row in a hundred has another first name.
    Changed,
    /// One row in twenty has a problem.
    Dirty,
    /// The same people as in the clean one, without hashes.
    WithoutPasswords,
}

impl Kind {
    /// Its file.
    pub fn file(self) -> &'static str {
        match self {
            Kind::Clean => "users.csv",
            Kind::Changed => "changed.csv",
            Kind::Dirty => "dirty.csv",
            Kind::WithoutPasswords => "without-passwords.csv",
        }
    }
}

const FIRST: [&str; 12] = [
    "Ana", "Bo", "Chidi", "Dara", "Elif", "Femi", "Grete", "Hana", "Ines", "Joao", "Kofi", "Lena",
];
const LAST: [&str; 12] = [
    "Diaz", "Berg", "Okafor", "Lim", "Yilmaz", "Adeyemi", "Holm", "Sato", "Costa", "Silva",
    "Mensah", "Vogel",
];
const DOMAINS: [&str; 5] = [
    "example.com",
    "example.org",
    "example.net",
    "mail.example.com",
    "post.example.org",
];
const ORGANIZATIONS: [&str; 3] = ["acme", "globex", "initech"];

/// Writes a file of `rows` users.
pub fn write(path: &Path, rows: u64, kind: Kind) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
    let columns = COLUMNS.into_iter().filter(|column| {
        kind != Kind::WithoutPasswords || !matches!(*column, "hashed_password" | "hashing_method")
    });
    writeln!(out, "{}", columns.collect::<Vec<_>>().join(","))?;
    let mut numbers = Numbers::new(42);
    for row in 0..rows {
        let (first, last) = (numbers.pick(&FIRST), numbers.pick(&LAST));
        let domain = numbers.pick(&DOMAINS);
        let organization = numbers.pick(&ORGANIZATIONS);
        // A permutation of the rows, so that keys do not come in order.
        let shuffled = (row.wrapping_mul(0x9e37_79b1) ^ 0x5bd1) % 0x1_0000_0000;
        let id = format!("usr_{shuffled:08x}{:04x}", row & 0xffff);
        let mut email = format!(
            "{}.{}.{shuffled:x}@{domain}",
            first.to_lowercase(),
            last.to_lowercase()
        );
        let mut phone = format!("+614{:08}", row % 100_000_000);
        let mut role = if numbers.next().is_multiple_of(4) {
            "editor"
        } else {
            "member"
        };
        let permission = if numbers.next().is_multiple_of(2) {
            "reports:read"
        } else {
            "reports:write"
        };
        let mut password = format!("{},bcrypt,", bcrypt_shape(&mut numbers));
        if kind == Kind::WithoutPasswords {
            password.clear();
        }
        let mut first = first.to_owned();
        if kind == Kind::Changed && row.is_multiple_of(100) {
            first.push_str("-Lou");
        }
        if kind == Kind::Dirty && row.is_multiple_of(20) {
            match row / 20 % 4 {
                0 => email = email.replace('@', ""),
                1 => role = "membr",
                2 => phone = phone[..7].to_owned(),
                _ => {
                    email = email
                        .replace(".com", ",com")
                        .replace(".org", "..org")
                        .replace(".net", "_.net");
                }
            }
            if email.contains(',') {
                email = format!("\"{email}\"");
            }
        }
        writeln!(
            out,
            "{id},{email},{first},{last},{phone},TRUE,{password}{role},{permission},{organization}"
        )?;
    }
    out.flush()
}

/// A text of the shape of a bcrypt hash; of nothing.
fn bcrypt_shape(numbers: &mut Numbers) -> String {
    const LETTERS: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut hash = String::from("$2b$10$");
    let mut bits = 0;
    for place in 0..53 {
        if place % 10 == 0 {
            bits = numbers.next();
        }
        // 16 bytes of salt and 23 of hash do not fill their last letter.
        let letter = match place {
            21 => bits & 0b11_0000,
            52 => bits & 0b11_1100,
            _ => bits & 0b11_1111,
        };
        hash.push(char::from(LETTERS[letter as usize]));
        bits >>= 6;
    }
    hash
}
