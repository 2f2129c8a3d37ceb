//! What somebody chooses as it is typed: in an option, in a query, in a form.

use crate::base::near::nearest;
use crate::convert::phone_plan;
use crate::findings::rule::{Rule, Severity};
use crate::formats;
use crate::rows::cell_correction::CellCorrection;
use crate::rows::choices::{Choices, Contents, Correction, OnConflict};
use crate::rules;
use crate::users::field::Field;
use crate::users::user::Status;

/// Reads `COLUMN=FIELD`. The last `=` counts, because a column's name may hold
/// one and a field's name never does.
pub fn column_map(text: &str) -> Result<(String, Option<Field>), String> {
    let (column, name) = text
        .rsplit_once('=')
        .ok_or("write it as COLUMN=FIELD, for example \"E-Mail=email\"")?;
    let field = match name.trim() {
        "" => None,
        name => Some(field(name)?),
    };
    Ok((column.to_owned(), field))
}

/// Reads a field's name, or a header that means the field.
pub fn field(text: &str) -> Result<Field, String> {
    Field::of_name(text)
        .or_else(|| Field::of_header(text))
        .ok_or_else(|| {
            let names = Field::ALL.iter().map(|field| field.name());
            unknown("field", text, nearest(text, names.clone()), || {
                names.collect::<Vec<_>>().join(", ")
            })
        })
}

/// Reads the address of a server: what stands before the path of its pages, which are at its
/// root.
pub fn base_url(text: &str) -> Result<String, String> {
    let value = text.trim_end_matches('/');
    let mut schemes = ["https://", "http://"].into_iter();
    let host = schemes.find_map(|scheme| value.strip_prefix(scheme));
    let is_host = |host: &str| {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b".-:[]".contains(&b);
        !host.is_empty() && host.bytes().all(is_plain)
    };
    if host.is_some_and(is_host) {
        return Ok(value.to_owned());
    }
    Err(format!(
        "\"{text}\" is no address of a site; write one such as https://admit.example.com"
    ))
}

/// Reads a country: two letters, given back in upper case.
pub fn region(text: &str) -> Result<String, String> {
    let code = text.to_ascii_uppercase();
    if code.len() == 2 && phone_plan::is_country(&code) {
        return Ok(code);
    }
    Err(format!(
        "there is no country \"{text}\"; write its two letters in ISO 3166, for example AU (the \
         United Kingdom is GB)"
    ))
}

/// Reads the name of a way to hash passwords, given back as it was written.
pub fn hashing_method(text: &str) -> Result<String, String> {
    if admit_passwords::find(text).is_some_and(|scheme| scheme.name != "wrapped") {
        return Ok(text.trim().replace(char::is_whitespace, "-"));
    }
    let names: Vec<_> = admit_passwords::names()
        .filter(|name| *name != "wrapped")
        .collect();
    let near = nearest(text, names.iter().copied());
    Err(unknown("method", text, near, || names.join(", ")))
}

/// Reads a number as it is typed or printed: `1211`, `1,211`, `1 211`.
pub fn count(text: &str) -> Result<u64, String> {
    let grouped = |c: char| matches!(c, ',' | '_' | ' ' | '\u{a0}' | '\u{202f}' | '\'');
    let mut groups = text.trim().split(grouped);
    let first = groups.next().unwrap_or_default();
    let is_digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let whole = rest
        .iter()
        .all(|group| group.len() == 3 && is_digits(group));
    let is_short = rest.is_empty() || first.len() <= 3;
    if !is_digits(first) || !whole || !is_short {
        return Err("write a whole number, for example 1211 or 1,211".to_owned());
    }
    let digits = format!("{first}{}", rest.concat());
    digits
        .parse()
        .map_err(|_| "that is more than there can be".to_owned())
}

/// Reads a number of at least one.
pub fn count_of_some(text: &str) -> Result<u64, String> {
    match count(text)? {
        0 => Err("write a number of at least 1".to_owned()),
        some => Ok(some),
    }
}

/// Reads the code or the name of a rule, given back as the code.
pub fn rule_code(text: &str) -> Result<String, String> {
    rules::find(text)
        .map(|rule| rule.code.to_owned())
        .ok_or_else(|| {
            let near = rules::nearest(text).map(|rule| rule.name.to_owned());
            unknown("rule", text, near, || "`admit rules` lists them".to_owned())
        })
}

