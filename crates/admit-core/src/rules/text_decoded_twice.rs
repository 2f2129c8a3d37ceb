//! FIL012: letters that went through the wrong encoding once.

use crate::findings::finding::{Finding, Findings};
use crate::rows::headers::hides_values;
use crate::rows::raw::CellRef;
use crate::rules::view::{Check, RowView};
use encoding_rs::WINDOWS_1252;

rule! {
    /// ## What it finds
    /// Values such as `JosÃ©`, which was `José` before a program read UTF-8 as
    /// something else and saved what it saw.
    ///
    /// ## Why it matters
    /// The name would be shown wrongly from now on.
    ///
    /// ## What becomes of the row
    /// The row is imported with the value as it stands.
    ///
    /// ## What to do
    /// Open the original file in a program that is told that it is UTF-8, and save it
    /// again. The finding shows what the value probably was.
    ///
    /// ## Example
    /// ```csv
    /// id,email,first_name
    /// 1,ana@example.org,JosÃ©    <- FIL012
    /// 2,bo@example.org,Zoë
    /// ```
    "FIL012" "text-decoded-twice", Warning; fix Suggest; scope Cell;
    verb "Save the text in the right encoding";
    message "\"{value}\" in {column} looks like UTF-8 text saved in another encoding.";
    became "It {was} taken as it stands.";
    help "It was probably \"{suggestion}\". Export again at the source, or correct the values in the file.";
    check Check::Row(check)
}

fn check(view: &RowView<'_>, findings: &mut Findings) {
    for cell in view.raw.cells() {
        if cell.text.is_ascii() {
            continue;
        }
        let Some(column) = view.columns.get(cell.column) else {
            continue;
        };
        if let Some(before) = decoded_once(cell.text)
            && !hides_values(column.name.trim(), column.field)
        {
            let cell = CellRef {
                column: &column.name,
                field: column.field,
                text: cell.text,
            };
            findings.add(
                Finding::of(&RULE)
                    .row(view.raw.place)
                    .cell(cell)
                    .suggest(before),
            );
        }
    }
}

/// The text before it was read in the wrong encoding, if it looks as if it was.
fn decoded_once(text: &str) -> Option<String> {
    let (bytes, _, lossy) = WINDOWS_1252.encode(text);
    if lossy || bytes.is_ascii() {
        return None;
    }
    std::str::from_utf8(&bytes).ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::decoded_once;

    #[test]
    fn only_what_was_decoded_twice_is_taken_back() {
        for (text, before) in [
            ("JosÃ©", Some("José")),
            ("â‚¬", Some("€")),
            ("MÃ¼ller-LÃ¼denscheidt", Some("Müller-Lüdenscheidt")),
            ("José", None),
            ("São Tomé", None),
            ("Иванова", None),
            ("ÅÄÖ", None),
        ] {
            assert_eq!(decoded_once(text).as_deref(), before, "{text}");
        }
    }
}
