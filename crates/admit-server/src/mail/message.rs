//! A mail as it is sent: text, and the same as HTML. The frames around what is said are
//! in `templates/mail/`.

use admit_core::ports::store::{CODE_MARK, Mail};
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

const TEXT: &str = include_str!("../../templates/mail/mail.txt");
const HTML: &str = include_str!("../../templates/mail/mail.html");
const PARAGRAPH: &str = include_str!("../../templates/mail/paragraph.html");
const CODE: &str = include_str!("../../templates/mail/code.html");

/// Who sends mails, and for which site.
pub struct Sender<'s> {
    /// The address that they come from.
    pub from: &'s Mailbox,
    /// Where people reach the server; empty if that is not said.
    pub base_url: &'s str,
}

/// The message for a mail. Its id is the same however often it is tried, so that one that
/// comes twice can be told.
///
/// # Errors
/// Why it cannot be sent at all.
pub fn message(number: u64, mail: &Mail, sender: &Sender<'_>) -> Result<Message, String> {
    let to = mail.to.parse().map_err(|_| "no such address".to_owned())?;
    let domain = sender.from.email.domain();
    let id = format!("<{}.{number}@{domain}>", mail.created);
    // So that nobody's holiday answers it (RFC 3834).
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    Message::builder()
        .from(sender.from.clone())
        .to(Mailbox::new(None, to))
        .subject(subject(mail))
        .message_id(Some(id))
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
        .multipart(MultiPart::alternative_plain_html(
            text(mail, sender),
            html(mail, sender),
        ))
        .map_err(|error| error.to_string())
}

fn text(mail: &Mail, sender: &Sender<'_>) -> String {
    let said = mail.text().0;
    filled(
        TEXT,
        &[("sender", &signature(sender)), ("text", said.trim_end())],
    )
}

fn html(mail: &Mail, sender: &Sender<'_>) -> String {
    let code = mail.code.as_ref().map_or("(ended)", |code| &code.0);
    let code = filled(CODE, &[("code", &escaped(code))]);
    let paragraphs = mail.body.split("\n\n").map(|paragraph| {
        let lines: Vec<&str> = paragraph.split_whitespace().collect();
        let said = escaped(&lines.join(" ")).replace(CODE_MARK, code.trim_end());
        filled(PARAGRAPH, &[("text", &said)])
    });
    let paragraphs: String = paragraphs.collect();
    let signature = escaped(&signature(sender));
    let sender = match sender.base_url {
        "" => signature,
        url => {
            let url = escaped(url);
            let link = format!("<a href=\"{url}\">{url}</a>");
            signature.replace(&url, &link)
        }
    };
    let subject = escaped(&subject(mail));
    filled(
        HTML,
        &[
            ("sender", &sender),
            ("subject", &subject),
            ("paragraphs", paragraphs.trim_end()),
        ],
    )
}

/// The line above it, which is one.
fn subject(mail: &Mail) -> String {
    let words: Vec<&str> = mail.subject.split_whitespace().collect();
    words.join(" ")
}

fn signature(sender: &Sender<'_>) -> String {
    match sender.base_url {
        "" => "Sent by Admit.".to_owned(),
        url => format!("Sent by Admit at {url}."),
    }
}

/// A template with its places filled: what is filled in is not read again.
fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        text.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        let value = values.iter().find(|(of, _)| *of == name);
        let (_, value) = value.expect("every place of a template has a value");
        text.push_str(value);
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Text that is nothing but text in HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use admit_core::passwords::stored::Secret;

    fn mail() -> Mail {
        Mail {
            user: 1,
            to: "ana@example.org".to_owned(),
            subject: "Your code".to_owned(),
            body: "For <b>ana</b> & {{text}}.\n\nThe code\nis {code}\n".to_owned(),
            code: Some(Secret("AB12-CD34".to_owned())),
            code_ends: 1,
            created: 5,
        }
    }

    #[test]
    fn what_is_said_is_text_in_both_parts() {
        let from: Mailbox = "Admit <admit@example.com>".parse().unwrap();
        let sender = Sender {
            from: &from,
            base_url: "https://admit.example.com",
        };
        let said = text(&mail(), &sender);
        let expected = "For <b>ana</b> & {{text}}.\n\nThe code\nis AB12-CD34\n-- \n\
                        Sent by Admit at https://admit.example.com.\n";
        assert_eq!(said, expected);
        let html = html(&mail(), &sender);
        for part in [
            ">For &lt;b&gt;ana&lt;/b&gt; &amp; {{text}}.</p>",
            ">The code is <strong ",
            ">AB12-CD34</strong></p>",
            "Sent by Admit at <a href=\"https://admit.example.com\">https://admit.example.com</a>.",
            "<title>Your code</title>",
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
    }

    #[test]
    fn a_message_has_one_id_and_no_header_of_anybody_else() {
        let from: Mailbox = "admit@example.com".parse().unwrap();
        let sender = Sender {
            from: &from,
            base_url: "",
        };
        let mut mail = mail();
        mail.subject = "Code\r\nBcc: eve@example.net".to_owned();
        let sent = message(7, &mail, &sender).unwrap().formatted();
        let sent = String::from_utf8(sent).unwrap();
        assert!(sent.contains("Message-ID: <5.7@example.com>\r\n"), "{sent}");
        assert!(
            sent.contains("Auto-Submitted: auto-generated\r\n"),
            "{sent}"
        );
        assert!(!sent.contains("\nBcc:"), "{sent}");
        mail.to = "ana@example.org\r\nRCPT TO:<eve@example.net>".to_owned();
        assert!(message(7, &mail, &sender).is_err());
    }
}
