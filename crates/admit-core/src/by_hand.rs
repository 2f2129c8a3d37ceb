//! What an operator does to one user: add, edit, suspend, join.
