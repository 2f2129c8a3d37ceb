//! Phone numbers.

use crate::convert::phone_plan::{self, Problem, Reading, Resolved};
use crate::convert::text;
use crate::findings::finding::Findings;
use crate::rows::characters::{Kind, is_line_break};
use crate::rows::raw::CellRef;
use crate::rules::{
    line_break_in_value, phone_00_prefix, phone_country_unknown, phone_extension_left_out,
    phone_letters, phone_plus_missing, phone_reformatted, phone_several_numbers, phone_too_long,
    phone_too_short, phone_trunk_zero, phone_without_country_code,
};
use crate::users::user::{IdentifierKind, Identity};

/// Fewer digits than this are no number of their own beside another one.
const NUMBER_DIGITS_MIN: usize = 7;

/// The most digits of an extension.
const EXTENSION_DIGITS_MAX: usize = 7;

/// What stands in front of an extension; longer words before their beginnings.
const EXTENSION_MARKS: &[&str] = &[
    ";ext=",
    "extension",
    "extn.",
    "extn",
    "ext.",
    "ext",
    "x",
    "#",
    ",",
];

/// Reads a phone number to E.164. `default_region` is the country of national
/// numbers.
pub fn read(
    cell: CellRef<'_>,
    default_region: Option<&str>,
    findings: &mut Findings,
) -> Option<Identity> {
    let text = text::clean_as(cell, Kind::Identifier, findings)?;
    if is_plain(&text)
        && let Some(key) = phonelib::normalize_phone_number(&text)
        && key == *text
        && phone_plan::cut_short(&key).is_none()
    {
        return Some(Identity::new(IdentifierKind::Phone, key));
    }
    read_unusual(cell, &text, default_region, findings)
}

/// A plus and digits: the form in which numbers are stored.
fn is_plain(text: &str) -> bool {
    match text.as_bytes() {
        [b'+', b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

fn read_unusual(
    cell: CellRef<'_>,
    text: &str,
    region: Option<&str>,
    findings: &mut Findings,
) -> Option<Identity> {
    let ascii = with_ascii_digits(text);
    let written = without_scheme(&ascii);
    let numbers = numbers_in(written);
    if let [first, _, ..] = numbers.as_slice() {
        let first = phone_plan::resolve(first, region).ok();
        let suggestion = first.map(|resolved| resolved.key);
        phone_several_numbers::found(cell, numbers.len(), suggestion, findings);
        return None;
    }
    if written.contains(is_line_break) {
        line_break_in_value::found(cell, findings);
        return None;
    }
    let (number, extension) = split_extension(written);
    if let Some(odd) = odd_character(number) {
        phone_letters::found(cell, odd, mend(number, region), findings);
        return None;
    }
    match phone_plan::resolve(number, region) {
        Ok(resolved) => Some(accept(cell, text, extension, resolved, findings)),
        Err(problem) => {
            refuse(cell, problem, findings);
            None
        }
    }
}

/// Keeps the number, and says how it was read if that is not obvious: the
/// reason that matters most only.
fn accept(
    cell: CellRef<'_>,
    text: &str,
    extension: Option<&str>,
    resolved: Resolved,
    findings: &mut Findings,
) -> Identity {
    let Resolved { key, reading } = resolved;
    match (extension, reading) {
        (Some(extension), _) => phone_extension_left_out::found(cell, extension, &key, findings),
        (None, Reading::DoubleZero) => phone_00_prefix::found(cell, &key, findings),
        (None, Reading::TrunkLeftOut(trunk)) => {
            phone_trunk_zero::found(cell, &trunk, &key, findings);
        }
        (None, Reading::AsWritten) if text != key => phone_reformatted::found(cell, &key, findings),
        (None, Reading::AsWritten) => {}
    }
    Identity {
        given: (text != key).then(|| text.to_owned()),
        ..Identity::new(IdentifierKind::Phone, key)
    }
}

fn refuse(cell: CellRef<'_>, problem: Problem, findings: &mut Findings) {
    match problem {
        Problem::TooShort(length) => phone_too_short::found(cell, &length, findings),
        Problem::TooLong(length) => phone_too_long::found(cell, &length, findings),
        Problem::CountryUnknown(code) => phone_country_unknown::found(cell, &code, findings),
        Problem::PlusMissing(key) => phone_plus_missing::found(cell, key, findings),
        Problem::NoCountryCode => phone_without_country_code::found(cell, findings),
    }
}

/// Words that stand beside a number and say no more than that it is one, in lower case.
const LABELS: &[&str] = &[
    "tel",
    "telefon",
    "telefono",
    "teléfono",
    "telefone",
    "téléphone",
    "telephone",
    "phone",
    "ph",
    "fon",
    "mobile",
    "mobil",
    "mob",
    "movil",
    "móvil",
    "cell",
    "handy",
    "portable",
    "gsm",
    "home",
    "work",
    "office",
    "private",
    "privat",
    "main",
    "direct",
    "number",
    "no",
    "nr",
    "t",
    "p",
    "m",
    "h",
    "w",
    "o",
    "d",
    "c",
    "電話",
    "携帯",
    "电话",
    "手机",
    "тел",
    "моб",
];

/// Whether the words of a text say no more than that a number stands beside them.
fn is_label(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphabetic());
    words
        .filter(|word| !word.is_empty())
        .all(|word| LABELS.contains(&word.to_lowercase().as_str()))
        && !text.contains('/')
}

/// The text with the digits of other scripts, and the wide plus sign, in ASCII.
fn with_ascii_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff0b}' => '+',
            _ => ascii_digit(c).unwrap_or(c),
        })
        .collect()
}

