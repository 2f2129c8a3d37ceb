//! What a file says of others: its `use` declarations and the paths in its code,
//! as they are written.

use std::collections::BTreeSet;

/// What declares a name; the name follows.
const DECLARES: &[&str] = &[
    "fn", "struct", "enum", "union", "trait", "type", "const", "static", "mod",
];

/// Words that a path beginning with `::` may follow.
const BEFORE_PATHS: &[&str] = &[
    "as", "break", "const", "dyn", "else", "for", "if", "impl", "in", "let", "match", "mut", "ref",
    "return", "where", "while",
];

/// What may stand before a name; the name is the same without it.
const RAW: &str = "r#";

/// A path that stands in a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Mention {
    /// The line, from 1.
    pub line: usize,
    /// The modules inside the file that it stands in, outermost first.
    pub within: Vec<String>,
    /// Whether it stands in a function or another item, not in a module itself.
    pub inside: bool,
    /// Its names, in order.
    pub path: Vec<String>,
    /// How it stands there.
    pub form: Form,
}

/// How a path stands in a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Form {
    /// A `use` that brings it in under this name.
    Name(String),
    /// A `use` that brings in everything that is there.
    All,
    /// In the code.
    Code,
}

/// What is read out of a file.
#[derive(Debug, Default)]
pub struct Contents {
    /// The paths, in order.
    pub mentions: Vec<Mention>,
    /// The names that the file itself declares, outside its inner modules.
    pub declared: BTreeSet<String>,
}

/// Reads code whose comments and literals are blanked.
pub fn read(code: &str) -> Contents {
    let mut reader = Reader {
        tokens: tokens(code),
        at: 0,
        open: Vec::new(),
        contents: Contents::default(),
    };
    while reader.at < reader.tokens.len() {
        reader.step();
    }
    reader.contents
}

/// A word, also behind its `r#`, `::`, `..` or any other character.
pub struct Token<'a> {
    /// The line, from 1.
    pub line: usize,
    /// As it is written.
    pub text: &'a str,
}

impl Token<'_> {
    fn is_name(&self) -> bool {
        self.text
            .starts_with(|first: char| first.is_alphabetic() || first == '_')
    }
}

/// The tokens of code whose comments and literals are blanked.
pub fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (line, mut rest) in (1..).zip(code.lines().map(str::trim_start)) {
        while let Some(first) = rest.chars().next() {
            let word = match rest.strip_prefix(RAW).map(word_length) {
                None | Some(0) => word_length(rest),
                Some(length) => RAW.len() + length,
            };
            let pair = rest.starts_with("::") || rest.starts_with("..");
            let length = match word {
                0 if pair => 2,
                0 => first.len_utf8(),
                _ => word,
            };
            let (text, after) = rest.split_at(length);
            tokens.push(Token { line, text });
            rest = after.trim_start();
        }
    }
    tokens
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len())
}

struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    /// The braces that are open here: of a module with its name, or of anything
    /// else.
    open: Vec<Option<String>>,
    contents: Contents,
}

