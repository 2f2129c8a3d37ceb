//! The steps of an import, with the one that it is at.

use std::fmt::Write;

/// What they are called.
const STEPS: [&str; 4] = ["File", "Columns", "What will happen", "Result"];

/// Draws them; the first is 1.
pub fn steps(at: usize) -> String {
    let mut drawn = "<ol class=\"steps\" aria-label=\"Steps of this import\">".to_owned();
    for (place, text) in STEPS.iter().enumerate() {
        let _ = match place + 1 {
            step if step < at => write!(
                drawn,
                "<li><svg class=\"icon\" aria-hidden=\"true\"><use href=\"/icons.svg#check\"/>\
                 </svg>{text}<span class=\"visually-hidden\"> (done)</span></li>"
            ),
            step if step == at => write!(
                drawn,
                "<li aria-current=\"step\"><span class=\"dot\"></span>{text}</li>"
            ),
            _ => write!(drawn, "<li><span class=\"dot\"></span>{text}</li>"),
        };
    }
    drawn.push_str("</ol>");
    drawn
}
