//! What spreadsheets and programs leave in a cell: marks around a value, which
//! are taken off, and signs that the value itself is lost, which is then never
//! stored. Every conversion of text comes through here (see
//! [`crate::convert::text::clean_as`]); nothing else knows these forms.

use crate::convert::spreadsheet_dates::is_date;
use crate::convert::spreadsheet_escapes::{without_backslashes, without_percent_codes};
use crate::convert::text::{is_placeholder, is_unknown};
use crate::findings::finding::Findings;
use crate::rows::characters::{Kind, have_any, have_only};
use crate::rows::raw::CellRef;
use crate::rows::yes_no;
use crate::rules::{
    backslash_left_in_value, became_a_date, cell_shows_error, letters_lost, not_a_name,
    not_a_value, percent_codes_left, scientific_notation, spreadsheet_marks_removed,
};
use crate::users::field::Field;
use std::borrow::Cow;

/// Numbers with more digits have lost the last ones in a spreadsheet.
const NUMBER_DIGITS_MAX: usize = 15;

/// The longest text that is looked at for a number, a date or an error, in bytes:
/// enough for a date with its time, in any script.
const LOSS_BYTES_MAX: usize = 40;

/// The carriage return as spreadsheet files escape it.
const ESCAPED_RETURN: &str = "_x000D_";

/// Marks on top of one another that are taken off: `"'00077"` has two.
const MARKS_MAX: usize = 4;

/// The cell's text, which [`may_matter`], without marks; `None` if what it says is lost, or if nothing
/// is left of it.
pub(super) fn settle<'r>(
    cell: CellRef<'_>,
    text: Cow<'r, str>,
    findings: &mut Findings,
) -> Option<Cow<'r, str>> {
    let use_ = Use::of(cell.field);
    let bare = without_marks(&text, use_);
    let text = if bare.len() == text.len() {
        text
    } else {
        let bare = bare.into_owned();
        spreadsheet_marks_removed::found(cell, &bare, findings);
        if bare.is_empty() {
            return None;
        }
        Cow::Owned(bare)
    };
    if let Some(bare) = without_backslashes(&text, cell.field) {
        backslash_left_in_value::found(cell, bare, findings);
        return None;
    }
    if use_ == Use::Name
        && let Some(bare) = without_percent_codes(&text)
    {
        percent_codes_left::found(cell, bare, findings);
        return None;
    }
    match loss(&text, use_) {
        None => Some(text),
        Some(loss) => {
            say(cell, &text, loss, findings);
            None
        }
    }
}

/// What a text is for, as far as marks and losses go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// An id, an organization's id, a username: exact, often of digits.
    Id,
    /// A phone number.
    Phone,
    /// An email address.
    Email,
    /// The name of a person.
    Name,
    /// A yes or a no, which may be a number.
    Flag,
    /// Anything else.
    Text,
}

impl Use {
    fn of(field: Option<Field>) -> Use {
        match field {
            Some(Field::Id | Field::Username | Field::Organization) => Use::Id,
            Some(Field::Phone) => Use::Phone,
            Some(Field::Email) => Use::Email,
            Some(Field::EmailVerified | Field::PhoneVerified | Field::PasswordVerified) => {
                Use::Flag
            }
            Some(Field::FirstName | Field::LastName | Field::Name) => Use::Name,
            _ => Use::Text,
        }
    }
}

/// Whether the text has to be looked at: a few bytes tell it of nearly every
/// value.
pub(super) fn may_matter(text: &str, field: Option<Field>) -> bool {
    let use_ = Use::of(field);
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    if matches!(first, b'\'' | b'"' | b'=' | b'#') || matches!(last, b'"' | b'\'' | b'_') {
        return true;
    }
    match use_ {
        Use::Text => return false,
        Use::Flag => return whole_number(text).is_some(),
        _ => {}
    }
    if matches!(last, b'}' | b'%' | b'>' | b']' | b'*') || matches!(first, b'{' | b'$') {
        return true;
    }
    match use_ {
        Use::Text | Use::Flag | Use::Email => false,
        Use::Name => {
            first.is_ascii_digit()
                || last.is_ascii_digit()
                || yes_no::is_no_name(text)
                || have_any(bytes, |byte| matches!(byte, b'?' | b'\\' | b'%'))
        }
        Use::Id | Use::Phone => {
            have_any(bytes, |byte| byte == b'\\')
                || (!first.is_ascii_digit() && yes_no::is_of_a_spreadsheet(text))
                || (bytes.len() <= LOSS_BYTES_MAX
                    && (first.is_ascii_digit() || last.is_ascii_digit())
                    && may_be_number_or_date(bytes))
        }
    }
}

