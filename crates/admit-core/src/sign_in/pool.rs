//! What hashing may use at once: memory and cores. And whose turn it is.

use crate::base::limits::{
    HASH_POOL_MEMORY_BYTES_USUAL, HASH_QUEUE_MICROSECONDS_A_CORE, SIGN_INS_WAITING_MAX,
};
use admit_passwords::Cost;
use admit_passwords::limits::PASSWORD_BYTES_MAX;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

// A password beside its hash does not count.
const _: () = assert!(PASSWORD_BYTES_MAX < 64 * 1024);

/// What hashing may use at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolLimits {
    /// Memory of all hashes at work, in bytes.
    pub memory: u64,
    /// Hashes at work.
    pub cores: u32,
    /// The work that may wait, in microseconds.
    pub queue: u64,
}

impl PoolLimits {
    /// For a machine with so many cores: two seconds of work a core may wait. A
    /// hash that needs more memory than the usual runs alone.
    pub fn new(cores: u32) -> PoolLimits {
        let cores = cores.max(1);
        PoolLimits {
            memory: HASH_POOL_MEMORY_BYTES_USUAL,
            cores,
            queue: HASH_QUEUE_MICROSECONDS_A_CORE * u64::from(cores),
        }
    }
}

/// What hashing uses now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolUsed {
    /// Hashes at work.
    pub running: u32,
    /// Hashes that wait for their turn.
    pub waiting: usize,
    /// Memory of those at work, in bytes.
    pub memory: u64,
}

/// Hands out permits to hash, first come, first served. What cannot be served
/// within about two seconds is turned away at once.
#[derive(Debug)]
pub struct HashPool {
    limits: PoolLimits,
    state: Mutex<State>,
    /// Subjects at work, with those who wait for their turn.
    subjects: Mutex<HashMap<String, VecDeque<Arc<Turn>>>>,
}

#[derive(Debug, Default)]
struct State {
    memory: u64,
    cores: u32,
    memory_peak: u64,
    waiting: u64,
    queue: VecDeque<Waiter>,
}

#[derive(Debug)]
struct Waiter {
    cost: Cost,
    turn: Arc<Turn>,
}

#[derive(Debug, Default)]
struct Turn {
    has_come: Mutex<bool>,
    bell: Condvar,
}

/// There is too much work waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolFull;

/// The right to hash at a cost; given back when dropped, also by a panic.
#[derive(Debug)]
struct Permit<'p> {
    pool: &'p HashPool,
    cost: Cost,
}

impl HashPool {
    /// A pool with these limits.
    pub fn new(limits: PoolLimits) -> HashPool {
        HashPool {
            limits,
            state: Mutex::default(),
            subjects: Mutex::default(),
        }
    }

    /// Does work of this cost as soon as there is room for it. Work that would
    /// take more memory than there is runs alone.
    ///
    /// # Errors
    /// There is too much work waiting; nothing was done.
    pub fn run<T>(&self, cost: Cost, work: impl FnOnce() -> T) -> Result<T, PoolFull> {
        let permit = self.permit(cost)?;
        let result = work();
        drop(permit);
        Ok(result)
    }

    /// Waits until nobody else is at work for this subject, first come, first
    /// served.
    ///
    /// # Errors
    /// Too many wait for it.
    pub(super) fn turn_of<'p>(&'p self, subject: &'p str) -> Result<TurnOf<'p>, PoolFull> {
        let turn = {
            let mut subjects = self.subjects();
            match subjects.get_mut(subject) {
                None => {
                    subjects.insert(subject.to_owned(), VecDeque::new());
                    None
                }
                Some(waiting) if waiting.len() >= SIGN_INS_WAITING_MAX => return Err(PoolFull),
                Some(waiting) => {
                    let turn = Arc::new(Turn::default());
                    waiting.push_back(Arc::clone(&turn));
                    Some(turn)
                }
            }
        };
        if let Some(turn) = turn {
            turn.wait();
        }
        let pool = self;
        Ok(TurnOf { pool, subject })
    }

