//! What the server can be told, and the numbers that it tells.

use super::Pages;
use super::program::Program;
use serde_json::Value;
use std::fmt::Write;
use std::io;

/// The pages of the settings and of the numbers for watching.
pub fn write(program: &Program, pages: &mut Pages) -> io::Result<()> {
    let settings = read(program, "--print-settings")?;
    pages.insert("docs/src/settings.md".to_owned(), of_settings(&settings));
    let metrics = read(program, "--print-metrics")?;
    pages.insert("docs/src/metrics.md".to_owned(), of_metrics(&metrics));
    Ok(())
}

fn read(program: &Program, option: &str) -> io::Result<Vec<Value>> {
    Ok(serde_json::from_str(&program.text(&["serve", option])?)?)
}

fn of_settings(settings: &[Value]) -> String {
    let mut page = String::from(
        "# Every setting of the server\n\nAn option of `admit serve` comes before the environment, \
         that before the file that `--config`\nor `ADMIT_CONFIG` names. `admit serve \
         --print-settings` prints what is chosen, and where. `--data`\n(`ADMIT_DATA`) names the \
         folder for everything.\n\n| option | environment | in the file | usually | what it is \
         for |\n|---|---|---|---|---|\n",
    );
    for setting in settings {
        let text = |name: &str| setting[name].as_str().unwrap_or_default();
        let option = match text("option") {
            "" => "none".to_owned(),
            option => format!("`{option} {}`", text("form")),
        };
        let _ = writeln!(
            page,
            "| {option} | `{}` | `{}` | {} | {} |",
            text("variable"),
            text("key"),
            code(text("default")),
            cell(text("help")),
        );
    }
    page
}

fn of_metrics(metrics: &[Value]) -> String {
    let mut page = String::from(
        "# The numbers of `/metrics`\n\nTheir names are a promise. What is in seconds is a \
         histogram: `…_bucket`, `…_sum`, `…_count`. How to\nread them is in [Watching the \
         server](watching.md).\n\n| name | type | labels | what it counts |\n|---|---|---|---|\n",
    );
    for metric in metrics {
        let text = |name: &str| metric[name].as_str().unwrap_or_default();
        let labels = metric["labels"].as_array().map(Vec::as_slice);
        let labels = labels.unwrap_or_default().iter().filter_map(Value::as_str);
        let labels: Vec<String> = labels.map(code).collect();
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} |",
            text("name"),
            text("type"),
            labels.join(", "),
            cell(text("help")),
        );
    }
    page
}

fn code(text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!("`{text}`"),
    }
}

/// A text that stays in its cell, and is no markup.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "\\<")
}
