//! Near matches: what somebody may have meant by a key that is not there.
//!
//! A near match is offered, never applied. Measures that weigh the beginning
//! of a word more than its end are not used: keys share beginnings
//! (`billing-admin`, `billing-viewer`).

use crate::base::limits::{CHOICES_MAX, NEAR_COMPARISONS_MAX, TIES_MAX};
use crate::base::look_alike;
use crate::base::unseen::is_ignorable;
use unicode_normalization::UnicodeNormalization;

/// What is nearest to a text, in the order in which it is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Near {
    /// The same key but for case, white space around it, width of letters, or
    /// `-`, `_` and space in place of one another.
    Equivalent(String),
    /// The display name of this key.
    ByName(String),
    /// The internal code of this key.
    ByCode(String),
    /// The one key of the same letters and digits, or with the same in its name, as
    /// [`letters`] compares them; else one within the distance, nearer than all others.
    Close(String),
    /// Several keys equally near; at most [`TIES_MAX`].
    Tie(Vec<String>),
    /// What stands in front of it may take the key away instead of giving it.
    Away,
    /// Nothing is near.
    None {
        /// The first existing keys, at most [`CHOICES_MAX`].
        existing: Vec<String>,
        /// How many exist.
        total: usize,
    },
}

impl Near {
    /// The one key to offer, if there is one.
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Near::Equivalent(key) | Near::ByName(key) | Near::ByCode(key) | Near::Close(key) => {
                Some(key)
            }
            Near::Tie(_) | Near::Away | Near::None { .. } => None,
        }
    }

    /// What to do about a missing `thing` (`role`), of which there are
    /// `things`: one sentence or two.
    pub fn advice(&self, thing: &str, things: &str) -> String {
        match self {
            Near::Tie(keys) => format!("Use {}, or create the {thing} first.", quoted_or(keys)),
            Near::Away => format!(
                "What stands in front may take the {thing} away. Write only the {things} that \
                 the user is to have, each as its key."
            ),
            Near::None { total: 0, .. } => {
                format!("There are no {things} yet. Create the {thing} first.")
            }
            Near::None { existing, total } => {
                let list = existing.join(", ");
                let named = match (total - existing.len(), existing.split_last()) {
                    (0, Some((only, []))) => {
                        return format!(
                            "The only {thing} is {only}. Use it, or create the {thing} first."
                        );
                    }
                    (0, Some((last, others))) => format!("{} and {last}", others.join(", ")),
                    (more, _) => format!("{list} and {more} more"),
                };
                format!("The {things} are {named}. Use one of them, or create the {thing} first.")
            }
            near => format!(
                "Use \"{}\", or create the {thing} first.",
                near.suggestion().unwrap_or_default()
            ),
        }
    }
}

/// `"a"`, `"a" or "b"`, `"a", "b" or "c"`.
fn quoted_or(keys: &[String]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("\"{key}\"")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

#[derive(Clone, Debug)]
struct Entry {
    key: String,
    folded: String,
    names: Vec<String>,
    code: Option<String>,
    /// The [`letters`] of the key and its names.
    letters: Vec<String>,
}

/// The keys that a text may have meant, made ready for many searches.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    entries: Vec<Entry>,
    comparisons: u64,
}

impl Keys {
    /// Adds a key with its display names and its internal code.
    pub fn add(&mut self, key: &str, names: &[&str], code: Option<&str>) {
        let folded = fold(key);
        let texts = std::iter::once(&key).chain(names);
        let mut all: Vec<String> = texts.map(|text| letters(text)).collect();
        all.retain(|letters| !letters.is_empty());
        let names = names
            .iter()
            .map(|name| fold(name))
            .filter(|name| !name.is_empty() && *name != folded)
            .collect();
        self.entries.push(Entry {
            key: key.to_owned(),
            folded,
            names,
            code: code.map(str::to_owned),
            letters: all,
        });
    }

    /// Whether the text is a key, a name or a code but for what [`fold`] leaves away.
    pub fn knows(&self, text: &str) -> bool {
        let folded = fold(text);
        self.entries.iter().any(|entry| {
            entry.folded == folded
                || entry.names.contains(&folded)
                || entry.code.as_deref() == Some(text.trim())
        })
    }

    /// Whether the text is a key, a name or a code but for what [`letters`] leaves away.
    pub fn is_like_one(&self, text: &str) -> bool {
        let like = letters(text);
        let is_code = |code: &String| letters(code) == like;
        let mut entries = self.entries.iter();
        let is_like =
            |entry: &Entry| entry.letters.contains(&like) || entry.code.iter().any(is_code);
        self.knows(text) || (!like.is_empty() && entries.any(is_like))
    }

