//! Passwords as the directory keeps and checks them. How each scheme hashes is in
//! `admit-passwords`.

pub mod check;
pub mod stored;
