//! Imports point down the list of folders, and no circle of them goes across
//! folders. What does not keep to that yet stands in the list of waivers.

use super::Problem;
use super::circles;
use super::imports::{self, Arrow};
use super::modules::{self, File};
use super::source::Source;
use super::waivers::{self, Waivers};
use std::collections::{BTreeMap, BTreeSet};

/// The folders, from the lowest to the highest. Those beside one another must not
/// import one another.
const LAYERS: &[&[&str]] = &[
    &["crates/admit-passwords/src"],
    &["crates/admit-core/src/base"],
    &["crates/admit-core/src/passwords"],
    &["crates/admit-core/src/users"],
    &["crates/admit-core/src/rows"],
    &["crates/admit-core/src/findings"],
    &["crates/admit-core/src/presets"],
    &["crates/admit-core/src/ports"],
    &["crates/admit-core/src/rules"],
    &["crates/admit-store/src"],
    &["crates/admit-core/src/formats"],
    &["crates/admit-core/src/convert"],
    &["crates/admit-core/src/read"],
    &["crates/admit-core/src/check"],
    &["crates/admit-core/src/apply"],
    &["crates/admit-core/src/import"],
    &[
        "crates/admit-core/src/by_hand",
        "crates/admit-core/src/undo",
        "crates/admit-core/src/setup",
    ],
    &["crates/admit-core/src/operators"],
    &["crates/admit-core/src/sign_in"],
    &["crates/admit-core/src/report"],
    &["crates/admit-system/src"],
    &["crates/admit-server/src"],
    &["crates/admit/src/cli"],
    &["crates/admit/src"],
    &["crates/admit/src/report"],
    &["crates/admit/src/fix_file"],
    &["crates/admit/src/commands"],
];

/// Folders that must not import one another, whatever their rank.
const NEVER: &[(&str, &str)] = &[
    ("crates/admit-server/", "crates/admit-store/"),
    ("crates/admit-system/", "crates/admit-store/"),
];

/// Where no file stands outside the folders but the root.
const NO_FILES: &str = "crates/admit-core/src/";

/// How many files of a circle are named.
const NAMED_MAX: usize = 8;

/// What is wrong with an import.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Never,
    Higher,
    Beside,
}

impl Fault {
    fn text(self) -> &'static str {
        match self {
            Fault::Never => "which it must never import",
            Fault::Higher => "which stands higher",
            Fault::Beside => "which stands beside it",
        }
    }
}

/// Compares the imports with the layers and the list.
pub fn check(sources: &[Source], waivers: &Waivers) -> Vec<Problem> {
    let map = Map::new(sources);
    let waived = map.waived(waivers);
    let mut problems = map.outside(waivers);
    problems.extend(map.wrong(&waived));
    problems.extend(map.round(&waived));
    problems.extend(map.not_needed(&waived, waivers));
    problems
}

/// The lines of the list that would be needed for all that is out of order.
pub fn entries(sources: &[Source]) -> Vec<String> {
    let map = Map::new(sources);
    let outside = map.files.iter().filter(|file| is_outside(file));
    let mut entries: Vec<String> = outside.map(|file| format!("{} alone", file.path)).collect();
    let (left, wrong): (BTreeSet<Arrow>, BTreeSet<Arrow>) = map
        .arrows
        .keys()
        .partition(|arrow| map.waivable(**arrow).is_none());
    let cuts = circles::cuts(&map.files, &left);
    let arrows = wrong.into_iter().chain(cuts);
    entries.extend(arrows.map(|(from, to)| format!("{} -> {}", map.path(from), map.path(to))));
    entries
}

/// The files and their imports, each with its line.
struct Map {
    files: Vec<File>,
    arrows: BTreeMap<Arrow, usize>,
}

impl Map {
    fn new(sources: &[Source]) -> Map {
        let files = modules::all(sources);
        let arrows = imports::arrows(&files);
        Map { files, arrows }
    }

    fn path(&self, file: usize) -> &str {
        &self.files[file].path
    }

