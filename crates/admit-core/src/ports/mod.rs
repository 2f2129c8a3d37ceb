//! What an import needs of the outside: a store, and somebody who watches it.

pub mod memory;
pub mod store;
pub mod watch;
