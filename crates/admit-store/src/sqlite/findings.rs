//! Findings of imports.

use super::fault::{Fault, corrupt};
use admit_core::findings::finding::Finding;
use admit_core::findings::rule::{Fix, Rule, Scope, Severity};
use admit_core::ports::store::{FindingQuery, Mode, Outcome, StoredFinding};
use admit_core::rules;
use admit_core::users::field::Field;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

/// Stands for a rule that this version does not know, so that an import of
/// another version can still be shown.
static OTHER_VERSION: Rule = Rule {
    code: "RUN000",
    name: "rule-of-another-version",
    severity: Severity::Notice,
    only_identifier: false,
    fix: Fix::None,
    scope: Scope::Run,
    verb: "Look at what another version found",
    message: "Another version of Admit found {code} here, a rule that this version does not know.",
    became: "",
    kept: "",
    refused: "",
    help: "Look at this import with the version that made it.",
    docs: "",
};

pub(super) const fn severity_number(severity: Severity) -> i64 {
    match severity {
        Severity::Notice => 1,
        Severity::Warning => 2,
        Severity::Error => 3,
    }
}

pub(super) fn severity_of_number(number: i64) -> Option<Severity> {
    [Severity::Notice, Severity::Warning, Severity::Error]
        .into_iter()
        .find(|severity| severity_number(*severity) == number)
}

/// Forgets those of an import.
pub(super) fn forget(conn: &Connection, import: u64) -> Result<(), Fault> {
    conn.prepare_cached("DELETE FROM findings WHERE import = ?1")?
        .execute([import as i64])?;
    Ok(())
}

/// Forgets up to so many of an import; answers whether there were so many.
pub(super) fn forget_some(conn: &Connection, import: i64, count: usize) -> Result<bool, Fault> {
    let mut statement = conn.prepare_cached(
        "DELETE FROM findings WHERE import = ?1 AND position IN
           (SELECT position FROM findings WHERE import = ?1 LIMIT ?2)",
    )?;
    Ok(statement.execute((import, count as i64))? == count)
}

pub(super) fn store(conn: &Connection, import: u64, findings: &[Finding]) -> Result<(), Fault> {
    if findings.is_empty() {
        return Ok(());
    }
    let last: i64 = conn
        .prepare_cached("SELECT coalesce(max(position), 0) FROM findings WHERE import = ?1")?
        .query_row([import as i64], |row| row.get(0))?;
    let mut statement = conn.prepare_cached(
        "INSERT INTO findings (import, position, rule, severity, row, line, \"column\", field,
            value, args, suggestion, related_row, user, help, outcome)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    for (position, finding) in (last + 1..).zip(findings) {
        let args = (!finding.args.is_empty()).then(|| serde_json::json!(finding.args).to_string());
        statement.execute(params![
            import as i64,
            position,
            finding.rule.code,
            severity_number(finding.severity),
            finding.row.map(|row| row as i64),
            finding.line.map(|line| line as i64),
            finding.column,
            finding.field.map(Field::name),
            finding.value,
            args,
            finding.suggestion,
            finding.related_row.map(|row| row as i64),
            finding.user.as_ref().map(|user| &user.as_bytes()[..]),
            finding.help,
            finding.outcome.map(|outcome| outcome as u8),
        ])?;
    }
    Ok(())
}

pub(super) fn page(
    conn: &Connection,
    import: u64,
    query: &FindingQuery,
) -> Result<Vec<StoredFinding>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT position, rule, severity, row, line, \"column\", field, value, args, suggestion,
            related_row, user, help, outcome
         FROM findings
         WHERE import = ?1 AND position > ?2
           AND (?3 IS NULL OR rule IN (SELECT value FROM json_each(?3)))
           AND (?4 IS NULL OR severity = ?4)
           AND (?5 IS NULL OR \"column\" = ?5)
           AND (?6 IS NULL OR row = ?6)
           AND (?7 IS NULL OR value = ?7)
           AND (?8 IS NULL OR severity >= ?8)
           AND (?9 IS NULL OR instr(lower(value), ?9) > 0)
           AND (?10 IS NULL OR row BETWEEN ?10 AND ?11)
         ORDER BY position LIMIT ?12",
    )?;
    let rules = (!query.rules.is_empty()).then(|| serde_json::json!(query.rules).to_string());
    let clamped = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![
        import as i64,
        clamped(query.after),
        rules,
        query.severity.map(severity_number),
        query.column,
        query.row.map(clamped),
        query.value,
        query.at_least.map(severity_number),
        query.contains.as_deref().map(str::to_ascii_lowercase),
        query.rows.map(|(first, _)| clamped(first)),
        query.rows.map(|(_, last)| clamped(last)),
        clamped(query.limit),
    ])?;
    let mode = super::imports::mode_of(conn, import)?.unwrap_or_default();
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        page.push(stored_finding(import, mode, row)?);
    }
    Ok(page)
}

fn stored_finding(import: u64, mode: Mode, row: &Row<'_>) -> Result<StoredFinding, Fault> {
    let position: i64 = row.get(0)?;
    let wrong = |column: &'static str, reason: String| {
        let row = format!("import {import}, position {position}");
        corrupt("findings", column, &row, &reason)
    };
    let code: String = row.get(1)?;
    let severity: i64 = row.get(2)?;
    let number = |index| Ok::<_, Fault>(row.get::<_, Option<i64>>(index)?.map(|n| n as u64));
    let field = match row.get::<_, Option<String>>(6)? {
        None => None,
        Some(name) => match Field::of_name(&name) {
            None => return Err(wrong("field", format!("there is no field {name}"))),
            known => known,
        },
    };
    let user = match row.get::<_, Option<Vec<u8>>>(11)? {
        None => None,
        Some(bytes) => Some(Uuid::from_slice(&bytes).map_err(|e| wrong("user", e.to_string()))?),
    };
    let mut args: Vec<(String, String)> = match row.get::<_, Option<String>>(8)? {
        None => Vec::new(),
        Some(args) => serde_json::from_str(&args).map_err(|e| wrong("args", e.to_string()))?,
    };
    let outcome = match row.get::<_, Option<u8>>(13)? {
        None => None,
        Some(number) => match Outcome::of_number(number) {
            None => return Err(wrong("outcome", number.to_string())),
            known => known,
        },
    };
    let rule = rules::find(&code).unwrap_or_else(|| {
        args.insert(0, ("code".to_owned(), code.clone()));
        &OTHER_VERSION
    });
    let finding = Finding {
        rule,
        severity: severity_of_number(severity)
            .ok_or_else(|| wrong("severity", severity.to_string()))?,
        row: number(3)?,
        line: number(4)?,
        column: row.get(5)?,
        field,
        value: row.get(7)?,
        args,
        suggestion: row.get(9)?,
        related_row: number(10)?,
        user,
        help: row.get(12)?,
        outcome,
        mode,
    };
    Ok(StoredFinding {
        position: position as u64,
        finding,
    })
}
