//! Corrections by value as they are typed: `--set FIELD:VALUE=CORRECTION`, and
//! files of them.

use crate::cli::importing::ImportArgs;
use crate::cli::values::{correction, correction_of};
use crate::failure::Failure;
use crate::input::read_text;
use admit_core::base::shell::{option, quoted};
use admit_core::rows::cell_correction::CellCorrection;
use admit_core::rows::choices::Correction;
use admit_core::users::field::{Field, fold_header};
use std::fmt::Write as _;
use std::path::Path;

/// The header of a file of corrections.
const HEADER: [&str; 3] = ["field", "value", "correction"];

/// Every correction asked for, on the command line and in files, each once: of values, and
/// of single cells in the order of the rows.
pub fn all(args: &ImportArgs) -> Result<(Vec<Correction>, Vec<CellCorrection>), Failure> {
    let mut all = Vec::new();
    for correction in &args.set {
        add(correction.clone(), &mut all).map_err(|problem| Failure::Corrections { problem })?;
    }
    for path in &args.set_from {
        from_text(path, &read_text(path)?, &mut all)?;
    }
    Ok((all, of_cells(args)?))
}

fn of_cells(args: &ImportArgs) -> Result<Vec<CellCorrection>, Failure> {
    let mut all = args.set_cell.clone();
    all.sort();
    all.dedup();
    if !all.is_empty() && args.files.len() > 1 {
        let problem = "--set-cell names a cell of one file, and several are named";
        let problem = problem.to_owned();
        return Err(Failure::Corrections { problem });
    }
    for (place, cell) in all.iter().enumerate() {
        let CellCorrection { row, column, .. } = cell;
        let mut map = args.map.iter();
        let mapped = map.find(|(name, _)| name.trim() == column);
        let field = mapped.map_or_else(|| Field::of_header(column), |(_, field)| *field);
        if let Some(reason) = CellCorrection::refused(column, field) {
            let problem = format!("\"{column}\" {reason}");
            return Err(Failure::Corrections { problem });
        }
        let next = all.get(place + 1);
        if next.is_some_and(|next| (next.row, &next.column) == (*row, column)) {
            let problem =
                format!("row {row} is corrected to two texts under \"{column}\"; say which");
            return Err(Failure::Corrections { problem });
        }
    }
    Ok(all)
}

/// The options for corrections of values, to be given again.
pub fn again(args: &ImportArgs) -> String {
    let mut options = String::new();
    for correction in &args.set {
        let (value, to) = (&correction.value, &correction.correction);
        if let Some(set) = Correction::typed(correction.field, value, to) {
            let _ = write!(options, " {}", Correction::option(&set));
        }
    }
    for path in &args.set_from {
        let path = quoted(&path.display().to_string());
        let _ = write!(options, " --set-from {path}");
    }
    options
}

/// The options for corrections of cells, to be given again for the same file.
pub fn again_in_cells(args: &ImportArgs) -> String {
    let typed = args.set_cell.iter().filter_map(CellCorrection::typed);
    let options = typed.map(|cell| format!(" {}", option("--set-cell", &cell)));
    options.collect()
}

fn add(correction: Correction, all: &mut Vec<Correction>) -> Result<(), String> {
    let same =
        |known: &&Correction| known.field == correction.field && known.value == correction.value;
    match all.iter().find(same) {
        Some(known) if known.correction == correction.correction => {}
        Some(known) => {
            return Err(format!(
                "{} \"{}\" is corrected to \"{}\" and to \"{}\"; say which",
                known.field, known.value, known.correction, correction.correction
            ));
        }
        None => all.push(correction),
    }
    Ok(())
}

/// Reads a file: a table with the columns field, value, correction, or one
/// `FIELD:VALUE=CORRECTION` a line. Blank lines and lines that begin with `#`
/// are passed over in the second form.
fn from_text(path: &Path, text: &str, all: &mut Vec<Correction>) -> Result<(), Failure> {
    let wrong = |line: u64, problem: String| Failure::CorrectionsFile {
        path: path.to_owned(),
        line,
        problem,
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    let is_table = first
        .split(',')
        .map(|cell| fold_header(cell.trim_matches('"')));
    if !is_table.eq(HEADER) {
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                let added = correction(line).and_then(|correction| add(correction, all));
                added.map_err(|problem| wrong(index as u64 + 1, problem))?;
            }
        }
        return Ok(());
    }
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            wrong(line, error.to_string())
        })?;
        let line = record.position().map_or(1, csv::Position::line);
        let added = correction_of(&record[0], &record[1], &record[2])
            .and_then(|correction| add(correction, all));
        added.map_err(|problem| wrong(line, problem))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected`: the corrections as they are typed, or a part of what is said.
    fn check(text: &str, expected: Result<&[&str], &str>) {
        let mut all = Vec::new();
        let found = from_text(Path::new("corrections"), text, &mut all)
            .map(|()| {
                let form = |c: &Correction| format!("{}:{}={}", c.field, c.value, c.correction);
                all.iter().map(form).collect::<Vec<_>>()
            })
            .map_err(|failure| failure.to_string());
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{text:?}"),
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{text:?}: {found}"),
            (found, _) => panic!("{text:?}: {found:?}"),
        }
    }

    #[test]
    fn lines_are_read() {
        check("", Ok(&[]));
        check("role_key:membr=member\n", Ok(&["role_key:membr=member"]));
        check("# slips\n\n roles : a = b \r\n", Ok(&["role_key:a=b"]));
        check(
            "role_key:a=b\nrole_key:a=b\nrole_key:c=b",
            Ok(&["role_key:a=b", "role_key:c=b"]),
        );
        check("email:x:y=a=b", Ok(&["email:x:y=a=b"]));
        check("role_key:a=", Ok(&["role_key:a="]));
        check(r"role_key:a\=b=c", Ok(&["role_key:a=b=c"]));
    }

    #[test]
    fn tables_are_read() {
        check(
            "field,value,correction\nrole_key,\"a,b=c\",d\nemail,x,\"y, z\"\n",
            Ok(&["role_key:a,b=c=d", "email:x=y, z"]),
        );
        check("\u{feff}Field,Value,Correction\n", Ok(&[]));
        check(
            "field,value,correction\nrole_key,a\n",
            Err("corrections, line 2"),
        );
        check(
            "field,value,correction\nemail,a,b\nemial,a,b\n",
            Err("line 3: there is no field \"emial\"; did you mean \"email\"?"),
        );
    }

    #[test]
    fn what_cannot_be_a_correction_is_said() {
        check("rolekey=member", Err("write it as FIELD:VALUE=CORRECTION"));
        check("role_key:member", Err("write it as FIELD:VALUE=CORRECTION"));
        check("rol_key:a=b", Err("did you mean \"role_key\"?"));
        check("role_key: =b", Err("no value of role_key is named"));
        check("role_key:a= a ", Err("corrected to itself"));
        check(
            "role_key:a=b\n\nrole_key:a=c",
            Err("line 3: role_key \"a\" is corrected to \"b\" and to \"c\""),
        );
        check("hashed_password:a=b", Err("is secret"));
        check("identities:a=b", Err("several values"));
    }
}