/// Whether a text may be a number with a point or an exponent, or a date: what digits
/// alone, a `+` before digits, letters before digits, and all with a sign that neither
/// has are not.
fn may_be_number_or_date(bytes: &[u8]) -> bool {
    let unsigned = bytes.strip_prefix(b"+");
    let is_foreign = |byte: u8| matches!(byte, b'_' | b'|' | b'@' | b'=' | b'#');
    if have_only(unsigned.unwrap_or(bytes), |byte| byte.is_ascii_digit())
        || have_any(bytes, is_foreign)
    {
        return false;
    }
    let separates = |byte: &u8| match unsigned {
        Some(_) => matches!(byte, b'.' | b',' | b'E' | b'e'),
        None => !byte.is_ascii_digit(),
    };
    let starts = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let rest = unsigned.unwrap_or(&bytes[starts..]);
    let is_plain = starts > 0 && rest.iter().all(u8::is_ascii_digit);
    !is_plain && rest.iter().any(separates)
}

fn without_marks(text: &str, use_: Use) -> Cow<'_, str> {
    let mut bare = Cow::Borrowed(text);
    for _ in 0..MARKS_MAX {
        match without_mark(&bare, use_) {
            Some(shorter) => bare = Cow::Owned(shorter.trim().to_owned()),
            None => break,
        }
    }
    bare
}

/// The text without its outermost mark, if it has one.
fn without_mark(text: &str, use_: Use) -> Option<Cow<'_, str>> {
    if let Some(inner) = quoted(text.strip_prefix('=').unwrap_or(text)) {
        return Some(inner);
    }
    // The texts and bytes of Python.
    if use_ != Use::Text
        && let Some(inner) = text.strip_prefix(['b', 'u']).and_then(quoted)
    {
        return Some(inner);
    }
    if let Some(rest) = text.strip_suffix(ESCAPED_RETURN) {
        return Some(Cow::Borrowed(rest));
    }
    if let Some(rest) = text.strip_prefix('\'') {
        // "'t Hooft" and "'Abd" are names; "'=1" is no more than marked.
        let belongs = use_ == Use::Name && rest.starts_with(char::is_alphabetic);
        return (!belongs && !rest.is_empty()).then_some(Cow::Borrowed(rest));
    }
    match use_ {
        Use::Id | Use::Phone | Use::Flag => whole_number(text).map(Cow::Borrowed),
        Use::Email | Use::Name | Use::Text => None,
    }
}

/// A hash without the marks around it, if it has some and is one without them.
pub(super) fn unmarked_hash(text: &str) -> Option<String> {
    let first = text.as_bytes().first();
    first.filter(|first| matches!(first, b'\'' | b'"' | b'='))?;
    let bare = without_marks(text, Use::Text);
    let is_hash = bare.len() < text.len()
        && (admit_passwords::looks_like_hash(&bare).is_some()
            || admit_passwords::looks_like_digest(&bare));
    is_hash.then(|| bare.into_owned())
}

/// What stands inside quotation marks that surround the whole text. One inside it is
/// written twice.
fn quoted(text: &str) -> Option<Cow<'_, str>> {
    [('"', "\"\""), ('\'', "''")]
        .into_iter()
        .find_map(|(quote, twice)| {
            let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
            if !inner.contains(quote) {
                return Some(Cow::Borrowed(inner));
            }
            let is_doubled = inner.split(twice).all(|part| !part.contains(quote));
            is_doubled.then(|| Cow::Owned(inner.replace(twice, &twice[1..])))
        })
}

