//! Which file imports which: the paths in the files, followed to the files that
//! hold what they name.

use super::mentions::{Form, Mention};
use super::modules::File;
use std::collections::{BTreeMap, BTreeSet};

/// How many imports in a row are followed.
const STEPS_MAX: usize = 16;

/// From file to file, by their places in the list; an import of several things
/// is one.
pub type Arrow = (usize, usize);

/// Every import, with the line where it first stands.
pub fn arrows(files: &[File]) -> BTreeMap<Arrow, usize> {
    let paths = Paths::new(files);
    let mut arrows = BTreeMap::new();
    for (from, file) in files.iter().enumerate() {
        for mention in &file.contents.mentions {
            if let Some(to) = paths.imported(from, mention) {
                arrows.entry((from, to)).or_insert(mention.line);
            }
        }
    }
    arrows
}

/// Where a path leads: a file, and the names in it; none for the file's module
/// itself.
struct Place {
    file: usize,
    names: Vec<String>,
}

struct Paths<'a> {
    files: &'a [File],
    modules: BTreeMap<&'a [String], usize>,
}

impl<'a> Paths<'a> {
    fn new(files: &'a [File]) -> Paths<'a> {
        let modules = files.iter().enumerate();
        Paths {
            files,
            modules: modules.map(|(at, file)| (&file.module[..], at)).collect(),
        }
    }

    /// The other file that this path makes `from` import.
    fn imported(&self, from: usize, mention: &Mention) -> Option<usize> {
        let Place { file: to, names } =
            self.follow(from, &mention.within, &mention.path, STEPS_MAX)?;
        // A module that only gets a name is used where something in it is named; a
        // name in an inner module is not followed from elsewhere.
        let only_named = matches!(mention.form, Form::Name(_)) && mention.within.is_empty();
        let uses = !only_named || !names.is_empty();
        let (file, own) = (&self.files[to], &self.files[from]);
        // The own root holds macros and the modules themselves.
        let own_root = file.is_root() && file.module[0] == own.module[0];
        (uses && to != from && !own_root).then_some(to)
    }

    /// Where a path leads that stands in a file, within these inner modules.
    fn follow(
        &self,
        from: usize,
        within: &[String],
        path: &[String],
        steps: usize,
    ) -> Option<Place> {
        let all = self.all(from).filter(|mention| mention.within == within);
        self.by_name(from, within, path, steps)
            .or_else(|| self.among(from, all, path, steps))
    }

    /// The same, as far as each name is known without the `use`s of everything.
    fn by_name(
        &self,
        from: usize,
        within: &[String],
        path: &[String],
        steps: usize,
    ) -> Option<Place> {
        let steps = steps.checked_sub(1)?;
        let here = [&self.files[from].module[..], within].concat();
        let (first, rest) = path.split_first()?;
        if first == "crate" {
            return self.descend(&here[..1], rest, steps);
        }
        let dots = path.iter().take_while(|name| is_relative(name)).count();
        if dots > 0 {
            let up = path[..dots].iter().filter(|name| *name == "super").count();
            let above = here.len().checked_sub(up)?;
            return self.descend(&here[..above], &path[dots..], steps);
        }
        for above in [&here[..], &[]] {
            if self.module(above, first).is_some() {
                return self.descend(above, path, steps);
            }
        }
        let named = self
            .uses(from, first)
            .find(|mention| mention.within == within)?;
        let path = [&named.path[..], rest].concat();
        self.follow(from, within, &path, steps)
    }

    /// Where the names lead from a module on.
    fn descend(&self, module: &[String], names: &[String], steps: usize) -> Option<Place> {
        let steps = steps.checked_sub(1)?;
        let whole = [module, names].concat();
        let (length, file) = (1..=whole.len())
            .rev()
            .find_map(|length| Some((length, *self.modules.get(&whole[..length])?)))?;
        let names = &whole[length..];
        let elsewhere = names.first().and_then(|first| {
            if names.len() == 1 && self.files[file].contents.declared.contains(first) {
                return None;
            }
            let handed_on = |mention: &&Mention| !mention.inside && mention.within.is_empty();
            if let Some(named) = self.uses(file, first).find(handed_on) {
                let path = [&named.path[..], &names[1..]].concat();
                return self.follow(file, &[], &path, steps);
            }
            let all = self.all(file).filter(handed_on);
            self.among(file, all, names, steps)
        });
        let own = || Place {
            file,
            names: names.to_vec(),
        };
        Some(elsewhere.unwrap_or_else(own))
    }

    /// Where the names lead through one of the `use`s that bring in everything.
    fn among<'b>(
        &self,
        from: usize,
        mut all: impl Iterator<Item = &'b Mention>,
        names: &[String],
        steps: usize,
    ) -> Option<Place> {
        let first = names.first()?;
        if self.files[from].contents.declared.contains(first) {
            return None;
        }
        all.find_map(|mention| {
            let place = self.by_name(from, &mention.within, &mention.path, steps)?;
            let holds =
                place.names.is_empty() && self.holds(place.file, first, &mut BTreeSet::new());
            holds.then(|| self.descend(&self.files[place.file].module, names, steps))?
        })
    }