    fn subjects(&self) -> MutexGuard<'_, HashMap<String, VecDeque<Arc<Turn>>>> {
        self.subjects.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The most memory that was in use at once so far, in bytes.
    pub fn memory_peak(&self) -> u64 {
        self.state().memory_peak
    }

    /// What is in use now.
    pub fn used(&self) -> PoolUsed {
        let state = self.state();
        PoolUsed {
            running: state.cores,
            waiting: state.queue.len(),
            memory: state.memory,
        }
    }

    fn permit(&self, cost: Cost) -> Result<Permit<'_>, PoolFull> {
        let cost = Cost {
            memory: cost.memory.min(self.limits.memory),
            ..cost
        };
        let turn = {
            let mut state = self.state();
            if state.queue.is_empty() && self.has_room(&state, cost) {
                state.take(cost);
                return Ok(Permit { pool: self, cost });
            }
            let waiting = state.waiting + cost.microseconds;
            if !state.queue.is_empty() && waiting > self.limits.queue {
                return Err(PoolFull);
            }
            state.waiting = waiting;
            let turn = Arc::new(Turn::default());
            state.queue.push_back(Waiter {
                cost,
                turn: Arc::clone(&turn),
            });
            turn
        };
        turn.wait();
        Ok(Permit { pool: self, cost })
    }

    fn has_room(&self, state: &State, cost: Cost) -> bool {
        state.cores < self.limits.cores && state.memory + cost.memory <= self.limits.memory
    }

    fn give_back(&self, cost: Cost) {
        let mut state = self.state();
        state.cores -= 1;
        state.memory -= cost.memory;
        while let Some(next) = state.queue.front().map(|waiter| waiter.cost) {
            if !self.has_room(&state, next) {
                break;
            }
            // Taken on behalf of the one who waits, so that nobody comes between.
            state.take(next);
            state.waiting -= next.microseconds;
            if let Some(waiter) = state.queue.pop_front() {
                waiter.turn.come();
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that can panic runs while it is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A turn at the work for a subject; the next one comes when it is dropped.
pub(super) struct TurnOf<'p> {
    pool: &'p HashPool,
    subject: &'p str,
}

impl Drop for TurnOf<'_> {
    fn drop(&mut self) {
        let mut subjects = self.pool.subjects();
        let next = subjects.get_mut(self.subject).and_then(VecDeque::pop_front);
        match next {
            Some(next) => next.come(),
            None => {
                subjects.remove(self.subject);
            }
        }
    }
}

impl State {
    fn take(&mut self, cost: Cost) {
        self.cores += 1;
        self.memory += cost.memory;
        self.memory_peak = self.memory_peak.max(self.memory);
    }
}

impl Turn {
    fn wait(&self) {
        let has_come = self.has_come.lock().unwrap_or_else(PoisonError::into_inner);
        let result = self.bell.wait_while(has_come, |has_come| !*has_come);
        drop(result.unwrap_or_else(PoisonError::into_inner));
    }

    fn come(&self) {
        *self.has_come.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.bell.notify_one();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.pool.give_back(self.cost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

    const MEBIBYTE: u64 = 1024 * 1024;

    fn pool(memory: u64, cores: u32, queue: u64) -> HashPool {
        HashPool::new(PoolLimits {
            memory: memory * MEBIBYTE,
            cores,
            queue,
        })
    }

    fn cost(mebibytes: u64, microseconds: u64) -> Cost {
        Cost {
            memory: mebibytes * MEBIBYTE,
            microseconds,
        }
    }

    #[test]
    fn a_thousand_at_once_stay_within_memory_and_cores() {
        let pool = pool(256, 16, 100 * 100);
        let (memory, cores, done) = (AtomicU64::new(0), AtomicU32::new(0), AtomicU32::new(0));
        let start = Barrier::new(1000);
        let turned_away: u32 = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..1000)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        let work = || {
                            let used = memory.fetch_add(19, Ordering::SeqCst) + 19;
                            let at_work = cores.fetch_add(1, Ordering::SeqCst) + 1;
                            std::thread::yield_now();
                            assert!(used <= 256, "{used} MiB");
                            assert!(at_work <= 16, "{at_work} cores");
                            cores.fetch_sub(1, Ordering::SeqCst);
                            memory.fetch_sub(19, Ordering::SeqCst);
                            done.fetch_add(1, Ordering::SeqCst);
                        };
                        u32::from(pool.run(cost(19, 100), work).is_err())
                    })
                })
                .collect();
            threads.into_iter().map(|t| t.join().unwrap()).sum()
        });
        assert_eq!(done.into_inner() + turned_away, 1000);
        assert!(pool.memory_peak() <= 256 * MEBIBYTE);
        let state = pool.state();
        assert_eq!(
            (state.memory, state.cores, state.waiting, state.queue.len()),
            (0, 0, 0, 0)
        );
    }

    #[test]
    fn what_is_too_much_to_wait_is_turned_away() {
        let pool = pool(256, 1, 1000);
        std::thread::scope(|scope| {
            let first = pool.permit(cost(1, 500)).unwrap();
            let waiting = [400, 600].map(|microseconds| {
                let before = pool.state().queue.len();
                let pool = &pool;
                let thread = scope.spawn(move || pool.run(cost(1, microseconds), || microseconds));
                while pool.state().queue.len() == before {
                    std::thread::yield_now();
                }
                thread
            });
            assert_eq!(pool.run(cost(0, 1), || ()), Err(PoolFull));
            drop(first);
            let done = waiting.map(|thread| thread.join().unwrap());
            assert_eq!(done, [Ok(400), Ok(600)]);
        });
        assert_eq!(pool.run(cost(0, 1), || 7), Ok(7));
    }

    #[test]
    fn a_dear_one_waits_when_nobody_else_does() {
        let pool = pool(256, 1, 10);
        std::thread::scope(|scope| {
            let first = pool.permit(cost(1, 5)).unwrap();
            let dear = scope.spawn(|| pool.run(cost(1, 5_000_000), || ()));
            while pool.state().queue.is_empty() {
                std::thread::yield_now();
            }
            drop(first);
            assert_eq!(dear.join().unwrap(), Ok(()));
        });
    }

    #[test]
    fn one_that_needs_more_than_there_is_runs_alone() {
        let pool = pool(16, 4, 1000);
        let permit = pool.permit(cost(64, 1)).unwrap();
        assert!(!pool.has_room(&pool.state(), cost(1, 1)));
        drop(permit);
        assert!(pool.has_room(&pool.state(), cost(16, 1)));
    }

    #[test]
    fn so_many_wait_for_one_subject_and_no_more() {
        let pool = pool(16, 4, 1000);
        std::thread::scope(|scope| {
            let first = pool.turn_of("ana").unwrap();
            for waiting in 0..SIGN_INS_WAITING_MAX {
                let pool = &pool;
                scope.spawn(move || drop(pool.turn_of("ana").unwrap()));
                while pool.subjects()["ana"].len() == waiting {
                    std::thread::yield_now();
                }
            }
            assert!(pool.turn_of("ana").is_err());
            assert!(pool.turn_of("ben").is_ok());
            drop(first);
        });
        assert!(pool.turn_of("ana").is_ok());
        assert!(pool.subjects().is_empty());
    }

    #[test]
    fn a_panic_gives_the_permit_back() {
        let pool = pool(16, 1, 0);
        let work = || -> () { panic!("a hash that panics") };
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _ = pool.run(cost(16, 1), work);
        }));
        assert!(result.is_err());
        assert_eq!(pool.run(cost(16, 1), || 1), Ok(1));
    }
}
