//! What is known about mail domains: the large providers, slips in writing
//! them, endings that do not exist, and addresses that nobody reads.

use strsim::osa_distance;

/// A mail provider: its domains are `label.suffix` for each suffix.
struct Provider {
    label: &'static str,
    suffixes: &'static [&'static str],
    letters: u32,
}

const fn provider(label: &'static str, suffixes: &'static [&'static str]) -> Provider {
    Provider {
        label,
        suffixes,
        letters: letters(label),
    }
}

/// Large providers whose names are long enough that a near miss is hardly
/// another company. The first suffix is the usual one.
const PROVIDERS: &[Provider] = &[
    provider("gmail", &["com"]),
    provider("googlemail", &["com"]),
    provider(
        "hotmail",
        &[
            "com", "co.uk", "fr", "de", "it", "es", "ca", "nl", "be", "se", "com.br", "com.au",
            "com.ar", "ch",
        ],
    ),
    provider(
        "outlook",
        &[
            "com", "fr", "de", "es", "it", "pt", "com.br", "com.au", "jp", "co.id", "ie", "dk",
            "be", "at",
        ],
    ),
    provider(
        "yahoo",
        &[
            "com", "co.uk", "fr", "de", "it", "es", "ca", "in", "co.in", "co.jp", "com.br",
            "com.au", "com.ar", "com.mx", "co.id", "com.sg", "com.ph", "com.hk", "com.tw", "ie",
            "gr", "se", "no", "dk", "at", "pl", "ro", "com.vn", "co.nz", "co.za",
        ],
    ),
    provider("icloud", &["com"]),
    provider("protonmail", &["com", "ch"]),
    provider("rocketmail", &["com"]),
    provider("fastmail", &["com", "fm"]),
    provider("tutanota", &["com", "de"]),
    provider("comcast", &["net"]),
    provider("verizon", &["net"]),
    provider("sbcglobal", &["net"]),
    provider("bellsouth", &["net"]),
    provider("btinternet", &["com"]),
    provider("bigpond", &["com", "net.au", "net"]),
    provider("optusnet", &["com.au"]),
    provider("rediffmail", &["com"]),
    provider("wanadoo", &["fr"]),
    provider("laposte", &["net"]),
    provider("t-online", &["de"]),
    provider("freenet", &["de"]),
    provider("libero", &["it"]),
    provider("virgilio", &["it"]),
    provider("yandex", &["ru", "com"]),
    provider("rambler", &["ru"]),
    provider("hanmail", &["net"]),
];

/// The letters that their names begin with.
const PROVIDERS_BEGIN: u32 = {
    let mut set = 0;
    let mut index = 0;
    while index < PROVIDERS.len() {
        set |= letter(PROVIDERS[index].label.as_bytes()[0]);
        index += 1;
    }
    set
};

/// Domains of their own right beside the ones above.
const NOT_A_SLIP: &[&str] = &[
    "gail.com",
    "grail.com",
    "gmx.com",
    "gmat.com",
    "hostmail.com",
    "hotmart.com",
    "yahoo.co",
    "yoho.com",
    "cloud.com",
    "verison.net",
    "hallmail.net",
    "freenet.org",
    "freenet.net",
];

/// How `com` is written by mistake where the slip is another existing ending.
const SLIPS_OF_COM: &[&str] = &["co", "cm", "om", "cam"];

/// Providers with names of at least this many letters may be two slips away.
const LONG_LABEL_BYTES: usize = 7;

/// Endings that nearly every address has; slips are looked for beside them only.
const COMMON_ENDINGS: &[&str] = &["com", "net", "org", "edu", "gov", "info"];

/// Every top-level domain in ASCII, one a line, sorted.
static TOP_LEVEL_DOMAINS: &str = include_str!("../../data/tlds.txt");

/// The provider's domain that this one may be a slip for. A domain of a
/// provider itself never is one.
pub fn slip(domain: &str) -> Option<String> {
    let (label, suffix) = domain.split_once('.')?;
    let first = label.as_bytes().first()?;
    if PROVIDERS_BEGIN & letter(*first) == 0 {
        return None;
    }
    let mut best: Option<(usize, String)> = None;
    for provider in PROVIDERS {
        if provider.label.as_bytes().first() != Some(first) {
            continue;
        }
        let Some((meant, suffix_slips)) = meant_suffix(provider, suffix) else {
            continue;
        };
        let most = if provider.label.len() >= LONG_LABEL_BYTES {
            2
        } else {
            1
        };
        let Some(label_slips) = distance_within(label, provider, most) else {
            continue;
        };
        match label_slips + suffix_slips {
            0 => return None,
            slips if best.as_ref().is_none_or(|(least, _)| slips < *least) => {
                best = Some((slips, format!("{}.{meant}", provider.label)));
            }
            _ => {}
        }
    }
    best.map(|(_, domain)| domain)
        .filter(|_| !NOT_A_SLIP.contains(&domain))
}

fn meant_suffix(provider: &Provider, suffix: &str) -> Option<(&'static str, usize)> {
    if let Some(same) = provider.suffixes.iter().find(|s| **s == suffix) {
        return Some((same, 0));
    }
    let slipped = provider.suffixes.contains(&"com") && SLIPS_OF_COM.contains(&suffix);
    slipped.then_some(("com", 1))
}

/// How many slips the label is away from the provider's, if at most `most`.
/// Lengths and letters rule out nearly every label before it is compared.
fn distance_within(label: &str, provider: &Provider, most: usize) -> Option<usize> {
    if label == provider.label {
        return Some(0);
    }
    let differing = (letters(label) ^ provider.letters).count_ones() as usize;
    if label.len().abs_diff(provider.label.len()) > most || differing > 2 * most {
        return None;
    }
    Some(osa_distance(label, provider.label)).filter(|slips| *slips <= most)
}

/// The letters of a label as a set of bits.
const fn letters(label: &str) -> u32 {
    let bytes = label.as_bytes();
    let mut set = 0;
    let mut index = 0;
    while index < bytes.len() {
        set |= letter(bytes[index]);
        index += 1;
    }
    set
}

const fn letter(byte: u8) -> u32 {
    if byte.is_ascii_lowercase() {
        1 << (byte - b'a')
    } else {
        0
    }
}

/// An ending that does not exist but is one slip away from a common one: the
/// ending and the one that was meant. Other unknown endings say nothing, since
/// new ones are added every year.
pub fn unknown_ending(domain: &str) -> Option<(&str, &'static str)> {
    let (_, ending) = domain.rsplit_once('.')?;
    if !(3..=5).contains(&ending.len()) || COMMON_ENDINGS.contains(&ending) {
        return None;
    }
    let set = letters(ending);
    let meant = COMMON_ENDINGS.iter().copied().find(|common| {
        (set ^ letters(common)).count_ones() <= 2 && osa_distance(ending, common) == 1
    })?;
    let exists = TOP_LEVEL_DOMAINS.lines().any(|known| known == ending);
    (!exists).then_some((ending, meant))
}

/// Local parts that say that there is no address.
const PLACEHOLDER_LOCALS: &[&str] = &[
    "noemail",
    "no-email",
    "no.email",
    "no_email",
    "nomail",
    "no-mail",
    "noaddress",
    "donthave",
    "notprovided",
    "not.provided",
    "unknown-email",
    "noemailaddress",
    "none",
    "null",
    "nil",
    "na",
    "n/a",
    "n.a",
    "nobody",
    "unknown",
    "noreply",
    "no-reply",
    "no.reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
];

/// First labels of domains that say the same.
const PLACEHOLDER_LABELS: &[&str] = &[
    "noemail",
    "no-email",
    "nomail",
    "noemailaddress",
    "fakeemail",
    "fakemail",
];

/// Words that are placeholders when they stand on both sides of the `@`.
const PLACEHOLDER_TWICE: &[&str] = &[
    "test", "asdf", "qwerty", "email", "mail", "abc", "xyz", "fake", "dummy", "user", "name",
];

/// Whether an address (a key) looks as if somebody had to fill in something.
/// The domains `example.com`, `.net` and `.org` are not taken as a sign: they
/// are what samples and trial imports are written with.
pub fn is_placeholder(key: &str) -> bool {
    let Some((local, domain)) = key.rsplit_once('@') else {
        return false;
    };
    let label = domain.split_once('.').map_or(domain, |(label, _)| label);
    let same = local == label
        && (PLACEHOLDER_TWICE.contains(&local) || is_one_letter_again_and_again(local));
    // The first letter settles it for nearly every address.
    (local.starts_with(['n', 'd', 'u']) && PLACEHOLDER_LOCALS.contains(&local))
        || (label.starts_with(['n', 'f']) && PLACEHOLDER_LABELS.contains(&label))
        || same
        || domain.ends_with(".invalid")
}

fn is_one_letter_again_and_again(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphabetic() && Some(&b) == text.as_bytes().first())
}