/// The zeros of the scripts whose digits are met in phone numbers; nine more
/// digits follow each.
const ZEROS: &[char] = &[
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}',
    '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}',
    '\u{17e0}', '\u{1810}', '\u{ff10}',
];

fn ascii_digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return None;
    }
    let value = ZEROS.iter().find_map(|zero| {
        (c as u32)
            .checked_sub(*zero as u32)
            .filter(|value| *value < 10)
    })?;
    char::from_digit(value, 10)
}

fn without_scheme(text: &str) -> &str {
    match text.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => text[4..].trim_start(),
        _ => text,
    }
}

/// The whole numbers that stand in the text, side by side.
fn numbers_in(text: &str) -> Vec<&str> {
    let separates = |c: char| {
        c.is_alphabetic()
            || is_line_break(c)
            || matches!(c, ';' | ',' | '|' | '/' | '\\' | '&' | '+')
    };
    let mut numbers = Vec::new();
    let mut start = 0;
    let ends = text.char_indices().filter(|(_, c)| separates(*c));
    for end in ends.map(|(at, _)| at).chain([text.len()]) {
        let piece = &text[start..end];
        if digits_in(piece) >= NUMBER_DIGITS_MIN {
            numbers.push(piece.trim_start_matches(|c: char| separates(c) && c != '+'));
        }
        // What separates stays in front of the next piece: it may be its plus sign.
        start = end;
    }
    numbers
}

