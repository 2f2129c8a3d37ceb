//! What to do about failures, where that takes more than a sentence.

use admit_core::base::near::nearest;
use admit_core::ports::store::Mode;
use std::io;
use std::path::Path;

/// Names the file beside one that is not there whose name is nearest to it.
pub fn near_file(path: &Path, reason: &io::Error) -> Option<String> {
    if reason.kind() != io::ErrorKind::NotFound {
        return None;
    }
    let name = path.file_name()?.to_str()?;
    let folder = path.parent()?;
    let beside = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let entries = std::fs::read_dir(beside).ok()?.flatten();
    let names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    let near = nearest(name, names.iter().map(String::as_str))?;
    Some(format!("did you mean {}?", folder.join(near).display()))
}

/// What to do about passwords that were not all wrapped.
pub fn harden_again(left: u64) -> String {
    format!(
        "what is wrapped stays wrapped; `admit passwords harden` again does the rest ({left} users \
         were not looked at)"
    )
}

/// What to do about a rule that is not known by this name or code.
pub fn rule_meant(given: &str) -> String {
    match admit_core::rules::nearest(given) {
        Some(rule) => format!("did you mean {} ({})?", rule.name, rule.code),
        None => "`admit rules` lists them all".to_owned(),
    }
}

/// What to do about an encoding that is not known by this name.
pub fn encoding_meant(given: &str) -> String {
    match admit_core::formats::encoding::near(given) {
        Some(name) => format!("did you mean --encoding {name}?"),
        None => "`utf-8`, `windows-1252`, `iso-8859-2`, `shift_jis`, `macintosh` and `cp850` are \
                 names of encodings"
            .to_owned(),
    }
}

/// What to do about an import whose choices cannot be read.
pub fn without_choices(import: &str, mode: Mode) -> String {
    match mode {
        Mode::Check => "check the file again".to_owned(),
        Mode::Import => format!(
            "if a newer Admit began it, go on with that one; to begin anew, take it back first: \
             `admit undo {import}`"
        ),
    }
}
