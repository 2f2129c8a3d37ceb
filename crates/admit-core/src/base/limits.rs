//! Every limit: its name with the unit last, its value, and where the number
//! comes from.

/// The most bytes that the name of a column may have: what a column is called is looked
/// at in many ways, and what is longer is a text that stands where names belong.
pub const COLUMN_NAME_BYTES_MAX: usize = 4 * 1024;

/// How many changes to users who are there a check keeps to be shown: as many as one page
/// of the API. All of them are counted.
pub const CHANGES_SHOWN_MAX: usize = 1000;

/// The longest record (a CSV row, a line of NDJSON) that is read, in bytes.
/// Longer ones are held back as a whole. A megabyte is two thousand times a
/// usual row and bounds what one crafted row can cost.
pub const RECORD_BYTES_MAX: usize = 1024 * 1024;

/// How much of the lines that a doubtful quote reaches over is kept for the fix
/// file, in bytes: a cell of a spreadsheet holds 32,767 characters.
pub const HELD_BYTES_KEPT_MAX: usize = 32 * 1000;

/// How far ahead it is looked for the rest of a row with too few cells, in
/// bytes: a few of the longest usual rows.
pub const SHORT_ROW_LOOK_BYTES: usize = 16 * 1024;

/// Into how many lines a row can have been broken to be recognised.
pub const BROKEN_ROW_LINES_MAX: usize = 8;

/// The most columns a file may have: what one page can still show. Provider
/// exports stay under 60.
pub const COLUMNS_MAX: usize = 512;

/// The most rows a file may have; row numbers are kept in 32 bits.
pub const ROWS_MAX: u64 = u32::MAX as u64 - 1;

/// The deepest nesting of a JSON row, in levels.
pub const JSON_DEPTH_MAX: usize = 32;

/// The most text shown around a place where JSON breaks off, in characters:
/// half a line on a screen.
pub const JSON_AROUND_CHARACTERS: usize = 40;

/// The most JSON text that one user's properties, feature flags or one
/// profile may have, in bytes. A batch of fifty thousand users is held in
/// memory, and sources cap such data at 16 to 64 KiB.
pub const STRUCTURED_BYTES_MAX: usize = 64 * 1024;

/// The most identities, and the most organizations, that one row may list.
pub const LISTED_MAX: usize = 1000;

/// The longest address, in bytes: the path of RFC 5321 section 4.5.3.1.3
/// (256 octets) less its two angle brackets.
pub const EMAIL_BYTES_MAX: usize = 254;

/// The longest part before the `@`, in bytes: RFC 5321 section 4.5.3.1.1.
pub const EMAIL_LOCAL_BYTES_MAX: usize = 64;

/// The longest domain, in bytes: RFC 5321 section 4.5.3.1.2 and RFC 1035,
/// without the root dot.
pub const EMAIL_DOMAIN_BYTES_MAX: usize = 253;

/// The longest provided id, in characters.
pub const ID_CHARACTERS_MAX: usize = 255;

/// The shortest and the longest username, in characters.
pub const USERNAME_CHARACTERS: std::ops::RangeInclusive<usize> = 2..=64;

/// The longest first or last name, in characters.
pub const NAME_CHARACTERS_MAX: usize = 100;

/// Rows that are looked at before the first one is judged, where a column as a whole
/// says how its values are written.
pub const LOOKED_AHEAD_ROWS: usize = 1000;

/// Percent of a column's whole names that have to be written "last, first" for the
/// column to be read so: a few may be of people with one name, or of firms.
pub const NAMES_AGREE_PERCENT_MIN: u64 = 90;

/// The longest key or name of an organization, a role or a permission, in
/// characters.
pub const KEY_CHARACTERS_MAX: usize = 255;

/// How many users are looked at to learn what ids of the directory begin with.
pub const ID_PREFIX_SAMPLE_USERS: u64 = 1000;

