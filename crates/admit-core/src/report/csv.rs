//! Cells of the tables that Admit writes for other programs.

/// A cell that a spreadsheet reads as text: quoted where needed, and never a
/// formula.
pub fn cell(cell: &str) -> String {
    let formula = cell.starts_with(['=', '@', '\t', '\r'])
        || (cell.starts_with(['+', '-'])
            && !cell[1..]
                .chars()
                .all(|c| c.is_ascii_digit() || " ()-.".contains(c)));
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}
