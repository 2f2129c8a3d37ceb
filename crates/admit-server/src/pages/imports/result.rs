//! An import that wrote: what it did, and what can be done with it now.

use crate::api::imports::undo::looked;
use crate::api::imports::view::Known;
use crate::pages::frame::Frame;
use crate::pages::parts::{Badge, LedgerPart, Mood, Todo};
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::Server;
use admit_core::findings::rule::Severity;
use admit_core::ports::store::{ImportState, Ledger, UploadedFile};
use admit_core::undo::work::Undone;
use askama::Template;
use uuid::Uuid;

/// Up to so many users what an undo would do is counted for the page: it looks at each.
const UNDO_COUNTED_USERS_MAX: u64 = 20_000;

/// The page.
#[derive(Template)]
#[template(path = "imports/result.html")]
pub struct ResultPage {
    frame: Frame,
    id: Uuid,
    name: String,
    by: String,
    when: When,
    seconds: String,
    badge: Badge,
    ledger: Ledger,
    sum: LedgerPart,
    warnings: Todo,
    errors: Todo,
    notices: Todo,
    state: &'static str,
    reason: Option<String>,
    /// The passwords beside it, once their run has begun.
    passwords: Option<LedgerPart>,
    /// What an undo would do, where that is quick to tell.
    undone: Option<Undone>,
    can_undo: bool,
    /// Whether its file is kept here.
    file: Option<UploadedFile>,
    kept_until: Option<When>,
    password_sign_in: bool,
}

impl ResultPage {
    /// Of an import.
    ///
    /// # Errors
    /// The store failed.
    pub fn of(server: &Server, frame: Frame, known: &Known) -> Result<ResultPage, Problem> {
        let record = known.record.as_ref();
        let ledger = record.map(|record| record.ledger).unwrap_or_default();
        let of = |severity| record.map_or_else(Todo::default, |record| Todo::of(record, severity));
        let now = server.now();
        let finished = record.and_then(|record| record.finished);
        let at_rest = record.is_some_and(|record| {
            matches!(record.state, ImportState::Complete | ImportState::Stopped)
        });
        let wrote = ledger.created + ledger.updated;
        let can_undo = at_rest && wrote > 0;
        let kept = known
            .upload
            .as_ref()
            .filter(|upload| upload.removed.is_none());
        let keep = server.config().keep_uploads.as_millis() as i64;
        Ok(ResultPage {
            id: known.id,
            name: known.name().to_owned(),
            by: known.by().to_owned(),
            when: words::when(finished.unwrap_or(known.created()), now),
            seconds: words::seconds(record.map_or(0.0, |record| record.seconds)),
            badge: Badge::of(known),
            sum: LedgerPart::of(&ledger, Mood::Done, true),
            warnings: of(Severity::Warning),
            errors: of(Severity::Error),
            notices: of(Severity::Notice),
            state: known.state(),
            reason: known.reason().map(str::to_owned),
            passwords: known
                .passwords
                .as_ref()
                .map(|record| LedgerPart::of(&record.ledger, Mood::Done, true)),
            undone: if can_undo && wrote <= UNDO_COUNTED_USERS_MAX {
                Some(looked(server, known)?)
            } else {
                None
            },
            can_undo,
            file: kept.and_then(|upload| upload.files.first().cloned()),
            kept_until: kept
                .and(finished)
                .map(|finished| words::when(finished + keep, now)),
            password_sign_in: server.store().password_connection()?,
            ledger,
            frame,
        })
    }

    /// What became of it, in a sentence.
    fn heading(&self) -> String {
        let wrote = self.ledger.created + self.ledger.updated;
        let (is_in, are_in) = ("row is in", "rows are in");
        match self.state {
            "undone" => format!("{} was undone", self.name),
            "stopped" => format!("{} stopped part-way", self.name),
            "failed" => format!("{} did not come to its end", self.name),
            _ if self.ledger.read == 0 => format!("{} had no rows", self.name),
            _ if self.ledger.rejected > 0 => format!(
                "{}, {}",
                words::of(wrote + self.ledger.unchanged, is_in, are_in),
                words::of(self.ledger.rejected, "is not", "are not")
            ),
            _ if wrote == 0 => "Everybody was in already, as the file says".to_owned(),
            _ => format!(
                "Every row is in: {}",
                words::of(wrote, "user was written", "users were written")
            ),
        }
    }

    fn to_correct(&self) -> u64 {
        self.errors.total() + self.warnings.total()
    }
}
