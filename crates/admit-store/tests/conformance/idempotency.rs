//! Requests that are sent again.

use crate::Bed;
use crate::samples::CREATED;
use admit_core::base::limits::{REQUEST_REMEMBERED_MILLISECONDS, REQUEST_RUNNING_MILLISECONDS};
use admit_core::ports::store::{Begun, RequestAnswer, RequestKey, Store};
use std::sync::Barrier;
use std::thread;

const NOW: i64 = CREATED;

fn request(who: &str, key: &str, body: u8) -> RequestKey {
    RequestKey {
        who: who.to_owned(),
        key: key.to_owned(),
        body: [body; 32],
    }
}

fn answer(status: u16) -> RequestAnswer {
    RequestAnswer {
        status,
        body: "{\"id\":\"0197\"}".to_owned(),
        location: (status == 201).then(|| "/api/v1/users/0197".to_owned()),
    }
}

/// Checks what is known of a request that begins.
#[track_caller]
fn check(store: &dyn Store, key: &RequestKey, now: i64, expected: &Begun) {
    assert_eq!(
        &store.begin_request(key, now).unwrap(),
        expected,
        "{key:?} at {now}"
    );
}

pub fn a_request_that_is_sent_again_gets_the_same_answer(bed: &mut Bed) {
    let store = bed.store();
    let first = request("token nightly", "k", 1);
    check(store, &first, NOW, &Begun::New);
    check(store, &first, NOW + 1, &Begun::Running);
    check(
        store,
        &request("token nightly", "k", 2),
        NOW,
        &Begun::OtherBody,
    );
    // Keys of others are others.
    let other = request("token portal", "k", 2);
    check(store, &other, NOW, &Begun::New);
    store.finish_request(&first, &answer(201)).unwrap();
    // What is not the same request, or has an answer, is not answered.
    store.finish_request(&first, &answer(202)).unwrap();
    store
        .finish_request(&request("token portal", "k", 1), &answer(201))
        .unwrap();
    store
        .finish_request(&request("token portal", "none", 1), &answer(201))
        .unwrap();
    store.forget_request(&first).unwrap();
    store
        .forget_request(&request("token portal", "k", 1))
        .unwrap();
    bed.reopen();
    let store = bed.store();
    check(store, &first, NOW, &Begun::Answered(answer(201)));
    check(
        store,
        &request("token nightly", "k", 2),
        NOW,
        &Begun::OtherBody,
    );
    check(store, &other, NOW, &Begun::Running);
    // What came to nothing may be sent again, also with another body.
    store.forget_request(&other).unwrap();
    check(store, &request("token portal", "k", 3), NOW, &Begun::New);
    store
        .finish_request(&request("token portal", "k", 3), &answer(202))
        .unwrap();
    check(
        store,
        &request("token portal", "k", 3),
        NOW,
        &Begun::Answered(answer(202)),
    );
}

pub fn requests_are_forgotten_in_time(bed: &mut Bed) {
    let store = bed.store();
    let (answered, dead) = (request("a", "answered", 1), request("a", "dead", 1));
    for key in [&answered, &dead] {
        check(store, key, NOW, &Begun::New);
    }
    store.finish_request(&answered, &answer(201)).unwrap();
    let later = NOW + REQUEST_RUNNING_MILLISECONDS;
    check(store, &dead, later - 1, &Begun::Running);
    check(store, &dead, later, &Begun::New);
    check(store, &dead, later, &Begun::Running);
    check(store, &answered, later, &Begun::Answered(answer(201)));
    let end = NOW + REQUEST_REMEMBERED_MILLISECONDS;
    check(store, &answered, end - 1, &Begun::Answered(answer(201)));
    check(store, &request("a", "answered", 2), end, &Begun::New);
}

pub fn of_many_callers_one_begins_a_request(bed: &mut Bed) {
    let store = bed.store();
    let together = Barrier::new(8);
    let begun = thread::scope(|scope| {
        let callers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    together.wait();
                    store.begin_request(&request("a", "k", 1), NOW).unwrap()
                })
            })
            .collect();
        let answers = callers.into_iter().map(|caller| caller.join().unwrap());
        answers.filter(|begun| *begun == Begun::New).count()
    });
    assert_eq!(begun, 1);
}