/// The longest text kept in a finding to show a value, in characters. Longer
/// ones are shown cut, with an ellipsis; the row itself is never cut.
pub const SHOWN_CHARACTERS_MAX: usize = 120;

/// How many steps of a user's history are told.
pub const HISTORY_STEPS_MAX: usize = 50;

/// How many identifiers that change hands within one file are followed: each is kept in
/// memory. What goes beyond counts as belonging to whom it belonged before the file.
pub const MOVED_IDENTIFIERS_MAX: usize = 200_000;

/// How often users who exchange identifiers, or rows of a batch, are compared again
/// because somebody changed one of them at the same moment, as attempts. Whoever is
/// changed once more in the last of them is not imported, and its row says so.
pub const EXCHANGE_TRIES: usize = 5;

/// How many rows are looked at again, all walks together, to find out whom identifiers
/// belong to after the file. Only a file made so that each row waits for the next needs
/// more; its identifiers then stay where they are.
pub const MOVES_ROWS_WALKED_MAX: u64 = 20_000_000;

/// How many rows are judged at once against the directory.
pub const CHUNK_ROWS: usize = 4096;

/// How many rows are mapped together by one of two threads: enough that handing
/// them over costs nothing, few enough to stay under a megabyte.
pub const MAPPED_TOGETHER_ROWS: usize = 512;

/// How many rows one transaction holds. Twenty thousand rows keep a batch under
/// 20 MB, of which three are in flight, and its commit under a hundredth of its
/// work.
pub const BATCH_ROWS: usize = 20_000;

/// Memory for one external sort before it spills a run to disk, in bytes.
pub const SORT_MEMORY_BYTES: usize = 16 * 1024 * 1024;

/// How many items a list of choices offers (existing keys, near matches).
pub const CHOICES_MAX: usize = 5;

/// A column is named once on screen when at least this many of its values ...
pub const COLUMN_FAILS_VALUES_MIN: u64 = 20;

/// ... and at least this share of them, in percent, fail alike (HDR014).
pub const COLUMN_FAILS_PERCENT_MIN: u64 = 90;

/// One cause is named for a whole file from this share of rejected rows, in
/// percent: then the file itself is in doubt ...
pub const MOST_ROWS_PERCENT_MIN: u64 = 50;

/// ... and from this many rows, so that the share says something about a file.
pub const MOST_ROWS_MIN: u64 = 10;

/// How many findings are told in full at the end of a run.
pub const FINDINGS_TOLD_MAX: usize = 5;

/// How many different values of a rule are counted to be listed: 100,000 take some ten
/// megabytes. Findings with others are counted together.
pub const VALUES_COUNTED_MAX: usize = 100_000;

/// How many of a rule's values are told at the end of a run, the most frequent
/// first.
pub const VALUES_TOLD_MAX: usize = 5;

/// The longest label of a domain, in bytes: RFC 1035 section 2.3.4.
pub const DOMAIN_LABEL_BYTES_MAX: usize = 63;

/// How many blank rows are named by their numbers, the first ones: enough to see what made
/// them.
pub const BLANK_ROWS_NAMED_MAX: usize = 5;

/// How many of several values in one cell a help sentence lists.
pub const VALUES_LISTED_MAX: usize = 5;

/// How many equally near keys are offered.
pub const TIES_MAX: usize = 3;

/// The most distances between two keys that are worked out in one run. At about
/// a microsecond each, suggestions never cost more than a few seconds; after
/// that only keys that are equal but for case and dashes are suggested.
pub const NEAR_COMPARISONS_MAX: u64 = 4_000_000;

/// How many different missing keys are remembered with their nearest one,
/// so that a slip repeated in every row is looked up once.
pub const NEAR_REMEMBERED_MAX: usize = 10_000;

/// How many different values of a field that has corrections are remembered, to
/// say which comes nearest to a value that does not occur.
pub const CORRECTED_VALUES_SEEN_MAX: usize = 1000;

/// How often a row is read again because what was suggested for it leads to a
/// further suggestion. Two slips in one value are rare, three unheard of.
pub const ACCEPT_ROUNDS_MAX: usize = 3;

