//! Every limit of the server: its name with the unit last, its value, and where the
//! number comes from.

use std::time::Duration;

/// How long a connection may take to say what it wants, also the first time: a slow one
/// holds a place that others could have.
pub const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// How large the head of a request may be, in bytes.
pub const HEADER_BYTES_MAX: usize = 64 * 1024;

/// How large a body may be that is no file, in bytes.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;

/// After an accept that failed, as for want of file descriptors, so long until the next.
pub const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How long a server that stops waits for what it is answering.
pub const SHUTDOWN_GRACE: Duration = Duration::from_secs(5);

/// What durations are counted by, in seconds: from a look-up to an import of an hour.
pub const DURATION_BUCKETS_SECONDS: [f64; 16] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0,
];

/// How many connections there may be where numbers for watching are served.
pub const WATCHING_CONNECTIONS_MAX: usize = 64;

/// Below this much room on the disk of the database, in bytes, nothing more is to be sent
/// here: a batch and the log of the database must still fit.
pub const ROOM_BYTES_MIN: u64 = 256 * 1024 * 1024;

/// For how long a mail that somebody is sending is given to nobody else: longer than any
/// server takes, whose every answer has a timeout of its own.
pub const MAIL_LEASE: Duration = Duration::from_mins(5);

/// As long as so many answers may take, one mail takes at most: servers that are well answer
/// at once.
pub const SMTP_SLOW_ANSWERS: u32 = 3;

/// How many answers of the mail server one mail takes at most, with connecting and some to
/// spare.
pub const SMTP_ANSWERS_MAX: u32 = 16;

/// How long to wait after the first attempt at sending a mail.
pub const MAIL_PAUSE_FIRST: Duration = Duration::from_secs(5);

/// How long to wait between two attempts at most: as long as a code holds.
pub const MAIL_PAUSE_MAX: Duration = Duration::from_mins(10);

/// How much is kept of why a mail was not sent, in characters.
pub const MAIL_REASON_CHARACTERS_MAX: usize = 200;

/// How long to leave a mail server alone that cannot be used: short beside the ten minutes
/// that a code holds, and few lines in the log.
pub const MAIL_SERVER_PAUSE: Duration = Duration::from_secs(30);

/// How often somebody looks for mails to send.
pub const LOOK_FOR_MAILS: Duration = Duration::from_secs(1);

/// How many items a list has if nothing is said.
pub const PAGE_ITEMS: u64 = 100;

/// How many items a list has at most.
pub const PAGE_ITEMS_MAX: u64 = 1000;

/// How often progress is written at most, and the lease renewed with it.
pub const HEARTBEAT: Duration = Duration::from_millis(250);

/// How often somebody looks for jobs that another process added.
pub const LOOK_FOR_JOBS: Duration = Duration::from_millis(250);

/// How long an `Idempotency-Key` may be, in bytes: a UUID has 36.
pub const REQUEST_KEY_BYTES_MAX: usize = 255;

/// After so many seconds a client may ask again for a request that is still being done.
pub const REQUEST_RUNNING_RETRY_SECONDS: u64 = 1;

/// After the store failed, so long until jobs are looked for again.
pub const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(1);

/// While another import is being written, so long until the next try.
pub const WAIT_FOR_LOCK: Duration = Duration::from_millis(500);

/// How often what was kept for its time is looked for.
pub const CHORES_EVERY: Duration = Duration::from_hours(1);

/// How long jobs that ended are remembered.
pub const JOBS_KEPT: Duration = Duration::from_hours(90 * 24);

/// How many uploads are looked at at once when files are removed.
pub const UPLOADS_AT_ONCE: u64 = 100;

/// How many pieces of a body wait to be written to storage, each at most as large as the
/// connection's buffer.
pub const PIECES_WAITING_MAX: usize = 16;

/// How often progress is told to those who listen.
pub const EVENTS_EVERY: Duration = Duration::from_millis(200);

/// How long the next piece of a file may take to come.
pub const PIECE_TIMEOUT: Duration = Duration::from_mins(1);

/// How often it is noted how much of a file has come.
pub const COMING_NOTED_EVERY: Duration = Duration::from_secs(1);

/// How much of a file comes at most until that is noted, in bytes.
pub const COMING_NOTED_BYTES: u64 = 8 * 1024 * 1024;

/// Of what nothing has come for so long, nothing more will: many times longer than the next
/// piece may take, and a file beside the first one may wait for its turn.
pub const UNHEARD_MAX: Duration = Duration::from_hours(1);

/// How long a name of a file may be, in characters.
pub const NAME_CHARACTERS_MAX: usize = 255;

/// How large a body with a password may be, in bytes: a name and a password of 1,024 bytes
/// each, every one of them written as \uXXXX, and what else belongs to it.
pub const SECRET_BODY_BYTES_MAX: usize = 16 * 1024;

/// How long the secret of a browser is at least, in bytes: 64 bits in hex.
pub const BROWSER_BYTES_MIN: usize = 16;

