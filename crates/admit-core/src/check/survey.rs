//! The first walk over a source: every row is read, mapped and judged by
//! itself; what the later steps need of it is noted on scratch files.
//!
//! One thread reads; rows are mapped by it and by one beside it, whichever has
//! time. What they make of the rows is put together in the order of the file.

use crate::base::limits::MAPPED_TOGETHER_ROWS;
use crate::base::spill::sort::FixedSorter;
use crate::check::claims::{Claims, SortedClaims, encode};
use crate::check::digest::{Marks, fingerprint, identifier_hash, key_hash};
use crate::check::finding_log::{FindingLog, FindingLogWriter};
use crate::check::input::CheckInput;
use crate::check::notes::{NoteWriter, Notes, RowNote, SharedKey, pack, pack_name};
use crate::check::shared_hashes::{Held, SharedHashes, digest};
use crate::findings::finding::{Finding, Findings};
use crate::findings::outcome::Outcome;
use crate::findings::rule::Severity;
use crate::findings::tally::Tally;
use crate::ports::watch::{Phase, RunError, Watch};
use crate::read::decoder::Decoder;
use crate::read::judge::{Criteria, RowJudge};
use crate::rows::raw::{Column, RawRow};
use crate::rules;
use crate::users::user::IdentifierKind;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel};

/// What the first walk found.
pub struct Survey<'s> {
    /// Rows read.
    pub rows: u64,
    /// Blank rows skipped.
    pub blank_rows: u64,
    /// A note of every row.
    pub notes: Notes,
    /// The findings of rows.
    pub findings: FindingLog,
    /// The findings about the file and its columns.
    pub file_findings: Vec<Finding>,
    /// Whether one of them holds back the whole file.
    pub fatal: bool,
    /// The identifiers of rows that are not held back.
    pub keys: FixedSorter<'s, SharedKey>,
    /// The identifiers in the order of their keys, if they were asked for.
    pub claims: Option<SortedClaims>,
    /// What was found, counted.
    pub tally: Tally,
}

/// Walks over the source once.
pub fn survey<'s>(
    decoder: &mut Decoder<'_>,
    criteria: &Criteria<'_>,
    file_findings: Findings,
    input: &CheckInput<'s>,
    claims: Option<Claims<'s>>,
) -> Result<Survey<'s>, RunError> {
    // A header that cannot be used holds back every row: they are only counted.
    let maker = Maker {
        criteria,
        seed: input.seed,
        keeps_claims: input.keeps_claims,
        held_back: file_findings.has_error(),
    };
    let mut gathering = Gathering {
        file_findings,
        notes: NoteWriter::new(input.scratch)?,
        findings: FindingLogWriter::new(input.scratch)?,
        keys: FixedSorter::new(input.scratch),
        claims,
        hashes: SharedHashes::new(input.scratch),
        tally: Tally::default(),
        waiting: BTreeMap::new(),
        next: 0,
        rows: 0,
    };
    read_all(decoder, &maker, &mut gathering, input.watch)?;
    if !maker.held_back {
        let findings = &mut gathering.file_findings;
        decoder.finish(criteria.choices, findings);
        let users = gathering.hashes.most()?;
        if users > 1 {
            rules::hash_shared::found(decoder.row.hash_column(), users, findings);
        }
    }
    let mut file_findings = gathering.file_findings.take();
    for finding in &mut file_findings {
        crate::findings::finding::deny(finding, criteria.choices);
        gathering.tally.add(finding);
    }
    let fatal = file_findings
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    if fatal {
        for finding in &mut file_findings {
            finding.outcome = Some(Outcome::Rejected);
        }
    }
    Ok(Survey {
        rows: gathering.rows,
        blank_rows: decoder.reader.blank_rows(),
        notes: gathering.notes.finish()?,
        findings: gathering.findings.finish()?,
        file_findings,
        fatal,
        keys: gathering.keys,
        claims: gathering.claims.map(Claims::sorted).transpose()?,
        tally: gathering.tally,
    })
}

/// Rows that are mapped together.
struct Batch {
    number: u64,
    rows: Vec<RawRow>,
    /// How many of `rows` were read; the rest is memory kept for later.
    filled: usize,
    /// What the reader found, by place in `rows`.
    findings: Vec<(usize, Finding)>,
    /// The columns known when the rows were read.
    columns: Arc<Vec<Column>>,
}

impl Batch {
    fn new() -> Batch {
        Batch {
            number: 0,
            rows: Vec::new(),
            filled: 0,
            findings: Vec::new(),
            columns: Arc::default(),
        }
    }