/// How many values of a column are kept to show.
pub const COLUMN_SAMPLES_MAX: usize = 5;

/// How many different values a column of choices has at most: states of accounts, kinds of
/// users. They are compared one by one for every row.
pub const FEW_VALUES_MAX: usize = 24;

/// How long each of them is at most, in bytes: a word or two in any script.
pub const FEW_VALUE_BYTES_MAX: usize = 60;

/// How deep inside of an object it is looked for a state that keeps somebody out.
pub const STATE_DEPTH_MAX: usize = 4;

/// A column is said to hold another field when it has at least this many values ...
pub const COLUMN_LOOKS_VALUES_MIN: u64 = 5;

/// ... and at least this share of them, in percent, looks like it (HDR009).
pub const COLUMN_LOOKS_PERCENT_MIN: u64 = 90;

/// From this many values on, a column of nothing but TRUE is worth a word (VAL004).
pub const VERIFIED_FOR_EVERYONE_VALUES_MIN: u64 = 5;

/// How much is read from a source at once, in bytes: large enough that system
/// calls do not count, small enough to stay in a processor's cache.
pub const READ_BLOCK_BYTES: usize = 256 * 1024;

/// How much of a source one digest covers, in bytes: what is read at once, so that
/// comparing it needs nothing that is not in the processor's cache. The digests of
/// a file are an eight-thousandth of it. A power of two, at least 1024: BLAKE3 joins
/// such blocks to the digest of the whole.
pub const SOURCE_BLOCK_BYTES: usize = READ_BLOCK_BYTES;

/// How much of a source's beginning decides what it is, in bytes.
pub const DETECT_BYTES: usize = 64 * 1024;

/// How much text around letters outside ASCII is looked at to guess an
/// encoding, in bytes. More does not change the guess.
pub const ENCODING_SAMPLE_BYTES: usize = 64 * 1024;

/// From how many different words with letters outside ASCII the statistics of pairs
/// of letters may decide between encodings that need equally many languages ...
pub const ENCODING_WORDS_MIN: usize = 12;

/// ... and from how many they decide alone. Measured on names of twenty languages
/// (`small_files_are_right_or_asked_about`).
pub const ENCODING_WORDS_MANY: usize = 24;

/// Up to how many words in lines of UTF-8 may be so by chance, in a file that has others
/// that are not. Each further one is so in less than one of seven cases.
pub const UTF_8_PIECES_FEW: usize = 8;

/// How many ways to read a text are shown to choose an encoding from.
pub const ENCODING_READINGS_MAX: usize = 4;

/// How much of an office file is searched for signs of a password, in bytes.
pub const PROTECTION_SEARCH_BYTES: u64 = 64 * 1024 * 1024;

/// How many rows from the first are searched for the column names, and for
/// the delimiter. Exports put at most a title block above them.
pub const HEADER_SEARCH_ROWS: usize = 20;

/// How many lines that start with `#` are reported one by one.
pub const COMMENT_LINES_SHOWN_MAX: usize = 20;

/// The longest suggestion for a whole line, in characters. A longer one could
/// not be read.
pub const SUGGESTION_CHARACTERS_MAX: usize = 1000;

/// How many users one transaction of an undo puts back. Each is read with all of
/// its changes, and a batch should stay under 20 MB.
pub const UNDO_BATCH_USERS: usize = 5_000;

/// How many of the users that an undo keeps are shown on screen.
pub const UNDO_KEPT_SHOWN_MAX: usize = 10;

/// How many rows of a fix file have their `admit_row` remembered to find it
/// again: as many as a sheet has.
pub const FIX_ROWS_REMEMBERED_MAX: usize = 1_048_576;

/// How many different imports a fix file is said to name that are not known.
pub const FIX_IMPORTS_SAID_MAX: usize = 20;

/// How many problems of one row a fix file lists; the rest is counted.
pub const FIX_PROBLEMS_MAX: usize = 20;

