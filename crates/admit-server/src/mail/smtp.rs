//! The server that takes mails on.

use crate::limits::SMTP_SLOW_ANSWERS;
use admit_core::passwords::stored::Secret;
use lettre::Message;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{SmtpConnection, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use std::net::IpAddr;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// Answers of a server that does not know who is sending: it is not the mail's fault
/// (RFC 4954).
const WHO_IS_SENDING: [u16; 4] = [530, 534, 535, 538];

/// How a connection is kept from being read on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS before anything is said; without it, nothing is.
    StartTls,
    /// Not at all, because somebody asked for that.
    None,
}

impl Security {
    /// How, in words.
    pub fn described(self) -> &'static str {
        match self {
            Security::Tls => "TLS",
            Security::StartTls => "TLS before anything is said (STARTTLS)",
            Security::None => "not at all",
        }
    }
}

/// A server, as it was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smtp {
    /// How it is spoken to.
    pub security: Security,
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
}

impl Smtp {
    /// Whether it is on this machine.
    pub fn is_here(&self) -> bool {
        let address = self.host.parse::<IpAddr>();
        self.host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }
}

/// Reads `smtps://HOST`, `smtp://HOST` and `smtp+plain://HOST`, each with a port or not.
pub(crate) fn server(value: &str) -> Result<Smtp, String> {
    let wrong =
        || format!("\"{value}\" is no mail server; write one such as smtp://mail.example.com:587");
    let (scheme, rest) = value.split_once("://").ok_or_else(wrong)?;
    let (security, usual) = match scheme {
        "smtps" => (Security::Tls, 465),
        "smtp" => (Security::StartTls, 587),
        "smtp+plain" => (Security::None, 25),
        _ => return Err(wrong()),
    };
    if rest.contains('@') {
        // Not said again: there may be a password in it.
        return Err(
            "a mail server is named without its user; use smtp-user and smtp-password".to_owned(),
        );
    }
    let rest = rest.trim_end_matches('/');
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| wrong())?),
        _ => (rest, usual),
    };
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b".-:[]".contains(&b);
    if host.is_empty() || !host.bytes().all(is_part) {
        return Err(wrong());
    }
    Ok(Smtp {
        security,
        host: host.trim_matches(['[', ']']).to_owned(),
        port,
    })
}

/// Reads the address that mails come from.
pub(crate) fn mailbox(value: &str) -> Result<Mailbox, String> {
    let wrong =
        |_| format!("\"{value}\" is no address; write one such as Admit <admit@example.com>");
    value.parse().map_err(wrong)
}

/// Who signs in to the server.
pub struct Account<'a> {
    /// The name.
    pub user: &'a str,
    /// The password.
    pub password: &'a Secret,
}

/// A way to a server. Each mail has a connection of its own.
#[derive(Clone)]
pub struct Way {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    timeout: Duration,
}

/// A way to a server, each of whose answers may take so long.
///
/// # Errors
/// Why there is none.
pub fn way(smtp: &Smtp, account: Option<&Account<'_>>, timeout: Duration) -> Result<Way, String> {
    let host = smtp.host.clone();
    let tls = || TlsParameters::new(host.clone()).map_err(|error| error.to_string());
    let tls = match smtp.security {
        Security::Tls => Tls::Wrapper(tls()?),
        Security::StartTls => Tls::Required(tls()?),
        Security::None => Tls::None,
    };
    let credentials = account
        .map(|Account { user, password }| Credentials::new((*user).to_owned(), password.0.clone()));
    Ok(Way {
        port: smtp.port,
        host,
        tls,
        credentials,
        timeout,
    })
}

impl Way {
    /// A connection over which mails can be handed over.
    fn connection(&self) -> Result<SmtpConnection, Error> {
        let wrapper = match &self.tls {
            Tls::Wrapper(parameters) => Some(parameters),
            _ => None,
        };
        let (to, name) = ((self.host.as_str(), self.port), ClientId::default());
        let mut connection = SmtpConnection::connect(to, Some(self.timeout), &name, wrapper, None)?;
        if let Tls::Required(parameters) = &self.tls {
            connection.starttls(parameters, &name)?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials)?;
        }
        Ok(connection)
    }
}

