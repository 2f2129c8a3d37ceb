//! Mails go from the outbox to an SMTP server, once.

use admit_core::passwords::stored::Secret;
use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::{Mail, ResetCode, SignIns, StoredMail};
use admit_server::Server;
use admit_server::config::{Config, SETTINGS};
use admit_server::mail::send_outbox;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;

/// How the server behaves on one connection.
#[derive(Clone, Copy)]
enum Manner {
    /// It takes the mail on.
    Takes,
    /// It answers this to the name of who is to receive it.
    Answers(&'static str),
    /// It answers this to who signs in.
    SignIn(&'static str),
    /// It answers the name of who is to receive it with what is no text.
    Garbles,
    /// It greets letter by letter, and never ends.
    Drips,
    /// It says nothing more after its greeting.
    Hangs,
}

/// A mail server for as many connections as there are manners; at the end, what it heard
/// on each.
struct Post {
    port: u16,
    heard: JoinHandle<Vec<String>>,
}

impl Post {
    fn new(manners: &[Manner]) -> Post {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let manners = manners.to_vec();
        let heard = std::thread::spawn(move || {
            let each = manners.into_iter();
            each.map(|manner| talk(listener.accept().unwrap().0, manner))
                .collect()
        });
        Post { port, heard }
    }
}

/// What is heard until the other side is gone.
fn talk(stream: TcpStream, manner: Manner) -> String {
    let mut out = stream.try_clone().unwrap();
    let mut raw = stream.try_clone().unwrap();
    let mut say = |text: &str| {
        let _ = out.write_all(format!("{text}\r\n").as_bytes());
    };
    if let Manner::Drips = manner {
        let mut out = stream;
        while out.write_all(b"2").is_ok() {
            std::thread::park_timeout(std::time::Duration::from_millis(100));
        }
        return String::new();
    }
    say("220 post.example.net");
    let mut heard = String::new();
    let mut in_data = false;
    for line in BufReader::new(stream).lines() {
        let Ok(line) = line else { break };
        heard.push_str(&line);
        heard.push('\n');
        let verb = line.split([' ', ':']).next().unwrap_or_default();
        match (manner, verb) {
            (Manner::Hangs, _) => {}
            _ if in_data => {
                if line == "." {
                    in_data = false;
                    say("250 taken");
                }
            }
            (_, "EHLO") => say("250-post.example.net\r\n250 AUTH PLAIN"),
            (Manner::Garbles, "RCPT") => {
                let _ = raw.write_all(b"550 \xff\xfe\r\n");
            }
            (Manner::SignIn(answer), "AUTH") | (Manner::Answers(answer), "RCPT") => say(answer),
            (_, "AUTH") => say("235 come in"),
            (_, "DATA") => {
                in_data = true;
                say("354 go on");
            }
            (_, "QUIT") => say("221 bye"),
            _ => say("250 well"),
        }
    }
    heard
}

struct Office {
    store: Arc<MemoryStore>,
    server: Server,
}

/// A server that sends to this port, with so many mails in its outbox.
fn office(scheme: &str, port: u16, more: &[(&str, &str)], mails: u8) -> Office {
    let mut config = Config::default();
    let url = format!("{scheme}://127.0.0.1:{port}");
    let usual = [
        ("smtp-url", url.as_str()),
        ("smtp-from", "Admit <admit@example.com>"),
        ("smtp-timeout-seconds", "1"),
    ];
    for (name, value) in usual.iter().chain(more) {
        let setting = SETTINGS.iter().find(|setting| setting.name == *name);
        setting.unwrap().set(&mut config, value).unwrap();
    }
    let store = Arc::new(MemoryStore::new());
    let server = Server::new(store.clone(), config);
    let now = server.now();
    for number in 1..=mails {
        let mail = Mail {
            user: u64::from(number),
            to: format!("user{number}@example.org"),
            subject: "Your code".to_owned(),
            body: "The code is {code}\n".to_owned(),
            code: Some(Secret(format!("ABCD-000{number}"))),
            code_ends: now + 600_000,
            created: now - 1,
        };
        let code = ResetCode {
            subject: format!("user {number}"),
            sent_to: None,
            browser: [number; 32],
            code: [number; 32],
            expires: now + 600_000,
            tries: 5,
        };
        store.put_code(&code, Some(&mail), now).unwrap();
    }
    Office { store, server }
}

impl Office {
    fn mails(&self) -> Vec<StoredMail> {
        self.store.outbox(0, 10, self.server.now()).unwrap()
    }

    /// Sends what is due, of which so many are to be taken on.
    #[track_caller]
    fn sends(&self, expected: u64) {
        assert_eq!(send_outbox(&self.server).unwrap().sent, expected);
    }

    /// Lets the pause of a mail be over.
    fn let_time_pass(&self) {
        let due = self.mails().iter().filter_map(|mail| mail.next_try).max();
        let later = due.unwrap();
        let claimed = self.store.claim_mail(later, later).unwrap().unwrap();
        let end = admit_core::ports::store::MailEnd::Again {
            at: 0,
            why: "it is later".to_owned(),
        };
        let settled = self
            .store
            .settle_mail(claimed.number, claimed.attempts, &end, later);
        assert!(settled.unwrap());
    }
}

#[test]
fn each_mail_is_sent_once_as_text_and_html() {
    let post = Post::new(&[Manner::Takes, Manner::Takes]);
    let base = ("base-url", "https://admit.example.com");
    let office = office("smtp+plain", post.port, &[base], 2);
    office.sends(2);
    office.sends(0);
    for mail in office.mails() {
        assert!(mail.sent.is_some() && mail.mail.code.is_none(), "{mail:?}");
    }
    let heard = post.heard.join().unwrap();
    for (number, heard) in (1..).zip(&heard) {
        for line in [
            "MAIL FROM:<admit@example.com>".to_owned(),
            format!("RCPT TO:<user{number}@example.org>\n"),
            "From: Admit <admit@example.com>\n".to_owned(),
            format!("To: user{number}@example.org\n"),
            "Subject: Your code\n".to_owned(),
            "Content-Type: multipart/alternative".to_owned(),
            format!("The code is ABCD-000{number}\n"),
            "<!doctype html>".to_owned(),
            "Sent by Admit at https://admit.example.com.".to_owned(),
        ] {
            assert!(heard.contains(&line), "{line}\n{heard}");
        }
    }
    assert_eq!(heard.len(), 2);
}

#[test]
fn a_server_that_is_busy_is_asked_again() {
    let post = Post::new(&[Manner::Answers("451 come back later"), Manner::Takes]);
    let office = office("smtp+plain", post.port, &[], 1);
    office.sends(0);
    let mail = &office.mails()[0];
    let why = mail.failed.as_deref().unwrap();
    assert!(
        why.contains("451") && why.contains("come back later"),
        "{why}"
    );
    assert!(mail.next_try.unwrap() > office.server.now());
    office.sends(0);
    office.let_time_pass();
    office.sends(1);
    assert_eq!(office.mails()[0].failed, None);
    assert_eq!(post.heard.join().unwrap().len(), 2);
}

#[test]
fn a_mail_that_nobody_wants_is_given_up_and_others_are_sent() {
    let post = Post::new(&[Manner::Answers("550 5.1.1 no such person"), Manner::Takes]);
    let office = office("smtp+plain", post.port, &[], 2);
    office.sends(1);
    let mails = office.mails();
    assert_eq!((mails[0].sent, mails[0].next_try), (None, None));
    assert!(mails[0].failed.as_deref().unwrap().contains("550"));
    assert!(mails[1].sent.is_some());
    post.heard.join().unwrap();
}

#[test]
fn nothing_is_said_without_tls_where_it_is_asked_for() {
    let post = Post::new(&[Manner::Takes]);
    let account = [("smtp-user", "admit"), ("smtp-password", "hunter2")];
    let office = office("smtp", post.port, &account, 2);
    assert!(!send_outbox(&office.server).unwrap().is_server_there);
    let mails = office.mails();
    // The second was not tried: there is no speaking with this server.
    assert_eq!((mails[0].attempts, mails[1].attempts), (1, 0));
    assert!(mails[0].next_try.is_some(), "{mails:?}");
    let heard = post.heard.join().unwrap();
    assert!(heard[0].starts_with("EHLO "), "{heard:?}");
    assert!(
        !heard[0].contains("MAIL") && !heard[0].contains("AUTH"),
        "{heard:?}"
    );
}

#[test]
fn who_may_not_send_tries_again_and_says_no_password() {
    let post = Post::new(&[Manner::SignIn("535 5.7.8 who are you")]);
    let account = [("smtp-user", "admit"), ("smtp-password", "hunter2")];
    let office = office("smtp+plain", post.port, &account, 2);
    office.sends(0);
    let mails = office.mails();
    assert!(mails[0].next_try.is_some());
    assert_eq!(mails[1].attempts, 0);
    assert!(!format!("{mails:?} {:?}", office.server.config()).contains("hunter2"));
    let heard = post.heard.join().unwrap();
    assert!(!heard[0].contains("MAIL"), "{heard:?}");
}

#[test]
fn a_server_that_says_nothing_is_waited_for_no_longer_than_chosen() {
    let post = Post::new(&[Manner::Hangs]);
    let office = office("smtp+plain", post.port, &[], 1);
    office.sends(0);
    let mail = &office.mails()[0];
    assert!(mail.next_try.is_some() && mail.failed.is_some(), "{mail:?}");
    assert!(post.heard.join().unwrap()[0].starts_with("EHLO "));
}

#[test]
fn a_code_that_ended_is_not_sent() {
    let post = Post::new(&[]);
    let office = office("smtp+plain", post.port, &[], 1);
    office.store.void_grants(1).unwrap();
    office.sends(0);
    assert_eq!(office.mails()[0].attempts, 0);
}

#[test]
fn one_answer_that_is_no_text_holds_up_nobody_else() {
    let post = Post::new(&[Manner::Garbles, Manner::Takes]);
    let office = office("smtp+plain", post.port, &[], 2);
    office.sends(1);
    let mails = office.mails();
    assert!(mails[0].failed.is_some() && mails[0].next_try.is_some());
    assert!(mails[1].sent.is_some());
    post.heard.join().unwrap();
}

#[test]
fn a_server_that_drips_is_left() {
    let post = Post::new(&[Manner::Drips]);
    let office = office("smtp+plain", post.port, &[], 2);
    let round = send_outbox(&office.server).unwrap();
    assert!(!round.is_server_there);
    let why = office.mails()[0].failed.clone().unwrap();
    assert!(why.contains("too slowly"), "{why}");
    assert_eq!(office.mails()[1].attempts, 0);
}