/// How many imports are read from the history at once. One is about a kilobyte.
pub const IMPORTS_PAGE: u64 = 1000;

/// Among how many imports and checks the one is looked for whose rows a file corrects that
/// does not name it: whoever corrects a file does so soon.
pub const CORRECTED_AMONG_MAX: usize = 20;

/// How many findings are read from the store at once.
pub const FINDINGS_PAGE: u64 = 4096;

/// How many salts written as text a file must have before it is said that all of
/// them look like hex. Fewer may do so by chance.
pub const SALTS_LOOK_HEX_MIN: u64 = 3;

/// The shortest salt that is said to look like hex, in characters: eight of them
/// make four bytes, and shorter words of hex letters are common.
pub const HEX_SALT_CHARACTERS_MIN: usize = 8;

/// The longest word of a password column that is shown, in characters. The
/// longest name of a method has 27; a longer text may be a hash in the wrong
/// column.
pub const SHOWN_WORD_CHARACTERS_MAX: usize = 30;

/// Memory for finding hashes that several users have before it spills, in bytes.
pub const SHARED_HASHES_MEMORY_BYTES: usize = 8 * 1024 * 1024;

/// Memory of all password hashes at work, in bytes: ten new hashes. With what the
/// workers hold it stays under 256 MiB.
pub const HASH_POOL_MEMORY_BYTES_USUAL: u64 = 192 * 1024 * 1024;

/// How much hashing may wait for each core, in microseconds: who waits longer
/// than two seconds tries again anyway.
pub const HASH_QUEUE_MICROSECONDS_A_CORE: u64 = 2_000_000;

/// How many threads a core sign users in: one that hashes and one that waits for
/// the store.
pub const SIGN_IN_WORKERS_A_CORE: usize = 2;

/// How many more threads there are, for those who wait for their turn. What each
/// holds, about 1 MiB, is to stay small beside the hashes.
pub const SIGN_IN_WORKERS_MORE: usize = 6;

/// How many sign-ins may wait for each core: two seconds of new hashes.
pub const SIGN_INS_QUEUED_A_CORE: usize = 32;

/// How many sign-ins of one user wait for another one of the same. Fewer than
/// the workers that there are at least, so that guesses at one user do not hold
/// up all others.
pub const SIGN_INS_WAITING_MAX: usize = 4;

/// How many wrong attempts to sign in lock a name for a network address ...
pub const SIGN_IN_ATTEMPTS_MAX: u32 = 5;

/// ... and for everybody: four addresses. Fewer would let one person lock another
/// one out, more would let many guess together; a hundred in a row is what NIST SP
/// 800-63B allows at most.
pub const SIGN_IN_ATTEMPTS_EVERYWHERE_MAX: u32 = 20;

/// ... and for how long after the last one, in milliseconds.
pub const SIGN_IN_LOCK_MILLISECONDS: i64 = 5 * 60 * 1000;

/// The longest name that can be signed in with, in bytes: more than any
/// identifier has.
pub const SIGN_IN_NAME_BYTES_MAX: usize = 1024;

/// How long a sign-in that fails takes at least, in milliseconds: long enough
/// that the work behind it cannot be told from it.
pub const SIGN_IN_FAILURE_MILLISECONDS: u64 = 1000;

/// How long a sign-in that fails takes at most, in milliseconds, however dear the
/// dearest check is: one such hash must not slow every failure. A check that takes
/// longer does so for its own user only.
pub const SIGN_IN_FAILURE_MILLISECONDS_MAX: u64 = 1500;

/// How much longer it takes than the dearest check so far, in percent.
pub const SIGN_IN_FAILURE_PERCENT: u64 = 125;

/// How often a user that somebody else is changing is looked at again.
pub const CHANGE_ROUNDS_MAX: usize = 8;

/// How many users are looked at together when fast digests are wrapped: two
/// seconds of work, which is as long as somebody waits who asked to stop.
pub const HARDEN_PAGE_USERS: u64 = 64;

