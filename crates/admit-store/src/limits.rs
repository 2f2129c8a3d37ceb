//! Every limit of the stores: its name with the unit last, its value, and
//! where the number comes from.

use std::time::Duration;

/// How long a statement waits for another process's write lock. A batch holds
/// the lock for about half a second; this is ten of them.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The size of a page in a new database, in bytes. Twice the usual size: users
/// are rows of some hundred bytes, read in long scans.
pub const PAGE_BYTES: u32 = 8192;

/// Memory for pages of the connection that writes, in KiB. Identifiers come in
/// the order of their keys, so that more gains nothing.
pub const WRITER_CACHE_KIB: u32 = 40 * 1024;

/// Memory for pages of each connection that reads, in KiB.
pub const READER_CACHE_KIB: u32 = 16 * 1024;

/// How many idle connections for reading are kept open.
pub const READERS_MAX: usize = 4;

/// How long the write-ahead log grows before it is copied into the database,
/// in pages: 128 MB, so that a page that is written by many batches is copied
/// only now and then.
pub const CHECKPOINT_PAGES: u32 = 16_384;

/// How many prepared statements each connection keeps.
pub const STATEMENTS_MAX: usize = 64;

/// How long nobody has to have written to a file that is being received before it counts
/// as left by somebody who died. Whoever sends has to send something once in a while.
pub const HALF_RECEIVED_MAX: Duration = Duration::from_hours(24);

/// How many pages a backup copies between two looks at whether to go on: 8 MB.
pub const BACKUP_STEP_PAGES: i32 = 1024;

/// How many findings are forgotten in one transaction: about as long as a batch of users
/// takes to write.
pub const FORGOTTEN_AT_ONCE: usize = 20_000;

/// How many segments of 512 users are indexed for searches in one transaction: some tens
/// of milliseconds, so that others write in between.
pub const SEGMENTS_AT_ONCE: usize = 32;

/// How many segments are indexed with a write by hand, about a millisecond each: that of
/// the user, and a few that earlier writes left.
pub const SEGMENTS_BY_HAND_MAX: usize = 4;
