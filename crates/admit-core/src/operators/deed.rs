//! What the audit trail says of what was done: a word, what it was done to, and counts,
//! ids and names of things. Nothing personal and no secret.

use crate::base::limits::AUDIT_NAMES_MAX;
use crate::ports::store::{ImportRecord, ImportState, Ledger, NewEntry, Token};
use crate::undo::work::Undone;
use crate::users::access::{Access, AccessChange};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// The words for what is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A file was handed in to be imported.
    ImportHandedIn,
    /// An import was asked for, or to go on, or to be taken back.
    ImportBegun,
    /// What is read of a file was changed: what columns feed, or what stands in cells.
    ImportCorrected,
    /// An import wrote users, to its end.
    ImportApplied,
    /// An import wrote users and stopped part-way.
    ImportStopped,
    /// An import was taken back.
    ImportUndone,
    /// An import that wrote nothing was forgotten.
    ImportDeleted,
    /// A user was added by hand.
    UserAdded,
    /// A user was changed by hand.
    UserChanged,
    /// A user was kept from signing in.
    UserSuspended,
    /// A user may sign in again.
    UserActivated,
    /// A user was put into organizations.
    UserJoined,
    /// A user was taken out of an organization.
    UserLeft,
    /// A user was removed.
    UserDeleted,
    /// A user is asked for a new password.
    UserResetAsked,
    /// A user's password was set by hand.
    UserPasswordSet,
    /// A password for one sign-in was made.
    UserTemporaryPassword,
    /// Users were written out with their password hashes.
    PasswordsExported,
    /// A backup was written, which holds everything.
    BackupMade,
    /// Fast digests were wrapped.
    PasswordsHardened,
    /// Organizations, roles or permissions were changed.
    AccessChanged,
    /// A way to sign in was switched.
    ConnectionChanged,
    /// What was said of columns by hand was forgotten.
    MappingsForgotten,
    /// Settings were changed.
    SettingsChanged,
    /// An operator looked at the code in a mail.
    MailRead,
    /// An operator was added.
    OperatorAdded,
    /// A link to set an operator's password was made.
    OperatorLinkMade,
    /// An operator set a password.
    OperatorPasswordSet,
    /// An operator may do more or less than before.
    OperatorKindChanged,
    /// An operator was removed.
    OperatorRemoved,
    /// An operator signed in.
    OperatorSignedIn,
    /// An operator signed out.
    OperatorSignedOut,
    /// A token was made.
    TokenAdded,
    /// A token was revoked.
    TokenRevoked,
    /// Uploads were removed because their time had come.
    UploadsRemoved,
}

impl Act {
    /// All of them.
    pub const ALL: [Act; 35] = [
        Act::ImportHandedIn,
        Act::ImportBegun,
        Act::ImportCorrected,
        Act::ImportApplied,
        Act::ImportStopped,
        Act::ImportUndone,
        Act::ImportDeleted,
        Act::UserAdded,
        Act::UserChanged,
        Act::UserSuspended,
        Act::UserActivated,
        Act::UserJoined,
        Act::UserLeft,
        Act::UserDeleted,
        Act::UserResetAsked,
        Act::UserPasswordSet,
        Act::UserTemporaryPassword,
        Act::PasswordsExported,
        Act::BackupMade,
        Act::PasswordsHardened,
        Act::AccessChanged,
        Act::ConnectionChanged,
        Act::MappingsForgotten,
        Act::SettingsChanged,
        Act::MailRead,
        Act::OperatorAdded,
        Act::OperatorLinkMade,
        Act::OperatorPasswordSet,
        Act::OperatorKindChanged,
        Act::OperatorRemoved,
        Act::OperatorSignedIn,
        Act::OperatorSignedOut,
        Act::TokenAdded,
        Act::TokenRevoked,
        Act::UploadsRemoved,
    ];

