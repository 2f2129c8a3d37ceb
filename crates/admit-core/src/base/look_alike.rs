//! Names and addresses that are written with letters of other scripts, or in other
//! forms, so that they look like ones of plain Latin letters.
//!
//! The letters are those of Unicode Technical Standard 39 (confusables) that one of
//! another script can hardly be told from in the usual typefaces.

use unicode_normalization::UnicodeNormalization;

/// The scripts of a name that mixes letters which look alike.
pub(crate) fn mixed_scripts(key: &str) -> Option<String> {
    if key.is_ascii() {
        return None;
    }
    let mut scripts: Vec<&str> = key.chars().filter_map(script).collect();
    scripts.sort_unstable();
    scripts.dedup();
    (scripts.len() > 1).then(|| scripts.join(" and "))
}

fn script(c: char) -> Option<&'static str> {
    match c {
        'a'..='z' | '\u{df}'..='\u{24f}' => Some("Latin"),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some("Greek"),
        '\u{400}'..='\u{52f}' => Some("Cyrillic"),
        _ => None,
    }
}

/// The plain Latin text that a text of other letters looks like, if each of them
/// has a Latin twin: wide letters, ligatures, Cyrillic, Greek, the `ı` without a
/// dot and the `İ` with one. In lower case; `None` for a text that is plain already.
pub(crate) fn twin(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let folded: String = text.nfkc().collect();
    // In lower case the `İ` is an `i` with one more dot on it.
    let lower = folded.to_lowercase().replace("i\u{307}", "i");
    lower.chars().map(latin).collect()
}

/// The Latin letter that a letter looks like, in lower case.
pub(crate) fn latin(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'ɡ' => 'g',
        'һ' => 'h',
        'і' | 'ι' | 'ı' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' => 'm',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' => 't',
        'ν' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        _ if c.is_ascii() => c,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_are_found() {
        for (text, expected) in [
            ("jane", None),
            ("j\u{430}ne", Some("jane")),
            ("\u{440}\u{430}\u{443}", Some("pay")),
            ("\u{ff4a}\u{ff41}ne", Some("jane")),
            ("o\u{fb03}ce", Some("office")),
            ("y\u{131}ld\u{131}z", Some("yildiz")),
            ("\u{130}LGAZ", Some("ilgaz")),
            ("i\u{307}lgaz", Some("ilgaz")),
            ("zo\u{eb}", None),
            ("\u{438}\u{432}\u{430}\u{43d}", None),
            ("用户", None),
        ] {
            assert_eq!(twin(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn scripts_are_told_apart() {
        assert_eq!(
            mixed_scripts("j\u{430}ne").as_deref(),
            Some("Cyrillic and Latin")
        );
        assert_eq!(mixed_scripts("zo\u{eb}"), None);
        assert_eq!(mixed_scripts("\u{438}\u{432}\u{430}\u{43d}-1"), None);
    }
}
