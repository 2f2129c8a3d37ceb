//! Creates many users and says how long each step took:
//! `cargo run --release -p admit-store --example bulk -- USERS [DATABASE]`.
//! Without a database, a temporary one.

use admit_core::base::limits::BATCH_ROWS;
use admit_core::ports::store::{
    Checkpoint, ImportBatch, ImportRecord, ImportState, Ledger, Mode, Outcome, RowOutcome,
};
use admit_core::users::change::{Applied, Claim, NewUser, PlannedWrite, Write};
use admit_core::users::field_set::FieldSet;
use admit_core::users::user::{
    IdentifierKind, Identity, Membership, ResetReason, UserKey, UserRow, public_id,
};
use std::io::Write as _;
use std::time::Instant;
use uuid::Uuid;

const NOW: i64 = 1_735_689_600_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let users: u64 = args.next().map_or(Ok(200_000), |number| number.parse())?;
    let folder = tempfile::tempdir()?;
    let temporary = folder.path().join("bulk.db").display().to_string();
    let url = args.next().unwrap_or(temporary);
    let store = admit_store::open(&url)?;
    let session = store.lock()?;
    let first = session.reserve(users)?;
    let import = session.begin(&record(ImportState::Applying))?;

    let all: Vec<UserKey> = (first..first + users).collect();
    let mut claims: Vec<Claim> = all.iter().flat_map(|key| claims_of(*key)).collect();
    claims.sort_unstable_by(|a, b| a.identifier.cmp(&b.identifier));
    let begun = Instant::now();
    let mut taken = 0;
    for batch in claims.chunks(BATCH_ROWS) {
        taken += session.claim(import, batch)?.len();
    }
    say("claiming", begun, users)?;
    assert_eq!(taken, 0, "every identifier is new");

    // Making the users is not counted.
    let mut seconds = 0.0;
    for batch in all.chunks(BATCH_ROWS) {
        let writes: Vec<PlannedWrite> = batch.iter().map(|key| create(*key)).collect();
        let begun = Instant::now();
        let batch = ImportBatch {
            import,
            now: NOW,
            writes: &writes,
            claimed: true,
            unless_drifted: false,
        };
        session.apply(&batch, &|answers| settle(&writes, answers))?;
        seconds += begun.elapsed().as_secs_f64();
    }
    let mut out = std::io::stderr().lock();
    writeln!(
        out,
        "writing   {seconds:6.2} s, {:9.0} users/s",
        users as f64 / seconds
    )?;
    drop(out);

    let begun = Instant::now();
    let checkpoint = Checkpoint {
        record: Some(record(ImportState::Complete)),
        ..Checkpoint::default()
    };
    session.record(import, &checkpoint)?;
    say("finishing", begun, users)?;

    let begun = Instant::now();
    let mut seen = 0_u64;
    store.fingerprints(&mut |_, _| seen += 1)?;
    say("scanning", begun, seen)?;

    let begun = Instant::now();
    let keys: Vec<_> = claims
        .iter()
        .map(|claim| claim.identifier.clone())
        .collect();
    for chunk in keys.chunks(4096) {
        assert!(store.owners(chunk)?.iter().all(Option::is_some));
    }
    say("looking up", begun, keys.len() as u64)?;
    Ok(())
}

fn say(what: &str, begun: Instant, number: u64) -> std::io::Result<()> {
    let seconds = begun.elapsed().as_secs_f64();
    let mut out = std::io::stderr().lock();
    writeln!(
        out,
        "{what:<10}{seconds:6.2} s, {:9.0} /s",
        number as f64 / seconds
    )
}

fn settle(writes: &[PlannedWrite], answers: &[Applied]) -> Checkpoint {
    assert!(answers.iter().all(|answer| *answer == Applied::Created));
    Checkpoint {
        outcomes: writes
            .iter()
            .map(|w| RowOutcome::of(w.row, Outcome::Created))
            .collect(),
        record: Some(record(ImportState::Applying)),
        ..Checkpoint::default()
    }
}

/// A number that has nothing to do with the order of the rows.
fn scattered(key: UserKey) -> u64 {
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20
}

fn identities(key: UserKey) -> Vec<Identity> {
    let number = scattered(key);
    let mut email = Identity::new(
        IdentifierKind::Email,
        format!("user.{number:x}@mail{}.example.com", key % 40),
    );
    email.verified = Some(true);
    vec![
        Identity::new(IdentifierKind::Id, format!("ext-{number:013x}")),
        email,
        Identity::new(IdentifierKind::Phone, format!("+1{}", 2_000_000_000 + key)),
    ]
}

fn claims_of(key: UserKey) -> impl Iterator<Item = Claim> {
    identities(key).into_iter().map(move |identity| Claim {
        identifier: identity.identifier(),
        user: key,
    })
}

fn create(key: UserKey) -> PlannedWrite {
    let new = NewUser {
        key,
        id: public_id(NOW, key, scattered(key)),
        row: UserRow {
            first_name: Some("Ana Maria".to_owned()),
            last_name: Some(format!("Example-{}", key % 9973)),
            reset: Some(ResetReason::NoPassword),
            identities: identities(key),
            imported: FieldSet(0b1111_1111),
            fingerprint: u128::from(scattered(key)) << 64 | u128::from(key),
            ..UserRow::default()
        },
        memberships: vec![Membership {
            organization: (key % 200) as u32 + 1,
            roles: vec![1, 3],
            permissions: vec![],
            scopes: vec![],
        }],
        password: None,
    };
    PlannedWrite {
        row: key + 1,
        write: Write::Create(Box::new(new)),
    }
}

fn record(state: ImportState) -> ImportRecord {
    ImportRecord {
        number: 0,
        id: Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0001),
        file: "bulk".to_owned(),
        path: None,
        digest: String::new(),
        choices: "{}".to_owned(),
        mode: Mode::Import,
        state,
        started: NOW,
        finished: None,
        seconds: 0.0,
        rows_done: 0,
        ledger: Ledger::default(),
        counts: Vec::new(),
    }
}