/// The digits of a whole number that was written with decimals: `1001.0`,
/// `1001,00`. One that has more digits than such numbers keep is left alone.
pub(super) fn whole_number(text: &str) -> Option<&str> {
    let (whole, decimals) = text.rsplit_once(['.', ','])?;
    let digits = whole.strip_prefix(['+', '-']).unwrap_or(whole);
    let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    (all_digits && digits.len() <= NUMBER_DIGITS_MAX && matches!(decimals, "0" | "00"))
        .then_some(whole)
}

/// How a value was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loss {
    /// The spreadsheet shows an error, or that the column is too narrow.
    Error,
    /// A number that was rounded.
    Rounded,
    /// A date stands where something else was.
    Date,
    /// No name, or no value of any kind: what it is instead.
    Instead(&'static str),
    /// Question marks stand for letters.
    Letters,
}

fn loss(text: &str, use_: Use) -> Option<Loss> {
    if text.len() > LOSS_BYTES_MAX {
        if !matches!(use_, Use::Text | Use::Flag) && is_template(text) {
            return Some(Loss::Instead(TEMPLATE));
        }
        return (use_ == Use::Name && has_lost_letters(text)).then_some(Loss::Letters);
    }
    if is_error(text) {
        return Some(Loss::Error);
    }
    if matches!(use_, Use::Text | Use::Flag) {
        return None;
    }
    if is_template(text) {
        return Some(Loss::Instead(TEMPLATE));
    }
    if use_ == Use::Email {
        return None;
    }
    if is_rounded(text) {
        return Some(Loss::Rounded);
    }
    if is_date(text) {
        return Some(Loss::Date);
    }
    let is_yes_or_no = match use_ {
        Use::Name => yes_no::is_no_name(text),
        _ => yes_no::is_of_a_spreadsheet(text),
    };
    if is_yes_or_no {
        return Some(Loss::Instead("a yes or a no"));
    }
    if use_ != Use::Name {
        return None;
    }
    let has_letters = text.contains(char::is_alphabetic);
    if !has_letters && text.contains(char::is_numeric) {
        return Some(Loss::Instead("a number"));
    }
    has_lost_letters(text).then_some(Loss::Letters)
}

fn say(cell: CellRef<'_>, text: &str, loss: Loss, findings: &mut Findings) {
    match loss {
        Loss::Error => cell_shows_error::found(cell, text, findings),
        Loss::Rounded => scientific_notation::found(cell, text, findings),
        Loss::Date => became_a_date::found(cell, text, findings),
        Loss::Instead(what) if Use::of(cell.field) == Use::Name => {
            not_a_name::found(cell, what, findings);
        }
        Loss::Instead(what) => not_a_value::found(cell, what, findings),
        Loss::Letters => letters_lost::found(cell, findings),
    }
}

/// The errors of spreadsheets that do not end in a mark, and words of their kind.
const ERROR_WORDS: &[&str] = &[
    "#NV",
    "#N/D",
    "#Н/Д",
    "#I/T",
    "#ND",
    "#N/B",
    "#YOK",
    "#GETTING_DATA",
    "#BUSY",
    "#CONNECT",
];

/// What some programs write in front of an error's number.
const ERROR_NUMBER: &str = "Err:";

/// Whether the text is what a spreadsheet shows in place of a value, in any of
/// its languages: `#REF!`, `#NAME?`, `#¿NOMBRE?`, `#BEZUG!`, `#DIV/0!`; or the
/// bars of a column that is too narrow.
fn is_error(text: &str) -> bool {
    if let Some(number) = text.strip_prefix(ERROR_NUMBER) {
        return number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit());
    }
    let Some(word) = text.strip_prefix('#') else {
        return false;
    };
    if word.len() >= 2 && word.bytes().all(|b| b == b'#') {
        return true;
    }
    let named = word.strip_suffix(['!', '?']).is_some_and(|name| {
        let name = name.trim_start_matches(['\u{a1}', '\u{bf}']);
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '_' | ' '))
            && name.chars().any(char::is_uppercase)
    });
    named || ERROR_WORDS.contains(&text)
}