impl Reader<'_> {
    /// The text so many tokens ahead; empty past the end.
    fn ahead(&self, by: usize) -> &str {
        self.tokens.get(self.at + by).map_or("", |token| token.text)
    }

    /// The text so many tokens back; empty before the start.
    fn behind(&self, by: usize) -> &str {
        let token = self.at.checked_sub(by).and_then(|at| self.tokens.get(at));
        token.map_or("", |token| token.text)
    }

    /// The name so many tokens ahead, if one stands there.
    fn name(&self, by: usize) -> Option<String> {
        let token = self.tokens.get(self.at + by)?;
        let name = token.text.strip_prefix(RAW).unwrap_or(token.text);
        token.is_name().then(|| name.to_owned())
    }

    /// Reads on by one declaration, path or token.
    fn step(&mut self) {
        if self.open.is_empty() && DECLARES.contains(&self.ahead(0)) {
            let name = self.name(1);
            let name = name.filter(|name| !DECLARES.contains(&name.as_str()));
            self.contents.declared.extend(name);
        }
        match self.ahead(0) {
            "{" => self.open.push(None),
            "}" => {
                self.open.pop();
            }
            "mod" if self.ahead(2) == "{" => {
                self.open.push(self.name(1));
                self.at += 2;
            }
            "use" if self.ahead(1) != "<" => {
                self.at += 1;
                return self.tree(&[]);
            }
            // The string of an attribute.
            "\"" if self.ahead(2) == "\"" => {
                self.at += 1;
                if let Some(name) = self.name(0) {
                    self.add(vec![name], Form::Code);
                }
            }
            _ if self.begins_path() => return self.path(),
            _ => {}
        }
        self.at += 1;
    }

    /// Reads a `use` from here, below the names that were read already.
    fn tree(&mut self, above: &[String]) {
        let mut path = above.to_vec();
        loop {
            match self.ahead(0) {
                "{" => return self.branches(&path),
                "*" => {
                    self.add(path, Form::All);
                    break;
                }
                "::" | "$" => {}
                _ => match self.name(0) {
                    None => break,
                    Some(name) => path.push(name),
                },
            }
            if self.name(0).is_some() && self.ahead(1) != "::" {
                return self.leaf(path);
            }
            self.at += 1;
        }
        self.at += 1;
    }

    /// Reads the list in braces that begins here.
    fn branches(&mut self, above: &[String]) {
        self.at += 1;
        while !matches!(self.ahead(0), "}" | "") {
            if self.ahead(0) == "," {
                self.at += 1;
            } else {
                self.tree(above);
            }
        }
        self.at += 1;
    }

    /// Ends a `use` with the name that stands here.
    fn leaf(&mut self, mut path: Vec<String>) {
        if path.len() > 1 && path.last().is_some_and(|name| name == "self") {
            path.pop();
        }
        let renamed = (self.ahead(1) == "as").then(|| self.name(2)).flatten();
        let length = if renamed.is_some() { 3 } else { 1 };
        if let Some(name) = renamed.or_else(|| path.last().cloned()) {
            self.add(path, Form::Name(name));
        }
        self.at += length;
    }

    fn begins_path(&self) -> bool {
        let goes_on = match self.behind(1) {
            "." => true,
            "$" => self.ahead(0) != "crate",
            // After `<a>` and `$b`; otherwise it begins with the `::`.
            "::" => match self.behind(2) {
                ">" => !matches!(self.behind(3), "-" | "="),
                _ => self.behind(3) == "$",
            },
            _ => false,
        };
        let is_word = BEFORE_PATHS.contains(&self.ahead(0));
        !goes_on && !is_word && self.name(0).is_some() && self.ahead(1) == "::"
    }

    /// Reads the path in the code that begins here.
    fn path(&mut self) {
        let mut path = Vec::new();
        path.extend(self.name(0));
        while self.ahead(1) == "::"
            && let Some(name) = self.name(2)
        {
            path.push(name);
            self.at += 2;
        }
        if path.len() > 1 {
            self.add(path, Form::Code);
        }
        self.at += 1;
    }

    fn add(&mut self, path: Vec<String>, form: Form) {
        self.contents.mentions.push(Mention {
            line: self.tokens[self.at].line,
            within: self.open.iter().flatten().cloned().collect(),
            inside: self.open.iter().any(Option::is_none),
            path,
            form,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each path as `LINE path`, after the modules that it stands in.
    #[track_caller]
    fn check_mentions(code: &str, expected: &[&str]) {
        let write = |mention: Mention| {
            let path = mention.path.join("::");
            let inside = if mention.inside { " inside" } else { "" };
            let within = mention.within.iter().flat_map(|name| [" in ", name]);
            let within: String = within.collect();
            let form = match mention.form {
                Form::Name(name) => format!("use {path} as {name}"),
                Form::All => format!("use {path}::*"),
                Form::Code => path,
            };
            format!("{} {form}{within}{inside}", mention.line)
        };
        let found: Vec<String> = read(code).mentions.into_iter().map(write).collect();
        assert_eq!(found, expected, "{code}");
    }

    #[test]
    fn declarations_are_read_branch_by_branch() {
        check_mentions("use crate::a::B;", &["1 use crate::a::B as B"]);
        check_mentions(
            "pub use crate::a::{\n    self, b::{C as D, *},\n    E as _,\n};\nuse x;",
            &[
                "2 use crate::a as a",
                "2 use crate::a::b::C as D",
                "2 use crate::a::b::*",
                "3 use crate::a::E as _",
                "5 use x as x",
            ],
        );
        check_mentions("use ::a::b;", &["1 use a::b as b"]);
        check_mentions(
            "use crate::r#a::{r#type, b as r#c};",
            &["1 use crate::a::type as type", "1 use crate::a::b as c"],
        );
        check_mentions("fn f() -> impl T + use<'a> {}", &[]);
        check_mentions("fn f() { use Kind::*; }", &["1 use Kind::* inside"]);
    }

    #[test]
    fn paths_in_code_are_read_whole() {
        check_mentions(
            "fn f(x: &crate::a::B) -> Vec<super::C> { x.y::<d::E>() }",
            &["1 crate::a::B", "1 super::C", "1 d::E inside"],
        );
        check_mentions(
            "let a = ..b::C::d();\n<e::F as g::H>::i::j();",
            &["1 b::C::d", "2 e::F", "2 g::H"],
        );
        check_mentions(
            "macro_rules! m { () => { $crate::a::B::$c; $d::e::F } }",
            &["1 crate::a::B inside"],
        );
        check_mentions("Vec::<u8>::new(); pub(crate) x: y", &[]);
        check_mentions(
            "fn f() -> ::a::B { return ::c::d(::e::r#use) }",
            &["1 a::B", "1 c::d inside", "1 e::use inside"],
        );
    }

    #[test]
    fn strings_of_attributes_are_paths() {
        check_mentions(
            "#[serde(with = \"a\", default = \"b::c\", rename = \"\")] d: E",
            &["1 a", "1 b::c"],
        );
    }

    #[test]
    fn inner_modules_are_named() {
        check_mentions(
            "mod a { use super::B; fn f() { c::d() } }\nmod e;\nuse f::G;",
            &[
                "1 use super::B as B in a",
                "1 c::d in a inside",
                "3 use f::G as G",
            ],
        );
    }

    #[test]
    fn only_its_own_names_are_declared() {
        let code =
            "pub const fn a() {}\nstruct B { c: D }\nimpl B { fn e() {} }\nmod f { fn g() {} }";
        let declared: Vec<String> = read(code).declared.into_iter().collect();
        assert_eq!(declared, ["B", "a", "f"]);
        let declared: Vec<String> = read("fn r#a() {}").declared.into_iter().collect();
        assert_eq!(declared, ["a"]);
    }
}