/// The part before a provider's domain that stands at the end of a text
/// without `@`, and that domain.
pub fn split_at_provider(text: &str) -> Option<(&str, &str)> {
    PROVIDERS.iter().find_map(|provider| {
        provider.suffixes.iter().find_map(|suffix| {
            let rest = text.strip_suffix(suffix)?.strip_suffix('.')?;
            let local = rest.strip_suffix(provider.label)?;
            (!local.is_empty()).then(|| (local, &text[local.len()..]))
        })
    })
}

/// The provider's domain that a text without a dot stands for: `gmail`, `gmailcom`.
pub fn without_dot(text: &str) -> Option<String> {
    PROVIDERS.iter().find_map(|provider| {
        let rest = text.strip_prefix(provider.label)?;
        let suffix = provider
            .suffixes
            .iter()
            .find(|suffix| rest.is_empty() || suffix.replace('.', "") == rest)?;
        Some(format!("{}.{suffix}", provider.label))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(domain: &str, meant: Option<&str>) {
        assert_eq!(slip(domain).as_deref(), meant, "{domain}");
    }

    #[test]
    fn slips_of_providers() {
        for domain in [
            "gmial.com",
            "gamil.com",
            "gmai.com",
            "gmal.com",
            "gnail.com",
            "gmaill.com",
            "gmail.co",
            "gmail.cm",
        ] {
            check(domain, Some("gmail.com"));
        }
        check("hotmial.com", Some("hotmail.com"));
        check("hotnail.co.uk", Some("hotmail.co.uk"));
        check("outlok.com", Some("outlook.com"));
        check("outllok.fr", Some("outlook.fr"));
        check("yaho.com", Some("yahoo.com"));
        check("yahooo.co.uk", Some("yahoo.co.uk"));
        check("iclod.com", Some("icloud.com"));
        check("protonmial.com", Some("protonmail.com"));
        check("hotmail.cm", Some("hotmail.com"));
    }

    #[test]
    fn real_domains_are_no_slips() {
        for domain in [
            "gmail.com",
            "googlemail.com",
            "hotmail.com",
            "hotmail.fr",
            "hotmail.ch",
            "yahoo.ca",
            "yahoo.co.in",
            "outlook.com.br",
            "mail.com",
            "gmx.net",
            "gmx.de",
            "me.com",
            "aol.com",
            "qq.com",
            "ymail.com",
            "email.com",
            "live.com",
            "msn.com",
            "mail.ru",
            "163.com",
            "example.org",
            "cloud.com",
            "grail.com",
            "outback.com",
            "fastmail.fm",
            "web.de",
            "hey.com",
            "yandex.kz",
            "proton.me",
            "pm.me",
        ] {
            check(domain, None);
        }
    }

    #[test]
    fn every_placeholder_is_one() {
        for local in PLACEHOLDER_LOCALS {
            assert!(is_placeholder(&format!("{local}@acme.com")), "{local}");
        }
        for label in PLACEHOLDER_LABELS {
            assert!(is_placeholder(&format!("ana@{label}.com")), "{label}");
        }
    }

    #[test]
    fn unknown_endings() {
        for (ending, meant) in [
            ("con", "com"),
            ("cmo", "com"),
            ("ocm", "com"),
            ("comm", "com"),
            ("vom", "com"),
            ("nte", "net"),
            ("ogr", "org"),
            ("orgg", "org"),
            ("infoo", "info"),
        ] {
            let domain = format!("example.{ending}");
            assert_eq!(unknown_ending(&domain), Some((ending, meant)), "{ending}");
        }
        for ending in [
            "com", "co", "cm", "cam", "mom", "bet", "new", "next", "mov", "dev", "io", "museum",
            "zzz", "test",
        ] {
            let domain = format!("example.{ending}");
            assert_eq!(unknown_ending(&domain), None, "{ending}");
        }
    }
}
