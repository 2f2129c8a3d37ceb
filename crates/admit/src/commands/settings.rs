//! What is chosen for the server: by an option before the environment, by that before
//! the file.

use crate::cli::serving::ServeArgs;
use crate::failure::Failure;
use crate::input::read_text;
use admit_server::config::{Config, SETTINGS, Setting};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What was chosen, and where.
pub struct Choice {
    /// All of it.
    pub config: Config,
    /// By the name of the setting: where it was chosen, and as what.
    given: BTreeMap<&'static str, (String, String)>,
}

impl Choice {
    /// What was chosen with these options.
    pub fn of(args: &ServeArgs) -> Result<Choice, Failure> {
        let mut choice = Choice {
            config: Config::default(),
            given: BTreeMap::new(),
        };
        let of_environment = || std::env::var_os("ADMIT_CONFIG").filter(|path| !path.is_empty());
        let file = args.config.clone();
        if let Some(path) = file.or_else(|| of_environment().map(PathBuf::from)) {
            choice.read_file(&path)?;
        }
        for setting in SETTINGS {
            if let Ok(value) = std::env::var(setting.variable()) {
                choice.set(setting, setting.variable(), &value)?;
            }
        }
        for (place, value) in &args.settings.0 {
            let setting = &SETTINGS[*place];
            choice.set(setting, format!("--{}", setting.name), value)?;
        }
        Ok(choice)
    }

    fn set(&mut self, setting: &Setting, name: String, value: &str) -> Result<(), Failure> {
        match setting.set(&mut self.config, value) {
            Ok(()) => {
                self.given.insert(setting.name, (name, value.to_owned()));
                Ok(())
            }
            Err(reason) => Err(Failure::Setting { name, reason }),
        }
    }

    /// Takes the settings of a file.
    fn read_file(&mut self, path: &Path) -> Result<(), Failure> {
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
            self.set(setting, format!("{}: {key}", path.display()), &value)?;
        }
        Ok(())
    }

    /// Every setting with what was chosen, as data; nothing of what is secret.
    pub fn told(&self) -> Value {
        let settings = SETTINGS.iter().map(|setting| {
            let option = (!setting.is_secret).then(|| format!("--{}", setting.name));
            let given = self.given.get(setting.name).map(|(by, value)| {
                let value = (!setting.is_secret).then_some(value);
                json!({"by": by, "value": value})
            });
            json!({
                "name": setting.name,
                "option": option,
                "variable": setting.variable(),
                "key": setting.key(),
                "form": setting.value,
                "default": setting.default,
                "help": setting.help,
                "secret": setting.is_secret,
                "given": given,
            })
        });
        settings.collect()
    }
}