/// How long a code to reset a password holds, in milliseconds.
pub const RESET_CODE_MILLISECONDS: i64 = 10 * 60 * 1000;

/// How often a code may be tried. With 40 bits, five tries find one in two
/// hundred thousand million.
pub const RESET_TRIES_MAX: u32 = 5;

/// How many codes a network address or a known browser may ask for, for an account
/// ...
pub const RESET_REQUESTS_MAX: u32 = 5;

/// ... how many mails of it an account gets from all others together: four
/// addresses, and no more than somebody can delete ...
pub const RESET_REQUESTS_EVERYWHERE_MAX: u32 = 20;

/// ... until so long after the last one, in milliseconds.
pub const RESET_REQUESTS_MILLISECONDS: i64 = 60 * 60 * 1000;

/// How long it is between two mails that prompt a user to set a password because
/// somebody tried to sign in, in milliseconds.
pub const PROMPT_MILLISECONDS: i64 = 60 * 60 * 1000;

/// How many browsers of a user are known: more than anybody uses in turn.
pub const KNOWN_BROWSERS_MAX: usize = 10;

/// How long a temporary password can be used, in milliseconds: over a week of
/// leave, and not for ever in somebody's notes.
pub const TEMPORARY_PASSWORD_MILLISECONDS: i64 = 7 * 24 * 60 * 60 * 1000;

/// How long a mail stays in the outbox, in milliseconds: a month to see what was
/// written to whom.
pub const OUTBOX_MILLISECONDS: i64 = 30 * 24 * 60 * 60 * 1000;

/// How long the right to set a password holds, in milliseconds.
pub const GRANT_MILLISECONDS: i64 = 10 * 60 * 1000;

/// The shortest password to set, in characters (NIST SP 800-63B-4, section
/// 3.1.1.2, for one of several factors; by itself it asks for 15).
pub const PASSWORD_CHARACTERS_MIN: usize = 8;

/// A hash that is checked in no more microseconds can be guessed by trying: fast
/// digests, and DES with its 4,096 salts.
pub const QUICK_CHECK_MICROSECONDS: u64 = 30;

/// How many passwords are compared at once where that takes as long as a new
/// hash: of 19 MiB each.
pub const PASSWORDS_DIGESTED_AT_ONCE: usize = 8;

/// How long an operator stays signed in, in milliseconds: a day of work.
pub const OPERATOR_SESSION_MILLISECONDS: i64 = 12 * 60 * 60 * 1000;

/// How long a user stays signed in on the pages of Admit itself, in milliseconds: as an
/// operator does.
pub const USER_SESSION_MILLISECONDS: i64 = OPERATOR_SESSION_MILLISECONDS;

/// How long a link to set an operator's password holds, in milliseconds: it is sent
/// by hand and read the next morning.
pub const OPERATOR_LINK_MILLISECONDS: i64 = 24 * 60 * 60 * 1000;

/// How exactly it is known when a token was used last, in milliseconds: a write for each
/// call would make reading wait for writing.
pub const TOKEN_USED_MILLISECONDS: i64 = 60 * 1000;

/// How long a request that creates something is remembered by its key, in milliseconds:
/// a day, as clients expect who send it again.
pub const REQUEST_REMEMBERED_MILLISECONDS: i64 = 24 * 60 * 60 * 1000;

/// After how long a request that was not answered is taken for one of a process that
/// died, in milliseconds: creating takes seconds.
pub const REQUEST_RUNNING_MILLISECONDS: i64 = 10 * 60 * 1000;

/// How many changes one entry of the audit trail names; of more it counts the kinds. As
/// many as are read at a glance.
pub const AUDIT_NAMES_MAX: usize = 20;

/// How many entries of the audit trail are read at once. One is half a kilobyte.
pub const AUDIT_PAGE: u64 = 1000;

/// The longest name of a token, in characters: a few words that a list has room for.
pub const TOKEN_NAME_CHARACTERS_MAX: usize = 100;
