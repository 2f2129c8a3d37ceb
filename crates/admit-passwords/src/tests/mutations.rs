//! Hashes with bytes flipped, put in, left out, doubled and swapped.

use super::*;
use crate::tests::costs::timed;

/// How many texts are made.
const TEXTS: usize = 100_000;

/// Checks that cost at most this are always made, in microseconds ...
const ALWAYS: u64 = 200;

/// ... and those that cost at most this are made for one text of so many.
const SOMETIMES: u64 = 10_000;
const ONE_OF: u64 = 64;

/// Numbers that look random and are the same in every run (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }
}

/// What is put into a text: what hashes are made of, what separates their
/// parts, and what none of them has.
const CHARACTERS: [char; 24] = [
    '$', ':', ',', '=', '.', '/', '+', '-', '_', '{', '}', '*', '!', ' ', '\0', '\n', '0', '9',
    'A', 'z', 'é', '\u{feff}', '日', '😀',
];

fn change(text: &mut Vec<char>, numbers: &mut Numbers) {
    let at = numbers.below(text.len());
    match numbers.below(9) {
        _ if text.is_empty() => text.push(numbers.one_of(&CHARACTERS)),
        0 => {
            let flipped = text[at] as u32 ^ 1 << numbers.below(7);
            text[at] = char::from_u32(flipped).unwrap_or('?');
        }
        1 => text.insert(at, numbers.one_of(&CHARACTERS)),
        2 => drop(text.remove(at)),
        3 => text.insert(at, text[at]),
        4 => {
            let other = numbers.below(text.len());
            text.swap(at, other);
        }
        5 => text[at] = numbers.one_of(&CHARACTERS),
        6 => text.truncate(at),
        _ => text[at] = other(text[at]),
    }
}

/// Whether a changed text may take the password without saying the same: a
/// derived key that is cut to a whole shorter one, a round number below the
/// least that is used as that, an HMAC whose base64 holds hex in either case,
/// and an object, in which much does not count.
fn may_mean_the_same(text: &str, original: &str) -> bool {
    let is_derived = |text: &str| text.contains("pbkdf2") || text.contains("scrypt");
    original.starts_with(text) && (is_derived(text) || !text.contains('$'))
        || text.contains("rounds=")
        || text.starts_with("$hmac-")
        || text.starts_with('{') && text.contains('"')
}

#[test]
fn changed_hashes_are_refused_quickly_and_never_verify() {
    let answers = answers().collect::<Vec<_>>();
    let mut numbers = Numbers(20_261_123);
    let mut read_well = 0;
    let mut checked = 0;
    for _ in 0..TEXTS {
        let (_, answer) = numbers.one_of(&answers);
        let mut text = answer.hash.chars().collect::<Vec<char>>();
        for _ in 0..=numbers.below(2) {
            change(&mut text, &mut numbers);
        }
        let text = text.into_iter().collect::<String>();
        let sometimes = numbers.next().is_multiple_of(ONE_OF);
        let written = Written {
            hash: &text,
            ..written(answer)
        };
        let (Ok(reading), _) = timed(&written) else {
            continue;
        };
        read_well += 1;
        let limit = if sometimes { SOMETIMES } else { ALWAYS };
        if reading.verifier.cost().microseconds > limit
            || says_the_same(&text, answer.hash)
            || may_mean_the_same(&text, answer.hash)
        {
            continue;
        }
        checked += 1;
        assert!(
            !reading.verify(answer.password),
            "{text:?} of {}",
            answer.hash
        );
    }
    // The test must not pass because nothing was read.
    assert!(read_well > TEXTS / 20, "{read_well} were read");
    assert!(checked > TEXTS / 1000, "{checked} were checked");
}

/// Another character of the same kind, so that the text keeps its form.
fn other(character: char) -> char {
    match character {
        'z' => 'y',
        'Z' => 'Y',
        '9' => '8',
        'f' => 'e',
        'F' => 'E',
        'a'..='y' | 'A'..='Y' | '0'..='8' => char::from_u32(character as u32 + 1).unwrap_or('?'),
        '.' => '/',
        '/' => '.',
        _ => 'x',
    }
}

#[test]
fn every_single_character_counts() {
    for (number, (scheme, answer)) in answers().enumerate() {
        // The cheapest of a scheme is checked at every character. Of the others
        // each is at every fourth, the next one beside it.
        let cheapest = cheapest(scheme);
        for (at, character) in answer.hash.char_indices() {
            let (before, rest) = answer.hash.split_at(at);
            let rest = &rest[character.len_utf8()..];
            let text = format!("{before}{}{rest}", other(character));
            let written = Written {
                hash: &text,
                ..written(answer)
            };
            let limit = match (at + number) % 16 {
                0 => SOMETIMES,
                4 | 8 | 12 => CHEAP,
                _ => cheapest.clamp(ALWAYS, CHEAP),
            };
            let (Ok(reading), _) = timed(&written) else {
                continue;
            };
            let same = says_the_same(&text, answer.hash) || may_mean_the_same(&text, answer.hash);
            assert!(
                same || reading.verifier.cost().microseconds > limit
                    || !reading.verify(answer.password),
                "{text} of {}",
                answer.hash
            );
        }
    }
}

#[test]
fn every_method_refuses_every_other_text() {
    let salts = [None, Some("aa"), Some("not base64 é")];
    for (_, answer) in answers() {
        for scheme in SCHEMES {
            for salt in salts {
                let written = Written {
                    hash: answer.hash,
                    method: Some(scheme.name),
                    salt,
                    position: salt.map(|_| "prefix"),
                    iterations: Some(1),
                    ..Written::default()
                };
                // A scheme may read a text of another; it then is the one
                // that the reading names, and what it costs is bounded.
                if let Ok(reading) = timed(&written).0 {
                    let cost = reading.verifier.cost();
                    assert!(cost.memory <= (1 << 28) + (1 << 20), "{}", answer.hash);
                }
            }
        }
    }
}
