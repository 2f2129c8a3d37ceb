//! A few threads that sign in for many: what a thread holds while it works (a
//! connection to the store, the memory of its allocator) is held a few times
//! only, however many people come at once.

use super::PoolFull;
use crate::base::limits::{
    SIGN_IN_WORKERS_A_CORE, SIGN_IN_WORKERS_MORE, SIGN_INS_QUEUED_A_CORE, SIGN_INS_WAITING_MAX,
};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

const _: () = assert!(SIGN_INS_WAITING_MAX + 1 < SIGN_IN_WORKERS_A_CORE + SIGN_IN_WORKERS_MORE);

/// How many work, and how much may wait for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkerLimits {
    /// Threads.
    pub threads: usize,
    /// Pieces of work that may wait.
    pub queued: usize,
}

impl WorkerLimits {
    /// For a machine with so many cores.
    pub fn new(cores: u32) -> WorkerLimits {
        let cores = cores.max(1) as usize;
        WorkerLimits {
            threads: SIGN_IN_WORKERS_A_CORE * cores + SIGN_IN_WORKERS_MORE,
            queued: SIGN_INS_QUEUED_A_CORE * cores,
        }
    }
}

/// Takes work, first come, first served. What it works on lives for `'w`.
pub struct Workers<'w> {
    limits: WorkerLimits,
    state: Mutex<State<'w>>,
    bell: Condvar,
}

struct State<'w> {
    queue: VecDeque<Box<dyn FnOnce() + Send + 'w>>,
    at_work: usize,
    closed: bool,
}

impl<'w> Workers<'w> {
    /// Runs `body` with workers at its side. They do what they have taken, and
    /// end with it.
    pub fn beside<R>(limits: WorkerLimits, body: impl FnOnce(&Workers<'w>) -> R) -> R {
        let workers = Workers::new(limits);
        std::thread::scope(|scope| {
            for _ in 0..limits.threads.max(1) {
                scope.spawn(|| workers.work());
            }
            // Closed also by a panic, or nobody would ever come to an end.
            let _closing = Closing(&workers);
            body(&workers)
        })
    }

    fn new(limits: WorkerLimits) -> Workers<'w> {
        Workers {
            limits,
            state: Mutex::new(State {
                queue: VecDeque::new(),
                at_work: 0,
                closed: false,
            }),
            bell: Condvar::new(),
        }
    }

    /// Hands a piece of work in and does not wait for it: it passes its answer
    /// on by itself. One that panics gives none, and the others go on.
    ///
    /// # Errors
    /// There is too much work waiting; it was not taken.
    pub fn submit(&self, work: impl FnOnce() + Send + 'w) -> Result<(), PoolFull> {
        let mut state = self.state();
        let idle = self.limits.threads.max(1).saturating_sub(state.at_work);
        if state.queue.len() >= self.limits.queued + idle {
            return Err(PoolFull);
        }
        state.queue.push_back(Box::new(work));
        drop(state);
        self.bell.notify_one();
        Ok(())
    }

    fn work(&self) {
        loop {
            let state = self.state();
            let nothing = |state: &mut State<'w>| state.queue.is_empty() && !state.closed;
            let state = self.bell.wait_while(state, nothing);
            let mut state = state.unwrap_or_else(PoisonError::into_inner);
            let Some(work) = state.queue.pop_front() else {
                return;
            };
            state.at_work += 1;
            drop(state);
            // Whoever waits for the answer notices that none comes.
            let _ = catch_unwind(AssertUnwindSafe(work));
            self.state().at_work -= 1;
        }
    }

    fn state(&self) -> MutexGuard<'_, State<'w>> {
        // Nothing that can panic runs while it is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Closing<'c, 'w>(&'c Workers<'w>);

impl Drop for Closing<'_, '_> {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.bell.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::sync::Barrier;
    use std::sync::mpsc;

    fn limits(threads: usize, queued: usize) -> WorkerLimits {
        WorkerLimits { threads, queued }
    }

    #[test]
    fn all_that_is_taken_is_done_by_few_threads() {
        let (sender, answers) = mpsc::channel();
        Workers::beside(limits(3, 1000), |workers| {
            for number in 0..1000 {
                let sender = sender.clone();
                let work = move || sender.send((number, std::thread::current().id())).unwrap();
                workers.submit(work).unwrap();
            }
        });
        drop(sender);
        let (mut numbers, mut threads) = (Vec::new(), HashSet::new());
        for (number, thread) in answers {
            numbers.push(number);
            threads.insert(thread);
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (0..1000).collect::<Vec<_>>());
        assert!(threads.len() <= 3, "{threads:?}");
    }

    #[test]
    fn what_is_too_much_is_turned_away_and_room_comes_again() {
        let (started, at_work) = mpsc::channel();
        let go_on = Barrier::new(2);
        let (sender, answers) = mpsc::channel();
        Workers::beside(limits(1, 2), |workers| {
            let busy = || {
                started.send(()).unwrap();
                go_on.wait();
            };
            workers.submit(busy).unwrap();
            at_work.recv().unwrap();
            let answer = |number| {
                let sender = sender.clone();
                move || sender.send(number).unwrap()
            };
            assert_eq!(workers.submit(answer(1)), Ok(()));
            assert_eq!(workers.submit(answer(2)), Ok(()));
            assert_eq!(workers.submit(answer(3)), Err(PoolFull));
            go_on.wait();
            assert_eq!((answers.recv(), answers.recv()), (Ok(1), Ok(2)));
            assert_eq!(workers.submit(answer(4)), Ok(()));
            assert_eq!(answers.recv(), Ok(4));
        });
    }

    #[test]
    fn a_panic_ends_neither_the_worker_nor_whoever_waits() {
        let (sender, answers) = mpsc::channel::<u32>();
        Workers::beside(limits(1, 10), |workers| {
            let broken = sender.clone();
            workers
                .submit(move || {
                    let _broken = broken;
                    panic!("work that panics");
                })
                .unwrap();
            let sender = sender;
            workers.submit(move || sender.send(7).unwrap()).unwrap();
            assert_eq!(answers.recv(), Ok(7));
            assert!(answers.recv().is_err());
        });
    }

    #[test]
    fn who_has_done_all_there_was_is_idle() {
        let workers = Workers::new(limits(1, 10));
        for number in 0..5 {
            let work = move || assert_ne!(number, 3, "work that panics");
            workers.submit(work).unwrap();
        }
        drop(Closing(&workers));
        workers.work();
        let state = workers.state();
        assert_eq!((state.at_work, state.queue.len()), (0, 0));
    }

    #[test]
    fn a_panic_beside_the_workers_lets_them_end() {
        let body = || Workers::beside(limits(2, 1), |_| panic!("a server that panics"));
        assert!(catch_unwind(body).is_err());
    }
}
