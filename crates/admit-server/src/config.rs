//! What can be chosen for the server: each setting by an option, by the environment and
//! in a file, all from one list.

use crate::mail::{self, Security, Smtp};
use admit_core::import::typed;
use admit_core::passwords::stored::Secret;
use lettre::message::Mailbox;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

const MIB: u64 = 1024 * 1024;
const DAY: Duration = Duration::from_hours(24);

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where the pages and the API are served.
    pub listen: SocketAddr,
    /// Where people reach the server, without a slash at its end; for links in mails.
    pub base_url: String,
    /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The largest file that can be handed in, in bytes.
    pub upload_bytes_max: u64,
    /// How long files that were handed in are kept.
    pub keep_uploads: Duration,
    /// How many connections are open at once.
    pub connections_max: usize,
    /// How many checks run at once.
    pub checks_max: usize,
    /// How long a job is a server's without a sign of life.
    pub lease: Duration,
    /// Where the numbers for watching are served without a token; nowhere if not said.
    pub metrics_listen: Option<SocketAddr>,
    /// The country of phone numbers without a country code at sign-in.
    pub default_region: Option<String>,
    /// Which server sends mails; without one they wait to be read by operators.
    pub smtp: Option<Smtp>,
    /// The address that mails come from.
    pub smtp_from: Option<Mailbox>,
    /// Who signs in to the mail server; nobody if not said.
    pub smtp_user: Option<String>,
    /// The password for that.
    pub smtp_password: Secret,
    /// How long the mail server may take for each answer.
    pub smtp_timeout: Duration,
    /// What is logged: `error`, `warn`, `info`, `debug`, or a filter of tracing.
    pub log: String,
}

impl Default for Config {
    fn default() -> Config {
        let mut config = Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: String::new(),
            trusted_proxies: Vec::new(),
            upload_bytes_max: 0,
            keep_uploads: Duration::ZERO,
            connections_max: 0,
            checks_max: 0,
            lease: Duration::ZERO,
            metrics_listen: None,
            default_region: None,
            smtp: None,
            smtp_from: None,
            smtp_user: None,
            smtp_password: Secret::default(),
            smtp_timeout: Duration::ZERO,
            log: String::new(),
        };
        for setting in SETTINGS {
            if let Err(reason) = (setting.set)(&mut config, setting.default) {
                unreachable!("{} has a default that fits: {reason}", setting.name);
            }
        }
        config
    }
}

/// One thing that can be chosen.
pub struct Setting {
    /// Its name as an option, without the dashes in front.
    pub name: &'static str,
    /// What its value is called in help texts.
    pub value: &'static str,
    /// What holds if nothing is said; empty for nothing.
    pub default: &'static str,
    /// What it is for, in a sentence or two.
    pub help: &'static str,
    /// Whether it is nobody's to see: it is no option, as everybody on a machine can read
    /// those of every process.
    pub is_secret: bool,
    set: fn(&mut Config, &str) -> Result<(), String>,
}

impl Setting {
    /// Its name in the environment.
    pub fn variable(&self) -> String {
        format!("ADMIT_{}", self.key().to_ascii_uppercase())
    }

    /// Its name in a file.
    pub fn key(&self) -> String {
        self.name.replace('-', "_")
    }

    /// Takes a value as it was written.
    ///
    /// # Errors
    /// What is to be written instead.
    pub fn set(&self, config: &mut Config, value: &str) -> Result<(), String> {
        (self.set)(config, value.trim())
    }
}