/// Reads the code or the name of a rule whose suggestions can be taken.
pub fn accepted_rule(text: &str) -> Result<String, String> {
    let code = rule_code(text)?;
    match rules::find(&code).and_then(Rule::cannot_be_accepted) {
        Some(reason) => Err(reason.to_owned()),
        None => Ok(code),
    }
}

/// Reads the name of a severity.
pub fn severity(text: &str) -> Result<Severity, String> {
    Severity::of_name(text).ok_or_else(|| "use error, warning or notice".to_owned())
}

/// Reads the status of a user.
pub fn status(text: &str) -> Result<Status, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "active" => Ok(Status::Active),
        "suspended" => Ok(Status::Suspended),
        _ => Err("use active or suspended".to_owned()),
    }
}

/// A sentence for a name that there is not, with the nearest one.
pub fn unknown(
    what: &str,
    given: &str,
    nearest: Option<String>,
    otherwise: impl FnOnce() -> String,
) -> String {
    match nearest {
        Some(nearest) => format!("there is no {what} \"{given}\"; did you mean \"{nearest}\"?"),
        None => format!("there is no {what} \"{given}\" ({})", otherwise()),
    }
}

/// Takes a choice of an import by the name of its option, with `_` between its words.
/// Answers whether there is such a choice.
///
/// # Errors
/// What to write instead.
pub fn choose(choices: &mut Choices, name: &str, value: &str) -> Result<bool, String> {
    let text = || Some(value.trim().to_owned()).filter(|text| !text.is_empty());
    match name {
        "contents" => choices.contents = one_of(value, CONTENTS)?,
        "map" => choices.map.push(column_map(value)?),
        "no_remembered" => choices.no_remembered = switch(value)?,
        "on_conflict" => choices.on_conflict = one_of(value, ON_CONFLICT)?,
        "replace_access" => choices.replace_access = switch(value)?,
        "replace_credentials" => choices.replace_credentials = switch(value)?,
        "default_region" => choices.default_region = Some(region(value)?),
        "encoding" => choices.encoding = Some(encoding(value)?),
        "deny" => choices.deny.push(rule_code(value)?),
        "set" => choices.set.push(correction(value)?),
        "set_cell" => choices.cells.push(cell_correction(value)?),
        "accept" => choices.accept.push(accepted_rule(value)?),
        "max_errors" => choices.max_errors = Some(count(value)?),
        "hashing_method" => choices.hashing.method = Some(hashing_method(value)?),
        "salt_position" => {
            one_of(value, &[("prefix", ()), ("suffix", ())])?;
            choices.hashing.salt_position = text();
        }
        "salt_format" => {
            one_of(value, &[("string", ()), ("hex", ()), ("base64", ())])?;
            choices.hashing.salt_format = text();
        }
        _ => return Ok(false),
    }
    Ok(true)
}

const CONTENTS: &[(&str, Contents)] = &[
    ("users", Contents::Users),
    ("passwords", Contents::Passwords),
];

const ON_CONFLICT: &[(&str, OnConflict)] = &[
    ("use-file", OnConflict::UseFile),
    ("keep-directory", OnConflict::KeepDirectory),
    ("reject", OnConflict::Reject),
];

/// One of a few words.
fn one_of<T: Copy>(text: &str, words: &[(&str, T)]) -> Result<T, String> {
    let found = words.iter().find(|(word, _)| *word == text.trim());
    found.map(|(_, meant)| *meant).ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        format!("write one of {}", words.join(", "))
    })
}

/// A yes or a no; a name alone is a yes.
pub fn switch(text: &str) -> Result<bool, String> {
    match text.trim() {
        "" | "true" | "1" | "on" | "yes" => Ok(true),
        "false" | "0" | "off" | "no" => Ok(false),
        _ => Err("write true or false".to_owned()),
    }
}

/// The name of an encoding, as it was written.
fn encoding(text: &str) -> Result<String, String> {
    match formats::encoding::find(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(given) => Err(unknown(
            "encoding",
            &given,
            formats::encoding::near(&given),
            || "for example utf-8 or windows-1252".to_owned(),
        )),
    }
}