fn digits_in(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Takes an extension off the end: `x12`, `ext. 12`, `#12`, `;ext=12`, `,12`.
fn split_extension(text: &str) -> (&str, Option<&str>) {
    let lower = text.to_ascii_lowercase();
    for mark in EXTENSION_MARKS {
        let Some(at) = lower.rfind(mark) else {
            continue;
        };
        let number = text[..at].trim_end();
        let extension = text[at + mark.len()..].trim_start_matches([' ', '.', ':', '-', '=']);
        // "61,412,345,678" is a number that a spreadsheet has set in groups.
        let grouped = *mark == "," && number.contains(',');
        if digits_in(number) >= NUMBER_DIGITS_MIN - 1
            && (1..=EXTENSION_DIGITS_MAX).contains(&extension.len())
            && extension.bytes().all(|b| b.is_ascii_digit())
            && !grouped
        {
            return (number, Some(extension));
        }
    }
    (text, None)
}

/// The first character that numbers don't have; a plus only stands in front.
fn odd_character(text: &str) -> Option<char> {
    let mut begun = false;
    text.chars().find(|c| {
        let odd = !is_phone_character(*c) || (*c == '+' && begun);
        begun |= *c == '+' || c.is_ascii_digit();
        odd
    })
}

/// Digits, the plus sign, and what people set between digits.
fn is_phone_character(c: char) -> bool {
    c.is_ascii_digit()
        || c.is_whitespace()
        || matches!(
            c,
            '+' | '-' | '.' | '/' | '(' | ')' | '\u{2010}'
                ..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '\u{ff08}' | '\u{ff09}' | '\u{b7}'
        )
}

/// The number that was probably meant by a text with letters.
fn mend(text: &str, region: Option<&str>) -> Option<String> {
    let after_words =
        text.trim_start_matches(|c: char| c != '+' && c != '(' && !c.is_ascii_digit());
    let looks_like: String = after_words
        .chars()
        .map(|c| match c {
            'o' | 'O' => '0',
            'l' | 'I' | 'i' => '1',
            _ => c,
        })
        .collect();
    let on_keys: String = after_words
        .chars()
        .map(|c| key_of(c).unwrap_or(c))
        .collect();
    let before_words = after_words.trim_end_matches(|c: char| !c.is_ascii_digit());
    let in_front = &text[..text.len() - after_words.len()];
    let behind = &after_words[before_words.len()..];
    // Of a number with other words beside it, it may be somebody else's.
    if !is_label(in_front) {
        return None;
    }
    let labelled = is_label(behind).then_some(before_words);
    [labelled, Some(&looks_like), Some(&on_keys)]
        .into_iter()
        .flatten()
        .filter(|text| odd_character(text).is_none())
        .find_map(|text| phone_plan::resolve(text, region).ok())
        .map(|resolved| resolved.key)
}

/// The digit on whose key a letter stands.
fn key_of(letter: char) -> Option<char> {
    Some(match letter.to_ascii_uppercase() {
        'A'..='C' => '2',
        'D'..='F' => '3',
        'G'..='I' => '4',
        'J'..='L' => '5',
        'M'..='O' => '6',
        'P'..='S' => '7',
        'T'..='V' => '8',
        'W'..='Z' => '9',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::testing::run;
    use crate::users::field::Field;

    fn check(region: Option<&str>, text: &str, key: Option<&str>, codes: &[&str]) {
        let (identity, found) = run(Field::Phone, text, |cell, findings| {
            read(cell, region, findings)
        });
        let found_key = identity.map(|identity| identity.key);
        assert_eq!(
            (found_key.as_deref(), found.as_slice()),
            (key, codes),
            "{region:?} {text:?}"
        );
    }

    fn check_suggestion(region: Option<&str>, text: &str, code: &str, suggestion: Option<&str>) {
        let mut findings = Findings::default();
        let cell = CellRef {
            column: "phone",
            field: Some(Field::Phone),
            text,
        };
        read(cell, region, &mut findings);
        let found: Vec<_> = findings
            .iter()
            .map(|f| (f.rule.code, f.suggestion.as_deref()))
            .collect();
        assert_eq!(found, [(code, suggestion)], "{text:?}");
    }

    #[test]
    fn international_numbers() {
        let ana = Some("+61412345678");
        check(None, "+61412345678", ana, &[]);
        check(None, "+12025550173", Some("+12025550173"), &[]);
        check(None, "+390669821234", Some("+390669821234"), &[]);
        check(None, "", None, &[]);
        for text in [
            "+61 412 345 678",
            "+61-412-345-678",
            "(+61) 412 345 678",
            "+61.412.345.678",
            "+61\u{a0}412\u{2011}345\u{2011}678",
            "+٦١٤١٢٣٤٥٦٧٨",
            "\u{ff0b}61412345678",
            "tel:+61412345678",
        ] {
            check(None, text, ana, &["PHN010"]);
        }
        for text in ["0061412345678", "00 61 412 345 678"] {
            check(None, text, ana, &["PHN006"]);
        }
        for text in ["+61 (0)412 345 678", "+610412345678"] {
            check(None, text, ana, &["PHN007"]);
        }
        check(None, "+39 06 6982 1234", Some("+390669821234"), &["PHN010"]);
        check(
            None,
            "+39 (06) 6982 1234",
            Some("+390669821234"),
            &["PHN010"],
        );
        check(None, " +61412345678", ana, &["ROW006"]);
        for text in [
            "+61412345678 x12",
            "+61412345678 ext. 12",
            "+61 412 345 678 #12",
            "tel:+61412345678;ext=12",
            "+61412345678,12",
        ] {
            check(None, text, ana, &["PHN008"]);
        }
    }

    #[test]
    fn national_numbers() {
        let ana = Some("+61412345678");
        check(Some("AU"), "0412345678", ana, &["PHN010"]);
        check(Some("AU"), "0412 345 678", ana, &["PHN010"]);
        check(
            Some("AU"),
            "0011 44 20 7946 0958",
            Some("+442079460958"),
            &["PHN006"],
        );
        check(Some("AU"), "+442079460958", Some("+442079460958"), &[]);
        check(
            Some("US"),
            "(202) 555-0173",
            Some("+12025550173"),
            &["PHN010"],
        );
        check(
            Some("GB"),
            "020 7946 0958",
            Some("+442079460958"),
            &["PHN010"],
        );
        check(None, "0412345678", None, &["PHN001"]);
        check(None, "(202) 555-0173", None, &["PHN001"]);
        check(None, "2025550173", None, &["PHN001"]);
        check(Some("ZZ"), "0412345678", None, &["PHN001"]);
        check(None, "61412345678", None, &["PHN011"]);
        check(None, "13812345678", None, &["PHN001"]);
    }

    #[test]
    fn decimals_of_spreadsheets_are_taken_off() {
        check(None, "61412345678.0", None, &["XLS013", "PHN011"]);
        check(None, "+61412345678.0", Some("+61412345678"), &["XLS013"]);
        let ana = Some("+61412345678");
        check(Some("AU"), "61412345678.0", ana, &["XLS013", "PHN010"]);
        check(Some("AU"), "412345678.0", ana, &["XLS013", "PHN010"]);
        check(Some("AU"), "412345678,00", ana, &["XLS013", "PHN010"]);
        check(Some("AU"), "'0412345678", ana, &["XLS013", "PHN010"]);
        check(None, "6.1412E+10", None, &["XLS007"]);
        check(Some("AU"), "01.03.2021", None, &["XLS010"]);
    }

    #[test]
    fn what_is_not_a_number_is_left_out() {
        for (text, code) in [
            ("+6141", "PHN002"),
            ("+6149157", "PHN002"),
            ("+1 202 555", "PHN002"),
            ("+6", "PHN002"),
            ("12", "PHN002"),
            ("()", "PHN002"),
            ("+", "PHN002"),
            ("+6141234567890123", "PHN003"),
            ("+4420794609581", "PHN003"),
            ("+12025550173999", "PHN003"),
            (
                "+61412345678901234567890123456789012345678901234567890",
                "PHN003",
            ),
            ("unknown", "PHN004"),
            ("+6l412345678", "PHN004"),
            ("+61412*345678", "PHN004"),
            ("61,412,345,678", "PHN004"),
            ("+999412345678", "PHN005"),
            ("+0412345678", "PHN005"),
            ("+1 999 555 0173", "PHN005"),
            ("+61412345678 / +61412345679", "PHN009"),
            ("0412345678; 0412345679", "PHN009"),
            ("0412345678 or 0412345679", "PHN009"),
            ("+61412345678 +61412345679", "PHN009"),
            ("61+412345678", "PHN004"),
        ] {
            check(None, text, None, &[code]);
        }
        for (text, code) in [
            ("+61412345678\n+61412345679", "PHN009"),
            ("+61 412 345 678\r\n0412 345 679", "PHN009"),
            ("0412345678\u{2028}0412345679", "PHN009"),
            ("+61412\n345678", "VAL044"),
            ("+61412345678\nwork", "VAL044"),
        ] {
            check(None, text, None, &[code]);
        }
        check(None, "N/A", None, &["ROW009"]);
        check(None, "+614123\u{1}45678", None, &["ROW008"]);
    }

    #[test]
    fn numbers_are_mended() {
        check_suggestion(None, "+6l412345678", "PHN004", Some("+61412345678"));
        check_suggestion(None, "+61 4l2 345 67O", "PHN004", Some("+61412345670"));
        check_suggestion(None, "+1 202 FLOWERS", "PHN004", Some("+12023569377"));
        check_suggestion(None, "Tel. +61 412 345 678", "PHN004", Some("+61412345678"));
        check_suggestion(
            None,
            "+61 412 345 678 (home)",
            "PHN004",
            Some("+61412345678"),
        );
        check_suggestion(
            Some("AU"),
            "mobile 0412 345 678",
            "PHN004",
            Some("+61412345678"),
        );
        check_suggestion(None, "unknown", "PHN004", None);
        check_suggestion(None, "+1-202-555-0109 c/o mum", "PHN004", None);
        check_suggestion(None, "+1-202-555-0109 (mum)", "PHN004", None);
        check_suggestion(None, "Mum: +1-202-555-0109", "PHN004", None);
        check_suggestion(None, "do not call +1-202-555-0109", "PHN004", None);
        for text in [
            "+61412345678\n+61412345679",
            "+61412345678 / +61412345679",
            "+61412345678+61412345679",
        ] {
            check_suggestion(None, text, "PHN009", Some("+61412345678"));
        }
        let two = "0412345678 or 0412345679";
        check_suggestion(None, two, "PHN009", None);
        check_suggestion(Some("AU"), two, "PHN009", Some("+61412345678"));
        check_suggestion(None, "61412345678", "PHN011", Some("+61412345678"));
        check_suggestion(None, "+61 (0)412 345 678", "PHN007", Some("+61412345678"));
        check_suggestion(None, "0412345678", "PHN001", None);
    }
}