    /// Reads rows until the batch is full. `false` at the end of the source.
    fn fill(&mut self, decoder: &mut Decoder<'_>, at_end: &mut Findings) -> Result<bool, RunError> {
        self.filled = 0;
        self.findings.clear();
        let mut findings = Findings::default();
        while self.filled < MAPPED_TOGETHER_ROWS {
            if self.rows.len() == self.filled {
                self.rows.push(RawRow::default());
            }
            if !decoder
                .reader
                .next(&mut self.rows[self.filled], &mut findings)?
            {
                findings
                    .take()
                    .into_iter()
                    .for_each(|finding| at_end.add(finding));
                return Ok(false);
            }
            let place = self.filled;
            self.findings
                .extend(findings.take().into_iter().map(|finding| (place, finding)));
            self.filled += 1;
        }
        Ok(true)
    }
}

/// What the rows of a batch came to.
#[derive(Default)]
struct Made {
    notes: Vec<RowNote>,
    findings: Vec<(u64, Finding)>,
    keys: Vec<SharedKey>,
    /// Claims one after the other, and where each ends.
    claims: Vec<u8>,
    claim_ends: Vec<usize>,
    hashes: Vec<Held>,
}

/// Makes of rows what is noted of them.
struct Maker<'m> {
    criteria: &'m Criteria<'m>,
    seed: u64,
    keeps_claims: bool,
    held_back: bool,
}

impl Maker<'_> {
    fn make(&self, judge: &mut RowJudge<'_>, batch: &mut Batch) -> Made {
        let mut made = Made::default();
        let mut found = std::mem::take(&mut batch.findings).into_iter().peekable();
        for (place, raw) in batch.rows[..batch.filled].iter_mut().enumerate() {
            judge.reset();
            while let Some((_, finding)) = found.next_if(|(at, _)| *at == place) {
                judge.findings.add(finding);
            }
            let mut note = RowNote {
                place: raw.place,
                rejected: true,
                ..RowNote::default()
            };
            if !self.held_back {
                judge.map(raw, &batch.columns, self.criteria);
                note.rejected = judge.findings.has_error();
                let row = raw.place.row;
                made.findings.extend(
                    judge
                        .findings
                        .take()
                        .into_iter()
                        .map(|finding| (row, finding)),
                );
            }
            if !note.rejected {
                note.fingerprint = fingerprint(judge.candidate(), judge.memberships());
                self.keys(judge, raw.place.row, &mut made);
            } else if !self.held_back {
                self.keys_of_held_back(judge, raw.place.row, &mut made);
            }
            made.notes.push(note);
        }
        made
    }

    /// Those of a row that is held back, where the other rows of its user must not be
    /// without what it says: that it shuts the user out, or that this cannot be read; and
    /// its access, where it is replaced.
    fn keys_of_held_back(&self, judge: &RowJudge<'_>, row: u64, made: &mut Made) {
        let marks = Marks::of(judge.candidate());
        let says_state = marks.shuts || marks.state_unread;
        if !says_state && !self.criteria.choices.replace_access {
            return;
        }
        let identities = &judge.candidate().identities;
        let weak = !identities.iter().any(|identity| is_strong(identity.kind));
        for identity in identities {
            if is_strong(identity.kind) || (says_state && weak) {
                let hash = identifier_hash(identity, self.seed);
                made.keys.push((hash, pack(row, identity.kind, weak)));
            }
        }
    }

    fn keys(&self, judge: &RowJudge<'_>, row: u64, made: &mut Made) {
        let identities = &judge.candidate().identities;
        let weak = !identities
            .iter()
            .any(|identity| matches!(identity.kind, IdentifierKind::Id | IdentifierKind::Email));
        if let (Some(password), Some(first)) = (&judge.candidate().password, identities.first()) {
            let user = identifier_hash(first, self.seed);
            made.hashes.push((digest(password, self.seed), user));
        }
        for identity in identities {
            let hash = identifier_hash(identity, self.seed);
            made.keys.push((hash, pack(row, identity.kind, weak)));
            if identity.kind == IdentifierKind::Username && identity.key.contains('@') {
                let hash = key_hash(IdentifierKind::Email, &identity.key, self.seed);
                made.keys.push((hash, pack_name(row)));
            }
            if self.keeps_claims {
                encode(identity, row, &mut made.claims);
                made.claim_ends.push(made.claims.len());
            }
        }
    }
}

/// Whether an identifier of this kind makes two rows one user by itself.
fn is_strong(kind: IdentifierKind) -> bool {
    use IdentifierKind::{Email, Id, Social};
    matches!(kind, Id | Email | Social)
}

