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
    "истина",
    "ложь",
];

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