/// Whether the text is a number that a spreadsheet rounded to show it:
/// `4.91E+12`, `4,91E+12`, `1E+05`; or that has more digits than numbers keep.
/// Without a sign and without decimals (`12e4`) it may be an id.
fn is_rounded(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if let Some((whole, "0" | "00")) = unsigned.rsplit_once(['.', ',']) {
        return digits(whole) && whole.len() > NUMBER_DIGITS_MAX;
    }
    let Some((mantissa, exponent)) = unsigned.split_once(['E', 'e']) else {
        return false;
    };
    let power = exponent.strip_prefix(['+', '-']);
    if !digits(power.unwrap_or(exponent)) {
        return false;
    }
    match mantissa.split_once(['.', ',']) {
        Some((whole, decimals)) => whole.len() == 1 && digits(whole) && digits(decimals),
        None => power.is_some() && digits(mantissa),
    }
}

/// What a template is called where a value belongs.
const TEMPLATE: &str = "a placeholder that no program has filled in";

/// Signs that surround the name of what is to be filled in.
const AROUND: &[(&str, &str)] = &[
    ("{", "}"),
    ("#{", "}"),
    ("%", "%"),
    ("%%", "%%"),
    ("<", ">"),
    ("<<", ">>"),
    ("[[", "]]"),
    ("*|", "|*"),
];

/// Whether the text is, or has, the place of a value that was to be filled in:
/// `{{id}}`, `u-${id}`, `%USERNAME%`, `<first name>`.
fn is_template(text: &str) -> bool {
    // A GUID in braces has signs that no such name has.
    let is_name = |inner: &str| {
        inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && inner
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b' '))
    };
    let opens = ["{{", "${"]
        .into_iter()
        .find_map(|open| text.split_once(open));
    let surrounds = |(open, close): &(&str, &str)| {
        let inner = text
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close));
        inner.is_some_and(is_name)
    };
    opens.is_some_and(|(_, rest)| rest.contains('}'))
        || (AROUND.iter().any(surrounds)
            && !is_placeholder(text, Kind::Other)
            && !is_unknown(text, Some(Field::Id)))
}

