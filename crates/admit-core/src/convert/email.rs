//! Addresses.

use crate::base::look_alike;
use crate::convert::email_address::{Address, Problem};
use crate::convert::text;
use crate::convert::{email_address, mail_domains};
use crate::findings::finding::Findings;
use crate::rows::characters::Kind;
use crate::rows::raw::CellRef;
use crate::rules::{
    email_domain, email_domain_typo, email_international, email_local_part, email_looks_like,
    email_lower_cased, email_missing_at, email_placeholder, email_several_addresses,
    email_too_long, email_top_level_unknown, email_with_display_name,
};
use crate::users::user::{IdentifierKind, Identity};

/// Reads an address: local part lower-cased, domain lower-cased A-label.
pub fn read(cell: CellRef<'_>, findings: &mut Findings) -> Option<Identity> {
    let text = text::clean_as(cell, Kind::Identifier, findings)?;
    if email_address::is_plain(&text) {
        look_closer(cell, &text, findings);
        return Some(Identity::new(IdentifierKind::Email, text));
    }
    read_unusual(cell, &text, findings)
}

/// The key of an address, if the text is one as it stands.
pub fn key(text: &str) -> Option<String> {
    email_address::parse(text).ok().map(|address| address.key)
}

fn read_unusual(cell: CellRef<'_>, text: &str, findings: &mut Findings) -> Option<Identity> {
    let addresses = addresses_in(text);
    if addresses.len() > 1 {
        email_several_addresses::found(cell, &addresses, findings);
        return None;
    }
    let bare = unwrap(text);
    match email_address::parse(bare.unwrap_or(text)) {
        Ok(address) => Some(accept(cell, text, bare, address, findings)),
        Err(problem) => {
            let suggestion = mend(bare.unwrap_or(text));
            match problem {
                Problem::NoAt => email_missing_at::found(cell, suggestion, findings),
                Problem::Local(problem) => {
                    email_local_part::found(cell, &problem, suggestion, findings);
                }
                Problem::Domain(problem) => {
                    email_domain::found(cell, &problem, suggestion, findings);
                }
                Problem::TooLong(bytes) => email_too_long::found(cell, bytes, findings),
            }
            None
        }
    }
}

fn accept(
    cell: CellRef<'_>,
    text: &str,
    bare: Option<&str>,
    address: Address,
    findings: &mut Findings,
) -> Identity {
    let given = bare.unwrap_or(text);
    let twin = plain_twin(&address.key);
    if twin.is_some() || mixed_in_a_word(&address.key).is_some() {
        email_looks_like::found(cell, twin, findings);
    } else if bare.is_some() {
        email_with_display_name::found(cell, &address.key, findings);
    } else if address.international {
        email_international::found(cell, &address.key, findings);
    } else if given.chars().any(char::is_uppercase) {
        email_lower_cased::found(cell, &address.key, findings);
    }
    look_closer(cell, &address.key, findings);
    let given = (given != address.key).then(|| given.to_owned());
    Identity {
        given,
        ..Identity::new(IdentifierKind::Email, address.key)
    }
}

/// The plain address that one of other letters looks like, in its local part or
/// its domain. Accents and whole words of another script look like nothing else.
pub fn plain_twin(key: &str) -> Option<String> {
    if key.is_ascii() && !key.contains("xn--") {
        return None;
    }
    let (local, domain) = key.rsplit_once('@')?;
    let (domain, _) = idna::domain_to_unicode(domain);
    let plain = |part: &str| match look_alike::twin(part) {
        Some(twin) => Some(twin),
        None => part.is_ascii().then(|| part.to_owned()),
    };
    let domain = plain(&domain)?;
    let local = plain(local)?;
    self::key(&format!("{local}@{domain}")).filter(|twin| twin != key)
}

/// The scripts that one word of an address mixes.
fn mixed_in_a_word(key: &str) -> Option<String> {
    if key.is_ascii() && !key.contains("xn--") {
        return None;
    }
    let (local, domain) = key.rsplit_once('@')?;
    let (domain, _) = idna::domain_to_unicode(domain);
    let words = |part: &str| {
        part.split(['.', '-', '_', '+'])
            .find_map(look_alike::mixed_scripts)
    };
    words(local).or_else(|| words(&domain))
}

