//! Sending what is in the outbox of the store.

use super::message::{Sender, message};
use super::smtp::{self, Account, Wrong};
use crate::limits::{
    MAIL_LEASE, MAIL_PAUSE_FIRST, MAIL_PAUSE_MAX, MAIL_REASON_CHARACTERS_MAX, SMTP_ANSWERS_MAX,
};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::ports::store::{Mail, MailEnd, SignIns, Store, StoredMail};

/// What became of sending what is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// How many mails were sent.
    pub sent: u64,
    /// Whether the mail server could be used, as far as it was tried.
    pub is_server_there: bool,
}

/// Sends the mails that are due. Without a mail server they
/// stay where they are. It blocks, at most for as long as the server may take for an
/// answer and a few more of them.
///
/// A mail is claimed in the store before it is sent, so that of several processes one
/// sends it. Should that one die after the server has taken the mail on and before this
/// is noted, the mail is sent again, with the same id.
///
/// # Errors
/// The store does not answer.
pub fn send_outbox(server: &Server) -> Result<Round, Problem> {
    let mut round = Round {
        sent: 0,
        is_server_there: true,
    };
    let config = server.config();
    let (Some(smtp), Some(from)) = (&config.smtp, &config.smtp_from) else {
        return Ok(round);
    };
    let account = config.smtp_user.as_deref().map(|user| Account {
        user,
        password: &config.smtp_password,
    });
    let sender = Sender {
        from,
        base_url: &config.base_url,
    };
    let way = match smtp::way(smtp, account.as_ref(), config.smtp_timeout) {
        Ok(way) => way,
        Err(reason) => {
            tracing::error!(reason, "there is no way to the mail server");
            round.is_server_there = false;
            return Ok(round);
        }
    };
    let store = server.store();
    loop {
        let now = server.now();
        let lease = MAIL_LEASE.max(config.smtp_timeout.saturating_mul(SMTP_ANSWERS_MAX));
        let until = now.saturating_add(i64::try_from(lease.as_millis()).unwrap_or(i64::MAX));
        let Some(stored) = store.claim_mail(now, until)? else {
            return Ok(round);
        };
        let result = message(stored.number, &stored.mail, &sender).map_err(Wrong::Mail);
        let result = result.and_then(|message| smtp::send(&way, &message));
        let is_sent = result.is_ok();
        round.is_server_there = !matches!(result, Err(Wrong::Server(_)));
        settle(server, store, &stored, result)?;
        round.sent += u64::from(is_sent);
        if !round.is_server_there {
            return Ok(round);
        }
    }
}

/// Hands a mail to the mail server that says nothing but that it came. It blocks as long as
/// the server may take.
///
/// # Errors
/// Why it was not taken on, as a sentence.
pub fn send_test(server: &Server, to: &str) -> Result<(), String> {
    let config = server.config();
    let (Some(smtp), Some(from)) = (&config.smtp, &config.smtp_from) else {
        return Err("No mail server is set.".to_owned());
    };
    let account = config.smtp_user.as_deref().map(|user| Account {
        user,
        password: &config.smtp_password,
    });
    let sender = Sender {
        from,
        base_url: &config.base_url,
    };
    let now = server.now();
    let mail = Mail {
        user: 0,
        to: to.to_owned(),
        subject: "A test".to_owned(),
        body: "Somebody who operates Admit asked for this test. Mails come through.".to_owned(),
        code: None,
        code_ends: now,
        created: now,
    };
    let way = smtp::way(smtp, account.as_ref(), config.smtp_timeout)?;
    let sent = message(0, &mail, &sender).map_err(Wrong::Mail);
    match sent.and_then(|message| smtp::send(&way, &message)) {
        Ok(()) => Ok(()),
        Err(Wrong::Mail(why) | Wrong::Now(why) | Wrong::Server(why)) => {
            Err(format!("The mail server said: {}", cut(why)))
        }
    }
}

/// Notes what became of a mail. Who it was for and what the server said stands in the
/// store and not in the log.
fn settle(
    server: &Server,
    store: &dyn Store,
    stored: &StoredMail,
    result: Result<(), Wrong>,
) -> Result<(), Problem> {
    let (number, attempt) = (stored.number, stored.attempts);
    let now = server.now();
    let again = |why: String| MailEnd::Again {
        at: now + pause(attempt),
        why: cut(why),
    };
    let (end, word) = match result {
        Ok(()) => (MailEnd::Sent, "sent"),
        Err(Wrong::Mail(why)) => (MailEnd::Failed(cut(why)), "refused"),
        Err(Wrong::Now(why)) => (again(why), "put-off"),
        Err(Wrong::Server(why)) => {
            tracing::warn!(reason = why, "the mail server cannot be used");
            (again(why), "failed")
        }
    };
    SignIns::settle_mail(store, number, attempt, &end, now)?;
    tracing::info!(mail = number, attempt, result = word, "mail");
    server.meters().mail(word);
    Ok(())
}

/// How long to wait after so many attempts, in milliseconds: each time twice as long, as
/// most codes end within minutes.
fn pause(attempts: u32) -> i64 {
    let doubled = 1_u32
        .checked_shl(attempts.saturating_sub(1))
        .unwrap_or(u32::MAX);
    let pause = MAIL_PAUSE_FIRST.saturating_mul(doubled).min(MAIL_PAUSE_MAX);
    pause.as_millis() as i64
}

fn cut(why: String) -> String {
    match why.char_indices().nth(MAIL_REASON_CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &why[..end]),
        None => why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_bound() {
        let seconds = [1, 2, 3, 4, 8, 9, 40, u32::MAX].map(|attempts| pause(attempts) / 1000);
        assert_eq!(seconds, [5, 10, 20, 40, 600, 600, 600, 600]);
    }
}