    /// The word.
    pub const fn name(self) -> &'static str {
        match self {
            Act::ImportHandedIn => "import-handed-in",
            Act::ImportBegun => "import-begun",
            Act::ImportCorrected => "import-corrected",
            Act::ImportApplied => "import-applied",
            Act::ImportStopped => "import-stopped",
            Act::ImportUndone => "import-undone",
            Act::ImportDeleted => "import-deleted",
            Act::UserAdded => "user-added",
            Act::UserChanged => "user-changed",
            Act::UserSuspended => "user-suspended",
            Act::UserActivated => "user-activated",
            Act::UserJoined => "user-joined",
            Act::UserLeft => "user-left",
            Act::UserDeleted => "user-deleted",
            Act::UserResetAsked => "user-reset-asked",
            Act::UserPasswordSet => "user-password-set",
            Act::UserTemporaryPassword => "user-temporary-password",
            Act::PasswordsExported => "passwords-exported",
            Act::BackupMade => "backup-made",
            Act::PasswordsHardened => "passwords-hardened",
            Act::AccessChanged => "access-changed",
            Act::ConnectionChanged => "connection-changed",
            Act::MappingsForgotten => "mappings-forgotten",
            Act::SettingsChanged => "settings-changed",
            Act::MailRead => "mail-read",
            Act::OperatorAdded => "operator-added",
            Act::OperatorLinkMade => "operator-link-made",
            Act::OperatorPasswordSet => "operator-password-set",
            Act::OperatorKindChanged => "operator-kind-changed",
            Act::OperatorRemoved => "operator-removed",
            Act::OperatorSignedIn => "operator-signed-in",
            Act::OperatorSignedOut => "operator-signed-out",
            Act::TokenAdded => "token-added",
            Act::TokenRevoked => "token-revoked",
            Act::UploadsRemoved => "uploads-removed",
        }
    }

    /// The one of this word.
    pub fn of_name(name: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.name() == name)
    }
}

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doer<'a> {
    /// Whoever uses the program where the database is.
    CommandLine,
    /// The operator of this address.
    Operator(&'a str),
    /// The token of this name.
    Token(&'a str),
    /// Admit by itself: a job that nobody asked for.
    Admit,
}

impl fmt::Display for Doer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Doer::CommandLine => f.write_str("command line"),
            Doer::Operator(email) => f.write_str(email),
            Doer::Token(name) => write!(f, "token {name}"),
            Doer::Admit => f.write_str("admit"),
        }
    }
}

/// Something that was done, to be noted.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    act: Act,
    subject: Option<String>,
    detail: Map<String, Value>,
}

impl Deed {
    /// This, and nothing more to say of it.
    pub fn new(act: Act) -> Deed {
        Deed {
            act,
            subject: None,
            detail: Map::new(),
        }
    }

    /// It was done to this: an id, a key, a name of a thing, an operator's address.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "ids and texts alike, without a sign in front"
    )]
    pub fn to(mut self, subject: impl ToString) -> Deed {
        self.subject = Some(subject.to_string());
        self
    }

    /// With this said of it: a count, an id, a name of a thing.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Deed {
        self.detail.insert(name.to_owned(), value.into());
        self
    }

    /// The entry for the audit trail.
    pub fn by(self, who: Doer<'_>) -> NewEntry {
        NewEntry {
            who: who.to_string(),
            what: self.act.name().to_owned(),
            subject: self.subject,
            detail: Value::Object(self.detail).to_string(),
        }
    }

    /// An import that wrote users: to its end, or as far as it came.
    pub fn of_import(record: &ImportRecord) -> Deed {
        let act = match record.state {
            ImportState::Complete => Act::ImportApplied,
            _ => Act::ImportStopped,
        };
        let deed = Deed::new(act).to(record.id);
        deed.with("rows", rows(&record.ledger))
    }

    /// An import that was taken back.
    pub fn of_undo(record: &ImportRecord, undone: &Undone) -> Deed {
        Deed::new(Act::ImportUndone)
            .to(record.id)
            .with("removed", undone.removed)
            .with("restored", undone.restored)
            .with("kept", undone.kept)
            .with("complete", true)
    }

    /// Changes to organizations, roles and permissions; the tables are those of before.
    /// Of many only their numbers are said.
    pub fn of_access(changes: &[AccessChange], before: &Access) -> Deed {
        let mut deed = Deed::new(Act::AccessChanged);
        let said: Vec<(&str, String)> = changes.iter().map(|one| said(one, before)).collect();
        if let [(_, key)] = &said[..] {
            deed = deed.to(key);
        }
        if said.len() <= AUDIT_NAMES_MAX {
            let list = said
                .iter()
                .map(|(what, of)| json!({"change": what, "of": of}));
            return deed.with("changes", list.collect::<Vec<_>>());
        }
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for (what, _) in &said {
            *counts.entry(what).or_default() += 1;
        }
        deed.with("counts", json!(counts))
    }

    /// A token that was made.
    pub fn of_token(token: &Token) -> Deed {
        let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.name()).collect();
        Deed::new(Act::TokenAdded)
            .to(&token.name)
            .with("scopes", scopes)
    }
}

