//! Files of different folders must not import one another in a circle.

use super::imports::Arrow;
use super::modules::File;
use std::collections::BTreeSet;

/// The groups of files of more than one folder in which each file leads to each
/// other one.
pub fn across(files: &[File], arrows: &BTreeSet<Arrow>) -> Vec<Vec<usize>> {
    let mut circles = circles(files.len(), arrows);
    circles.retain(|circle| {
        let folder = |at: &usize| &files[*at].folder;
        circle.iter().any(|at| folder(at) != folder(&circle[0]))
    });
    circles
}

/// Arrows without which no circle goes across folders. None of them is there in
/// vain.
pub fn cuts(files: &[File], arrows: &BTreeSet<Arrow>) -> Vec<Arrow> {
    let mut left = arrows.clone();
    let mut cut = Vec::new();
    while let Some(circle) = across(files, &left).first() {
        let Some(arrow) = most_against(files, &left, circle) else {
            break;
        };
        left.remove(&arrow);
        cut.push(arrow);
    }
    cut.retain(|arrow| {
        left.insert(*arrow);
        let needed = !across(files, &left).is_empty();
        if needed {
            left.remove(arrow);
        }
        needed
    });
    cut.sort_unstable();
    cut
}

/// The arrow between folders that goes from a file that is imported more than it
/// imports to one that imports more than it is imported, by as much as any.
fn most_against(files: &[File], arrows: &BTreeSet<Arrow>, circle: &[usize]) -> Option<Arrow> {
    let inside = |(from, to): &Arrow| circle.contains(from) && circle.contains(to);
    let arrows: Vec<Arrow> = arrows.iter().copied().filter(inside).collect();
    let height = |file: usize| {
        let imports = arrows.iter().filter(|arrow| arrow.0 == file).count();
        let imported = arrows.iter().filter(|arrow| arrow.1 == file).count();
        imports as isize - imported as isize
    };
    arrows
        .iter()
        .copied()
        .filter(|(from, to)| files[*from].folder != files[*to].folder)
        .min_by_key(|(from, to)| height(*from) - height(*to))
}

/// The groups of two and more in which each leads to each other one.
fn circles(count: usize, arrows: &BTreeSet<Arrow>) -> Vec<Vec<usize>> {
    let mut walk = Walk {
        arrows,
        order: vec![None; count],
        met: 0,
        open: Vec::new(),
        circles: Vec::new(),
    };
    for file in 0..count {
        if walk.order[file].is_none() {
            walk.visit(file);
        }
    }
    walk.circles.sort_unstable();
    walk.circles
}

/// Tarjan's walk along the arrows.
struct Walk<'a> {
    arrows: &'a BTreeSet<Arrow>,
    /// When each was met; the greatest number once its group is known.
    order: Vec<Option<usize>>,
    met: usize,
    /// Those whose group is not known yet.
    open: Vec<usize>,
    circles: Vec<Vec<usize>>,
}

impl Walk<'_> {
    /// Walks on from a file; answers the earliest open one that it leads to.
    fn visit(&mut self, file: usize) -> usize {
        let met = self.met;
        self.met += 1;
        self.order[file] = Some(met);
        self.open.push(file);
        let mut earliest = met;
        for (_, to) in self.arrows.range((file, 0)..(file + 1, 0)) {
            let reached = match self.order[*to] {
                Some(order) => order,
                None => self.visit(*to),
            };
            earliest = earliest.min(reached);
        }
        if earliest == met {
            let from = self.open.iter().rposition(|open| *open == file);
            let mut circle = self.open.split_off(from.unwrap_or_default());
            for member in &circle {
                self.order[*member] = Some(usize::MAX);
            }
            circle.sort_unstable();
            if circle.len() > 1 {
                self.circles.push(circle);
            }
        }
        earliest
    }
}

#[cfg(test)]
mod tests {
    use super::super::modules;
    use super::super::source::Source;
    use super::*;

    /// Three files in the folder `a`, three in the folder `b`.
    fn files() -> Vec<File> {
        let sources = ["a/f", "a/g", "a/h", "b/i", "b/j", "b/k"]
            .map(|name| Source::new(&format!("crates/x/src/{name}.rs"), ""));
        modules::all(&sources)
    }

    #[track_caller]
    fn check_circles(arrows: &[Arrow], expected: &[&[usize]], cut: &[Arrow]) {
        let arrows = arrows.iter().copied().collect();
        assert_eq!(across(&files(), &arrows), expected, "{arrows:?}");
        assert_eq!(cuts(&files(), &arrows), cut, "{arrows:?}");
    }

    #[test]
    fn circles_across_folders_are_found() {
        check_circles(&[], &[], &[]);
        check_circles(&[(0, 1), (0, 2), (1, 3), (2, 3), (4, 5)], &[], &[]);
        check_circles(&[(0, 3), (3, 0)], &[&[0, 3]], &[(0, 3)]);
        check_circles(&[(3, 4), (4, 5), (5, 3), (0, 3)], &[], &[]);
        check_circles(
            &[(0, 1), (1, 3), (3, 0), (2, 4), (4, 5), (5, 2), (1, 2)],
            &[&[0, 1, 3], &[2, 4, 5]],
            &[(1, 3), (2, 4)],
        );
    }

    #[test]
    fn what_many_import_is_cut_off_from_what_it_imports() {
        check_circles(
            &[(3, 0), (4, 0), (5, 0), (0, 3), (3, 4), (3, 5)],
            &[&[0, 3, 4, 5]],
            &[(0, 3)],
        );
    }
}
