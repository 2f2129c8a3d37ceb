//! What differs from run to run (ids, times) is shown as a sample, the same one
//! wherever the same id stands.

/// The ids of imports that a page shows, in the order in which they appear.
const IDS: [&str; 8] = [
    "3f5a9c1e", "8b20d47f", "c61e7a05", "5d93f2b8", "e07b4a6c", "29f8c3d1", "b4507e9a", "71ac6d2e",
];

/// What the codes of organizations end with, in the same way.
const CODES: [&str; 5] = [
    "7kq2m4xw9c",
    "h3v8d5rt6n",
    "p9b4y2zs7f",
    "w6j3k8ca5m",
    "d5x7n2ge4q",
];

/// The front of a shown UUID, and what stands before its last eight digits if
/// it is a user's.
const FRONT: &str = "0197a3c2-5e1f-7b30-8d42-";
/// What stands for a temporary password.
const PASSWORD: &str = "4K6NT-DMNQD-YHEM3-8ZJVQ";
/// What stands for 256 bits in hex: tokens, links, digests.
const BITS: &str = "5e0b9d1c74a2f8360c9be4d71a58f3926db07ec4135a89f2b6d04c7e81f3a95d";
const DATE: &str = "2026-03-02";
const TIME: &str = "09:15";

/// Remembers which sample stands for which id.
#[derive(Default)]
pub struct Mask {
    ids: Vec<String>,
    codes: Vec<String>,
}

impl Mask {
    /// A command in which samples stand, as it is to be run.
    pub fn real(&self, command: &str) -> String {
        let pairs = self.ids.iter().zip(IDS);
        pairs.fold(command.to_owned(), |text, (real, sample)| {
            text.replace(sample, real)
        })
    }

    /// Output as it is to be shown.
    pub fn shown(&mut self, output: &str) -> String {
        let mut shown = String::new();
        let mut word = String::new();
        for c in output.chars().chain(['\n']) {
            if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') || c == ':' && !word.is_empty() {
                word.push(c);
                continue;
            }
            let shown_word = self.word(&word, &shown);
            shown.push_str(&shown_word);
            word.clear();
            shown.push(c);
        }
        shown.truncate(shown.trim_end().len());
        let lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
        lines.join("\n")
    }

    /// A word as it is to be shown after what stands before it.
    fn word(&mut self, word: &str, before: &str) -> String {
        let shape: String = word
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        let shape = shape.as_str();
        let number = shape.starts_with('0') && shape.contains('.');
        if number && before.ends_with("\"seconds\":") {
            return "0.01".to_owned();
        }
        if shape == "0.0" && before.ends_with(" in ") {
            return "0.0".to_owned();
        }
        if before.ends_with("org_") && word.len() == CODES[0].len() {
            return sample(&mut self.codes, &CODES, word);
        }
        if is_temporary_password(word) {
            return PASSWORD.to_owned();
        }
        if is_hex(word, BITS.len()) {
            return BITS.to_owned();
        }
        if is_uuid(word) {
            let (_, end) = word.split_at(word.len() - 8);
            return if end.starts_with("000") {
                format!("{FRONT}6b00{end}")
            } else {
                format!("{FRONT}51d9{}", self.id(end))
            };
        }
        match shape {
            "0000-00-00" => DATE.to_owned(),
            "00:00" => TIME.to_owned(),
            _ if shape.starts_with("0000-00-00T00:00:00") => format!("{DATE}T{TIME}:00.000Z"),
            _ if is_hex(word, 8) => self.id(word),
            _ => {
                // A short id at the end of a sentence.
                match word.strip_suffix(['.', ':']).filter(|id| is_hex(id, 8)) {
                    Some(id) => format!("{}{}", self.id(id), &word[8..]),
                    None => word.to_owned(),
                }
            }
        }
    }

    fn id(&mut self, real: &str) -> String {
        sample(&mut self.ids, &IDS, real)
    }
}

/// The sample for an id, the next one if it is new.
fn sample(known: &mut Vec<String>, samples: &[&str], real: &str) -> String {
    let place = known.iter().position(|known| known == real);
    let place = place.unwrap_or_else(|| {
        known.push(real.to_owned());
        known.len() - 1
    });
    samples[place % samples.len()].to_owned()
}

fn is_hex(word: &str, length: usize) -> bool {
    word.len() == length && word.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_uuid(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    parts.len() == 5
        && parts
            .iter()
            .zip([8, 4, 4, 4, 12])
            .all(|(part, length)| is_hex(part, length))
}

fn is_temporary_password(word: &str) -> bool {
    let upper = |b: u8| b.is_ascii_digit() || b.is_ascii_uppercase();
    let group = |part: &str| part.len() == 5 && part.bytes().all(upper);
    word.split('-').count() == 4 && word.split('-').all(group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_times_are_samples() {
        let mut mask = Mask::default();
        let cases = [
            ("import 750f92fa in 1.3 s\n", "import 3f5a9c1e in 0.0 s"),
            ("750f92fb 750f92fa.  \nx\n\n", "8b20d47f 3f5a9c1e.\nx"),
            ("2031-11-23 20:52 UTC", "2026-03-02 09:15 UTC"),
            (
                "at 2031-11-23T20:52:28.071Z,",
                "at 2026-03-02T09:15:00.000Z,",
            ),
            ("\"seconds\":0.0031,", "\"seconds\":0.01,"),
            ("org_3ka5cgmkxv", "org_7kq2m4xw9c"),
            (
                "01a20a2e-7b27-7520-9537-6b0000000002",
                "0197a3c2-5e1f-7b30-8d42-6b0000000002",
            ),
            (
                "01a20a2e-7b27-7520-9537-12ff750f92fa",
                "0197a3c2-5e1f-7b30-8d42-51d93f5a9c1e",
            ),
            ("T1JK4-PWA1V-PP5BH-9KFDZ\nab", "4K6NT-DMNQD-YHEM3-8ZJVQ\nab"),
            (
                "adm_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                "adm_5e0b9d1c74a2f8360c9be4d71a58f3926db07ec4135a89f2b6d04c7e81f3a95d",
            ),
            (
                "+61491570006 1.5 row-blank 1001",
                "+61491570006 1.5 row-blank 1001",
            ),
        ];
        for (output, expected) in cases {
            assert_eq!(mask.shown(output), expected, "{output}");
        }
        assert_eq!(mask.real("admit undo 8b20d47f"), "admit undo 750f92fb");
    }
}
