//! Where Admit keeps users: one folder per database, one file per trait.

mod claim_segment;
mod leb128;
pub mod limits;
pub mod sqlite;

pub use sqlite::backup::BackupMade;
pub use sqlite::sources::FOLDER_SUFFIX;

use admit_core::base::near::nearest;
use admit_core::ports::store::{Store, StoreError};
use std::path::{Path, PathBuf};

/// Opens the database that `url` names, creating it if it is not there:
/// `sqlite:PATH`, or just a path.
pub fn open(url: &str) -> Result<Box<dyn Store>, StoreError> {
    let path = file(url)?;
    Ok(Box::new(sqlite::SqliteStore::open(Path::new(path))?))
}

/// Opens the database that `url` names. One that is not there is an error, which
/// names the file that comes nearest.
pub fn open_existing(url: &str) -> Result<Box<dyn Store>, StoreError> {
    existing(url)?;
    open(url)
}

/// The file that `url` names, which has to be there.
fn existing(url: &str) -> Result<&Path, StoreError> {
    let path = Path::new(file(url)?);
    if path.exists() {
        return Ok(path);
    }
    let missing = match nearest_file(path) {
        Some(nearest) => format!("there is no such file; did you mean {}?", nearest.display()),
        None => "there is no such file".to_owned(),
    };
    Err(StoreError::Unavailable {
        database: without_password(url),
        reason: missing,
    })
}

/// Whether there is a database where `url` says.
pub fn exists(url: &str) -> Result<bool, StoreError> {
    Ok(Path::new(file(url)?).exists())
}

/// If the database is not there: the file in the same folder whose name comes nearest,
/// if one comes near.
pub fn nearest_of(url: &str) -> Option<PathBuf> {
    let path = Path::new(file(url).ok()?);
    (!path.exists()).then(|| nearest_file(path)).flatten()
}

/// Copies the database that `url` names into the file `to`, which is empty, and what was
/// handed in into the folder `files`, which is made if there is anything for it. Both are
/// as of one moment; others may read and write meanwhile. `None` if `go_on` said no before
/// the end.
pub fn backup(
    url: &str,
    to: &Path,
    files: &Path,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<BackupMade>, StoreError> {
    sqlite::backup::backup(existing(url)?, to, files, go_on)
}

/// Whether a path leads to the database that `url` names.
pub fn is_at(url: &str, path: &Path) -> bool {
    let same = |database: &str| {
        let database = Path::new(database).canonicalize();
        Some(database.ok()? == path.canonicalize().ok()?)
    };
    file(url).ok().and_then(same).unwrap_or(false)
}

/// The files of the database that others on this machine may read or write, with
/// their permissions. They hold hashes of passwords.
#[cfg(unix)]
pub fn open_to_others(url: &str) -> Vec<(PathBuf, u32)> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(path) = file(url) else {
        return Vec::new();
    };
    let files = ["", "-wal", "-shm"].map(|suffix| PathBuf::from(format!("{path}{suffix}")));
    let mode = |path: PathBuf| {
        let mode = std::fs::metadata(&path).ok()?.permissions().mode() & 0o777;
        (mode & 0o077 != 0).then_some((path, mode))
    };
    files.into_iter().filter_map(mode).collect()
}

/// The files of the database that others on this machine may read or write: here that
/// is not known.
#[cfg(not(unix))]
pub fn open_to_others(_: &str) -> Vec<(PathBuf, u32)> {
    Vec::new()
}

/// The file that a URL names.
fn file(url: &str) -> Result<&str, StoreError> {
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
    // Else they would be parts of a file's name, and make a database beside the one
    // that is meant.
    if path.starts_with("file:") {
        return unavailable("a path is named without \"file:\"; use sqlite:PATH");
    }
    if path.contains('?') {
        return unavailable("options after a ? are not known; use sqlite:PATH");
    }
    Ok(path)
}

fn nearest_file(path: &Path) -> Option<PathBuf> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let files = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let names = files.flatten().filter_map(|entry| {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        let name = entry.file_name().into_string().ok();
        name.filter(|name| is_file && is_name_of_database(name))
    });
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    let given = path.file_name()?.to_string_lossy();
    let nearest = nearest(&given, names.iter().map(String::as_str))?;
    Some(path.with_file_name(nearest))
}

/// Whether a file can be one, and is not one that stands beside it.
fn is_name_of_database(name: &str) -> bool {
    let beside = ["-wal", "-shm", "-journal", ".import-lock", ".csv", ".json"];
    !beside.iter().any(|suffix| name.ends_with(suffix))
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
            ("sqlite:file:admit.db", "without \"file:\""),
            ("file:admit.db", "without \"file:\""),
            ("sqlite:admit.db?mode=ro", "after a ?"),
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

    #[test]
    fn a_database_that_is_not_there_is_named_with_the_nearest() {
        let folder = tempfile::tempdir().unwrap();
        let url = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
        let missing = |name: &str| {
            let error = open_existing(&url(name)).err();
            error.map(|error| error.to_string()).unwrap_or_default()
        };
        let error = missing("admit.db");
        assert!(error.ends_with("there is no such file"), "{error}");
        assert!(!exists(&url("admit.db")).unwrap());
        drop(open(&url("admit.db")).unwrap());
        assert!(exists(&url("admit.db")).unwrap());
        assert_eq!(missing("admit.db"), "");
        let error = missing("admitt.db");
        assert!(error.contains("did you mean"), "{error}");
        assert!(error.ends_with("admit.db?"), "{error}");
        assert!(!missing("users.sqlite").contains("did you mean"));
        // Nothing was made by asking.
        let files = std::fs::read_dir(folder.path()).unwrap().flatten();
        let names: Vec<_> = files.map(|file| file.file_name()).collect();
        assert!(names.iter().all(|name| name == "admit.db"), "{names:?}");
    }

    #[cfg(unix)]
    #[test]
    fn links_open_nothing_to_others_and_lock_nothing_else() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink(at("real.db"), at("admit.db")).unwrap();
        let store = open(&at("admit.db").display().to_string()).unwrap();
        let mode = std::fs::metadata(at("real.db")).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
        for lock in ["admit.db.import-lock", "real.db.import-lock"] {
            let _ = std::fs::remove_file(at(lock));
            symlink(at("elsewhere"), at(lock)).unwrap();
        }
        let refused = store.lock().err().map(|error| error.to_string());
        let refused = refused.unwrap_or_default();
        assert!(refused.contains("is a symbolic link"), "{refused}");
        assert!(!at("elsewhere").exists());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_a_new_database() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("admit.db");
        let url = path.display().to_string();
        let store = open(&url).unwrap();
        let _session = store.lock().unwrap();
        for file in std::fs::read_dir(folder.path()).unwrap().flatten() {
            let mode = file.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{:?}", file.file_name());
        }
        assert_eq!(open_to_others(&url), []);
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
        assert_eq!(open_to_others(&url), [(path, 0o640)]);
    }
}
