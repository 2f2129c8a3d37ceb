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
    if word.contains(char::is_control) {
        // So that a line break starts no line of what is printed.
        let escape = |c: char| match c {
            '\'' | '\\' => format!("\\{c}"),
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            '\t' => "\\t".to_owned(),
            c if c.is_ascii_control() => format!("\\x{:02x}", c as u32),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: &str) {
        assert_eq!(quoted(word), expected);
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
        check("it's\t\u{1b}", "$'it\\'s\\t\\x1b'");
        assert_eq!(option("--set", "role:a b=c"), "--set \"role:a b=c\"");
    }
}
