//! Near matches: what somebody may have meant.