    /// What is nearest to `text`.
    pub fn find(&mut self, text: &str) -> Near {
        let text = text.trim();
        let folded = fold(text);
        let same = self.all(|entry| entry.folded == folded);
        let named = self.all(|entry| entry.names.contains(&folded));
        let coded = self.all(|entry| entry.code.as_deref() == Some(text));
        let like = letters(text);
        let alike = self.all(|entry| entry.letters.contains(&like));
        one_or_tie(same, Near::Equivalent)
            .or_else(|| one_or_tie(named, Near::ByName))
            .or_else(|| one_or_tie(coded, Near::ByCode))
            .or_else(|| one_or_tie(alike, Near::Close))
            .or_else(|| one_or_tie(self.closest(&folded), Near::Close))
            .unwrap_or_else(|| self.existing())
    }

    fn all(&self, matches: impl Fn(&Entry) -> bool) -> Vec<String> {
        let matching = self.entries.iter().filter(|entry| matches(entry));
        matching.map(|entry| entry.key.clone()).collect()
    }

    fn closest(&mut self, folded: &str) -> Vec<String> {
        let length = folded.chars().count();
        let mut best = (length / 3).max(1);
        let mut keys = Vec::new();
        for entry in &self.entries {
            for word in std::iter::once(&entry.folded).chain(&entry.names) {
                let other = word.chars().count();
                // A distance as long as the longer word means that nothing is shared.
                if length.abs_diff(other) > best || best >= length.max(other) {
                    continue;
                }
                if self.comparisons >= NEAR_COMPARISONS_MAX {
                    return Vec::new();
                }
                self.comparisons += 1;
                let distance = strsim::damerau_levenshtein(folded, word);
                if distance > best {
                    continue;
                }
                if distance < best {
                    best = distance;
                    keys.clear();
                }
                if keys.last() != Some(&entry.key) {
                    keys.push(entry.key.clone());
                }
            }
        }
        keys
    }

    fn existing(&self) -> Near {
        let first = self.entries.iter().take(CHOICES_MAX);
        Near::None {
            existing: first.map(|entry| entry.key.clone()).collect(),
            total: self.entries.len(),
        }
    }
}

fn one_or_tie(mut keys: Vec<String>, one: fn(String) -> Near) -> Option<Near> {
    match keys.len() {
        0 => None,
        1 => keys.pop().map(one),
        _ => {
            keys.truncate(TIES_MAX);
            Some(Near::Tie(keys))
        }
    }
}

/// The nearest of a fixed list of words, as one suggestion.
pub fn word<'w>(text: &str, words: impl IntoIterator<Item = &'w str>) -> Option<String> {
    let mut keys = Keys::default();
    for word in words {
        keys.add(word, &[], None);
    }
    keys.find(text).suggestion().map(str::to_owned)
}

/// A text without what keys may differ in and still be meant alike: white space
/// around it, compatibility forms, case, what cannot be seen, and which of `-`, `_` and
/// space stands between words.
pub fn fold(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_ignorable(*c));
    let folded: String = seen.nfkc().flat_map(char::to_lowercase).collect();
    let trimmed = folded.trim().chars();
    trimmed
        .map(|c| match c {
            '_' => '-',
            c if c.is_whitespace() => '-',
            c => c,
        })
        .collect()
}

/// The letters and digits of a text, as they look: without case, accents, what stands
/// between them and what cannot be seen; letters of other scripts as the Latin ones that
/// they cannot be told from.
fn letters(text: &str) -> String {
    let seen = text
        .nfkd()
        .filter(|c| c.is_alphanumeric() && !is_ignorable(*c));
    let folded = seen.flat_map(char::to_lowercase);
    folded.map(|c| look_alike::latin(c).unwrap_or(c)).collect()
}

/// Signs in front of a key that may take it away.
const TAKING_AWAY: [char; 8] = ['-', '−', '–', '—', '!', '~', '¬', '^'];

/// Words that do the same.
const TAKING_AWAY_WORDS: [&str; 9] = [
    "no", "not", "non", "ex", "former", "remove", "revoke", "without", "kein",
];

/// Whether what stands in front of a key may take it away: `-admin`, `not admin`.
pub fn takes_away(text: &str) -> bool {
    let text = text.trim();
    let word = text.split(|c: char| !c.is_alphanumeric()).next();
    let has_more = |word: &str| word.len() < text.len();
    text.starts_with(TAKING_AWAY)
        || word.is_some_and(|word| {
            has_more(word) && TAKING_AWAY_WORDS.contains(&word.to_lowercase().as_str())
        })
}

