//! PWD030: Firebase hashes without their parameters.

use crate::base::numbers::grouped;
use crate::findings::finding::{Finding, Findings, Rows};
use crate::rules::view::Check;
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// Hashes of a Firebase project, in a run that was not given what the project says of
    /// all its hashes: signer key, salt separator, rounds and memory cost.
    ///
    /// ## Why it matters
    /// Without them no hash of the project can be checked, and every user would have to set
    /// a new password.
    ///
    /// ## What becomes of the row
    /// Nothing is imported.
    ///
    /// ## What to do
    /// Look up the values in the Firebase console: Authentication, Users, the menu with
    /// three dots, Password hash parameters. Save the whole text to a file and give it with
    /// `--firebase-parameters-file`; or give the values one by one:
    /// `--firebase-signer-key-file`, `--firebase-salt-separator`, `--firebase-rounds`,
    /// `--firebase-memory-cost`. To import the users without passwords, leave the columns
    /// out: `--map "passwordHash="`.
    ///
    /// ## Example
    /// ```csv
    /// id,hashed_password,hashing_method,salt    <- PWD030
    /// 1,yA7Gk3X3b9pXW5n9Z0cQ8h0m3n8X4mT1b1yq0e2vJcQ8h0m3n8X4mT1b1yq0e2vJyA7Gk3X3b9pXW5n9Z0cQ8g==,firebase-scrypt,42xEC+ixf3L2lw==
    /// ```
    "PWD030" "parameters-missing", Error; fix Choose; scope Run;
    verb "Give the parameters of the project";
    message "The project's parameters were not given, and {have}.";
    became "Nothing {was} imported.";
    help "Firebase console, Authentication, Users, ⋮, Password hash parameters: save the text to a file and add --firebase-parameters-file FILE. Or add --firebase-signer-key-file FILE --firebase-salt-separator Bw== --firebase-rounds 8 --firebase-memory-cost 14 with the values shown there.";
    check Check::Raised
}

/// Raised once for a file.
pub(crate) fn found(column: &str, rows: Rows, findings: &mut Findings) {
    let have = match rows.count {
        1 => "1 row has a firebase-scrypt hash".to_owned(),
        n => format!("{} rows have firebase-scrypt hashes", grouped(n)),
    };
    let finding = Finding::of(&RULE).column(column, Some(Field::HashedPassword));
    findings.add(finding.arg("have", have).related(rows.first));
}