/// Why a mail was not taken on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The server does not want this mail, whenever it comes.
    Mail(String),
    /// The server does not want it now.
    Now(String),
    /// There is no speaking with the server: no other mail has to be tried.
    Server(String),
}

/// How far handing a mail over has come.
enum Step {
    /// The server listens.
    Connected,
    /// It is over.
    Ended(Result<(), Wrong>),
}

/// Hands a mail over. However slowly the server answers, that takes a bounded time; what
/// goes on beyond it is waited for by nobody.
///
/// # Errors
/// Why it was not taken on.
pub fn send(way: &Way, message: &Message) -> Result<(), Wrong> {
    let (tell, told) = mpsc::channel();
    let until = Instant::now() + way.timeout.saturating_mul(SMTP_SLOW_ANSWERS);
    let (way, envelope, bytes) = (way.clone(), message.envelope().clone(), message.formatted());
    let handing_over = move || {
        let connection = way.connection();
        let ended = match connection {
            Err(error) => Err(Wrong::Server(described(&error))),
            Ok(mut connection) => {
                let _ = tell.send(Step::Connected);
                let sent = connection.send(&envelope, &bytes);
                let sent = sent.map(drop).map_err(|error| wrong(&error));
                let _ = tell.send(Step::Ended(sent));
                connection.abort();
                return;
            }
        };
        let _ = tell.send(Step::Ended(ended));
    };
    let begun = thread::Builder::new()
        .name("mail".to_owned())
        .spawn(handing_over);
    begun.map_err(|error| Wrong::Server(error.to_string()))?;
    let mut is_connected = false;
    loop {
        match told.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(Step::Connected) => is_connected = true,
            Ok(Step::Ended(ended)) => return ended,
            Err(_) => {
                let why = "the server answers too slowly".to_owned();
                return Err(if is_connected {
                    Wrong::Now(why)
                } else {
                    Wrong::Server(why)
                });
            }
        }
    }
}

/// What is wrong where a server listened.
fn wrong(error: &Error) -> Wrong {
    let status = error.status().map(u16::from);
    let text = described(error);
    match status {
        Some(status) if WHO_IS_SENDING.contains(&status) => Wrong::Server(text),
        Some(_) if error.is_permanent() => Wrong::Mail(text),
        // Also an answer that cannot be read: the next mail may get another one.
        _ => Wrong::Now(text),
    }
}

/// The error with what lies behind it.
fn described(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(behind) = source {
        let behind_text = behind.to_string();
        if !text.contains(&behind_text) {
            text = format!("{text}: {behind_text}");
        }
        source = behind.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: Option<(Security, &str, u16)>) {
        let found = server(value).ok();
        let found = found.as_ref();
        let found = found.map(|smtp| (smtp.security, smtp.host.as_str(), smtp.port));
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn servers_are_read() {
        use Security::{None as Plain, StartTls, Tls};
        check(
            "smtps://mail.example.com",
            Some((Tls, "mail.example.com", 465)),
        );
        check(
            "smtp://mail.example.com/",
            Some((StartTls, "mail.example.com", 587)),
        );
        check("smtp://10.0.0.2:25", Some((StartTls, "10.0.0.2", 25)));
        check("smtp+plain://localhost", Some((Plain, "localhost", 25)));
        check("smtp://[::1]:2525", Some((StartTls, "::1", 2525)));
        check("smtp://[::1]", Some((StartTls, "::1", 587)));
        check("mail.example.com", None);
        check("http://mail.example.com", None);
        check("smtp://", None);
        check("smtp://mail.example.com:mail", None);
        check("smtp://a b", None);
        let refused = server("smtp://ana:hunter2@mail.example.com").unwrap_err();
        assert!(!refused.contains("hunter2"), "{refused}");
    }
}
