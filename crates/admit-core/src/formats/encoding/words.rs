//! Whether a text reads as words do: one script in a word, capitals where they
//! stand, no signs amid letters.

/// The scripts that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Thai,
    Han,
    Kana,
    Hangul,
    /// A mark that belongs to the letter before it.
    Mark,
    /// No letter.
    Sign,
    /// Nothing that any text has.
    Nothing,
}

fn script(letter: char) -> Script {
    match letter {
        // Without the letter that stands for the byte FF.
        'a'..='z'
        | 'A'..='Z'
        | '\u{c0}'..='\u{d6}'
        | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{fe}'
        | '\u{100}'..='\u{24f}'
        | '\u{259}'
        | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}'
        | '\u{64b}'..='\u{652}'
        | '\u{e31}'
        | '\u{e34}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}' => Script::Mark,
        '\u{386}' | '\u{388}'..='\u{3ff}' => Script::Greek,
        '\u{400}'..='\u{4ff}' => Script::Cyrillic,
        '\u{5d0}'..='\u{5ea}' => Script::Hebrew,
        '\u{621}'..='\u{64a}' | '\u{671}'..='\u{6d3}' => Script::Arabic,
        '\u{e01}'..='\u{e46}' => Script::Thai,
        '\u{3005}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Script::Han,
        '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => Script::Kana,
        '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
        '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => Script::Nothing,
        _ => Script::Sign,
    }
}

fn is_letter(letter: char) -> bool {
    !matches!(script(letter), Script::Sign | Script::Nothing)
}

/// How many places of a text are unlike words.
pub(super) fn faults(text: &str) -> usize {
    let letters: Vec<char> = text.chars().collect();
    let mut faults = letters
        .iter()
        .filter(|letter| script(**letter) == Script::Nothing)
        .count();
    for (at, letter) in letters.iter().enumerate() {
        if !letter.is_ascii() && script(*letter) == Script::Sign {
            let before = at > 0 && is_letter(letters[at - 1]);
            let behind = letters.get(at + 1).is_some_and(|next| is_letter(*next));
            faults += usize::from(!stands_beside_letters(*letter, before, behind));
        }
    }
    let words = letters.split(|letter| !is_letter(*letter));
    faults + words.map(faults_of_word).sum::<usize>()
}

/// Whether a sign stands where it does in writing.
fn stands_beside_letters(sign: char, before: bool, behind: bool) -> bool {
    match sign {
        '\u{2019}' => before && behind,
        '\u{201c}' | '\u{ab}' | '\u{bf}' | '\u{a1}' => !before,
        '\u{201d}' | '\u{bb}' | '\u{2026}' => !behind,
        _ => !before && !behind,
    }
}

fn faults_of_word(word: &[char]) -> usize {
    if word.iter().all(char::is_ascii) {
        return 0;
    }
    let mut faults = usize::from(script(word[0]) == Script::Mark);
    let scripts: Vec<Script> = word
        .iter()
        .map(|letter| script(*letter))
        .filter(|script| *script != Script::Mark)
        .collect();
    let together = |first: Script, second: Script| {
        first == second
            || matches!(
                (first, second),
                (Script::Han, Script::Kana) | (Script::Kana, Script::Han)
            )
    };
    let mixed = scripts.windows(2).any(|pair| !together(pair[0], pair[1]));
    faults += usize::from(mixed);
    // Latin letters outside ASCII stand among those of ASCII.
    let bare = scripts.len() > 1 && !word.iter().any(char::is_ascii_alphabetic);
    faults += usize::from(bare && scripts.iter().all(|script| *script == Script::Latin));
    faults + places_of_capitals(word) + places_of_forms(word)
}

/// Capitals behind small letters, and small letters amid capitals.
fn places_of_capitals(word: &[char]) -> usize {
    let mut faults = 0;
    for (at, pair) in word.windows(2).enumerate() {
        if pair[0].is_ascii() && pair[1].is_ascii() {
            continue;
        }
        let capital_behind = pair[0].is_lowercase() && pair[0] != 'ß' && pair[1].is_uppercase();
        let small_amid = at > 0
            && word[at - 1].is_uppercase()
            && pair[0].is_uppercase()
            && pair[1].is_lowercase()
            && pair[1] != 'ß';
        faults += usize::from(capital_behind || small_amid);
    }
    faults
}

/// Letters that have one form within a word and another at its end or beginning.
fn places_of_forms(word: &[char]) -> usize {
    let last = word.len() - 1;
    let is_misplaced = |(at, letter): (usize, &char)| match letter {
        'ς' | 'ך' | 'ם' | 'ן' | 'ף' | 'ץ' | 'ة' | 'ى' => at < last,
        'σ' | 'כ' | 'מ' | 'נ' | 'צ' => at == last && last > 0,
        'ъ' | 'ь' | 'ы' | 'Ъ' | 'Ь' => at == 0,
        _ => false,
    };
    word.iter()
        .enumerate()
        .filter(|place| is_misplaced(*place))
        .count()
}

/// The words with letters outside ASCII, in lower case.
pub(super) fn foreign_words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter| !is_letter(letter));
    words.filter(|word| !word.is_ascii()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], reads: bool) {
        for text in texts {
            assert_eq!(faults(text) == 0, reads, "{text}: {}", faults(text));
        }
    }

    #[test]
    fn words_are_told_from_what_is_none() {
        check(
            &[
                "José",
                "MÜLLER",
                "D’Arcy",
                "“Łukasz”",
                "Иван",
                "Ελένη",
                "Νικολαΐδης",
                "山田",
                "すずき",
                "김철수",
                "שלום",
                "GROßE",
                "Straße",
                "Ángel;Öz",
                "–",
            ],
            true,
        );
        check(
            &[
                "JosÈ",
                "JŸrg",
                "M\u{81}ller",
                "M³ller",
                "Josÿÿ",
                "Josй",
                "ZoЛ",
                "Jos‚",
                "хБЮМ",
                "Íõ",
                "MüLLER",
                "Jos’’",
                "ΕΛςΝ",
                "םולש",
                "ьван",
                "山a",
                "M\u{f8ff}",
            ],
            false,
        );
    }
}
