//! Which encoding a text is in, as far as that can be known.
//!
//! Every encoding that a file may come in is tried. Readings that are unlike words
//! drop out. Where all that is left read the same, it is certain what is written;
//! where they differ, the reading whose letters belong to the fewest languages counts,
//! and for more words the statistics of `chardetng` about pairs of letters. What is
//! not decided by that is left to the person importing.

use super::charset::{CP437, CP737, CP850, CP852, CP855, CP862, Charset, UTF_8};
use super::evidence::Evidence;
use super::languages::needed;
use super::words::{faults, foreign_words};
use crate::base::limits::{ENCODING_WORDS_MANY, ENCODING_WORDS_MIN};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs as standard;
use std::collections::BTreeSet;

/// What is tried, the commonest first.
const CANDIDATES: [Charset; 39] = [
    Charset::Standard(standard::WINDOWS_1252),
    Charset::Standard(standard::WINDOWS_1250),
    Charset::Standard(standard::WINDOWS_1251),
    Charset::Standard(standard::SHIFT_JIS),
    Charset::Standard(standard::GB18030),
    Charset::Standard(standard::EUC_KR),
    Charset::Standard(standard::BIG5),
    Charset::Standard(standard::WINDOWS_1254),
    Charset::Standard(standard::MACINTOSH),
    CP850,
    CP437,
    Charset::Standard(standard::ISO_8859_2),
    Charset::Standard(standard::ISO_8859_15),
    Charset::Standard(standard::KOI8_R),
    Charset::Standard(standard::KOI8_U),
    Charset::Standard(standard::WINDOWS_1253),
    Charset::Standard(standard::WINDOWS_1255),
    Charset::Standard(standard::WINDOWS_1256),
    Charset::Standard(standard::WINDOWS_1257),
    Charset::Standard(standard::WINDOWS_1258),
    Charset::Standard(standard::WINDOWS_874),
    Charset::Standard(standard::EUC_JP),
    Charset::Standard(standard::ISO_8859_3),
    Charset::Standard(standard::ISO_8859_4),
    Charset::Standard(standard::ISO_8859_5),
    Charset::Standard(standard::ISO_8859_6),
    Charset::Standard(standard::ISO_8859_7),
    Charset::Standard(standard::ISO_8859_8),
    Charset::Standard(standard::ISO_8859_10),
    Charset::Standard(standard::ISO_8859_13),
    Charset::Standard(standard::ISO_8859_14),
    Charset::Standard(standard::ISO_8859_16),
    Charset::Standard(standard::IBM866),
    Charset::Standard(standard::X_MAC_CYRILLIC),
    CP852,
    CP855,
    CP862,
    CP737,
    Charset::Standard(standard::GBK),
];

/// What is known of an encoding.
#[derive(Debug, PartialEq)]
pub(super) enum Guess {
    /// It reads as text in this one, and in no other way.
    Is(Charset),
    /// It might be each of these, the likeliest first.
    MightBe(Vec<Charset>),
}

/// The pieces of a text as one encoding reads them.
struct Reading {
    charset: Charset,
    texts: Vec<String>,
    faults: usize,
    /// The different words with letters outside ASCII, in lower case.
    words: Vec<String>,
}

impl Reading {
    fn of(charset: Charset, pieces: &[Vec<u8>]) -> Reading {
        let mut wrong = 0;
        let mut texts = Vec::new();
        for piece in pieces {
            let text = charset.decoded(piece);
            wrong += text.as_deref().map_or(1, faults);
            texts.push(text.unwrap_or_default());
        }
        let words: BTreeSet<String> = texts.iter().flat_map(|text| foreign_words(text)).collect();
        Reading {
            charset,
            texts,
            faults: wrong,
            words: words.into_iter().collect(),
        }
    }
}

/// Weighs what was seen in a source.
pub(super) fn guess(evidence: &Evidence) -> Guess {
    let readings = plausible(&evidence.pieces);
    let costs: Vec<(usize, usize)> = readings.iter().map(cost).collect();
    if let Some(charset) = decided(evidence, &readings, &costs) {
        return Guess::Is(charset);
    }
    let mut order: Vec<usize> = (0..readings.len()).collect();
    order.sort_by_key(|at| costs[*at]);
    Guess::MightBe(order.into_iter().map(|at| readings[at].charset).collect())
}

/// Whether a few letters that could be UTF-8 may be so only by chance: two bytes each,
/// unlike words and of no language, and words in another encoding.
pub(super) fn is_utf8_by_chance(pieces: &[Vec<u8>]) -> bool {
    let of_two_bytes = |letter: char| letter.len_utf8() < 3;
    let all = pieces
        .iter()
        .all(|piece| String::from_utf8_lossy(piece).chars().all(of_two_bytes));
    let is_written = |reading: &Reading| cost(reading).0 == 0;
    let utf8 = Reading::of(UTF_8, pieces);
    all && utf8.faults > 0 && !is_written(&utf8) && plausible(pieces).iter().any(is_written)
}

/// The readings that are like words.
fn plausible(pieces: &[Vec<u8>]) -> Vec<Reading> {
    let mut readings: Vec<Reading> = CANDIDATES
        .iter()
        .map(|charset| Reading::of(*charset, pieces))
        .collect();
    // Some words of a long text may be damaged, or written by somebody with odd capitals.
    let least = readings.iter().map(|reading| reading.faults).min();
    let most = least.unwrap_or_default() + pieces.len() / 50;
    readings.retain(|reading| reading.faults <= most && reading.faults * 10 <= pieces.len());
    readings
}

/// How much it takes to believe a reading: words that no language writes, and
/// languages.
fn cost(reading: &Reading) -> (usize, usize) {
    let (languages, unwritten) = needed(&reading.words);
    (unwritten, languages)
}

fn decided(evidence: &Evidence, readings: &[Reading], costs: &[(usize, usize)]) -> Option<Charset> {
    let least = *costs.iter().min()?;
    let is_written =
        |at: usize| !readings[at].words.is_empty() && costs[at].0 * 10 <= readings[at].words.len();
    let best: Vec<usize> = (0..readings.len())
        .filter(|at| costs[*at] == least && is_written(*at))
        .collect();
    let first = &readings[*best.first()?];
    let charset = |at: &usize| readings[*at].charset;
    let macintosh = best
        .iter()
        .map(charset)
        .find(|charset| is_macintosh(*charset));
    if evidence.ends_in_cr && evidence.lines > 1 && macintosh.is_some() {
        return macintosh;
    }
    let statistics = by_statistics(evidence);
    if best.iter().all(|at| readings[*at].texts == first.texts) {
        // Of several that read the same, the one that statistics name.
        let named = best
            .iter()
            .map(charset)
            .find(|charset| *charset == statistics);
        return Some(named.unwrap_or(first.charset));
    }
    let words = first.words.len();
    let named = readings
        .iter()
        .position(|reading| reading.charset == statistics)?;
    let believed = if words >= ENCODING_WORDS_MANY {
        is_written(named)
    } else {
        words >= ENCODING_WORDS_MIN && best.contains(&named)
    };
    believed.then_some(statistics)
}

fn is_macintosh(charset: Charset) -> bool {
    let macintosh = [standard::MACINTOSH, standard::X_MAC_CYRILLIC];
    macintosh.map(Charset::Standard).contains(&charset)
}

/// The encoding whose pairs of letters are likeliest.
fn by_statistics(evidence: &Evidence) -> Charset {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for piece in &evidence.pieces {
        detector.feed(piece, false);
        detector.feed(b" ", false);
    }
    detector.feed(b"", true);
    Charset::Standard(detector.guess(None, Utf8Detection::Deny))
}
