//! What every store must do, run against each of them. What is left in the
//! directory at the end of a case is compared as a whole.

mod access;
mod asking;
mod audit;
mod changes_ahead;
mod claims;
mod dump;
mod exchange;
mod fields;
mod forgetting;
mod history;
mod idempotency;
mod imports;
mod jobs;
mod mappings;
mod operators;
mod samples;
mod search;
mod sign_ins;
mod sqlite_files;
mod sqlite_search;
mod tokens;
mod totals;
mod upload_files;
mod uploads;
mod user_sessions;
mod users;

use admit_core::ports::memory::MemoryStore;
use admit_core::ports::store::Store;
use dump::dump;
use std::path::PathBuf;
use tempfile::TempDir;

/// A store to try, in a place of its own.
pub struct Bed {
    memory: Option<MemoryStore>,
    database: Option<Box<dyn Store>>,
    folder: Option<TempDir>,
}

impl Bed {
    /// One in memory.
    fn memory() -> Bed {
        Bed {
            memory: Some(MemoryStore::new()),
            database: None,
            folder: None,
        }
    }

    /// One in a new SQLite database.
    fn sqlite() -> Bed {
        let mut bed = Bed {
            memory: None,
            database: None,
            folder: Some(tempfile::tempdir().unwrap()),
        };
        bed.reopen();
        bed
    }

    /// The store as it is now.
    pub fn store(&self) -> &dyn Store {
        match &self.memory {
            Some(memory) => memory,
            None => &**self.database.as_ref().expect("a bed always has a store"),
        }
    }

    /// Takes the lock away from whoever holds it, so that the next one may have it.
    pub fn lose_lock(&self) {
        match &self.memory {
            Some(memory) => memory.take_lock_away(),
            // As somebody does who tidies up.
            None => std::fs::remove_file(self.path().with_extension("db.import-lock")).unwrap(),
        }
    }

    /// Closes the store and opens it again, as another process would find it.
    pub fn reopen(&mut self) {
        if self.folder.is_some() {
            self.database = None;
            let url = format!("sqlite:{}", self.path().display());
            self.database = Some(admit_store::open(&url).unwrap());
        }
    }

    /// The file of an SQLite database.
    pub fn path(&self) -> PathBuf {
        let folder = self.folder.as_ref().expect("only a database has a file");
        folder.path().join("admit.db")
    }
}

