//! The catalogue of findings: one file per rule.
//!
//! A rule's file holds everything about it: code, name, severity, sentences,
//! documentation whose examples run as tests, and either its check or the
//! function that makes its finding where a reader meets the cause.

pub mod view;

use crate::catalogue;
use crate::findings::rule::Rule;
use view::Check;

/// Declares the rule of a file. The doc comment is its documentation.
#[macro_export]
macro_rules! rule {
    (
        $(#[doc = $doc:literal])*
        $code:literal $name:literal, $severity:ident $(, $dagger:ident)?; fix $fix:ident; scope $scope:ident;
        verb $verb:literal;
        message $message:literal;
        became $became:literal;
        $(kept $kept:literal;)?
        $(refused $refused:literal;)?
        help $help:literal;
        check $check:expr
    ) => {
        $(#[doc = $doc])*
        pub static RULE: $crate::findings::rule::Rule = $crate::findings::rule::Rule {
            code: $code,
            name: $name,
            severity: $crate::findings::rule::Severity::$severity,
            only_identifier: $crate::rule!(@dagger $($dagger)?),
            fix: $crate::findings::rule::Fix::$fix,
            scope: $crate::findings::rule::Scope::$scope,
            verb: $verb,
            message: $message,
            became: $became,
            kept: concat!($($kept)?),
            refused: concat!($($refused)?),
            help: $help,
            docs: concat!($($doc, "\n"),*),
        };

        pub(super) static CHECK: $crate::rules::view::Check = $check;
    };
    (@dagger) => { false };
    (@dagger only_identifier) => { true };
}

catalogue! {
    /// Every rule, in the order of the manual.
    pub static RULES: [Rule] = each RULE;
    /// How they come to speak, in the same order.
    pub(crate) static CHECKS: [Check] = each CHECK of {
        // FIL: the file
        file_empty,
        file_has_no_rows,
        file_type_not_supported,
        file_type_differs_from_extension,
        too_many_rows,
        too_many_columns,
        file_password_protected,
        encoding_guessed,
        bytes_not_readable,
        text_decoded_twice,
        nul_bytes,
        delimiter_guessed,
        comment_line_skipped,
        only_one_column,
        quote_never_closed,
        stray_quote,
        curly_quotes_as_quotes,
        json_array_read_as_lines,
        json_line_not_complete,
        json_line_not_an_object,
        same_file_imported_before,
        json_key_twice,
        json_too_deep,
        json_row_too_long,
        json_beside_users,
        json_rest_not_read,
        json_too_many_keys,
        value_over_several_lines,
        backslash_escapes_read,
        backslash_left_in_value,
        encoding_not_told,
        rows_in_another_encoding,
        // XLS: spreadsheets, and CSVs that went through one
        cell_shows_error,
        scientific_notation,
        became_a_date,
        spreadsheet_marks_removed,
        // HDR: header and columns
        header_missing,
        header_not_in_first_row,
        column_without_name,
        column_name_twice,
        column_not_recognised,
        two_columns_for_one_field,
        identifier_column_missing,
        column_looks_like_another_field,
        column_empty,
        required_partner_column_missing,
        admit_columns_ignored,
        column_known_but_unsupported,
        mapped_column_missing,
        column_read_the_other_way,
        emails_in_unknown_column,
        whole_name_not_used,
        remembered_mapping,
        state_words_in_unknown_column,
        // ROW: the shape of a row and its text
        row_blank,
        row_too_many_cells,
        row_too_few_cells,
        header_repeated,
        value_too_long,
        whitespace_removed,
        invisible_characters_removed,
        control_characters,
        placeholder_read_as_blank,
        text_starts_like_a_formula,
        markup_in_name,
        rows_merged,
        admit_row_not_recognised,
        admit_row_twice,
        admit_import_not_known,
        row_not_filled_in,
        row_cut_off,
        row_broken,
        another_row_shuts_out,
        state_of_another_row,
        header_too_long,
        // IDN: identifiers other than email and phone
        no_identifier,
        id_blank,
        id_malformed,
        username_characters,
        username_length,
        username_reserved,
        username_is_an_email,
        username_mixed_scripts,
        identity_type_not_known,
        identity_not_complete,
        address_in_name,
        username_looks_like,
        looks_like_another_user,
        // EML: email
        email_missing_at,
        email_several_addresses,
        email_with_display_name,
        email_local_part,
        email_domain,
        email_too_long,
        email_domain_typo,
        email_top_level_unknown,
        email_placeholder,
        email_international,
        email_lower_cased,
        email_verified_without_email,
        email_looks_like,
        // PHN: phone
        phone_without_country_code,
        phone_too_short,
        phone_too_long,
        phone_letters,
        phone_country_unknown,
        phone_00_prefix,
        phone_trunk_zero,
        phone_extension_left_out,
        phone_several_numbers,
        phone_reformatted,
        phone_plus_missing,
        phone_verified_without_phone,
        // VAL: booleans, names, other values
        boolean_not_recognised,
        boolean_from_word,
        verified_without_password,
        verified_set_for_everyone,
        name_too_long,
        full_name_split,
        name_last_comma_first,
        user_suspended,
        value_kind,
        correction_not_used,
        cell_correction_not_used,
        suggestion_applied,
        value_not_readable,
        inner_key_not_read,
        not_a_name,
        letters_lost,
        names_turned_round,
        characters_not_text,
        line_break_in_value,
        line_break_read_as_space,
        not_a_value,
        percent_codes_left,
        list_of_one,
        state_not_recognised,
        user_deleted_at_source,
        account_not_open_yet,
        // DUP: the same person twice
        identical_row,
        duplicate_id_in_file,
        duplicate_email_in_file,
        duplicate_phone_in_file,
        duplicate_username_in_file,
        email_belongs_to_another_user,
        phone_belongs_to_another_user,
        username_taken,
        id_and_email_match_different_users,
        email_and_phone_match_different_users,
        several_users_match,
        changes_email_of_existing_user,
        changed_here_and_in_file,
        removes_access,
        rows_match_one_user,
        account_in_use,
        password_replaced,
        password_replaced_by_weaker,
        identifier_of_edited_user,
        verified_raised,
        suspension_lifted,
        suspension_kept,
        username_is_anothers_email,
        email_is_anothers_username,
        id_differs_in_leading_zeros,
        two_people_under_one_id,
        // ACC: organizations, roles, permissions
        organization_not_found,
        organization_code_used,
        organization_name_used,
        role_not_found,
        role_name_used,
        role_without_organization,
        permission_not_found,
        permission_without_organization,
        permission_already_in_role,
        default_organization_used,
        roles_apply_to_every_organization,
        grants_administrator,
        list_separator,
        list_item_blank,
        key_differs_in_case,
        membership_policy_off,
        organization_ambiguous,
        access_stays,
        not_put_back,
        access_not_replaced,
        part_of_list_unknown,
        access_left_blank,
        key_with_unseen_characters,
        // PWD: passwords
        method_missing,
        method_inferred,
        method_not_supported,
        method_differs_from_hash,
        bcrypt_cut_short,
        bcrypt_malformed,
        bcrypt_2x,
        bcrypt_cost_unusual,
        hash_length,
        hash_is_base64,
        hash_upper_case,
        salt_without_position,
        salt_position_not_recognised,
        salt_format_not_recognised,
        salt_not_hex,
        salt_may_be_hex,
        salt_ignored,
        salt_escapes_kept,
        position_without_salt,
        salt_missing,
        password_given_twice,
        looks_like_plaintext,
        hash_shared,
        wordpress_format,
        crypt_scheme,
        parameters_missing,
        password_sign_in_is_off,
        password_newer_in_directory,
        password_set_for_existing_user,
        hash_cost_too_high,
        hash_malformed,
        rounds_not_known,
        digest_missing,
        salt_read_as_base64,
        check_is_slow,
        hash_in_another_column,
        secret_inside_value,
        given_method_not_used,
        password_column_holds_hashes,
        // PWF: files of passwords
        no_user_matches,
        several_users_match_password,
        id_and_email_disagree,
        password_already_set,
        two_hashes_for_one_user,
        row_has_no_password,
        users_not_imported_yet,
        hash_column_missing,
        // RUN: the run itself
        not_attempted,
        changed_while_running,
        resumed,
        ledger_does_not_balance,
        undo_kept,
    }
}

/// The rule of this code or name.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    RULES
        .iter()
        .copied()
        .find(|rule| rule.code.eq_ignore_ascii_case(code_or_name) || rule.name == code_or_name)
}

/// The rule whose code or name comes nearest to this text, if it is near enough
/// to have been meant.
pub fn nearest(code_or_name: &str) -> Option<&'static Rule> {
    let texts = RULES.iter().flat_map(|rule| [rule.code, rule.name]);
    find(&crate::base::near::nearest(code_or_name, texts)?)
}