/// Puts together what was made of the rows, in the order of the file.
struct Gathering<'s> {
    /// What was found about the file and its columns.
    file_findings: Findings,
    notes: NoteWriter,
    findings: FindingLogWriter,
    keys: FixedSorter<'s, SharedKey>,
    claims: Option<Claims<'s>>,
    hashes: SharedHashes<'s>,
    tally: Tally,
    /// Batches that came before their turn.
    waiting: BTreeMap<u64, Made>,
    next: u64,
    rows: u64,
}

impl Gathering<'_> {
    fn add(&mut self, number: u64, made: Made) -> Result<(), RunError> {
        self.waiting.insert(number, made);
        while let Some(made) = self.waiting.remove(&self.next) {
            self.next += 1;
            for note in &made.notes {
                self.notes.push(note)?;
            }
            self.rows += made.notes.len() as u64;
            for (row, finding) in made.findings {
                self.tally.add(&finding);
                self.findings.push(row, finding)?;
            }
            for key in made.keys {
                self.keys.push(key)?;
            }
            for held in made.hashes {
                self.hashes.push(held)?;
            }
            if let Some(claims) = &mut self.claims {
                let mut start = 0;
                for end in made.claim_ends {
                    claims.push_encoded(&made.claims[start..end])?;
                    start = end;
                }
            }
        }
        Ok(())
    }
}

/// A batch made beside, coming back with its memory.
type Returned = (u64, Made, Batch);

/// What the thread that reads exchanges batches over with the one beside it.
struct Exchange {
    to_other: SyncSender<Batch>,
    returned: Receiver<Returned>,
}

impl Exchange {
    /// Hands a batch over; gives it back if the other thread has enough to do.
    fn offer(&self, batch: Batch) -> Result<(), Batch> {
        self.to_other.try_send(batch).map_err(|error| match error {
            TrySendError::Full(batch) | TrySendError::Disconnected(batch) => batch,
        })
    }

    /// The batches that came back since.
    fn returned(&self) -> impl Iterator<Item = Returned> {
        self.returned.try_iter()
    }

    /// The batches still to come back, once there are no more to hand over.
    fn rest(self) -> impl Iterator<Item = Returned> {
        drop(self.to_other);
        self.returned.into_iter()
    }
}

fn read_all(
    decoder: &mut Decoder<'_>,
    maker: &Maker<'_>,
    gathering: &mut Gathering<'_>,
    watch: &dyn Watch,
) -> Result<(), RunError> {
    let mut beside = decoder.row.beside();
    let (to_other, batches) = sync_channel(1);
    let (to_us, returned) = channel();
    std::thread::scope(|scope| {
        let other = scope.spawn(move || {
            make_beside(maker, &mut beside, &batches, &to_us);
            beside
        });
        let exchange = Exchange { to_other, returned };
        let read = read_batches(decoder, maker, gathering, exchange, watch);
        let beside = other.join().expect("mapping rows does not panic");
        decoder.row.absorb(&beside);
        read
    })
}

fn make_beside(
    maker: &Maker<'_>,
    judge: &mut RowJudge<'_>,
    batches: &Receiver<Batch>,
    to_us: &Sender<Returned>,
) {
    for mut batch in batches {
        let made = maker.make(judge, &mut batch);
        if to_us.send((batch.number, made, batch)).is_err() {
            return;
        }
    }
}

fn read_batches(
    decoder: &mut Decoder<'_>,
    maker: &Maker<'_>,
    gathering: &mut Gathering<'_>,
    exchange: Exchange,
    watch: &dyn Watch,
) -> Result<(), RunError> {
    let alone = decoder.row.remembers_rows();
    let mut spare: Vec<Batch> = Vec::new();
    let mut columns = Arc::new(decoder.reader.columns().to_vec());
    for number in 0.. {
        let mut batch = spare.pop().unwrap_or_else(Batch::new);
        let more = batch.fill(decoder, &mut gathering.file_findings)?;
        if columns.len() != decoder.reader.columns().len() {
            columns = Arc::new(decoder.reader.columns().to_vec());
        }
        batch.number = number;
        batch.columns = Arc::clone(&columns);
        // The first batch is mapped here, so that a small file is read the same
        // way every time.
        let ours = if alone || number == 0 {
            Err(batch)
        } else {
            exchange.offer(batch)
        };
        if let Err(mut batch) = ours {
            let made = maker.make(&mut decoder.row, &mut batch);
            gathering.add(number, made)?;
            spare.push(batch);
        }
        for (number, made, batch) in exchange.returned() {
            gathering.add(number, made)?;
            spare.push(batch);
        }
        watch.report(Phase::Checking, gathering.rows, decoder.reader.position())?;
        if !more {
            break;
        }
    }
    for (number, made, _) in exchange.rest() {
        gathering.add(number, made)?;
    }
    Ok(())
}