macro_rules! suite {
    ($($module:ident :: $case:ident),* $(,)?) => {
        mod memory {
            $(#[test] fn $case() { super::$module::$case(&mut super::Bed::memory()); })*
        }
        mod sqlite {
            $(#[test] fn $case() { super::$module::$case(&mut super::Bed::sqlite()); })*
        }
        mod same_end {
            $(#[test] fn $case() { super::check_same_end(super::$module::$case); })*
        }
    };
}

fn check_same_end(case: fn(&mut Bed)) {
    let (mut memory, mut sqlite) = (Bed::memory(), Bed::sqlite());
    case(&mut memory);
    case(&mut sqlite);
    sqlite.reopen();
    assert_eq!(dump(sqlite.store()), dump(memory.store()));
}

suite! {
    access::what_is_removed_goes_from_whoever_has_it,
    access::nothing_has_the_number_of_what_was_removed,
    access::a_change_that_fails_undoes_those_before_it,
    access::changes_are_made_in_order,
    access::switches_are_kept,
    asking::a_job_is_asked_for_with_all_that_is_changed,
    asking::no_job_is_asked_for_without_its_file,
    asking::an_import_is_deleted_once_and_only_at_rest,
    asking::of_many_who_ask_one_is_heard,
    audit::the_trail_is_read_by_pages_and_filters,
    audit::entries_at_once_follow_one_another,
    claims::a_claim_is_nobodys_until_its_user_exists,
    claims::a_complete_import_has_no_claims,
    claims::claiming_again_for_the_same_user_takes_nothing,
    claims::claims_belong_to_their_import,
    claims::claims_of_one_batch_clash_in_their_order,
    claims::nothing_but_claims_is_freed_around_a_large_import,
    claims::the_claims_of_a_user_are_given_up,
    claims::the_next_lock_frees_what_a_dead_import_claimed,
    fields::every_field_survives_a_round_trip,
    forgetting::what_a_check_found_is_forgotten_with_it,
    forgetting::an_import_that_wrote_users_is_not_forgotten,
    forgetting::whoever_runs_what_was_forgotten_writes_nothing_more,
    history::an_undo_is_stored_with_its_progress,
    history::changes_are_kept_whoever_makes_them,
    history::what_is_kept_of_earlier_changes_can_be_replaced,
    history::removed_users_leave_nothing_but_claims,
    history::hashes_that_come_are_noticed,
    history::restored_users_are_as_the_update_says,
    history::the_users_of_an_import_are_found,
    changes_ahead::what_a_check_would_change_is_kept_with_it,
    changes_ahead::what_a_check_would_change_is_forgotten_with_it,
    imports::a_checkpoint_is_stored_with_its_writes,
    imports::adding_by_hand_works_during_an_import,
    imports::a_page_of_findings_has_what_was_asked_for,
    imports::an_import_begins_anew_without_what_was_found,
    imports::an_import_is_found_by_part_of_its_id,
    imports::every_part_of_a_finding_survives,
    imports::findings_speak_in_the_mood_of_their_import,
    imports::every_part_of_a_record_survives,
    imports::imports_are_asked_for_by_digest_state_and_page,
    exchange::identifiers_go_round_in_one_transaction,
    exchange::who_would_not_get_everything_gives_nothing_up,
    exchange::who_was_changed_or_is_gone_takes_part_in_nothing,
    exchange::users_are_put_back_together_or_not_at_all,
    exchange::a_batch_is_left_where_somebody_was_changed_if_that_is_asked_for,
    exchange::who_signed_in_has_drifted_where_that_is_asked_for,
    imports::one_import_runs_at_a_time,
    imports::only_a_session_records_an_import,
    imports::outcomes_come_back_in_order,
    imports::whoever_loses_the_lock_writes_nothing_more,
    jobs::a_job_goes_from_waiting_to_done,
    jobs::an_import_has_one_job_at_a_time,
    jobs::of_what_is_for_no_import_one_waits,
    jobs::what_has_been_due_for_longest_comes_first,
    jobs::one_job_that_writes_is_done_at_a_time,
    jobs::a_lease_that_ends_is_taken_over,
    jobs::a_job_is_asked_to_stop,
    jobs::jobs_are_paged_and_forgotten,
    jobs::many_owners_do_each_job_once,
    jobs::of_many_owners_one_takes_over,
    mappings::what_was_said_of_columns_is_remembered_by_file,
    idempotency::a_request_that_is_sent_again_gets_the_same_answer,
    idempotency::requests_are_forgotten_in_time,
    idempotency::of_many_callers_one_begins_a_request,
    operators::operators_are_found_by_address_and_number,
    operators::the_last_administrator_stays,
    operators::a_link_sets_a_password_once,
    operators::of_many_callers_one_redeems_a_link,
    operators::a_link_for_nobody_yet_makes_the_first_administrator,
    operators::a_link_for_nobody_yet_ends_with_the_first_password,
    operators::however_operators_change_somebody_can_let_others_in,
    operators::sessions_end_in_time_and_with_the_password,
    operators::a_session_needs_the_hash_that_was_verified,
    search::imported_users_are_found_before_and_after_they_are_indexed,
    search::users_are_found_by_what_an_import_made_of_them,
    search::users_are_found_by_what_is_made_of_them_by_hand,
    search::who_is_removed_is_found_no_more,
    sign_ins::a_code_is_tried_and_redeemed,
    sign_ins::a_grant_is_redeemed_once,
    sign_ins::attempts_are_counted_by_subject_and_forgotten,
    sign_ins::attempts_at_once_are_counted_one_by_one,
    sign_ins::grants_end_where_an_address_is_given_up_or_a_user_is_suspended,
    sign_ins::last_sign_ins_and_the_dearest_check_are_kept,
    sign_ins::an_attempt_is_counted_by_all_or_by_none,
    sign_ins::mails_are_kept_for_a_month_and_codes_as_long_as_they_hold,
    sign_ins::a_mail_is_sent_once_while_it_is_of_use,
    sign_ins::nothing_is_kept_of_a_user_who_is_removed,
    sign_ins::the_latest_browsers_of_a_user_are_known,
    sign_ins::there_is_one_code_for_a_subject_in_a_browser,
    sign_ins::users_who_signed_in_are_not_removed,
    tokens::tokens_are_found_by_digest_until_they_are_revoked,
    totals::what_there_is_is_counted,
    tokens::the_use_of_a_token_is_noted_once_a_minute,
    uploads::every_part_of_an_upload_survives,
    uploads::an_upload_changes_in_what_is_named,
    uploads::uploads_are_paged_and_found_by_digest,
    uploads::uploads_whose_files_are_kept_too_long_are_found,
    uploads::uploads_come_until_they_are_whole,
    uploads::uploads_and_their_jobs_are_asked_for_by_the_page,
    uploads::cells_are_corrected_one_by_one,
    uploads::what_is_handed_in_is_there_once_it_is_finished,
    user_sessions::sessions_of_users_end,
    users::a_batch_is_written_as_if_row_by_row,
    users::a_create_with_a_known_number_is_answered,
    users::a_thousand_random_writes_end_alike,
    users::an_update_changes_what_it_names,
    users::fingerprints_of_zero_are_left_out,
    users::lists_are_paged,
    users::lists_are_searched,
    users::lists_are_of_a_role_a_permission_or_a_status,
    users::numbers_are_given_once,
    users::users_come_in_the_order_asked,
}