    /// Whether a file has this name, by itself or brought in.
    fn holds(&self, file: usize, name: &str, seen: &mut BTreeSet<usize>) -> bool {
        let own = &self.files[file];
        let here = own.contents.declared.contains(name)
            || self.module(&own.module, name).is_some()
            || self.uses(file, name).next().is_some();
        here || seen.insert(file)
            && self.all(file).any(|mention| {
                let place = self.by_name(file, &mention.within, &mention.path, STEPS_MAX);
                let place = place.filter(|place| place.names.is_empty());
                place.is_some_and(|place| self.holds(place.file, name, seen))
            })
    }

    /// The file of a module by its name in another one.
    fn module(&self, above: &[String], name: &str) -> Option<usize> {
        let path = [above, &[name.to_owned()]].concat();
        self.modules.get(&path[..]).copied()
    }

    /// The `use`s that bring this name into a file.
    fn uses(&self, file: usize, name: &str) -> impl Iterator<Item = &'a Mention> {
        let mentions = self.files[file].contents.mentions.iter();
        mentions.filter(move |mention| matches!(&mention.form, Form::Name(own) if own == name))
    }

    /// The `use`s that bring everything of a place into a file.
    fn all(&self, file: usize) -> impl Iterator<Item = &'a Mention> {
        let mentions = self.files[file].contents.mentions.iter();
        mentions.filter(|mention| mention.form == Form::All)
    }
}

/// Whether it names a module by where the path stands.
fn is_relative(name: &str) -> bool {
    matches!(name, "self" | "super")
}

#[cfg(test)]
mod tests {
    use super::super::modules;
    use super::super::source::Source;
    use super::*;

    const FILES: &[(&str, &str)] = &[
        ("admit-core/src/lib.rs", "pub mod rules;\nfn own() {}"),
        (
            "admit-core/src/rules/mod.rs",
            "mod list;\npub use list::RULES;\nuse crate::a::Hidden;\npub fn find() {}",
        ),
        ("admit-core/src/rules/list.rs", "pub static RULES: u8 = 1;"),
        ("admit-core/src/rules/x.rs", "pub fn found() {}"),
        (
            "admit-core/src/a.rs",
            "pub struct Hidden;\nmod inner { pub fn f() {} }",
        ),
        (
            "admit-core/src/b/mod.rs",
            "mod c;\npub use c::*;\npub use uuid::Uuid;",
        ),
        (
            "admit-core/src/b/c.rs",
            "pub use super::d::{Deep, Deeper as Deepest};",
        ),
        (
            "admit-core/src/b/d.rs",
            "pub struct Deep;\npub struct Deeper;",
        ),
        ("admit-store/src/lib.rs", "pub fn open() {}"),
    ];