/// Whether question marks stand where letters were: beside or between letters
/// (`?ukasz`, `M?ller`, `Jos?`), or nothing but such marks.
fn has_lost_letters(text: &str) -> bool {
    let mut before: Option<char> = None;
    let mut letters = false;
    let mut beside = false;
    let mut marks = 0;
    for c in text.chars() {
        letters |= c.is_alphabetic();
        marks += usize::from(c == '?');
        let pair = (before, c);
        beside |= matches!(pair, (Some('?'), next) if next.is_alphabetic())
            || matches!(pair, (Some(last), '?') if last.is_alphabetic());
        before = Some(c);
    }
    beside || (!letters && marks > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::testing::run;
    use crate::convert::text::clean;

    /// `kept`: what is left of the text; the codes of what was found.
    fn check(field: Field, text: &str, kept: Option<&str>, codes: &[&str]) {
        let (read, found) = run(field, text, |cell, findings| {
            clean(cell, findings).map(Cow::into_owned)
        });
        assert_eq!(
            (read.as_deref(), found.as_slice()),
            (kept, codes),
            "{field} {text:?}"
        );
    }

    #[test]
    fn backslashes_that_keep_signs_apart_are_not_stored() {
        use Field::{FirstName, Id, LastName, Name, Organizations, Username};
        for field in [FirstName, LastName, Name, Id, Username] {
            for text in ["Lee\\, Jr", "the \\\"B\\\"", "O\\'Brien", "a\\;b"] {
                check(field, text, None, &["FIL032"]);
            }
            for text in ["A\\\\B", "Bo\\"] {
                check(field, text, None, &["FIL032"]);
            }
            check(field, "CORP\\ana", Some("CORP\\ana"), &[]);
        }
        check(FirstName, "Zo\\u00eb", None, &["FIL032"]);
        check(FirstName, "b'Zo\\xc3\\xab'", None, &["XLS013", "FIL032"]);
        let name = "CN=Roe\\, Ana,OU=Staff,DC=example";
        check(Id, name, Some(name), &[]);
        check(Organizations, "a\\,b", Some("a\\,b"), &[]);
    }

    #[test]
    fn marks_are_taken_off() {
        for (text, bare) in [
            ("'00078", "00078"),
            ("=\"00077\"", "00077"),
            ("\"00077\"", "00077"),
            ("'00077'", "00077"),
            ("='00077'", "00077"),
            ("\"'00077\"", "00077"),
            ("00077_x000D_", "00077"),
            ("1001.0", "1001"),
            ("1001,00", "1001"),
            ("'1001.0", "1001"),
        ] {
            check(Field::Id, text, Some(bare), &["XLS013"]);
            check(Field::Organization, text, Some(bare), &["XLS013"]);
        }
        check(
            Field::Email,
            "'ana@example.org",
            Some("ana@example.org"),
            &["XLS013"],
        );
        check(
            Field::Email,
            "\"ana@example.org\"",
            Some("ana@example.org"),
            &["XLS013"],
        );
        check(Field::Role, "=\"member\"", Some("member"), &["XLS013"]);
        check(Field::FirstName, "\"Ana\"", Some("Ana"), &["XLS013"]);
        check(Field::FirstName, "Ana_x000D_", Some("Ana"), &["XLS013"]);
        check(Field::LastName, "'O''Brien'", Some("O'Brien"), &["XLS013"]);
        check(
            Field::LastName,
            "\"Bo \"\"B\"\" Lee\"",
            Some("Bo \"B\" Lee"),
            &["XLS013"],
        );
        for field in [Field::FirstName, Field::Id, Field::Username] {
            for text in ["b'Bo'", "b\"Bo\"", "u'Bo'"] {
                check(field, text, Some("Bo"), &["XLS013"]);
            }
        }
        check(Field::FirstName, "%C3%89va", None, &["VAL047"]);
        check(Field::Id, "a%20b", Some("a%20b"), &[]);
        check(
            Field::Phone,
            "61412345678.0",
            Some("61412345678"),
            &["XLS013"],
        );
        check(Field::Id, "\"\"", None, &["XLS013"]);
        check(Field::Email, "\"N/A\"", None, &["XLS013", "ROW009"]);
    }

    #[test]
    fn what_only_looks_like_a_mark_stays() {
        for text in [
            "u-1",
            "00042",
            "1.5",
            "1001.10",
            "1.0.0",
            "v1.0",
            "a_x000D_b",
            "12e4",
            "5e10",
            "123e4567-e89b-12d3-a456-426614174000",
            "#1",
            "#A1",
            "#ref",
            "'",
            "x#REF!",
            "1.2.3",
            "2021-13-45",
            "12-34",
            "usr-21",
            "mar-1",
            "jan-2021-x",
        ] {
            check(Field::Id, text, Some(text), &[]);
        }
        for text in [
            "'t Hooft",
            "'Abd",
            "Ali'",
            "O'Neil",
            "\"Bo\" Lee \"Jr\"",
            "True",
            "Mar",
            "3M",
            "Ana 2nd",
        ] {
            check(Field::LastName, text, Some(text), &[]);
        }
        check(Field::Role, "7.0", Some("7.0"), &[]);
        check(Field::Role, "\"a\",\"b\"", Some("\"a\",\"b\""), &[]);
    }

    #[test]
    fn what_is_lost_is_never_stored() {
        for text in [
            "#REF!",
            "#NAME?",
            "#VALUE!",
            "#DIV/0!",
            "#NUM!",
            "#NULL!",
            "#SPILL!",
            "#ERROR!",
            "#NOM?",
            "#BEZUG!",
            "#WERT!",
            "#ZAHL!",
            "#\u{bf}NOMBRE?",
            "#\u{a1}REF!",
            "#VALEUR!",
            "#ИМЯ?",
            "#ДЕЛ/0!",
            "#NV",
            "########",
        ] {
            for field in [
                Field::Id,
                Field::Email,
                Field::Phone,
                Field::Username,
                Field::LastName,
                Field::Organization,
            ] {
                check(field, text, None, &["XLS004"]);
            }
        }
        for text in [
            "4.91E+12",
            "4,91E+12",
            "2.20E+16",
            "1.00012E+11",
            "1.0E+5",
            "1E+05",
            "1.5e10",
            "-2.1E-3",
            "61412345678901234567.0",
        ] {
            for field in [
                Field::Id,
                Field::Phone,
                Field::Username,
                Field::LastName,
                Field::Organization,
            ] {
                check(field, text, None, &["XLS007"]);
            }
        }
        for text in [
            "1-Mar",
            "01.03.2021",
            "3/1/2021",
            "2021-03-01",
            "Mar-21",
            "1. Mrz",
            "2021-03-01 00:00:00",
        ] {
            for field in [
                Field::Id,
                Field::Phone,
                Field::Username,
                Field::FirstName,
                Field::Name,
            ] {
                check(field, text, None, &["XLS010"]);
            }
        }
    }

    #[test]
    fn what_stands_for_no_value_is_never_stored() {
        let fields = [
            Field::Id,
            Field::Username,
            Field::Organization,
            Field::Phone,
        ];
        for field in fields {
            for text in [
                "TRUE",
                "FALSE",
                "False",
                "true",
                "WAHR",
                "FALSCH",
                "VRAI",
                "FAUX",
                "VERDADERO",
                "FALSO",
                "VERO",
                "WAAR",
                "ONWAAR",
                "FAŁSZ",
                "ЛОЖЬ",
            ] {
                check(field, text, None, &["VAL046"]);
            }
        }
        let templates = [
            "{{id}}",
            "{{ user.id }}",
            "${id}",
            "u-${id}",
            "{id}",
            "#{id}",
            "%USERNAME%",
            "<id>",
            "<first name>",
            "[[id]]",
            "*|FNAME|*",
            "{{ a_rather_long_placeholder_of_some_program }}",
        ];
        for text in templates {
            for field in fields {
                check(field, text, None, &["VAL046"]);
            }
            check(Field::Email, text, None, &["VAL046"]);
            check(Field::FirstName, text, None, &["VAL040"]);
        }
        check(Field::Id, "\"FALSE\"", None, &["XLS013", "VAL046"]);
        check(Field::Email, "{{user}}@example.org", None, &["VAL046"]);
        for text in [
            "{123e4567-e89b-12d3-a456-426614174000}",
            "faux",
            "vero",
            "true1",
            "trueman",
            "<1>",
            "50%",
            "$1",
            "a}",
        ] {
            check(Field::Id, text, Some(text), &[]);
        }
        for text in ["FAUX", "SAND", "TOSI", "True", "Faux", "Verity"] {
            check(Field::LastName, text, Some(text), &[]);
        }
        check(
            Field::Email,
            "<ana@example.org>",
            Some("<ana@example.org>"),
            &[],
        );
        check(Field::Role, "{{role}}", Some("{{role}}"), &[]);
    }

    #[test]
    fn numbered_errors_are_known() {
        for field in [Field::Id, Field::Phone, Field::LastName] {
            check(field, "Err:502", None, &["XLS004"]);
        }
        check(Field::Id, "Err:5", Some("Err:5"), &[]);
    }

    #[test]
    fn what_is_no_name_is_left_out() {
        for text in [
            "43891",
            "43891.0",
            "7",
            "TRUE",
            "FALSE",
            "WAHR",
            "ONWAAR",
            "false",
            "False",
            "+61 412 345 678",
        ] {
            check(Field::FirstName, text, None, &["VAL040"]);
        }
        for text in [
            "?ukasz",
            "Jos?",
            "M?ller",
            "???",
            "Ana Mar?a",
            "Sm?th-Jones",
        ] {
            check(Field::LastName, text, None, &["VAL041"]);
        }
        check(Field::LastName, "Roe ?", Some("Roe ?"), &[]);
        check(Field::Id, "a?b", Some("a?b"), &[]);
    }
}