/// Says what makes a well-formed address doubtful; one reason is enough.
fn look_closer(cell: CellRef<'_>, key: &str, findings: &mut Findings) {
    let Some(at) = memchr::memrchr(b'@', key.as_bytes()) else {
        return;
    };
    let (local, domain) = (&key[..at], &key[at + 1..]);
    if mail_domains::is_placeholder(key) {
        email_placeholder::found(cell, findings);
    } else if let Some((ending, meant)) = mail_domains::unknown_ending(domain) {
        let mended = format!("{}{meant}", &domain[..domain.len() - ending.len()]);
        let mended = mail_domains::slip(&mended).unwrap_or(mended);
        email_top_level_unknown::found(cell, ending, format!("{local}@{mended}"), findings);
    } else if let Some(meant) = mail_domains::slip(domain) {
        email_domain_typo::found(cell, domain, &meant, format!("{local}@{meant}"), findings);
    }
}

/// The texts with an `@` inside, if several stand in one cell.
fn addresses_in(text: &str) -> Vec<&str> {
    if text.bytes().filter(|b| *b == b'@').count() < 2 {
        return Vec::new();
    }
    text.split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '|' | '/'))
        .map(|piece| piece.trim_matches(['<', '>', '(', ')', '"', '\'']))
        .filter(|piece| {
            piece
                .split_once('@')
                .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
        })
        .collect()
}

/// The address inside `Jane Roe <jane@example.org>`, `mailto:jane@example.org`
/// or `jane@example.org (Jane Roe)`.
fn unwrap(text: &str) -> Option<&str> {
    let link = text
        .get(..7)
        .filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    if link.is_some() {
        let rest = &text[7..];
        return Some(rest.split_once('?').map_or(rest, |(address, _)| address));
    }
    let (before, inner) = if let Some(rest) = text.strip_suffix('>') {
        rest.rsplit_once('<')?
    } else {
        let (address, name) = text.strip_suffix(')')?.split_once('(')?;
        (name, address)
    };
    let inner = inner.trim();
    (!before.contains('@') && inner.contains('@')).then_some(inner)
}

/// Ways to write `@` where robots or keyboards are feared. The ones without
/// brackets stand last: they are looked for between words only.
const WRITTEN_AT: &[&str] = &["(at)", "[at]", "{at}", "<at>", "\u{ff20}", " at ", "_at_"];

/// Ways to write a dot for the same reason.
const WRITTEN_DOT: &[&str] = &["(dot)", "[dot]", "{dot}", "<dot>", " dot "];

/// The address that was probably meant, if mending the usual slips gives one.
fn mend(text: &str) -> Option<String> {
    let mut mended = text.to_lowercase();
    for dot in WRITTEN_DOT {
        mended = mended.replace(dot, ".");
    }
    for at in WRITTEN_AT {
        if !mended.contains('@') {
            mended = mended.replacen(at, "@", 1);
        }
    }
    let mended = mended.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '.'
            )
    });
    let mended = with_at(mended)?;
    let (local, domain) = mended.split_once('@')?;
    let local = tidy(local);
    let mut domain = tidy(&domain.trim_start_matches('@').replace([',', ';', ':'], "."));
    if !domain.contains('.') {
        domain = mail_domains::without_dot(&domain)?;
    }
    key(&format!("{local}@{domain}")).filter(|address| address != text)
}

/// The text with an `@`, put where it must have been if it has none.
fn with_at(text: &str) -> Option<String> {
    if text.contains('@') {
        return Some(text.to_owned());
    }
    if text.matches('#').count() == 1 {
        return Some(text.replace('#', "@"));
    }
    let (local, domain) = mail_domains::split_at_provider(text)?;
    Some(format!("{local}@{domain}"))
}

