//! What is said of passwords once for a file rather than once for each row.

use super::Parts;
use crate::base::limits::{
    HEX_SALT_CHARACTERS_MIN, SALTS_LOOK_HEX_MIN, SIGN_IN_FAILURE_MILLISECONDS_MAX,
};
use crate::findings::finding::{Findings, Rows};
use crate::rules::{
    bcrypt_cost_unusual, check_is_slow, given_method_not_used, hash_upper_case, method_inferred,
    parameters_missing, position_without_salt, salt_ignored, salt_may_be_hex, salt_read_as_base64,
};
use admit_passwords::{Algorithm, Reading, Remark, SaltFormat, Written};
use std::collections::BTreeMap;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Counted {
    /// The method was read from the hash itself.
    Inferred(&'static str),
    /// Hex in capitals.
    LowerCased,
    /// The scheme has its own salt.
    SaltIgnored(&'static str),
    /// A bcrypt cost.
    CostUnusual(u32),
    /// A position and no salt.
    PositionWithoutSalt,
    /// The project's parameters were not given.
    ParametersMissing,
    /// A check that takes longer than a failed sign-in may.
    Slow(&'static str),
    /// A hash that says itself it is of another scheme than the one given for all.
    OtherThanGiven(&'static str),
    /// A salt that does not say how it is written, and is read as base64.
    SaltAsBase64,
}

/// Counts over the passwords of a file.
#[derive(Clone, Debug, Default)]
pub struct PasswordCounts {
    /// Passwords that can be checked.
    pub taken: u64,
    /// What the dearest check of them costs, in microseconds.
    pub dearest_check: u64,
    rows: BTreeMap<Counted, Rows>,
    /// Salts that are used as text, and those of them that look like hex.
    text_salts: u64,
    hex_salts: u64,
    hash_column: Option<String>,
    salt_column: Option<String>,
    position_column: Option<String>,
}

impl PasswordCounts {
    /// Remembers the names of the columns.
    pub(super) fn saw(&mut self, parts: &Parts<'_>) {
        for (name, cell) in [
            (&mut self.hash_column, parts.hash),
            (&mut self.salt_column, parts.salt),
            (&mut self.position_column, parts.position),
        ] {
            if let (None, Some(cell)) = (&name, cell) {
                *name = Some(cell.column.to_owned());
            }
        }
    }

    /// The name of the column that the hashes came from.
    pub fn hash_column(&self) -> &str {
        self.hash_column.as_deref().unwrap_or_default()
    }

    /// Counts a row.
    pub(super) fn note(&mut self, counted: Counted, row: u64) {
        let first = Rows {
            count: 0,
            first: row,
        };
        self.rows.entry(counted).or_insert(first).count += 1;
    }

    /// Counts a password that can be checked, with what is to be known of it.
    pub(super) fn took(&mut self, reading: &Reading, written: &Written<'_>, row: u64) {
        let scheme = reading.scheme.name;
        self.taken += 1;
        let cost = reading.verifier.cost().microseconds;
        self.dearest_check = self.dearest_check.max(cost);
        if cost > SIGN_IN_FAILURE_MILLISECONDS_MAX * 1000 {
            self.note(Counted::Slow(scheme), row);
        }
        if written.method.is_none() {
            self.note(Counted::Inferred(scheme), row);
        }
        for remark in &reading.remarks {
            match remark {
                Remark::LowerCased => self.note(Counted::LowerCased, row),
                Remark::SaltIgnored => self.note(Counted::SaltIgnored(scheme), row),
                Remark::CostUnusual(cost) => self.note(Counted::CostUnusual(*cost), row),
                // Said of the row itself.
                Remark::SignExtended => {}
            }
        }
        match written.salt {
            None if written.position.is_some() => self.note(Counted::PositionWithoutSalt, row),
            Some(salt) if !reading.remarks.contains(&Remark::SaltIgnored) => {
                self.saw_salt(salt, written, scheme);
                // Names of one provider say how its salts are written.
                let names_all = |method| admit_passwords::fold_method(method).starts_with("salted");
                if written.format.is_none()
                    && scheme == "pbkdf2"
                    && !written.method.is_some_and(names_all)
                {
                    self.note(Counted::SaltAsBase64, row);
                }
            }
            _ => {}
        }
    }

    /// Counts a salt that is used.
    fn saw_salt(&mut self, salt: &str, written: &Written<'_>, scheme: &str) {
        let is_text = match written.salt_format() {
            Ok(Some(format)) => format == SaltFormat::Text,
            _ => Algorithm::of_name(scheme).is_some(),
        };
        if is_text {
            let is_hex = salt.len() >= HEX_SALT_CHARACTERS_MIN
                && salt.len().is_multiple_of(2)
                && salt.bytes().all(|byte| byte.is_ascii_hexdigit());
            self.text_salts += 1;
            self.hex_salts += u64::from(is_hex);
        }
    }

    /// Counts what was counted of other rows.
    pub fn absorb(&mut self, other: &PasswordCounts) {
        self.taken += other.taken;
        self.dearest_check = self.dearest_check.max(other.dearest_check);
        self.text_salts += other.text_salts;
        self.hex_salts += other.hex_salts;
        for (counted, theirs) in &other.rows {
            let none = Rows {
                count: 0,
                first: theirs.first,
            };
            let mine = self.rows.entry(*counted).or_insert(none);
            mine.count += theirs.count;
            mine.first = mine.first.min(theirs.first);
        }
        for (mine, theirs) in [
            (&mut self.hash_column, &other.hash_column),
            (&mut self.salt_column, &other.salt_column),
            (&mut self.position_column, &other.position_column),
        ] {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        }
    }

    /// Says what was counted.
    pub fn finish(&self, findings: &mut Findings) {
        let name = |column: &Option<String>| column.clone().unwrap_or_default();
        let hash = name(&self.hash_column);
        let salt = name(&self.salt_column);
        for (counted, rows) in &self.rows {
            match *counted {
                Counted::Inferred(scheme) => method_inferred::found(&hash, scheme, *rows, findings),
                Counted::LowerCased => hash_upper_case::found(&hash, *rows, findings),
                Counted::SaltIgnored(scheme) => salt_ignored::found(&salt, scheme, *rows, findings),
                Counted::CostUnusual(cost) => {
                    bcrypt_cost_unusual::found(&hash, cost, *rows, findings);
                }
                Counted::PositionWithoutSalt => {
                    position_without_salt::found(&name(&self.position_column), *rows, findings);
                }
                Counted::Slow(scheme) => check_is_slow::found(&hash, scheme, *rows, findings),
                Counted::OtherThanGiven(scheme) => {
                    given_method_not_used::found(&hash, scheme, *rows, findings);
                }
                Counted::SaltAsBase64 => salt_read_as_base64::found(&salt, *rows, findings),
                Counted::ParametersMissing => parameters_missing::found(&hash, *rows, findings),
            }
        }
        if self.text_salts >= SALTS_LOOK_HEX_MIN && self.hex_salts == self.text_salts {
            salt_may_be_hex::found(&salt, self.text_salts, findings);
        }
    }
}
