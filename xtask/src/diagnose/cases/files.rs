//! Faults of whole files and of their columns.

use super::Case;
use super::table::table;

pub(super) fn cases() -> Vec<Case> {
    [of_files(), of_columns(), of_fix_files()].concat()
}

fn of_files() -> Vec<Case> {
    let clean = || table("id,email,first_name", &[]);
    vec![
        Case::new(
            "JSON under the name of a CSV",
            "FIL004",
            super::table::lines(&[]),
        ),
        Case::new("hundreds of columns", "FIL007", {
            let names: Vec<String> = (0..513).map(|n| format!("c{n}")).collect();
            let cells = vec!["1"; 513].join(",");
            format!("{}\n{cells}\n", names.join(","))
        }),
        Case::new(
            "text where a name belongs",
            "ROW022",
            format!("id,email,{}\n1,bo@example.org,x\n", "x".repeat(5_000)),
        ),
        Case::new(
            "archive with a password",
            "FIL008",
            b"PK\x03\x04\x14\0\x01\0\x08\0users.csv\x8a\x11\x9c".repeat(20),
        ),
        Case::new(
            "columns parted by semicolons",
            "FIL014",
            clean().replace(',', ";"),
        ),
        Case::new(
            "columns parted by colons",
            "FIL016",
            clean().replace(',', ":"),
        ),
        Case::new(
            "quotes of a word processor",
            "FIL019",
            table("id,email,first_name", &[(5, "first_name", "“Ana”")]),
        ),
        Case::new("the same file again", "FIL023", clean())
            .before(clean())
            .imported(),
        Case::new("one letter in another encoding", "FIL036", {
            let text = table("id,email,first_name", &[(29, "first_name", "Zo~")]);
            let ascii: String = text.replace("Björn", "Bo").replace("Élodie", "Elli");
            ascii
                .bytes()
                .map(|byte| if byte == b'~' { 0xEB } else { byte })
                .collect::<Vec<u8>>()
        })
        .beside(&["FIL011"]),
    ]
}

fn of_columns() -> Vec<Case> {
    let clean = || table("id,email,first_name", &[]);
    vec![
        Case::new(
            "method without a hash",
            "HDR011",
            table("id,email,hashing_method", &[]),
        )
        .column("hashing_method"),
        Case::new(
            "columns of a fix file",
            "HDR012",
            table("admit_row,id,first_name,admit_problems", &[]),
        ),
        Case::new("option for a column that is not there", "HDR015", clean())
            .column("Surname")
            .options("--map Surname=last_name"),
        Case::new(
            "column mapped to its opposite",
            "HDR016",
            table("id,email,enabled~TRUE", &[]),
        )
        .column("enabled")
        .options("--map enabled=suspended"),
        Case::new(
            "mapping of an earlier file",
            "HDR019",
            table(
                "id,Kontakt",
                &[(5, "Kontakt", "ana@example.org"), (5, "id", "9001")],
            ),
        )
        .column("Kontakt")
        .before_with(table("id,Kontakt", &[]), "--map Kontakt=email"),
        Case::new("correction that fits nowhere", "VAL014", clean())
            .column("first_name")
            .options("--set first_name:Anna=Ana"),
        Case::new("correction of no cell", "VAL049", clean())
            .column("frist_name")
            .options("--set-cell 3:frist_name=Ana"),
        Case::new(
            "everybody verified",
            "VAL004",
            table("id,email,email_verified~TRUE", &[]),
        )
        .column("email_verified"),
    ]
}

/// Faults of files that Admit wrote.
fn of_fix_files() -> Vec<Case> {
    vec![
        Case::new(
            "row of a fix file without its number",
            "ROW013",
            table("admit_row,id,first_name", &[(5, "admit_row", "two")]),
        )
        .at(5, "admit_row")
        .beside(&["HDR012"]),
        Case::new(
            "row of a fix file copied",
            "ROW014",
            table("admit_row,id,first_name", &[(9, "admit_row", "5")]),
        )
        .at(9, "admit_row")
        .beside(&["HDR012"]),
        Case::new(
            "fix file of another directory",
            "ROW015",
            table(
                "admit_row,id,first_name,admit_import",
                &[(5, "admit_import", "8d1f62c0/5")],
            ),
        )
        .at(5, "admit_import")
        .beside(&["HDR012"]),
        Case::new(
            "row of a fix file not filled in",
            "ROW016",
            table(
                "admit_row,id,first_name,admit_written",
                &[
                    (5, "id", ""),
                    (5, "first_name", ""),
                    (5, "admit_written", "1004;Ana;"),
                ],
            ),
        )
        .row(5)
        .beside(&["HDR012"]),
    ]
}
