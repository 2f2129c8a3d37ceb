//! What the tests of the schemes compare with.

use super::Refusal;

/// Fails unless what was read is as expected, or refused for the reason expected.
#[track_caller]
pub fn expect<T, E>(read: Result<T, Refusal>, expected: Result<E, Refusal>)
where
    T: PartialEq<E> + std::fmt::Debug,
    E: std::fmt::Debug,
{
    match (read, expected) {
        (Ok(read), Ok(expected)) => assert_eq!(read, expected),
        (Err(refusal), Err(expected)) => assert_eq!(refusal, expected),
        (read, expected) => panic!("{read:?} is not {expected:?}"),
    }
}
