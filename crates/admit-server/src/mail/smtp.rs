//! The server that takes mails on.

use admit_core::passwords::stored::Secret;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{Error, SmtpTransport};
use lettre::{Message, Transport};
use std::net::IpAddr;
use std::time::Duration;

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
///
/// # Errors
/// Why there is none.
pub fn transport(
    smtp: &Smtp,
    account: Option<&Account<'_>>,
    timeout: Duration,
) -> Result<SmtpTransport, String> {
    let host = smtp.host.as_str();
    let tls = || TlsParameters::new(host.to_owned()).map_err(|error| error.to_string());
    let tls = match smtp.security {
        Security::Tls => Tls::Wrapper(tls()?),
        Security::StartTls => Tls::Required(tls()?),
        Security::None => Tls::None,
    };
    let mut builder = SmtpTransport::builder_dangerous(host)
        .port(smtp.port)
        .tls(tls)
        .timeout(Some(timeout));
    if let Some(Account { user, password }) = account {
        let (user, password) = ((*user).to_owned(), password.0.clone());
        builder = builder.credentials(Credentials::new(user, password));
    }
    Ok(builder.build())
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

/// Hands a mail over.
///
/// # Errors
/// Why it was not taken on.
pub fn send(transport: &SmtpTransport, message: &Message) -> Result<(), Wrong> {
    match transport.send(message) {
        Ok(_) => Ok(()),
        Err(error) => Err(wrong(&error)),
    }
}

fn wrong(error: &Error) -> Wrong {
    let status = error.status().map(u16::from);
    let text = described(error);
    match status {
        Some(status) if WHO_IS_SENDING.contains(&status) => Wrong::Server(text),
        Some(_) if error.is_permanent() => Wrong::Mail(text),
        Some(_) => Wrong::Now(text),
        None => Wrong::Server(text),
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
