//! Findings in every form they are asked for.

use crate::cli::importing::FindingsFormat;
use crate::printer::Printer;
use crate::report::text;
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::Severity;
use admit_core::ports::store::ImportRecord;
use admit_core::report::{csv, json};
use admit_core::rules::RULES;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Result;

/// Prints findings one by one in one form.
pub struct Writer<'a> {
    format: FindingsFormat,
    record: &'a ImportRecord,
    first: bool,
}

impl<'a> Writer<'a> {
    /// For the findings of an import.
    pub fn new(format: FindingsFormat, record: &'a ImportRecord) -> Writer<'a> {
        Writer {
            format,
            record,
            first: true,
        }
    }

    /// What stands before the findings.
    pub fn begin(&mut self, printer: &mut Printer) -> Result<()> {
        match self.format {
            FindingsFormat::Json => write!(printer.data(), "["),
            FindingsFormat::Csv => printer.exact("row,line,severity,rule,code,column,field,value,message,help,suggestion,related_row,user,original_row,original_import"),
            FindingsFormat::Sarif => {
                let rules: Vec<Value> = RULES.iter().map(|rule| {
                    json!({
                        "id": rule.code,
                        "name": rule.name,
                        "shortDescription": { "text": rule.name.replace('-', " ") },
                        "fullDescription": { "text": rule.docs.trim() },
                    })
                }).collect();
                let tool = json!({ "driver": { "name": "Admit", "version": env!("CARGO_PKG_VERSION"), "rules": rules } });
                write!(
                    printer.data(),
                    "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{tool},\"columnKind\":\"unicodeCodePoints\",\"results\":["
                )
            }
            _ => Ok(()),
        }
    }

    /// One finding.
    pub fn finding(&mut self, finding: &Finding, printer: &mut Printer) -> Result<()> {
        let first = std::mem::take(&mut self.first);
        let comma = if first { "" } else { "," };
        match self.format {
            FindingsFormat::Text => {
                if !first {
                    printer.line("")?;
                }
                text::one(&self.record.file, finding, printer)
            }
            FindingsFormat::Json => write!(
                printer.data(),
                "{comma}\n{}",
                json::finding(self.record.id, finding)
            ),
            FindingsFormat::Jsonl => printer.json(&json::finding(self.record.id, finding)),
            FindingsFormat::Csv => printer.exact(&csv_line(finding)),
            FindingsFormat::Sarif => write!(
                printer.data(),
                "{comma}\n{}",
                sarif(&self.record.file, finding)
            ),
            FindingsFormat::Github => printer.line(&github(&self.record.file, finding)),
        }
    }

    /// What stands after the findings.
    pub fn end(&mut self, printer: &mut Printer) -> Result<()> {
        match self.format {
            FindingsFormat::Json => printer.line("\n]"),
            FindingsFormat::Sarif => printer.line("\n]}]}"),
            _ => Ok(()),
        }
    }
}

fn csv_line(finding: &Finding) -> String {
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let original = finding.original();
    let cells = [
        number(finding.row),
        number(finding.line),
        finding.severity.name().to_owned(),
        finding.rule.name.to_owned(),
        finding.rule.code.to_owned(),
        text(finding.column.as_deref()),
        text(finding.field.map(admit_core::users::field::Field::name)),
        text(finding.value.as_deref()),
        finding.message(),
        finding.help_text(),
        text(finding.suggestion.as_deref()),
        number(finding.related_row),
        finding
            .user
            .map(|user| user.to_string())
            .unwrap_or_default(),
        number(original.map(|original| original.row)),
        text(original.map(|original| original.import)),
    ];
    cells.map(|cell| csv::cell(&cell)).join(",")
}

fn sarif(file: &str, finding: &Finding) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    };
    let help = finding.help_text();
    let mut text = finding.message();
    if !help.is_empty() {
        text = format!("{text} {help}");
    }
    let mut location = json!({ "artifactLocation": { "uri": uri(file) } });
    if let (Some(line), Some(map)) = (finding.line, location.as_object_mut()) {
        map.insert("region".to_owned(), json!({ "startLine": line.max(1) }));
    }
    json!({
        "ruleId": finding.rule.code,
        "level": level,
        "message": { "text": text },
        "locations": [{ "physicalLocation": location }],
        "properties": {
            "row": finding.row,
            "column": finding.column,
            "value": finding.value,
            "suggestion": finding.suggestion,
        },
    })
}

/// A file's name as part of a URI.
fn uri(file: &str) -> String {
    let mut out = String::new();
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn github(file: &str, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    };
    // The escapes of GitHub's workflow commands.
    let data = |text: &str| {
        text.replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let line = finding
        .line
        .map(|line| format!(",line={line}"))
        .unwrap_or_default();
    format!(
        "::{level} file={}{line},title={}::{}",
        property(file),
        property(&format!("{} ({})", finding.rule.name, finding.rule.code)),
        data(format!("{} {}", finding.message(), finding.help_text()).trim())
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use admit_core::rows::raw::RowPlace;

    /// What the schema of SARIF 2.1.0 asks of a result.
    #[track_caller]
    fn assert_result(finding: &Finding) {
        let result = sarif("über uns.csv", finding);
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let id = result["ruleId"].as_str().unwrap();
        assert!(RULES.iter().any(|rule| rule.code == id), "{id}");
        let level = result["level"].as_str().unwrap();
        assert!(["none", "note", "warning", "error"].contains(&level));
        let physical = &result["locations"][0]["physicalLocation"];
        let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.is_ascii() && !uri.contains(' '), "{uri}");
        if let Some(line) = physical["region"].get("startLine") {
            assert!(line.as_u64().unwrap() >= 1, "{result}");
        }
    }

    #[test]
    fn sarif_has_what_its_schema_requires() {
        for rule in RULES {
            assert_result(&Finding::of(rule));
            assert_result(&Finding::of(rule).row(RowPlace::default()));
        }
    }
}
