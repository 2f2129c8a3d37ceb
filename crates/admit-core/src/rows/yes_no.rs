//! Words for yes and no.

/// Words for yes, in lower case: what people and spreadsheets write in the
/// languages that Admit has met.
pub(crate) const YES: &[&str] = &[
    "t",
    "1",
    "yes",
    "y",
    "on",
    "wahr",
    "ja",
    "j",
    "vrai",
    "oui",
    "verdadero",
    "si",
    "sí",
    "vero",
    "sì",
    "verdadeiro",
    "sim",
    "waar",
    "sant",
    "sand",
    "prawda",
    "tak",
    "pravda",
    "ano",
    "tosi",
    "kyllä",
    "doğru",
    "evet",
    "истина",
    "да",
    "はい",
    "是",
];

/// Words between the two where a header offers both.
pub(crate) const BETWEEN: &[&str] = &["or", "oder", "ou", "o"];

/// Words for no.
pub(crate) const NO: &[&str] = &[
    "f",
    "0",
    "no",
    "n",
    "off",
    "falsch",
    "nein",
    "faux",
    "non",
    "falso",
    "não",
    "nao",
    "onwaar",
    "nee",
    "falskt",
    "falsk",
    "usann",
    "nej",
    "nei",
    "fałsz",
    "nie",
    "nepravda",
    "ne",
    "epätosi",
    "ei",
    "yanlış",
    "yanliş",
    "hayır",
    "ложь",
    "нет",
    "いいえ",
    "否",
];

/// What programs write for yes and no by themselves, in lower case: spreadsheets in the
/// languages of their users, and databases.
const OF_PROGRAMS: &[&str] = &[
    "true",
    "false",
    "t",
    "f",
    "1",
    "0",
    "wahr",
    "falsch",
    "vrai",
    "faux",
    "verdadero",
    "falso",
    "vero",
    "verdadeiro",
    "waar",
    "onwaar",
    "sant",
    "falskt",
    "sand",
    "falsk",
    "usann",
    "prawda",
    "fałsz",
    "pravda",
    "nepravda",
    "tosi",
    "epätosi",
    "doğru",
    "yanlış",
    "yanliş",
    "истина",
    "ложь",
];

/// What spreadsheets show for yes and no, as they write it: in capitals, each in the
/// language of its user.
const OF_SPREADSHEETS: &[&str] = &[
    "TRUE",
    "FALSE",
    "WAHR",
    "FALSCH",
    "VRAI",
    "FAUX",
    "VERDADERO",
    "FALSO",
    "VERO",
    "VERDADEIRO",
    "WAAR",
    "ONWAAR",
    "SANT",
    "FALSKT",
    "SAND",
    "FALSK",
    "USANN",
    "PRAWDA",
    "FAŁSZ",
    "PRAVDA",
    "NEPRAVDA",
    "TOSI",
    "EPÄTOSI",
    "DOĞRU",
    "YANLIŞ",
    "ИСТИНА",
    "ЛОЖЬ",
];

/// Those of them that people are called.
const ALSO_NAMES: &[&str] = &["FAUX", "SAND", "SANT", "PRAVDA", "TOSI"];

/// The longest of them, in bytes.
const OF_SPREADSHEETS_BYTES_MAX: usize = 12;

/// Whether a text is a yes or a no that a program wrote where something else belongs.
pub(crate) fn is_of_a_spreadsheet(text: &str) -> bool {
    (4..=OF_SPREADSHEETS_BYTES_MAX).contains(&text.len())
        && (text.eq_ignore_ascii_case("true")
            || text.eq_ignore_ascii_case("false")
            || OF_SPREADSHEETS.contains(&text))
}

/// The same where the name of a person belongs, which may be `True` or `FAUX`.
pub(crate) fn is_no_name(text: &str) -> bool {
    is_of_a_spreadsheet(text) && text != "True" && !ALSO_NAMES.contains(&text)
}

/// Whether a word, in lower case, is one that nobody chose: there is nothing to tell of it.
pub(crate) fn is_of_a_program(word: &str) -> bool {
    OF_PROGRAMS.contains(&word)
}

/// What a text means, without saying anything about it.
pub fn value(text: &str) -> Option<bool> {
    let word = text.trim().to_lowercase();
    match word.as_str() {
        "true" => Some(true),
        "false" => Some(false),
        word => of_word(word),
    }
}

pub(crate) fn of_word(word: &str) -> Option<bool> {
    if YES.contains(&word) {
        Some(true)
    } else if NO.contains(&word) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spreadsheets_show_is_a_yes_or_a_no() {
        for word in OF_SPREADSHEETS {
            assert!(is_of_a_program(&word.to_lowercase()), "{word}");
            assert!(is_of_a_spreadsheet(word), "{word}");
            assert_eq!(is_no_name(word), !ALSO_NAMES.contains(word), "{word}");
        }
        assert!(ALSO_NAMES.iter().all(|name| OF_SPREADSHEETS.contains(name)));
    }
}
