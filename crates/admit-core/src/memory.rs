//! The in-memory store, for tests and for checks without a database.
