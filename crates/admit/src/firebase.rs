//! What a Firebase project says of all its hashes, from options and files.

use crate::cli::importing::FirebaseArgs;
use crate::failure::Failure;
use crate::input::read_text;
use admit_passwords::FirebaseParameters;
use std::path::Path;

/// The parameters that the options give; `None` without any.
pub fn parameters(args: &FirebaseArgs) -> Result<Option<FirebaseParameters>, Failure> {
    let wrong = |path: &Path, problem: String| Failure::FirebaseParameters {
        path: path.to_owned(),
        problem,
    };
    if let Some(path) = &args.parameters_file {
        let text = read_text(path)?;
        let read = FirebaseParameters::read(&text);
        return read
            .map(Some)
            .map_err(|problem| wrong(path, problem.to_string()));
    }
    let Some(path) = &args.signer_key_file else {
        return Ok(None);
    };
    let text = read_text(path)?;
    // The whole text of the console may stand where the key alone is expected.
    let read = if text.contains('{') {
        FirebaseParameters::read(&text)
    } else {
        FirebaseParameters::new(
            Some(text.trim().trim_matches('"')),
            args.salt_separator.as_deref(),
            args.rounds.as_deref(),
            args.memory_cost.as_deref(),
        )
    };
    read.map(Some)
        .map_err(|problem| wrong(path, problem.to_string()))
}

/// The options as they were given, to give them again.
pub fn again(args: &FirebaseArgs, quoted: impl Fn(&str) -> String) -> String {
    let path = |path: &Option<std::path::PathBuf>| path.as_ref().map(|p| p.display().to_string());
    let options = [
        ("parameters-file", path(&args.parameters_file)),
        ("signer-key-file", path(&args.signer_key_file)),
        ("salt-separator", args.salt_separator.clone()),
        ("rounds", args.rounds.clone()),
        ("memory-cost", args.memory_cost.clone()),
    ];
    options
        .into_iter()
        .filter_map(|(name, value)| Some(format!(" --firebase-{name} {}", quoted(&value?))))
        .collect()
}
