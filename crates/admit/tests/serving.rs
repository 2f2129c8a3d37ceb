//! The first start of a server, from nothing to its first administrator.
#![cfg(unix)]

mod support;

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use support::Folder;

/// A server that runs, with all that it said until it was ready.
struct Served {
    child: Child,
    said: Vec<String>,
    rest: BufReader<std::process::ChildStderr>,
}

impl Served {
    /// Serves from this folder until this is said.
    fn until(folder: &Folder, line: &str, last: &str) -> Served {
        let mut command = folder.command(line);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut rest = BufReader::new(child.stderr.take().unwrap());
        let mut said = Vec::new();
        loop {
            let mut line = String::new();
            assert_ne!(rest.read_line(&mut line).unwrap(), 0, "{said:?}");
            said.push(line.trim().to_owned());
            if said.last().is_some_and(|line| line.contains(last)) {
                break;
            }
        }
        Served { child, said, rest }
    }

    /// What stands behind this in what was said.
    fn word(&self, before: &str) -> String {
        let mut found = self.said.iter().filter_map(|line| line.split_once(before));
        let (_, rest) = found.next().unwrap();
        let end = |c: char| c.is_whitespace() || c == '"';
        rest.split(end).next().unwrap().to_owned()
    }

    /// Asks it to stop; answers with how it ended and what it said meanwhile.
    fn stop(mut self) -> (Option<i32>, String) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        let mut rest = String::new();
        self.rest.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

/// The status and the body that a request is answered with.
fn ask(at: &str, method: &str, path: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(at).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {at}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

const SERVE: &str = "serve --data data --listen 127.0.0.1:0 --metrics-listen 127.0.0.1:0";

#[test]
fn the_first_to_open_the_link_becomes_the_administrator() {
    let folder = Folder::new();
    // As text the log would be in colours; it is JSON where there is no terminal.
    let served = Served::until(&folder, SERVE, "\"serving\"");
    let at = served
        .word("Admit is at http://")
        .trim_end_matches('.')
        .to_owned();
    let path = format!("/operators/links/{}", served.word("/operators/links/"));
    let (status, body) = ask(&at, "GET", &path, "");
    assert_eq!((status, body.as_str()), (200, "{\"email\":null}"));
    let cases = [
        ("{\"password\":\"correct horse\"}", 422, "no email address"),
        (
            "{\"email\":\"ana@example.org\",\"password\":\"short\"}",
            422,
            "fewer than 8 characters",
        ),
        (
            "{\"email\":\"ana@example.org\",\"password\":\"correct horse\"}",
            200,
            "password-set",
        ),
        (
            "{\"email\":\"eve@example.org\",\"password\":\"correct horse\"}",
            404,
            "The link was used",
        ),
    ];
    for (body, expected, words) in cases {
        let (status, answer) = ask(&at, "POST", &path, body);
        assert_eq!(status, expected, "{body}: {answer}");
        assert!(answer.contains(words), "{body}: {answer}");
    }
    assert_eq!(ask(&at, "GET", &path, "").0, 404);
    let (code, log) = served.stop();
    assert_eq!(code, Some(0), "{log}");
    let secret = path.rsplit('/').next().unwrap();
    assert!(log.contains("/operators/links/{secret}"), "{log}");
    assert!(!log.contains(secret) && !log.contains("horse"), "{log}");
    let (data, _) = folder.done("--database data/admit.db operators list --format json");
    let operators: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(operators[0]["email"], "ana@example.org", "{operators}");
    assert_eq!(operators[0]["kind"], "administrator", "{operators}");
    let (trail, _) = folder.done("--database data/admit.db audit");
    assert!(trail.contains("operator-password-set"), "{trail}");
    // From then on, no start prints one.
    let again = Served::until(&folder, SERVE, "\"serving\"");
    assert!(
        !again
            .said
            .iter()
            .any(|line| line.contains("/operators/links/"))
    );
    assert_eq!(again.stop().0, Some(0));
}

#[test]
fn numbers_are_served_at_an_address_of_their_own() {
    let folder = Folder::new();
    let served = Served::until(&folder, SERVE, "\"serving\"");
    let line = served
        .said
        .iter()
        .find(|line| line.contains("serving /metrics"));
    let line: Value = serde_json::from_str(line.unwrap()).unwrap();
    let at = line["address"].as_str().unwrap().to_owned();
    let (status, text) = ask(&at, "GET", "/metrics", "");
    assert_eq!(status, 200);
    for name in [
        "process_resident_memory_bytes ",
        "process_open_fds ",
        "admit_data_room_bytes ",
        "admit_database_bytes ",
    ] {
        let value = text.lines().find_map(|line| line.strip_prefix(name));
        let value: f64 = value.unwrap_or_default().parse().unwrap_or_default();
        assert!(value > 0.0, "{name}\n{text}");
    }
    // Nothing else is.
    assert_eq!(ask(&at, "GET", "/api/v1/rules", "").0, 404);
    assert_eq!(served.stop().0, Some(0));
}

#[test]
fn what_does_not_go_together_is_said_and_a_password_is_no_option() {
    let folder = Folder::new();
    folder.refused(
        "serve --smtp-url smtp://mail.example.com",
        &["smtp-url needs smtp-from"],
    );
    folder.refused("serve --smtp-password hunter2", &["--smtp-password"]);
    let mut command = folder.command("serve --smtp-url smtp://ana:hunter2@mail.example.com");
    let output = command.output().unwrap();
    let talk = String::from_utf8(output.stderr).unwrap();
    assert!(talk.contains("use smtp-user and smtp-password"), "{talk}");
    assert!(!talk.contains("hunter2"), "{talk}");
}

#[test]
fn settings_are_told_with_where_they_were_chosen_and_no_secret_is() {
    let folder = Folder::new();
    folder.write(
        "admit.toml",
        "checks_max = 3\nlog = \"warn\"\nsmtp_password = \"hunter2\"\n",
    );
    let mut command = folder.command("serve --config admit.toml --log debug --print-settings");
    let output = command.env("ADMIT_CHECKS_MAX", "4").output().unwrap();
    let data = String::from_utf8(output.stdout).unwrap();
    assert!(!data.contains("hunter2"), "{data}");
    let settings: Value = serde_json::from_str(&data).unwrap();
    let given = |name: &str| {
        let mut settings = settings.as_array().unwrap().iter();
        let setting = settings.find(|setting| setting["name"] == name).unwrap();
        setting["given"].clone()
    };
    let said = |by: &str, value: Option<&str>| serde_json::json!({"by": by, "value": value});
    assert_eq!(given("checks-max"), said("ADMIT_CHECKS_MAX", Some("4")));
    assert_eq!(given("log"), said("--log", Some("debug")));
    let password = said("admit.toml: smtp_password", None);
    assert_eq!(given("smtp-password"), password);
    assert_eq!(given("listen"), Value::Null);
    // Nothing was made by asking.
    assert!(!folder.path().join("admit.db").exists());
}

/// Takes one mail on, as a mail server does; answers with all that it heard.
fn take_one_mail(listener: &TcpListener) -> String {
    let (stream, _) = listener.accept().unwrap();
    let mut out = stream.try_clone().unwrap();
    let mut heard = String::new();
    out.write_all(b"220 post\r\n").unwrap();
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        let in_data = heard.contains("\nDATA\n") && !heard.contains("\n.\n");
        heard.push_str(&line);
        heard.push('\n');
        let answer = match line.as_str() {
            "DATA" => "354 go on\r\n",
            "." => "250 taken\r\n",
            _ if in_data => continue,
            _ => "250 well\r\n",
        };
        out.write_all(answer.as_bytes()).unwrap();
    }
    heard
}

#[test]
fn what_waits_in_the_outbox_is_sent() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    let database = "--database data/admit.db";
    folder.done(&format!("{database} users add --email ana@example.org"));
    folder.done(&format!("{database} connections password on"));
    folder.done(&format!("{database} reset request ana@example.org"));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let line = format!(
        "{SERVE} --smtp-url smtp+plain://127.0.0.1:{port} --smtp-from admit@example.com \
         --base-url https://admit.example.com"
    );
    let served = Served::until(&folder, &line, "\"serving\"");
    let heard = take_one_mail(&listener);
    for line in [
        "\nRCPT TO:<ana@example.org>\n",
        "\nSubject: Your code to set a new password\n",
        "\nSent by Admit at https://admit.example.com.\n",
    ] {
        assert!(heard.contains(line), "{line}\n{heard}");
    }
    let (code, log) = served.stop();
    assert_eq!(code, Some(0), "{log}");
    let (data, _) = folder.done(&format!("{database} outbox --format json"));
    let mails: Value = serde_json::from_str(&data).unwrap();
    assert!(
        mails[0]["sent"].is_string() && mails[0]["code"].is_null(),
        "{mails}"
    );
    let sent = heard
        .lines()
        .find_map(|line| line.strip_prefix("The code is "));
    assert!(!log.contains(sent.unwrap()), "{log}");
    assert!(!log.contains("ana@"), "{log}");
}