    /// What is wrong with an import by where its files stand.
    fn fault(&self, (from, to): Arrow) -> Option<Fault> {
        let (from, to) = (&self.files[from], &self.files[to]);
        let apart = |a: &str, b: &str| from.path.starts_with(a) && to.path.starts_with(b);
        if NEVER.iter().any(|(a, b)| apart(a, b) || apart(b, a)) {
            return Some(Fault::Never);
        }
        // The root stands above everything of its crate.
        let (low, high) = (rank(from).filter(|_| !from.is_root())?, rank(to)?);
        if high.0 > low.0 {
            Some(Fault::Higher)
        } else {
            (high.0 == low.0 && high != low).then_some(Fault::Beside)
        }
    }

    /// The fault of an import, if the list may let it be.
    fn waivable(&self, arrow: Arrow) -> Option<Fault> {
        self.fault(arrow).filter(|fault| *fault != Fault::Never)
    }

    /// The imports that the list lets be, with their lines in it.
    fn waived(&self, waivers: &Waivers) -> BTreeMap<Arrow, usize> {
        let listed = |(from, to): Arrow| {
            let names = (self.path(from).to_owned(), self.path(to).to_owned());
            waivers.arrows.get(&names)
        };
        self.arrows
            .keys()
            .filter_map(|arrow| Some((*arrow, *listed(*arrow)?)))
            .collect()
    }

    /// The files that stand in no folder.
    fn outside(&self, waivers: &Waivers) -> Vec<Problem> {
        let outside: BTreeSet<&str> = self
            .files
            .iter()
            .filter(|file| is_outside(file))
            .map(|file| file.path.as_str())
            .collect();
        let text = "stands in no folder of the list in xtask/src/tidy/layers.rs";
        let not_waived = outside
            .iter()
            .filter(|path| !waivers.alone.contains_key(**path))
            .map(|path| Problem::new(path, 0, text));
        let not_needed = waivers
            .alone
            .iter()
            .filter(|(path, _)| !outside.contains(path.as_str()))
            .map(|(path, line)| {
                let text = format!("{path} does not stand alone; take it off the list");
                Problem::new(waivers::LIST, *line, text)
            });
        not_waived.chain(not_needed).collect()
    }

    /// The imports that do not point down.
    fn wrong(&self, waived: &BTreeMap<Arrow, usize>) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (arrow, line) in &self.arrows {
            let fault = if waived.contains_key(arrow) {
                self.fault(*arrow).filter(|fault| *fault == Fault::Never)
            } else {
                self.fault(*arrow)
            };
            if let Some(fault) = fault {
                let text = format!("imports {}, {}", self.path(arrow.1), fault.text());
                problems.push(Problem::new(self.path(arrow.0), *line, text));
            }
        }
        problems
    }

    /// The circles that go across folders.
    fn round(&self, waived: &BTreeMap<Arrow, usize>) -> Vec<Problem> {
        let problem = |circle: Vec<usize>| {
            let named = circle.iter().take(NAMED_MAX).map(|file| self.path(*file));
            let named: Vec<&str> = named.collect();
            let more = match circle.len().saturating_sub(NAMED_MAX) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let text = format!(
                "files of several folders import one another in a circle: {}{more}",
                named.join(", ")
            );
            Problem::new(self.path(circle[0]), 0, text)
        };
        let circles = circles::across(&self.files, &self.left(waived));
        circles.into_iter().map(problem).collect()
    }

    /// The imports that the list does not let be.
    fn left(&self, waived: &BTreeMap<Arrow, usize>) -> BTreeSet<Arrow> {
        let arrows = self.arrows.keys().copied();
        arrows.filter(|arrow| !waived.contains_key(arrow)).collect()
    }

    /// The imports in the list that are not there, or not wrong.
    fn not_needed(&self, waived: &BTreeMap<Arrow, usize>, waivers: &Waivers) -> Vec<Problem> {
        let problem = |line: usize, from: &str, to: &str, what: &str| {
            let text = format!("{from} -> {to} {what}; take it off the list");
            Problem::new(waivers::LIST, line, text)
        };
        let known: BTreeSet<usize> = waived.values().copied().collect();
        let gone = waivers
            .arrows
            .iter()
            .filter(|(_, line)| !known.contains(line));
        let mut problems: Vec<Problem> = gone
            .map(|((from, to), line)| problem(*line, from, to, "does not exist"))
            .collect();
        let mut left = self.left(waived);
        let circles = circles::across(&self.files, &left);
        for (arrow, line) in waived {
            left.insert(*arrow);
            if self.waivable(*arrow).is_none() && circles::across(&self.files, &left) == circles {
                let (from, to) = (self.path(arrow.0), self.path(arrow.1));
                problems.push(problem(*line, from, to, "is in order"));
            }
            left.remove(arrow);
        }
        problems
    }
}