fn rows(ledger: &Ledger) -> Value {
    json!({
        "read": ledger.read,
        "created": ledger.created,
        "updated": ledger.updated,
        "unchanged": ledger.unchanged,
        "rejected": ledger.rejected,
        "not_reached": ledger.not_reached,
    })
}

/// A change in a word, and the key of what it was made to.
fn said(change: &AccessChange, before: &Access) -> (&'static str, String) {
    let organization = |number: &u32| {
        let found = before.organization(*number);
        found.map_or_else(|| number.to_string(), |found| found.external_id.clone())
    };
    let role = |number: &u32| {
        let found = before.role(*number);
        found.map_or_else(|| number.to_string(), |found| found.key.clone())
    };
    let permission = |number: &u32| {
        let found = before.permission(*number);
        found.map_or_else(|| number.to_string(), |found| found.key.clone())
    };
    match change {
        AccessChange::AddOrganization { external_id, .. } => {
            ("organization-added", external_id.clone())
        }
        AccessChange::RenameOrganization(number, _) => {
            ("organization-renamed", organization(number))
        }
        AccessChange::SetDefault(number) => ("default-organization", organization(number)),
        AccessChange::SetAutoJoin(on) => ("auto-join", if *on { "on" } else { "off" }.to_owned()),
        AccessChange::AddPermission { key, .. } => ("permission-added", key.clone()),
        AccessChange::RenamePermission(number, _) => ("permission-renamed", permission(number)),
        AccessChange::AddRole { key, .. } => ("role-added", key.clone()),
        AccessChange::RenameRole(number, _) => ("role-renamed", role(number)),
        AccessChange::AddToRole(number, _) => ("role-given", role(number)),
        AccessChange::TakeFromRole(number, _) => ("role-taken", role(number)),
        AccessChange::RemoveOrganization(number) => ("organization-removed", organization(number)),
        AccessChange::RemoveRole(number) => ("role-removed", role(number)),
        AccessChange::RemovePermission(number) => ("permission-removed", permission(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::store::Scope;

    #[track_caller]
    fn check(deed: Deed, who: Doer<'_>, expected: [&str; 4]) {
        let entry = deed.by(who);
        let subject = entry.subject.as_deref().unwrap_or("-");
        assert_eq!([&entry.who, &entry.what, subject, &entry.detail], expected);
    }

    fn added(key: &str) -> AccessChange {
        AccessChange::AddPermission {
            key: key.to_owned(),
            name: "Ana's own".to_owned(),
        }
    }

    #[test]
    fn a_deed_is_an_entry_of_who_did_what() {
        let access = Access::default();
        let line = Doer::CommandLine;
        check(
            Deed::new(Act::UserAdded).to("0197"),
            Doer::Operator("ana@example.org"),
            ["ana@example.org", "user-added", "0197", "{}"],
        );
        check(
            Deed::new(Act::ConnectionChanged).with("on", true),
            Doer::Token("nightly"),
            ["token nightly", "connection-changed", "-", "{\"on\":true}"],
        );
        check(
            Deed::of_access(&[added("reports:read")], &access),
            line,
            [
                "command line",
                "access-changed",
                "reports:read",
                "{\"changes\":[{\"change\":\"permission-added\",\"of\":\"reports:read\"}]}",
            ],
        );
        let many: Vec<AccessChange> = (0..=AUDIT_NAMES_MAX)
            .map(|number| added(&number.to_string()))
            .chain([AccessChange::SetAutoJoin(true)])
            .collect();
        check(
            Deed::of_access(&many, &access),
            line,
            [
                "command line",
                "access-changed",
                "-",
                "{\"counts\":{\"auto-join\":1,\"permission-added\":21}}",
            ],
        );
        let token = Token {
            name: "nightly".to_owned(),
            digest: [7; 32],
            scopes: vec![Scope::ImportsWrite, Scope::SignIn],
            created: 0,
            last_used: None,
        };
        check(
            Deed::of_token(&token),
            Doer::Admit,
            [
                "admit",
                "token-added",
                "nightly",
                "{\"scopes\":[\"imports:write\",\"sign-in\"]}",
            ],
        );
    }

    #[test]
    fn every_act_has_a_word_of_its_own() {
        for act in Act::ALL {
            assert_eq!(Act::of_name(act.name()), Some(act));
        }
        assert_eq!(Act::of_name("import"), None);
    }
}
