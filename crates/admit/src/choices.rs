//! Arguments to values: texts that only mean something to Admit.

use crate::cli::importing::{ConflictChoice, ImportArgs};
use admit_core::rows::choices::{Choices, Contents, Hashing, OnConflict};

/// What the person importing chose, as the import keeps it.
pub fn of_import(args: &ImportArgs) -> Choices {
    Choices {
        contents: Contents::Users,
        map: args.map.clone(),
        remembered: Vec::new(),
        no_remembered: args.no_remembered,
        on_conflict: match args.on_conflict {
            ConflictChoice::UseFile => OnConflict::UseFile,
            ConflictChoice::KeepDirectory => OnConflict::KeepDirectory,
            ConflictChoice::Reject => OnConflict::Reject,
        },
        replace_access: args.replace_access,
        replace_credentials: args.replace_credentials,
        default_region: args.default_region.clone(),
        encoding: args.encoding.clone(),
        deny: args.deny.clone(),
        set: args.set.clone(),
        cells: Vec::new(),
        accept: args.accept.clone(),
        max_errors: args.max_errors,
        hashing: Hashing {
            method: args.hashing.method.clone(),
            salt_position: args.hashing.salt_position.clone(),
            salt_format: args.hashing.salt_format.clone(),
        },
        firebase: None,
    }
}
