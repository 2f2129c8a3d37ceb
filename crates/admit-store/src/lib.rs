//! Where Admit keeps users: one folder per database, one file per trait.

mod claim_segment;
mod leb128;
pub mod limits;
pub mod sqlite;

use admit_core::ports::store::{Store, StoreError};
use std::path::Path;

/// Opens the database that `url` names, creating it if it is not there:
/// `sqlite:PATH`, or just a path.
pub fn open(url: &str) -> Result<Box<dyn Store>, StoreError> {
    let unavailable = |reason: &str| {
        Err(StoreError::Unavailable {
            database: without_password(url),
            reason: reason.to_owned(),
        })
    };
    let path = match url.split_once(':') {
        Some(("sqlite", rest)) => rest.strip_prefix("//").unwrap_or(rest),
        Some(("postgres" | "postgresql", _)) => {
            return unavailable("PostgreSQL is not built into this version yet; use sqlite:PATH");
        }
        Some((_, rest)) if rest.starts_with("//") => {
            return unavailable("only sqlite:PATH is known");
        }
        _ => url,
    };
    if path.trim().is_empty() {
        return unavailable("it names no file; use sqlite:PATH");
    }
    if path == ":memory:" {
        return unavailable("a database in memory would be lost at the end; name a file");
    }
    Ok(Box::new(sqlite::SqliteStore::open(Path::new(path))?))
}

/// The URL with the user and password left out.
fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{host}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_that_cannot_be_opened_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().to_str().unwrap();
        let cases = [
            ("postgres://ana:secret@db.example.com/admit", "not built"),
            ("postgresql://db.example.com/admit", "not built"),
            ("mysql://db.example.com/admit", "only sqlite:PATH"),
            ("sqlite:", "names no file"),
            ("", "names no file"),
            ("sqlite::memory:", "name a file"),
            (folder, "is a folder"),
            (&format!("sqlite:{folder}/no/where.db"), "folder"),
        ];
        for (url, expected) in cases {
            let Err(error) = open(url) else {
                panic!("{url} was opened");
            };
            assert!(matches!(error, StoreError::Unavailable { .. }), "{url}");
            let text = error.to_string();
            assert!(text.contains(expected), "{url}: {text}");
            assert!(!text.contains("secret"), "{url}: {text}");
        }
    }

    #[test]
    fn every_form_of_a_path_opens_the_same_database() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("admit.db");
        let path = path.to_str().unwrap();
        open(path).unwrap().set_password_connection(true).unwrap();
        for url in [format!("sqlite:{path}"), format!("sqlite://{path}")] {
            assert!(open(&url).unwrap().password_connection().unwrap(), "{url}");
        }
    }
}