/// Everything that can be chosen, in the order in which it is told.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "listen",
        value: "ADDRESS",
        default: "127.0.0.1:8080",
        help: "Where the pages and the API are served. Only this machine reaches them unless \
               another address is named; in front of that belongs a proxy with TLS.",
        is_secret: false,
        set: |config, value| {
            config.listen = address(value)?;
            Ok(())
        },
    },
    Setting {
        name: "base-url",
        value: "URL",
        default: "",
        help: "Where people reach the server, for links in mails and for browsers: \
               https://admit.example.com. Without it, http:// and the address it listens on.",
        is_secret: false,
        set: |config, value| {
            config.base_url = base_url(value)?;
            Ok(())
        },
    },
    Setting {
        name: "trusted-proxies",
        value: "ADDRESSES",
        default: "",
        help: "The addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are \
               believed, separated by commas.",
        is_secret: false,
        set: |config, value| {
            let parts = value.split(',').map(str::trim);
            let parts = parts.filter(|part| !part.is_empty()).map(|part| {
                let wrong = |_| format!("\"{part}\" is no address; write one such as 10.0.0.2");
                part.parse().map_err(wrong)
            });
            config.trusted_proxies = parts.collect::<Result<_, _>>()?;
            Ok(())
        },
    },
    Setting {
        name: "upload-mib-max",
        value: "MIB",
        default: "4096",
        help: "The largest file that can be handed in, in MiB.",
        is_secret: false,
        set: |config, value| {
            config.upload_bytes_max = number(value)?.saturating_mul(MIB);
            Ok(())
        },
    },
    Setting {
        name: "keep-uploads-days",
        value: "DAYS",
        default: "30",
        help: "How long files that were handed in are kept. They are needed to correct, to \
               resume and to write fix files.",
        is_secret: false,
        set: |config, value| {
            config.keep_uploads =
                DAY.saturating_mul(u32::try_from(number(value)?).unwrap_or(u32::MAX));
            Ok(())
        },
    },
    Setting {
        name: "connections-max",
        value: "COUNT",
        default: "16384",
        help: "How many connections are open at once. Those beyond wait to be accepted.",
        is_secret: false,
        set: |config, value| {
            config.connections_max = positive(value)? as usize;
            Ok(())
        },
    },
    Setting {
        name: "checks-max",
        value: "COUNT",
        default: "2",
        help: "How many checks run at once. Imports are written one at a time.",
        is_secret: false,
        set: |config, value| {
            config.checks_max = positive(value)? as usize;
            Ok(())
        },
    },
    Setting {
        name: "lease-seconds",
        value: "SECONDS",
        default: "10",
        help: "How long a job is a server's without a sign of life. So long after a server died \
               another one, or the same one started again, goes on with what it did.",
        is_secret: false,
        set: |config, value| {
            config.lease = Duration::from_secs(positive(value)?);
            Ok(())
        },
    },
    Setting {
        name: "metrics-listen",
        value: "ADDRESS",
        default: "",
        help: "Where /metrics is served to whoever asks. Elsewhere it takes a token with the \
               scope settings:write.",
        is_secret: false,
        set: |config, value| {
            config.metrics_listen = match value {
                "" => None,
                value => Some(address(value)?),
            };
            Ok(())
        },
    },
    Setting {
        name: "default-region",
        value: "COUNTRY",
        default: "",
        help: "The country of phone numbers without a country code that people sign in with, \
               such as AU.",
        is_secret: false,
        set: |config, value| {
            config.default_region =
                Some(value.to_ascii_uppercase()).filter(|value| !value.is_empty());
            Ok(())
        },
    },
    Setting {
        name: "smtp-url",
        value: "URL",
        default: "",
        help: "The server that sends mails: smtp://mail.example.com:587 (with STARTTLS, and \
               never without), smtps://mail.example.com:465 (TLS), or \
               smtp+plain://localhost:25, which others on the way can read. Without it, \
               mails wait in the outbox to be read by operators.",
        is_secret: false,
        set: |config, value| {
            config.smtp = match value {
                "" => None,
                value => Some(mail::server(value)?),
            };
            Ok(())
        },
    },
    Setting {
        name: "smtp-from",
        value: "ADDRESS",
        default: "",
        help: "The address that mails come from: Admit <admit@example.com>.",
        is_secret: false,
        set: |config, value| {
            config.smtp_from = match value {
                "" => None,
                value => Some(mail::mailbox(value)?),
            };
            Ok(())
        },
    },
    Setting {
        name: "smtp-user",
        value: "NAME",
        default: "",
        help: "Who signs in to the mail server; nobody if not said.",
        is_secret: false,
        set: |config, value| {
            config.smtp_user = Some(value.to_owned()).filter(|value| !value.is_empty());
            Ok(())
        },
    },
    Setting {
        name: "smtp-password",
        value: "PASSWORD",
        default: "",
        help: "The password for that. Only by the environment or in a file.",
        is_secret: true,
        set: |config, value| {
            config.smtp_password = Secret(value.to_owned());
            Ok(())
        },
    },
    Setting {
        name: "smtp-timeout-seconds",
        value: "SECONDS",
        default: "10",
        help: "How long the mail server may take for each answer.",
        is_secret: false,
        set: |config, value| {
            config.smtp_timeout = Duration::from_secs(positive(value)?);
            Ok(())
        },
    },
    Setting {
        name: "log",
        value: "LEVEL",
        default: "info",
        help: "What is logged: error, warn, info, debug, or a filter such as \
               admit_server=debug. As text on a terminal, as JSON elsewhere.",
        is_secret: false,
        set: |config, value| {
            value.clone_into(&mut config.log);
            Ok(())
        },
    },
];

