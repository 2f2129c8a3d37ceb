//! `admit serve`: the pages and the API.

use crate::cli::serving::ServeArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::read_text;
use admit_server::config::{Config, SETTINGS, Setting};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Serves until it is asked to stop.
pub fn run(args: &ServeArgs, context: &mut Context) -> Result<Exit, Failure> {
    let config = config(args)?;
    for warning in config.warnings() {
        context.warn(&warning);
    }
    if let Some(folder) = data_folder(args) {
        std::fs::create_dir_all(&folder).map_err(|reason| Failure::Write {
            path: folder.clone(),
            reason,
        })?;
        context.use_database(&format!("sqlite:{}", folder.join("admit.db").display()));
    }
    let store = context.store_or_new()?;
    let reached = config.base_url.clone();
    let printer = &mut context.printer;
    admit_server::serve(Arc::from(store), config, |address| {
        let address = match reached.as_str() {
            "" => format!("http://{address}"),
            reached => reached.to_owned(),
        };
        printer.say(&format!("Admit is at {address}. Ctrl-C stops it."));
    })
    .map_err(Failure::Serve)?;
    Ok(Exit::Done)
}

/// The folder for everything, if one was named.
fn data_folder(args: &ServeArgs) -> Option<PathBuf> {
    let of_environment = || std::env::var_os("ADMIT_DATA").filter(|folder| !folder.is_empty());
    args.data
        .clone()
        .or_else(|| of_environment().map(PathBuf::from))
}

/// What was chosen: by an option before the environment, by that before the file.
fn config(args: &ServeArgs) -> Result<Config, Failure> {
    let mut config = Config::default();
    let of_environment = || std::env::var_os("ADMIT_CONFIG").filter(|path| !path.is_empty());
    let file = args
        .config
        .clone()
        .or_else(|| of_environment().map(PathBuf::from));
    if let Some(path) = &file {
        read_file(path, &mut config)?;
    }
    for setting in SETTINGS {
        if let Ok(value) = std::env::var(setting.variable()) {
            set(setting, &setting.variable(), &value, &mut config)?;
        }
    }
    for (place, value) in &args.settings.0 {
        let setting = &SETTINGS[*place];
        set(setting, &format!("--{}", setting.name), value, &mut config)?;
    }
    Ok(config)
}

fn set(setting: &Setting, name: &str, value: &str, config: &mut Config) -> Result<(), Failure> {
    setting
        .set(config, value)
        .map_err(|reason| Failure::Setting {
            name: name.to_owned(),
            reason,
        })
}

/// Takes the settings of a file.
fn read_file(path: &Path, config: &mut Config) -> Result<(), Failure> {
    let wrong = |reason: String| Failure::Setting {
        name: path.display().to_string(),
        reason,
    };
    let table: toml::Table = read_text(path)?
        .parse()
        .map_err(|error: toml::de::Error| wrong(error.message().to_owned()))?;
    for (key, value) in &table {
        let setting = SETTINGS.iter().find(|setting| setting.key() == *key);
        let Some(setting) = setting else {
            return Err(wrong(format!("there is no setting called {key}")));
        };
        let value = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Array(list) => {
                let texts = list.iter().filter_map(toml::Value::as_str);
                texts.collect::<Vec<_>>().join(",")
            }
            other => other.to_string(),
        };
        let name = format!("{}: {key}", path.display());
        set(setting, &name, &value, config)?;
    }
    Ok(())
}
