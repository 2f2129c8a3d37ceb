//! Characters that are shown as nothing.

/// Characters without a picture that copying and exports leave behind.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
    )
}

/// Characters that Unicode calls default-ignorable: shown as nothing at all.
/// More than are removed: what is left of them has no place in an identifier.
pub fn is_ignorable(c: char) -> bool {
    is_invisible(c)
        || matches!(
            c,
            '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{2065}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}'
                | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
        )
}

/// What such a character is, in words.
pub(crate) fn name(c: char) -> &'static str {
    match c {
        '\u{ad}' => "soft hyphen",
        '\u{feff}' => "byte order mark",
        '\u{200b}' => "zero-width space",
        '\u{200c}' | '\u{200d}' => "zero-width joiner",
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => {
            "text direction mark"
        }
        _ => "invisible mark",
    }
}

/// The text without them, and the names of those that it has; `None` if it has none.
pub(crate) fn without(text: &str) -> Option<(String, String)> {
    if text.is_ascii() || !text.contains(is_ignorable) {
        return None;
    }
    let mut names: Vec<&str> = text
        .chars()
        .filter(|c| is_ignorable(*c))
        .map(name)
        .collect();
    names.sort_unstable();
    names.dedup();
    Some((text.replace(is_ignorable, ""), names.join(", ")))
}

/// The text with an escape such as `\u200b` or `\U000e0061` for each of them.
pub(crate) fn escaped(text: &str) -> String {
    let escape = |c: char| match c as u32 {
        _ if !is_ignorable(c) => c.to_string(),
        code @ 0..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    };
    text.chars().map(escape).collect()
}

/// The text in which such escapes stand, as it was before. Escapes of other characters
/// stay what they are.
pub(crate) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        let digits = match escape.as_bytes().get(1) {
            Some(b'u') => 4,
            Some(b'U') => 8,
            _ => 0,
        };
        let code = escape.get(2..2 + digits).filter(|_| digits > 0);
        let code = code.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if let Some(c) = code.and_then(char::from_u32).filter(|c| is_ignorable(*c)) {
            plain.push(c);
            rest = &escape[2 + digits..];
        } else {
            plain.push('\\');
            rest = &escape[1..];
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_is_read_again() {
        for (text, typed) in [
            ("adm\u{200b}in", r"adm\u200bin"),
            ("a\u{e0061}b", r"a\U000e0061b"),
            ("\u{feff}a\u{ad}", r"\ufeffa\u00ad"),
            ("admin", "admin"),
        ] {
            assert_eq!(escaped(text), typed);
            assert_eq!(unescaped(typed), text);
        }
        for other in [
            r"a\u0041",
            r"\u",
            r"\u20",
            r"\uzzzz",
            r"\U200b",
            r"\",
            r"\\é",
            r"CORP\ulf",
        ] {
            assert_eq!(unescaped(other), other);
        }
    }
}
