//! What the process lets others see of its memory.

/// Keeps passwords in memory out of files that a crash would leave: no core is
/// dumped. Where the system has no such limit, or refuses it, all else still works.
pub fn dump_no_core() {
    #[cfg(unix)]
    {
        let none = rustix::process::Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let _ = rustix::process::setrlimit(rustix::process::Resource::Core, none);
    }
}
