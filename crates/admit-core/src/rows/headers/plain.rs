//! A header without what does not count.

use crate::rows::characters::is_invisible;
use crate::rows::yes_no;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How a header says that yes or no is wanted, in plain form.
const YES_NO: &str = "yesno";

/// What templates write beside a name, in plain form.
const DECORATIONS: &[&str] = &[
    "required",
    "requiredfield",
    "optional",
    "mandatory",
    "readonly",
    "uploadonly",
    "unique",
    YES_NO,
    "yn",
    "truefalse",
    "pflichtfeld",
    "pflicht",
    "erforderlich",
    "obligatoire",
    "facultatif",
    "facultativo",
    "obligatorio",
    "opcional",
    "obbligatorio",
    "facoltativo",
    "verplicht",
    "optioneel",
    "wymagane",
    "opcjonalne",
    "zorunlu",
    "обязательно",
    "必須",
    "任意",
    "必填",
    "选填",
    "選填",
    "필수",
    "선택",
];

/// Words that say that it has to be filled in, where they stand behind a name
/// without brackets.
const BEHIND: &[&str] = &["required", "optional"];

/// A text in lower case, without accents, and without whatever is neither letter nor
/// digit: `E-Mail:` and `É mail` are `email`.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => plain.push(c),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'ı' => plain.push('i'),
            'đ' | 'ð' => plain.push('d'),
            'ё' => plain.push('е'),
            'ς' => plain.push('σ'),
            '\u{c0}'..='\u{24f}' | '\u{386}'..='\u{3ce}' | '\u{1e00}'..='\u{1eff}' => {
                plain.extend(std::iter::once(c).nfd().filter(|c| c.is_alphanumeric()));
            }
            '\u{300}'..='\u{36f}' => {}
            c if c.is_alphanumeric() || (is_combining_mark(c) && !is_invisible(c)) => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// The plain forms that a header may be known by, the likeliest first: the whole, the
/// part outside its brackets, the parts inside.
pub(super) fn forms(header: &str) -> Vec<String> {
    let mut forms = vec![plain(header)];
    let (outside, inside) = parts(header);
    if inside.is_empty() && !BEHIND.iter().any(|word| forms[0].ends_with(word)) {
        return forms;
    }
    let outside = undecorated(&outside);
    let is_decoration = |text: &String| DECORATIONS.contains(&text.as_str());
    if inside.iter().all(is_decoration) {
        forms.push(outside);
        return forms;
    }
    let kept: Vec<String> = inside.into_iter().filter(|t| !is_decoration(t)).collect();
    // `Email (secondary)` is one name; `Name [displayName]` gives the name once more.
    let joined = format!("{outside}{}", kept.concat());
    forms.push(joined);
    let is_technical = header.contains('[');
    if is_technical {
        forms.push(outside);
        forms.extend(kept);
    }
    forms.dedup();
    forms
}

/// The text outside of brackets, and the plain text inside each pair.
fn parts(header: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside) = (String::new(), Vec::new());
    let mut rest = header;
    while let Some(open) = rest.find(['[', '(', '（']) {
        let Some(close) = rest[open..].find([']', ')', '）']) else {
            break;
        };
        outside.push_str(&rest[..open]);
        let inner = &rest[open..open + close];
        let text = plain(inner);
        if says_how(inner) {
            inside.push(YES_NO.to_owned());
        } else if !text.is_empty() {
            inside.push(text);
        }
        let end = rest[open + close..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        rest = &rest[open + close + end..];
        outside.push(' ');
    }
    outside.push_str(rest);
    (outside, inside)
}

/// Whether a text in brackets says how yes and no are written, as in `active (1/0)`.
fn says_how(inner: &str) -> bool {
    let mut words = inner
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let is_one = |word: &str| {
        yes_no::value(word).is_some() || yes_no::BETWEEN.contains(&word.to_lowercase().as_str())
    };
    words.clone().count() > 1 && words.all(is_one)
}

/// The plain form of a text without the word behind it that says that it has to be
/// filled in.
fn undecorated(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() && BEHIND.contains(&plain(last).as_str()) => {
            plain(&rest.concat())
        }
        _ => plain(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_count_is_left_out() {
        for (text, expected) in [
            ("E-Mail:", "email"),
            ("  Prénom * ", "prenom"),
            ("GESPERRT", "gesperrt"),
            ("İSİM", "isim"),
            ("Soyadı", "soyadi"),
            ("メール", "メール"),
            ("ﾒｰﾙ", "メール"),
            ("이메일", "이메일"),
            ("Größe", "grosse"),
            ("Imię", "imie"),
            ("удалён", "удален"),
            ("Κατάσταση", "κατασταση"),
            ("Ανενεργός", "ανενεργοσ"),
            ("ΑΝΕΝΕΡΓΟΣ", "ανενεργοσ"),
            ("", ""),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn decorations_are_plain_themselves() {
        for word in DECORATIONS {
            assert_eq!(plain(word), *word);
        }
    }
}
