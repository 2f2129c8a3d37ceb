//! What every scheme is held to.

use super::*;

fn written(answer: &KnownAnswer) -> Written<'static> {
    let given = |text: &'static str| (!text.is_empty()).then_some(text);
    Written {
        hash: answer.hash,
        method: given(answer.method),
        salt: given(answer.salt),
        position: given(answer.position),
        format: given(answer.format),
        iterations: (answer.iterations > 0).then_some(answer.iterations),
        ..Written::default()
    }
}

#[test]
fn known_answers_verify_and_changed_passwords_do_not() {
    for scheme in SCHEMES {
        assert!(
            !scheme.known_answers.is_empty(),
            "{scheme:?} has no known answer"
        );
        for answer in scheme.known_answers {
            let reading = read(&written(answer))
                .unwrap_or_else(|refusal| panic!("{scheme:?}: {refusal:?}: {}", answer.hash));
            assert_eq!(reading.scheme, *scheme, "{}", answer.hash);
            assert!(reading.verify(answer.password), "{}", answer.hash);
            let mut changed = answer.password.to_vec();
            changed[0] ^= 1;
            assert!(!reading.verify(&changed), "{}", answer.hash);
        }
    }
}