/// How high a file stands, and where among the folders of that height.
fn rank(file: &File) -> Option<(usize, usize)> {
    let mut best: Option<(usize, (usize, usize))> = None;
    for (height, group) in LAYERS.iter().enumerate() {
        for (beside, layer) in group.iter().enumerate() {
            let inside = file.folder.strip_prefix(layer);
            if inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
                best = best.max(Some((layer.len(), (height, beside))));
            }
        }
    }
    best.map(|(_, rank)| rank)
}

/// Whether a file stands alone where only folders should.
fn is_outside(file: &File) -> bool {
    let name = file.path.strip_prefix(NO_FILES);
    name.is_some_and(|name| !name.contains('/')) && !file.is_root() && rank(file).is_none()
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    /// The crates below are of the core unless they say otherwise.
    fn sources(files: &[(&str, &str)]) -> Vec<Source> {
        let source = |(path, text): &(&str, &str)| {
            let path = if path.starts_with("admit") {
                format!("crates/{path}")
            } else {
                format!("{NO_FILES}{path}")
            };
            Source::new(&path, text)
        };
        let mut sources: Vec<Source> = files.iter().map(source).collect();
        sources.sort_by(|a, b| a.path.cmp(&b.path));
        sources
    }

    #[track_caller]
    fn check_layers(files: &[(&str, &str)], waivers: &str, expected: &[(usize, &str)]) {
        let waivers = waivers.replace("core/", NO_FILES);
        let problems = check(&sources(files), &Waivers::read(&waivers));
        let short: Vec<(usize, String)> = found(&problems)
            .into_iter()
            .map(|(line, text)| (line, text.replace(NO_FILES, "core/")))
            .collect();
        let short: Vec<(usize, &str)> = short.iter().map(|(l, t)| (*l, t.as_str())).collect();
        assert_eq!(short, expected, "{files:?} {waivers}");
    }

    #[test]
    fn imports_point_down() {
        let below = ("base/a.rs", "pub struct A;");
        check_layers(&[below, ("read/b.rs", "use crate::base::a::A;")], "", &[]);
        check_layers(
            &[
                ("base/a.rs", "\nuse crate::read::b::B;"),
                ("read/b.rs", "pub struct B;"),
            ],
            "",
            &[(2, "imports core/read/b.rs, which stands higher")],
        );
        check_layers(
            &[
                ("undo/a.rs", "use crate::setup::B;"),
                ("setup/mod.rs", "pub struct B;"),
            ],
            "",
            &[(1, "imports core/setup/mod.rs, which stands beside it")],
        );
    }

    #[test]
    fn crates_and_their_roots_have_ranks_too() {
        check_layers(
            &[
                ("lib.rs", "pub use read::b::B;"),
                ("read/b.rs", "fn f() { admit_store::open() }"),
                ("rules/c.rs", "fn f() { admit_store::open() }"),
                ("admit-store/src/lib.rs", "fn open() {}"),
                ("admit/src/a.rs", "use crate::commands::c::C;"),
                ("admit/src/commands/c.rs", "use crate::cli::D;"),
                ("admit/src/cli.rs", "pub struct D;"),
                ("admit/src/d.rs", "use crate::cli::D;"),
            ],
            "",
            &[
                (
                    1,
                    "imports crates/admit-store/src/lib.rs, which stands higher",
                ),
                (
                    1,
                    "imports crates/admit/src/commands/c.rs, which stands higher",
                ),
            ],
        );
    }

    #[test]
    fn the_server_and_the_store_are_apart() {
        let files = [
            ("admit-server/src/main.rs", "use admit_store::open;"),
            ("admit-store/src/lib.rs", "fn open() {}"),
        ];
        let never = "imports crates/admit-store/src/lib.rs, which it must never import";
        check_layers(&files, "", &[(1, never)]);
        let entry = "crates/admit-server/src/main.rs -> crates/admit-store/src/lib.rs";
        let problem = format!("{entry} is in order; take it off the list");
        check_layers(&files, entry, &[(1, never), (1, &problem)]);
    }

    #[test]
    fn files_stand_in_folders() {
        let files = [
            ("lib.rs", ""),
            ("a.rs", ""),
            ("b.rs", ""),
            ("b/c.rs", ""),
            ("setup.rs", ""),
            ("setup/d.rs", ""),
        ];
        let text = "stands in no folder of the list in xtask/src/tidy/layers.rs";
        check_layers(&files, "", &[(0, text), (0, text)]);
        check_layers(
            &files,
            "core/a.rs alone\ncore/b.rs alone\ncore/setup.rs alone",
            &[(
                3,
                "core/setup.rs does not stand alone; take it off the list",
            )],
        );
    }

    #[test]
    fn circles_stay_in_a_folder() {
        let inner = [
            ("e/a.rs", "use super::b::B;"),
            ("e/b.rs", "use super::a::A;"),
        ];
        check_layers(&inner, "", &[]);
        let files = [
            ("e/a.rs", "use crate::f::b::B;"),
            ("f/b.rs", "use crate::e::a::A;"),
        ];
        let text = "files of several folders import one another in a circle: \
                    core/e/a.rs, core/f/b.rs";
        check_layers(&files, "", &[(0, text)]);
        check_layers(&files, "core/e/a.rs -> core/f/b.rs", &[]);
        let file = |n: usize| {
            let next = (n + 1) % 10;
            let text = format!("use crate::e::a{next}::m::M{next};");
            (format!("e/a{n}/m.rs"), text)
        };
        let long: Vec<(String, String)> = (0..10).map(file).collect();
        let long: Vec<(&str, &str)> = long.iter().map(|(p, t)| (&p[..], &t[..])).collect();
        let problems = check(&sources(&long), &Waivers::default());
        assert_eq!(problems.len(), 1);
        assert!(problems[0].text.ends_with("/e/a7/m.rs and 2 more"));
    }

    #[test]
    fn the_list_only_shrinks() {
        let files = [
            ("base/a.rs", "use crate::read::b::B;"),
            ("read/b.rs", "use crate::base::a::A;"),
        ];
        check_layers(&files, "core/base/a.rs -> core/read/b.rs", &[]);
        check_layers(
            &files,
            "core/base/a.rs -> core/read/b.rs\ncore/read/b.rs -> core/base/a.rs\na.rs -> b.rs",
            &[
                (3, "a.rs -> b.rs does not exist; take it off the list"),
                (
                    2,
                    "core/read/b.rs -> core/base/a.rs is in order; take it off the list",
                ),
            ],
        );
    }

    #[test]
    fn the_entries_leave_nothing_out_of_order() {
        let files = [
            ("z.rs", ""),
            ("base/a.rs", "use crate::read::b::B;"),
            ("read/b.rs", "use crate::base::a::A;"),
            ("e/c.rs", "use crate::f::d::D;"),
            ("f/d.rs", "use crate::e::c::C;"),
        ];
        let entries = entries(&sources(&files)).join("\n");
        let entries = entries.replace(NO_FILES, "core/");
        assert_eq!(
            entries,
            "core/z.rs alone\ncore/base/a.rs -> core/read/b.rs\ncore/e/c.rs -> core/f/d.rs"
        );
        check_layers(&files, &entries, &[]);
    }
}
