//! Words as a shell takes them, for commands that are printed to be copied.

/// What no shell takes for anything but itself.
const PLAIN: &str = "-_./:@%+,";

/// What stands for something else inside double quotes.
const SPECIAL: [char; 5] = ['"', '$', '`', '\\', '!'];

/// A word in quotes, where it needs them: in double ones, which every shell has, as long
/// as nothing in it means something else there. One with line breaks or other controls is
/// written as Bash and Zsh read escapes.
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || PLAIN.contains(c);
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if word.contains(breaks) {
        // So that a line break starts no line of what is printed.
        let escape = |c: char| match c {
            '\'' | '\\' => format!("\\{c}"),
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            '\t' => "\\t".to_owned(),
            c if c.is_ascii_control() => format!("\\x{:02x}", c as u32),
            c if breaks(c) => format!("\\u{:04x}", c as u32),
            c => c.to_string(),
        };
        format!("$'{}'", word.chars().map(escape).collect::<String>())
    } else if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else if word.contains(SPECIAL) {
        format!("'{}'", word.replace('\'', r"'\''"))
    } else {
        format!("\"{word}\"")
    }
}

/// An option with its word.
pub fn option(name: &str, word: &str) -> String {
    format!("{name} {}", quoted(word))
}

/// How long the word in quotes is, as [`quoted`] writes it, with which a text begins;
/// nothing if it begins with none.
pub fn quoted_length(text: &str) -> Option<usize> {
    let (marks, quote, escapes) = match text.as_bytes() {
        [b'"', ..] => (1, '"', false),
        [b'\'', ..] => (1, '\'', false),
        [b'$', b'\'', ..] => (2, '\'', true),
        _ => return None,
    };
    let mut inside = text.char_indices().skip(marks);
    while let Some((at, c)) = inside.next() {
        if escapes && c == '\\' {
            inside.next();
        } else if c == quote {
            let more = text[at..].strip_prefix(r"'\'");
            let length = more.and_then(quoted_length);
            return Some(at + length.map_or(1, |length| r"'\'".len() + length));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: &str) {
        assert_eq!(quoted(word), expected);
    }

    #[test]
    fn the_end_of_a_word_in_quotes_is_found() {
        for word in ["a b", "it's $1", "''$", "a\n'b'\\", "=", "'"] {
            let text = format!("{}, and 'more'", quoted(word));
            let length = quoted_length(&text).expect("it is quoted");
            assert_eq!(text[..length], quoted(word));
        }
        for text in ["", "a'b'", "'a", "$a", "\"a'"] {
            assert_eq!(quoted_length(text), None, "{text}");
        }
    }

    #[test]
    fn a_word_is_one_word_to_a_shell() {
        check("users.csv", "users.csv");
        check("may/users-1.csv", "may/users-1.csv");
        check("Übersicht", "Übersicht");
        check("", "\"\"");
        check("my users.csv", "\"my users.csv\"");
        check("E-Mail=email", "\"E-Mail=email\"");
        check("it's", "\"it's\"");
        check("a\"b", "'a\"b'");
        check("$HOME=id", "'$HOME=id'");
        check("it's $1", r"'it'\''s $1'");
        check("a;rm -rf b", "\"a;rm -rf b\"");
        check("a`b`", "'a`b`'");
        check(r"a\b", r"'a\b'");
        check("wow!", "'wow!'");
        check("a\nNext", "$'a\\nNext'");
        check("a\u{2028}b\u{85}", "$'a\\u2028b\\u0085'");
        check("it's\t\u{1b}", "$'it\\'s\\t\\x1b'");
        assert_eq!(option("--set", "role:a b=c"), "--set \"role:a b=c\"");
    }
}
