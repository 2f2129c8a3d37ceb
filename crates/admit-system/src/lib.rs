//! What the program takes of the machine it runs on, for the command line and the server
//! alike: the time, bytes that nobody guesses, temporary files, cores for hashing, and
//! workbooks of the rows to correct.

pub mod clock;
pub mod files;
pub mod fix_file;
pub mod hashing;
pub mod scratch;
pub mod secrecy;
pub mod workbook;