/// Without spaces, and without dots that separate nothing.
fn tidy(part: &str) -> String {
    let solid: String = part.chars().filter(|c| !c.is_whitespace()).collect();
    solid
        .split('.')
        .filter(|piece| !piece.is_empty())
        .collect::<Vec<_>>()
        .join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::testing::run;
    use crate::users::field::Field;

    fn check(text: &str, key: Option<&str>, codes: &[&str]) {
        let (identity, found) = run(Field::Email, text, read);
        let found_key = identity.map(|identity| identity.key);
        assert_eq!(
            (found_key.as_deref(), found.as_slice()),
            (key, codes),
            "{text:?}"
        );
    }

    fn check_suggestion(text: &str, code: &str, suggestion: Option<&str>) {
        let mut findings = Findings::default();
        let cell = CellRef {
            column: "email",
            field: Some(Field::Email),
            text,
        };
        read(cell, &mut findings);
        let found: Vec<_> = findings
            .iter()
            .map(|f| (f.rule.code, f.suggestion.as_deref()))
            .collect();
        assert_eq!(found, [(code, suggestion)], "{text:?}");
    }

    #[test]
    fn addresses_are_read() {
        check("ana@example.org", Some("ana@example.org"), &[]);
        check(
            "ana.b+tag_1@mail.example.co.uk",
            Some("ana.b+tag_1@mail.example.co.uk"),
            &[],
        );
        check("o'neil@example.org", Some("o'neil@example.org"), &[]);
        check("zoë@example.org", Some("zoë@example.org"), &[]);
        check("zoe\u{308}@example.org", Some("zoë@example.org"), &[]);
        check("1@1.example.org", Some("1@1.example.org"), &[]);
        check(
            "a@xn--bcher-kva.example",
            Some("a@xn--bcher-kva.example"),
            &[],
        );
        check("", None, &[]);
        check("Ana@Example.org", Some("ana@example.org"), &["EML011"]);
        check(
            "ana@bücher.example",
            Some("ana@xn--bcher-kva.example"),
            &["EML010"],
        );
        check(
            "用户@例子.example",
            Some("用户@xn--fsqu00a.example"),
            &["EML010"],
        );
        check(" ana@example.org", Some("ana@example.org"), &["ROW006"]);
        check(
            "a\u{200b}na@example.org",
            Some("ana@example.org"),
            &["ROW007"],
        );
        check(
            "Jane Roe <jane@example.org>",
            Some("jane@example.org"),
            &["EML003"],
        );
        check("<jane@example.org>", Some("jane@example.org"), &["EML003"]);
        check(
            "\"Roe, Jane\" <Jane@example.org>",
            Some("jane@example.org"),
            &["EML003"],
        );
        check(
            "mailto:jane@example.org?subject=x",
            Some("jane@example.org"),
            &["EML003"],
        );
        check(
            "jane@example.org (Jane Roe)",
            Some("jane@example.org"),
            &["EML003"],
        );
        check("null", None, &["ROW009"]);
        check("nan", None, &["ROW009"]);
        check("'ana@example.org", Some("ana@example.org"), &["XLS013"]);
    }

    #[test]
    fn what_is_not_an_address_is_left_out() {
        for (text, code) in [
            ("ana", "EML001"),
            ("ana.example.org", "EML001"),
            ("@example.org", "EML004"),
            (".ana@example.org", "EML004"),
            ("ana.@example.org", "EML004"),
            ("a..b@example.org", "EML004"),
            ("a b@example.org", "EML004"),
            ("a@b@example.org", "EML004"),
            ("\"a b\"@example.org", "EML004"),
            ("a,b@example.org", "EML004"),
            ("an\u{fe0f}a@example.org", "EML004"),
            ("a\u{3164}b@example.org", "EML004"),
            ("me.\u{37e}@example.org", "EML004"),
            ("\u{301}ana@example.org", "EML004"),
            ("a.\u{301}b@example.org", "EML004"),
            ("m?ller@example.org", "EML004"),
            ("ana\u{e000}@example.org", "VAL043"),
            ("ana@exa\u{fdd0}mple.org", "VAL043"),
            ("ana@yy--0.org", "EML005"),
            ("ana@mail.ab--c.example.org", "EML005"),
            ("ana@example\n.org", "EML005"),
            ("an\na@example.org", "EML004"),
            ("ana@example.org\nbo@example.org", "EML002"),
            ("ana@example.org\r\nbo@example.org", "EML002"),
            ("ana@example.org\u{2028}bo@example.org", "EML002"),
            ("#REF!", "XLS004"),
            ("ana@", "EML005"),
            ("ana@example", "EML005"),
            ("ana@localhost", "EML005"),
            ("ana@example.org.", "EML005"),
            ("ana@.example.org", "EML005"),
            ("ana@exam_ple.org", "EML005"),
            ("ana@-example.org", "EML005"),
            ("ana@example-.org", "EML005"),
            ("ana@example,org", "EML005"),
            ("ana@exa mple.org", "EML005"),
            ("ana@[127.0.0.1]", "EML005"),
            ("ana@127.0.0.1", "EML005"),
            ("ana@xn--a.example", "EML005"),
            ("ana@exam\u{fe0f}ple.org", "EML005"),
            ("ana@example.org; bo@example.org", "EML002"),
            ("Ana <ana@example.org>, Bo <bo@example.org>", "EML002"),
            ("a\tna@example.org", "ROW008"),
        ] {
            check(text, None, &[code]);
        }
    }

    #[test]
    fn lengths_are_bounded() {
        let local = "a".repeat(64);
        let label = "b".repeat(63);
        check(
            &format!("{local}@example.org"),
            Some(&format!("{local}@example.org")),
            &[],
        );
        check(&format!("{local}a@example.org"), None, &["EML004"]);
        check(
            &format!("{}@example.org", "é".repeat(33)),
            None,
            &["EML004"],
        );
        check(
            &format!("a@{label}.org"),
            Some(&format!("a@{label}.org")),
            &[],
        );
        check(&format!("a@{label}b.org"), None, &["EML005"]);
        // What counts is what is kept: this letter is longer in small, by a byte.
        check(
            &format!("{}@example.org", "\u{23a}".repeat(22)),
            None,
            &["EML004"],
        );
        check(&format!("a@{}.org", "\u{fc}".repeat(60)), None, &["EML005"]);
        check(
            &format!("a@{label}.{label}.{label}.{label}.org"),
            None,
            &["EML005"],
        );
        check(
            &format!("{local}@{label}.{label}.{label}.org"),
            None,
            &["EML006"],
        );
    }

    #[test]
    fn slips_are_mended() {
        for (text, code, meant) in [
            ("bo(at)example.org", "EML001", "bo@example.org"),
            ("bo at example dot org", "EML001", "bo@example.org"),
            ("bo [at] example [dot] org", "EML001", "bo@example.org"),
            ("bo#example.org", "EML001", "bo@example.org"),
            ("bo\u{ff20}example.org", "EML001", "bo@example.org"),
            ("bogmail.com", "EML001", "bo@gmail.com"),
            ("bo.gmail.com", "EML001", "bo@gmail.com"),
            ("bo@@example.org", "EML004", "bo@example.org"),
            ("bo..lee@example.org", "EML004", "bo.lee@example.org"),
            ("bo @example.org", "EML004", "bo@example.org"),
            ("bo@example,org", "EML005", "bo@example.org"),
            ("bo@example..org", "EML005", "bo@example.org"),
            ("bo@example.org.", "EML005", "bo@example.org"),
            ("bo@example.org;", "EML005", "bo@example.org"),
            ("bo@gmailcom", "EML005", "bo@gmail.com"),
            ("bo@gmail", "EML005", "bo@gmail.com"),
            ("bo@gmial.com", "EML007", "bo@gmail.com"),
            ("bo@example.con", "EML008", "bo@example.com"),
            ("bo@gmial.con", "EML008", "bo@gmail.com"),
        ] {
            check_suggestion(text, code, Some(meant));
        }
        check_suggestion("bo", "EML001", None);
        check_suggestion("bo@exam_ple.org", "EML005", None);
        check_suggestion("bo@company", "EML005", None);
    }

    #[test]
    fn placeholders_are_named() {
        for text in [
            "noemail@example.com",
            "test@test.com",
            "none@none.com",
            "a@a.org",
            "x@nomail.org",
            "x@mail.invalid",
            "none@berg.example.org",
            "null@example.org",
            "nobody@example.org",
            "noreply@example.org",
            "no-reply@example.org",
            "na@example.org",
            "n/a@example.org",
            "unknown@example.org",
        ] {
            check(text, Some(text), &["EML009"]);
        }
        for text in [
            "test@example.com",
            "ana@example.net",
            "mail@acme.org",
            "nonette@example.org",
        ] {
            check(text, Some(text), &[]);
        }
    }

    #[test]
    fn the_value_as_given_is_kept() {
        let (identity, _) = run(Field::Email, " Ana@Example.org ", read);
        assert_eq!(
            identity.and_then(|i| i.given).as_deref(),
            Some("Ana@Example.org")
        );
        let (identity, _) = run(Field::Email, "ana@example.org", read);
        assert_eq!(identity.and_then(|i| i.given), None);
    }

    #[test]
    fn look_alikes_are_named() {
        for (text, twin) in [
            ("p\u{430}ypal@example.org", Some("paypal@example.org")),
            ("\u{440}\u{430}\u{443}@example.org", Some("pay@example.org")),
            ("\u{ff41}na@example.org", Some("ana@example.org")),
            ("o\u{fb03}ce@example.org", Some("office@example.org")),
            ("d\u{131}ana@example.org", Some("diana@example.org")),
            ("ana@ex\u{430}mple.org", Some("ana@example.org")),
            ("ana@xn--exmple-4nf.org", Some("ana@example.org")),
            ("\u{438}b\u{432}@example.org", None),
        ] {
            check_suggestion(text, "EML013", twin);
        }
        check(
            "ivan.\u{438}\u{432}@example.org",
            Some("ivan.\u{438}\u{432}@example.org"),
            &[],
        );
        check("zo\u{eb}@example.org", Some("zo\u{eb}@example.org"), &[]);
    }
}
