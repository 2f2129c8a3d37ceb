//! The letters that languages write beside those of ASCII: a reading whose letters
//! belong to one language is likelier than one that needs several.
//!
//! Source: the main and auxiliary exemplar characters of Unicode CLDR, without those
//! of foreign words.

/// A language by what it writes, in lower case.
enum Language {
    /// These letters, beside ASCII.
    Letters(&'static str),
    /// Everything in these ranges, and no ASCII.
    Ranges(&'static [(char, char)]),
}

use Language::{Letters, Ranges};

const LANGUAGES: [Language; 36] = [
    // French
    Letters("àâæçéèêëîïôœùûü"),
    // German
    Letters("äöüßé"),
    // Spanish
    Letters("áéíóúüñ"),
    // Portuguese
    Letters("àáâãçéêíóôõú"),
    // Italian
    Letters("àèéìíòóùú"),
    // Catalan
    Letters("àçéèíïóòúü"),
    // Dutch
    Letters("áéèëêïíóöúü"),
    // Danish and Norwegian
    Letters("åæøéüö"),
    // Swedish and Finnish
    Letters("åäöéü"),
    // Icelandic and Faroese
    Letters("áðéíóúýþæöø"),
    // Polish
    Letters("ąćęłńóśźż"),
    // Czech
    Letters("áčďéěíňóřšťúůýž"),
    // Slovak
    Letters("áäčďéíĺľňóôŕšťúýž"),
    // Hungarian
    Letters("áéíóöőúüű"),
    // Romanian
    Letters("ăâîșțşţ"),
    // Croatian, Serbian and Slovene
    Letters("čćđšž"),
    // Albanian
    Letters("çë"),
    // Turkish and Azerbaijani
    Letters("çğıöşüəâîûi\u{307}"),
    // Lithuanian
    Letters("ąčęėįšųūž"),
    // Latvian
    Letters("āčēģīķļņšūž"),
    // Estonian
    Letters("äõöüšž"),
    // Maltese
    Letters("ċġħżàèìòù"),
    // Vietnamese
    Letters("àáâãèéêìíòóôõùúýăđĩũơư\u{300}\u{301}\u{303}\u{309}\u{323}"),
    // Russian
    Letters("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    // Ukrainian
    Letters("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    // Belarusian
    Letters("абвгдеёжзійклмнопрстуўфхцчшыьэюя"),
    // Bulgarian
    Letters("абвгдежзийклмнопрстуфхцчшщъьюя"),
    // Serbian and Macedonian
    Letters("абвгдђѓежзѕијкќлљмнњопрстћуфхцчџш"),
    // Greek
    Letters("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"),
    // Welsh
    Letters("âêîôûŵŷäëïöü"),
    // Esperanto
    Letters("ĉĝĥĵŝŭ"),
    // Armenian
    Ranges(&[('\u{531}', '\u{587}')]),
    // Hebrew
    Ranges(&[('\u{5d0}', '\u{5ea}')]),
    // Arabic and Persian
    Ranges(&[('\u{621}', '\u{652}'), ('\u{67e}', '\u{6cc}')]),
    // Thai
    Ranges(&[('\u{e01}', '\u{e4e}')]),
    // Korean
    Ranges(&[('\u{ac00}', '\u{d7a3}')]),
];

/// Chinese, and Japanese, which writes the same signs among its own.
const CHINESE: Language = Ranges(&[('\u{4e00}', '\u{9fff}')]);
const JAPANESE: Language = Ranges(&[
    ('\u{4e00}', '\u{9fff}'),
    ('\u{3005}', '\u{3005}'),
    ('\u{3041}', '\u{30ff}'),
]);

impl Language {
    fn writes(&self, word: &str) -> bool {
        word.chars().all(|letter| match self {
            Letters(letters) => letter.is_ascii() || letters.contains(letter),
            Ranges(ranges) => ranges
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&letter)),
        })
    }
}

/// How many languages it takes to write all of these words, in lower case; and how
/// many words no language writes.
pub(super) fn needed(words: &[String]) -> (usize, usize) {
    let all = || LANGUAGES.iter().chain([&CHINESE, &JAPANESE]);
    let mut left: Vec<Vec<bool>> = words
        .iter()
        .map(|word| all().map(|language| language.writes(word)).collect())
        .collect();
    let mut languages = 0;
    let before = left.len();
    left.retain(|writes| writes.contains(&true));
    let unwritten = before - left.len();
    while !left.is_empty() {
        let most = (0..all().count())
            .max_by_key(|language| left.iter().filter(|writes| writes[*language]).count());
        let most = most.unwrap_or_default();
        left.retain(|writes| !writes[most]);
        languages += 1;
    }
    (languages, unwritten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_language_is_enough_for_its_own_words() {
        for (words, expected) in [
            ("josé zoë", (1, 0)),
            ("josé zoė", (2, 0)),
            ("jõão muñoz", (2, 0)),
            ("łukasz wąsik", (1, 0)),
            ("иван пётр", (1, 0)),
            ("пётр їжак", (2, 0)),
            ("王伟 山田", (1, 0)),
            ("すずき 山田", (1, 0)),
            ("josÿÿ ŗu", (0, 2)),
            ("", (0, 0)),
        ] {
            let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
            assert_eq!(needed(&words), expected, "{words:?}");
        }
    }
}