impl Config {
    /// Where people reach the server: what was said, or the address it listens on.
    pub fn reached_at(&self) -> String {
        if self.base_url.is_empty() {
            format!("http://{}", self.listen)
        } else {
            self.base_url.clone()
        }
    }

    /// Whether people reach it by TLS.
    pub fn is_by_tls(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// What is to be said of the choice before it is served.
    pub fn warnings(&self) -> Vec<String> {
        let is_open = !self.listen.ip().is_loopback() && !self.is_by_tls();
        let open = is_open.then(|| {
            format!(
                "others can reach {} and read passwords on the way: put a proxy with TLS in \
                 front and name it with --base-url https://…",
                self.listen
            )
        });
        let smtp = self.smtp.as_ref();
        let plain = smtp.filter(|smtp| smtp.security == Security::None && !smtp.is_here());
        let plain = plain.map(|smtp| {
            format!(
                "mails go to {} in the clear, and others on the way can read the codes in them: \
                 use smtp:// or smtps://",
                smtp.host
            )
        });
        open.into_iter().chain(plain).collect()
    }

    /// Why it cannot be served like that, if so: what is chosen by one setting needs
    /// another.
    pub fn refusal(&self) -> Option<String> {
        let without_from = self.smtp.is_some() && self.smtp_from.is_none();
        without_from.then(|| {
            "smtp-url needs smtp-from, the address that mails come from: \
             Admit <admit@example.com>"
                .to_owned()
        })
    }
}

fn address(value: &str) -> Result<SocketAddr, String> {
    let whole = match value.strip_prefix(':') {
        Some(port) => format!("127.0.0.1:{port}"),
        None => value.to_owned(),
    };
    let wrong = |_| format!("\"{value}\" is no address; write one such as 127.0.0.1:8080");
    whole.parse().map_err(wrong)
}

fn base_url(value: &str) -> Result<String, String> {
    if value.is_empty() {
        return Ok(String::new());
    }
    typed::base_url(value)
}

fn number(value: &str) -> Result<u64, String> {
    let digits = value.replace([',', '_'], "");
    let wrong = |_| format!("\"{value}\" is no number");
    digits.parse().map_err(wrong)
}

fn positive(value: &str) -> Result<u64, String> {
    match number(value)? {
        0 => Err("0 would let nothing in".to_owned()),
        count => Ok(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, value: &str, expected: Result<fn(&Config) -> bool, &str>) {
        let setting = SETTINGS
            .iter()
            .find(|setting| setting.name == name)
            .unwrap();
        let mut config = Config::default();
        match (setting.set(&mut config, value), expected) {
            (Ok(()), Ok(holds)) => assert!(holds(&config), "{config:?}"),
            (Err(reason), Err(expected)) => assert_eq!(reason, expected),
            (result, _) => panic!("{name} {value}: {result:?}"),
        }
    }

    #[test]
    fn settings_are_read() {
        check(
            "listen",
            "0.0.0.0:80",
            Ok(|config| config.warnings().len() == 1),
        );
        check("listen", ":9000", Ok(|config| config.listen.port() == 9000));
        check(
            "listen",
            "[::1]:80",
            Ok(|config| config.warnings().is_empty()),
        );
        check(
            "listen",
            "here",
            Err("\"here\" is no address; write one such as 127.0.0.1:8080"),
        );
        check(
            "base-url",
            "https://a.example.com/",
            Ok(|config| config.reached_at() == "https://a.example.com" && config.is_by_tls()),
        );
        check(
            "base-url",
            "a.example.com",
            Err(
                "\"a.example.com\" is no address of a site; write one such as https://admit.example.com",
            ),
        );
        check(
            "trusted-proxies",
            "10.0.0.2, ::1",
            Ok(|config| config.trusted_proxies.len() == 2),
        );
        check(
            "upload-mib-max",
            "1,024",
            Ok(|config| config.upload_bytes_max == 1 << 30),
        );
        check("checks-max", "0", Err("0 would let nothing in"));
        check(
            "default-region",
            "au",
            Ok(|config| config.default_region.as_deref() == Some("AU")),
        );
    }

    #[test]
    fn names_are_told_apart_everywhere() {
        for (place, setting) in SETTINGS.iter().enumerate() {
            assert!(
                SETTINGS[..place]
                    .iter()
                    .all(|other| other.name != setting.name)
            );
            assert!(
                setting.variable().starts_with("ADMIT_"),
                "{}",
                setting.variable()
            );
        }
    }
}