/// How a correction is written.
pub const CORRECTION_FORM: &str =
    "write it as FIELD:VALUE=CORRECTION, for example \"role_key:membr=member\"";

/// Reads `FIELD:VALUE=CORRECTION`. A `=` of the value is written `\=`.
pub fn correction(text: &str) -> Result<Correction, String> {
    let (field, rest) = text.split_once(':').ok_or(CORRECTION_FORM)?;
    let (value, correction) = Correction::of_typed(rest).ok_or(CORRECTION_FORM)?;
    correction_of(field, &value, correction)
}

/// A correction of which the parts are known.
pub fn correction_of(field: &str, value: &str, correction: &str) -> Result<Correction, String> {
    let field = self::field(field.trim())?;
    if let Some(reason) = Correction::refused(field) {
        return Err(format!("{field} {reason}"));
    }
    let (value, correction) = (value.trim(), correction.trim());
    if value.is_empty() {
        return Err(format!("no value of {field} is named; {CORRECTION_FORM}"));
    }
    if value == correction {
        return Err(format!("\"{value}\" is corrected to itself"));
    }
    Ok(Correction {
        field,
        value: value.to_owned(),
        correction: correction.to_owned(),
    })
}

/// How a correction of one cell is written.
pub const CELL_FORM: &str = "write it as ROW:COLUMN=TEXT, for example \"3:E-Mail=ana@example.org\"";

