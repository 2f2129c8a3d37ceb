//! The dialect in which a backslash takes away the meaning of what follows it,
//! as databases and scripts write it: `"the \"B\""`, `Dan\, Jr`.

use super::scan::{CellSpan, Fault, Scan, StrayQuote, faulty, skip_spaces, whole};

/// Scans the record at the start of `bytes`.
pub(super) fn record(bytes: &[u8], delimiter: u8, at_end: bool, cells: &mut Vec<CellSpan>) -> Scan {
    let mut start = 0;
    loop {
        let open = skip_spaces(bytes, start, delimiter);
        let quoted = bytes.get(open) == Some(&b'"');
        let found = if quoted {
            in_quotes(bytes, open, delimiter)
        } else {
            plain(bytes, start, delimiter)
        };
        match found {
            Found::Cell(span, end) => {
                // Without what comes next it is not known what ends here.
                if end == bytes.len() && !at_end {
                    return Scan::More;
                }
                cells.push(span);
                if bytes.get(end) != Some(&delimiter) {
                    return whole(bytes, end, at_end);
                }
                start = end + 1;
            }
            Found::Fault(fault) => return faulty(bytes, fault, at_end),
            Found::Nothing if at_end => {
                return faulty(bytes, Fault::Open { start: open }, at_end);
            }
            Found::Nothing => return Scan::More,
        }
    }
}

enum Found {
    /// A cell, and where the delimiter or line end behind it is.
    Cell(CellSpan, usize),
    Fault(Fault),
    /// No end.
    Nothing,
}

fn plain(bytes: &[u8], start: usize, delimiter: u8) -> Found {
    let mut at = start;
    let mut escaped = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => {
                escaped = true;
                at += 1;
            }
            b'"' => return Found::Fault(Fault::Stray(StrayQuote { start, at })),
            b'\n' | b'\r' => break,
            _ if byte == delimiter => break,
            _ => {}
        }
        at += 1;
    }
    let end = at.min(bytes.len());
    Found::Cell(
        CellSpan {
            start,
            end,
            escaped,
        },
        end,
    )
}

fn in_quotes(bytes: &[u8], open: usize, delimiter: u8) -> Found {
    let mut at = open + 1;
    let mut escaped = false;
    while let Some(found) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        at += found;
        let doubled = bytes[at] == b'"' && bytes.get(at + 1) == Some(&b'"');
        if bytes[at] == b'\\' || doubled {
            escaped = true;
            at += 2;
            continue;
        }
        let after = skip_spaces(bytes, at + 1, delimiter);
        let ends = |byte: &u8| *byte == delimiter || matches!(byte, b'\n' | b'\r');
        if bytes.get(after).is_none_or(ends) {
            let span = CellSpan {
                start: open + 1,
                end: at,
                escaped,
            };
            return Found::Cell(span, after);
        }
        let long = memchr::memchr2(b'\n', b'\r', &bytes[open..at]).is_some();
        return Found::Fault(if long {
            Fault::Open { start: open }
        } else {
            Fault::Stray(StrayQuote { start: open, at })
        });
    }
    Found::Nothing
}

/// Appends a cell without its escapes. A backslash in front of anything else
/// than a quote, a delimiter, a line end or a backslash is a letter.
pub(super) fn unescape(text: &str, delimiter: u8, into: &mut String) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let meant = |next: &char| {
            matches!(next, '"' | '\\' | '\n' | '\r') || *next == char::from(delimiter)
        };
        match c {
            '\\' => into.push(chars.next_if(meant).unwrap_or('\\')),
            '"' => {
                chars.next_if_eq(&'"');
                into.push('"');
            }
            _ => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::csv::scan::{self, Dialect, Scan};

    fn check(text: &str, expected: &[&str]) {
        let dialect = Dialect {
            delimiter: b',',
            backslash: true,
        };
        let mut cells = Vec::new();
        let scanned = scan::record(text.as_bytes(), dialect, true, &mut cells);
        let Scan::Record(record) = scanned else {
            panic!("{text:?} is whole")
        };
        let read: Vec<String> = cells
            .iter()
            .map(|span| {
                let mut cell = String::new();
                scan::unquote(&text[span.start..span.end], dialect, &mut cell);
                cell
            })
            .collect();
        assert_eq!(read, expected, "{text:?}");
        assert_eq!(record.fault, None, "{text:?}");
    }

    #[test]
    fn escapes_are_taken_off() {
        check("1,\"the \\\"B\\\"\",x", &["1", "the \"B\"", "x"]);
        check("Dan\\, Jr,x", &["Dan, Jr", "x"]);
        check("\"Dan\\, Jr\",x", &["Dan, Jr", "x"]);
        check("\"a \"\"b\"\"\",x", &["a \"b\"", "x"]);
        check("\"a\\\\\",x", &["a\\", "x"]);
        check("\"a\\\"\nb\",x", &["a\"\nb", "x"]);
        check("a\\\nb,x", &["a\nb", "x"]);
        check("\\N,C:\\dir", &["\\N", "C:\\dir"]);
        check("", &[""]);
        check("a,\"\"", &["a", ""]);
    }
}