/// The one of `known` that comes nearest to `given`, if it is near enough to
/// have been meant: a third of its length may differ.
pub fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let given = given.to_lowercase();
    let length = given.chars().count();
    let bound = (length / 3).max(1);
    known
        .filter(|name| length.abs_diff(name.chars().count()) <= bound)
        .map(|name| {
            let distance = strsim::damerau_levenshtein(&given, &name.to_lowercase());
            (distance, name)
        })
        .filter(|(distance, _)| *distance <= bound)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys as `key=Display Name/code`, blank-separated by `; `.
    fn check(keys: &str, text: &str, expected: &str) {
        let mut index = Keys::default();
        for entry in keys.split("; ").filter(|entry| !entry.is_empty()) {
            let (rest, code) = entry.split_once('/').unzip();
            let rest = rest.unwrap_or(entry);
            let (key, name) = rest.split_once('=').unwrap_or((rest, ""));
            index.add(key, &[name], code);
        }
        let found = match index.find(text) {
            Near::Equivalent(key) => format!("same {key}"),
            Near::ByName(key) => format!("name {key}"),
            Near::ByCode(key) => format!("code {key}"),
            Near::Close(key) => format!("close {key}"),
            Near::Tie(keys) => format!("tie {}", keys.join(" ")),
            Near::Away => "away".to_owned(),
            Near::None { existing, total } => format!("none {total}: {}", existing.join(" ")),
        };
        assert_eq!(found, expected, "{text:?} among {keys:?}");
    }

    #[test]
    fn the_nearest_key_is_found() {
        let roles = "admin=Administrator; member=Member; billing-admin; billing-viewer";
        for (text, expected) in [
            ("Admin", "same admin"),
            (" admin ", "same admin"),
            ("ａｄｍｉｎ", "same admin"),
            ("billing_admin", "same billing-admin"),
            ("Billing Admin", "same billing-admin"),
            ("Administrator", "name admin"),
            ("administrator", "name admin"),
            ("membr", "close member"),
            ("memebr", "close member"),
            ("administrater", "close admin"),
            ("billing-viewr", "close billing-viewer"),
            ("billingadmin", "close billing-admin"),
            ("ad\u{200b}min", "same admin"),
            ("\u{feff} admin", "same admin"),
            ("Billing, Viewer", "close billing-viewer"),
            ("\u{430}dmin", "close admin"),
            ("\u{e1}dm\u{ed}n", "close admin"),
            ("ad min", "close admin"),
            ("owner", "none 4: admin member billing-admin billing-viewer"),
            ("", "none 4: admin member billing-admin billing-viewer"),
            ("x", "none 4: admin member billing-admin billing-viewer"),
        ] {
            check(roles, text, expected);
        }
    }

    #[test]
    fn ties_are_offered_together() {
        check(
            "team-a; team-b; team-c; team-d",
            "team-x",
            "tie team-a team-b team-c",
        );
        check("acme=Acme; acme-eu=Acme", "ACME ", "same acme");
        check("a1=Acme; a2=Acme", "acme", "tie a1 a2");
        check("read; reads; road", "rexd", "close read");
        check("cat; car", "caz", "tie cat car");
    }

    #[test]
    fn codes_count_exactly() {
        let organizations = "acme=Acme/org_0123456789; globex=Globex/org_9876543210";
        check(organizations, "org_9876543210", "code globex");
        check(organizations, "ORG_9876543210", "none 2: acme globex");
    }

    #[test]
    fn without_a_near_key_a_few_are_listed() {
        check("", "admin", "none 0: ");
        check("aa; bb; cc; dd; ee; ff", "zzzzz", "none 6: aa bb cc dd ee");
    }

    #[test]
    fn one_letter_is_near_to_nothing_else() {
        check("a; b", "c", "none 2: a b");
    }

    #[test]
    fn the_advice_names_what_to_use() {
        let strings = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        for (near, expected) in [
            (
                Near::Close("member".into()),
                "Use \"member\", or create the role first.",
            ),
            (
                Near::Tie(strings(&["a", "b", "c"])),
                "Use \"a\", \"b\" or \"c\", or create the role first.",
            ),
            (
                Near::None {
                    existing: strings(&["a", "b"]),
                    total: 9,
                },
                "The roles are a, b and 7 more. Use one of them, or create the role first.",
            ),
            (
                Near::None {
                    existing: strings(&["a", "b", "c"]),
                    total: 3,
                },
                "The roles are a, b and c. Use one of them, or create the role first.",
            ),
            (
                Near::None {
                    existing: strings(&["a"]),
                    total: 1,
                },
                "The only role is a. Use it, or create the role first.",
            ),
            (
                Near::None {
                    existing: Vec::new(),
                    total: 0,
                },
                "There are no roles yet. Create the role first.",
            ),
        ] {
            assert_eq!(near.advice("role", "roles"), expected);
        }
    }
}