    /// What the file `crates/PATH` imports when this is its text, as `LINE PATH`.
    #[track_caller]
    fn check_imports(path: &str, text: &str, expected: &[&str]) {
        let others = FILES.iter().filter(|file| file.0 != path);
        let sources: Vec<Source> = others
            .chain([&(path, text)])
            .map(|(path, text)| Source::new(&format!("crates/{path}"), text))
            .collect();
        let files = modules::all(&sources);
        let short = |at: usize| files[at].path.strip_prefix("crates/").unwrap();
        let found: Vec<String> = arrows(&files)
            .into_iter()
            .filter(|((from, _), _)| short(*from) == path)
            .map(|((_, to), line)| format!("{line} {}", short(to)))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[track_caller]
    fn check_core(text: &str, expected: &[&str]) {
        check_imports("admit-core/src/z.rs", text, expected);
    }

    #[test]
    fn a_path_leads_to_the_file_of_its_module() {
        check_core("use crate::a::Hidden;", &["1 admit-core/src/a.rs"]);
        check_core(
            "\nfn f() { crate::rules::x::found() }",
            &["2 admit-core/src/rules/x.rs"],
        );
        check_core(
            "use super::rules::{x::*, find};",
            &[
                "1 admit-core/src/rules/mod.rs",
                "1 admit-core/src/rules/x.rs",
            ],
        );
        check_core(
            "fn f() { $crate::a::inner::f() }",
            &["1 admit-core/src/a.rs"],
        );
        check_core("use std::fs;\nuse serde::a::B;\nfn f() { Vec::new() }", &[]);
        check_core(
            "use crate::own;\nuse crate::rule;\nfn f() { crate::own() }",
            &[],
        );
        check_core("use self::Z;\nuse crate::z::Y;", &[]);
    }

    #[test]
    fn a_module_is_imported_where_something_in_it_is_named() {
        check_core("use crate::rules;", &[]);
        check_core(
            "use crate::rules;\nfn f() { rules::x::found();\nrules::RULES }",
            &[
                "3 admit-core/src/rules/list.rs",
                "2 admit-core/src/rules/x.rs",
            ],
        );
        check_core(
            "use crate::rules::{self as r};\nfn f() { r::find() }",
            &["2 admit-core/src/rules/mod.rs"],
        );
    }

    #[test]
    fn what_is_handed_on_leads_to_where_it_stands() {
        let deep = ["1 admit-core/src/b/d.rs"];
        check_core(
            "use crate::rules::RULES;",
            &["1 admit-core/src/rules/list.rs"],
        );
        check_core("use crate::b::Deep;", &deep);
        check_core("use crate::b::Deepest;", &deep);
        check_core("use crate::b::Uuid;", &["1 admit-core/src/b/mod.rs"]);
        check_core(
            "use crate::b::*;\nfn f() { Deep::new() }",
            &["1 admit-core/src/b/mod.rs", "2 admit-core/src/b/d.rs"],
        );
        check_core("use crate::b::Nothing;", &["1 admit-core/src/b/mod.rs"]);
    }

    #[test]
    fn what_stands_near_is_found_by_its_name() {
        check_imports(
            "admit-core/src/rules/mod.rs",
            "mod x;\npub use x::found;\nfn f() { list::RULES }",
            &[
                "3 admit-core/src/rules/list.rs",
                "2 admit-core/src/rules/x.rs",
            ],
        );
        check_imports(
            "admit-core/src/rules/x.rs",
            "use super::Hidden;\nuse super::super::b::Deep;",
            &["1 admit-core/src/a.rs", "2 admit-core/src/b/d.rs"],
        );
        check_core(
            "mod inner { use super::Z; use super::super::a::Hidden; }",
            &["1 admit-core/src/a.rs"],
        );
    }

    #[test]
    fn a_path_leads_there_however_it_is_written() {
        let path = "admit-core/src/rules/x.rs";
        let deep = ["1 admit-core/src/b/d.rs"];
        check_imports(path, "use self::super::super::b::d::Deep;", &deep);
        check_imports(path, "use self::{super::super::b::d::Deep};", &deep);
        check_imports(path, "fn f() { self::super::super::b::d::Deep }", &deep);
        check_imports(
            path,
            "use super::{self as s, super::b as c}; use c::Deep;",
            &deep,
        );
        check_core("use crate::r#b::r#d::Deep;", &deep);
        check_core("use crate as me; use me::b::Deep;", &deep);
        check_core("fn f() -> ::admit_core::b::Deep { g() }", &deep);
    }

    #[test]
    fn a_path_in_an_attribute_counts() {
        let deep = ["1 admit-core/src/b/d.rs"];
        check_core("#[serde(with = \"crate::b::d\")] a: B", &deep);
        check_core("use crate::b::d; #[serde(with = \"d\")] a: B", &deep);
        check_core("use crate::b::d; #[serde(rename = \"d e\")] a: B", &[]);
        check_core("#[serde(default = \"crate::b::d::deep\")] a: B", &deep);
        check_core("#[serde(from = \"super::b::Deep\")] struct A;", &deep);
        check_core("a(\"crate::b::d::deep\")", &[]);
    }

    #[test]
    fn a_name_in_an_inner_module_is_an_import() {
        let deep = ["1 admit-core/src/b/d.rs"];
        check_core("use crate::b::d as e;", &[]);
        check_core("mod a { pub use crate::b::d as e; }", &deep);
        check_core("mod a { use super::b; use super::super::b::d; }", &deep);
    }

    #[test]
    fn other_crates_are_known_by_their_names() {
        check_imports(
            "admit/src/a.rs",
            "use admit_core::b::Deep;\nfn f() { admit_store::open() }",
            &["1 admit-core/src/b/d.rs", "2 admit-store/src/lib.rs"],
        );
    }

    #[test]
    fn what_leads_in_circles_ends() {
        check_imports(
            "admit-core/src/b/c.rs",
            "pub use super::*;\nuse e::f;\nuse f::e;\nuse Kind::*;\nuse Other::*;",
            &["1 admit-core/src/b/mod.rs"],
        );
    }
}