/// Reads `ROW:COLUMN=TEXT`. A `=` of the column's name is written `\=`.
pub fn cell_correction(text: &str) -> Result<CellCorrection, String> {
    let (row, rest) = text.split_once(':').ok_or(CELL_FORM)?;
    let row = row.trim().parse().map_err(|_| CELL_FORM)?;
    let (column, text) = Correction::of_typed(rest).ok_or(CELL_FORM)?;
    let column = column.trim().to_owned();
    if column.is_empty() {
        return Err(format!("no column is named; {CELL_FORM}"));
    }
    if let Some(reason) = CellCorrection::refused(&column, Field::of_header(&column)) {
        return Err(format!("\"{column}\" {reason}"));
    }
    Ok(CellCorrection {
        row,
        column,
        text: text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_servers_have_a_scheme_and_a_host() {
        for (text, expected) in [
            (
                "https://admit.example.org",
                Some("https://admit.example.org"),
            ),
            (
                "https://admit.example.org/",
                Some("https://admit.example.org"),
            ),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("http://[::1]:8080", Some("http://[::1]:8080")),
            ("", None),
            ("https://", None),
            ("admit.example.org", None),
            ("ftp://admit.example.org", None),
            ("https://admit.example.org/pages", None),
            ("https://ana@admit.example.org", None),
            ("https://admit.example.org?a", None),
        ] {
            assert_eq!(base_url(text).ok().as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn choices_are_taken_by_their_names() {
        let mut choices = Choices::default();
        for (name, value) in [
            ("map", "E-Mail=email"),
            ("on_conflict", "reject"),
            ("replace_access", "true"),
            ("default_region", "au"),
            ("encoding", "windows-1252"),
            ("deny", "ROW001"),
            ("set", "role_key:membr=member"),
            ("max_errors", "1,000"),
            ("hashing_method", "bcrypt"),
            ("salt_position", "prefix"),
            ("contents", "passwords"),
        ] {
            assert_eq!(choose(&mut choices, name, value), Ok(true), "{name}");
        }
        assert_eq!(choices.on_conflict, OnConflict::Reject);
        assert!(choices.replace_access && choices.contents == Contents::Passwords);
        assert_eq!(choices.default_region.as_deref(), Some("AU"));
        assert_eq!((choices.map.len(), choices.set.len()), (1, 1));
        assert_eq!(choose(&mut choices, "colour", "red"), Ok(false));
        for (name, value) in [
            ("on_conflict", "both"),
            ("replace_access", "perhaps"),
            ("encoding", "klingon"),
            ("salt_position", "middle"),
        ] {
            assert!(choose(&mut choices, name, value).is_err(), "{name}");
        }
    }

    #[test]
    fn columns_are_mapped_by_the_last_equals_sign() {
        let cases = [
            ("E-Mail=email", Ok(("E-Mail", Some(Field::Email)))),
            ("a=b=role_key", Ok(("a=b", Some(Field::Role)))),
            ("Mobile=Phone Number", Ok(("Mobile", Some(Field::Phone)))),
            ("Notes=", Ok(("Notes", None))),
            (
                "Notes",
                Err("write it as COLUMN=FIELD, for example \"E-Mail=email\""),
            ),
            (
                "Mail=emial",
                Err("there is no field \"emial\"; did you mean \"email\"?"),
            ),
        ];
        for (text, expected) in cases {
            let read = column_map(text);
            let read = read
                .as_ref()
                .map(|(column, field)| (column.as_str(), *field))
                .map_err(String::as_str);
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_printed() {
        for text in ["1211", "1,211", "1 211", "1\u{202f}211", " 1211 ", "1'211"] {
            assert_eq!(count(text), Ok(1211), "{text}");
        }
        assert_eq!(count("12,480,001"), Ok(12_480_001));
        assert_eq!(count("0"), Ok(0));
        for text in [
            "", ",", "1,21", "1211,000", "1.211", "-1", "+1", "12a", "1,,211",
        ] {
            assert!(count(text).is_err(), "{text}");
        }
        assert!(count("99999999999999999999").is_err());
    }

    #[test]
    fn a_cell_is_named_by_row_and_column() {
        let cases = [
            ("3:E-Mail=a@example.org", Ok((3, "E-Mail", "a@example.org"))),
            (" 3 : Full Name = Ana B", Ok((3, "Full Name", " Ana B"))),
            (r"3:a\=b=c=d", Ok((3, "a=b", "c=d"))),
            ("3:a:b=c", Ok((3, "a:b", "c"))),
            ("3:name=", Ok((3, "name", ""))),
            ("name=Ana", Err(CELL_FORM)),
            ("x:name=Ana", Err(CELL_FORM)),
            ("-3:name=Ana", Err(CELL_FORM)),
            ("3:name", Err(CELL_FORM)),
        ];
        for (text, expected) in cases {
            let read = cell_correction(text);
            if let Ok(cell) = &read {
                let typed = cell.typed().unwrap();
                assert_eq!(cell_correction(&typed).as_ref(), Ok(cell), "{typed}");
            }
            let read = read.as_ref().map_err(String::as_str);
            let read = read.map(|cell| (cell.row, cell.column.as_str(), cell.text.as_str()));
            assert_eq!(read, expected, "{text}");
        }
        let unnamed = cell_correction("3: =Ana").unwrap_err();
        assert!(unnamed.contains("no column"), "{unnamed}");
    }

    #[test]
    fn a_country_is_two_letters() {
        assert_eq!(region("au").as_deref(), Ok("AU"));
        assert_eq!(region("gb").as_deref(), Ok("GB"));
        for text in ["", "A", "AUS", "61", "é", "XX", "ZZ", "UK"] {
            let said = region(text).unwrap_err();
            assert!(said.contains(&format!("no country \"{text}\"")), "{said}");
        }
    }

    #[test]
    fn a_rule_is_known_by_code_and_by_name() {
        for text in ["EML001", "eml001", "email-missing-at"] {
            assert_eq!(rule_code(text).as_deref(), Ok("EML001"), "{text}");
        }
        let error = rule_code("email-missing").unwrap_err();
        assert!(error.contains("\"email-missing-at\""), "{error}");
    }

    #[test]
    fn suggestions_that_give_access_are_never_accepted_as_a_whole() {
        let cases = [
            ("EML007", ""),
            ("phone-letters", ""),
            ("role-not-found", "name each value"),
            ("ACC013", "name each value"),
            ("HDR005", "no value of a cell"),
            ("email-too-long", "no replacement"),
            ("EML099", "there is no rule"),
        ];
        for (rule, reason) in cases {
            match accepted_rule(rule) {
                Ok(_) => assert_eq!(reason, "", "{rule}"),
                Err(error) => assert!(!reason.is_empty() && error.contains(reason), "{error}"),
            }
        }
    }
}