/// How long a secret that was handed out or is a browser's may be, in bytes.
pub const SECRET_BYTES_MAX: usize = 1024;

/// How many sign-ins from one network address may fail, whatever names they are for: a
/// school or an office has one address, and somebody who tries names has few.
pub const ADDRESS_FAILURES_MAX: u32 = 300;

/// How many codes may be asked for from one network address, whatever names they are for.
pub const ADDRESS_CODES_MAX: u32 = 100;

/// How long those are counted after the last one, in milliseconds.
pub const ADDRESS_WINDOW_MILLISECONDS: i64 = 15 * 60 * 1000;

/// After so many seconds somebody may try again to sign in who was turned away because
/// too many did: the queue is about two seconds of work.
pub const SIGN_IN_RETRY_SECONDS: u64 = 2;

/// How much work waits for the store at once. Each piece may read through a connection of
/// its own, with its memory for pages.
pub const STORE_WORK_MAX: usize = 32;

/// How many files come in at once, and how many go out.
pub const TRANSFERS_MAX: usize = 64;

/// How many of those may be of one caller, each way.
pub const TRANSFERS_EACH_MAX: usize = 16;

/// How long a file waits for a place: as long as somebody looks at a page that loads.
pub const TRANSFER_WAIT: Duration = Duration::from_secs(3);

/// After so many seconds a file that found no place may be tried again.
pub const TRANSFER_RETRY_SECONDS: u64 = 5;

/// How long what is sent may take to be taken: as long as the next piece of a file may
/// take to come.
pub const SEND_TIMEOUT: Duration = Duration::from_mins(1);

/// From so long on a file comes with a rate of its own at least.
pub const UPLOAD_RATE_AFTER: Duration = Duration::from_mins(1);

/// How many bytes of a file come in a second at least: far less than by any modem.
pub const UPLOAD_BYTES_A_SECOND_MIN: u64 = 1024;

/// How large a field of a form may be that is no file, in bytes: the longest list of
/// columns that are mapped has less.
pub const FORM_FIELD_BYTES_MAX: usize = 64 * 1024;

/// How large all of them may be together, in bytes.
pub const FORM_FIELDS_BYTES_MAX: usize = 1024 * 1024;

/// How many parts a form may have.
pub const FORM_FIELDS_MAX: usize = 1000;

/// How much may come up to the end of the head of a part, in bytes: names, and what still
/// belongs to the part before.
pub const FORM_HEAD_BYTES_MAX: usize = 16 * 1024;

/// How large the pieces are in which a form is looked at, in bytes: small beside a head.
pub const FORM_PIECE_BYTES: usize = 8 * 1024;

/// How often it is looked again whether somebody may still listen.
pub const LOOK_AGAIN_EVERY: Duration = Duration::from_secs(5);

/// After it could not be noted that a token was used, so long until that is tried again,
/// in milliseconds.
pub const NOTE_AGAIN_MILLISECONDS: i64 = 60 * 1000;

/// How long somebody who signs in waits for a turn.
pub const SIGN_IN_WAIT: Duration = Duration::from_secs(SIGN_IN_RETRY_SECONDS);

/// How much is repeated of the name of a field that was sent, in characters.
pub const FIELD_CHARACTERS_MAX: usize = 100;

/// How long a request may take to come and to be answered, if it brings no file.
pub const REQUEST_TIMEOUT: Duration = Duration::from_mins(1);

/// How large the pieces are that blocking work gives an answer, in bytes: few enough to
/// be many on their way, and large enough that handing them over costs nothing.
pub const PIECE_BYTES: usize = 64 * 1024;

/// How many pieces of an answer wait to be read.
pub const PIECES_SENT_MAX: usize = 4;

/// The countries that the page of a new import offers for phone numbers: those that most
/// files are from, by name. Every other one can be typed on the command line and the API.
pub const REGIONS_OFFERED: [(&str, &str); 24] = [
    ("AR", "Argentina (+54)"),
    ("AU", "Australia (+61)"),
    ("AT", "Austria (+43)"),
    ("BE", "Belgium (+32)"),
    ("BR", "Brazil (+55)"),
    ("CA", "Canada (+1)"),
    ("DK", "Denmark (+45)"),
    ("FI", "Finland (+358)"),
    ("FR", "France (+33)"),
    ("DE", "Germany (+49)"),
    ("IN", "India (+91)"),
    ("IE", "Ireland (+353)"),
    ("IT", "Italy (+39)"),
    ("JP", "Japan (+81)"),
    ("MX", "Mexico (+52)"),
    ("NL", "Netherlands (+31)"),
    ("NZ", "New Zealand (+64)"),
    ("NO", "Norway (+47)"),
    ("PL", "Poland (+48)"),
    ("ES", "Spain (+34)"),
    ("SE", "Sweden (+46)"),
    ("CH", "Switzerland (+41)"),
    ("GB", "United Kingdom (+44)"),
    ("US", "United States (+1)"),
];
