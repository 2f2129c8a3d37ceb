//! The catalogue of findings: one file per rule.
//!
//! A rule's file holds everything about it: code, name, severity, sentences,
//! documentation whose examples run as tests, and either its check or the
//! function that makes its finding where a reader meets the cause.

use crate::access::Access;
use crate::candidate::Candidate;
use crate::catalogue;
use crate::field::Field;
use crate::finding::{Finding, Findings, Severity};
use crate::mapping::Settings;
use crate::record::{CellRef, Column, RawRow};

/// What kind of correction a rule can offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// One reading only: applied and reported.
    Auto,
    /// One concrete replacement is offered.
    Suggest,
    /// A person decides between listed options.
    Choose,
    /// Nothing to offer.
    None,
}

/// What a rule speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole file.
    File,
    /// A column.
    Column,
    /// A row as a whole.
    Row,
    /// One cell.
    Cell,
    /// The run itself.
    Run,
}

/// How a rule comes to speak.
#[derive(Clone, Copy)]
pub enum Check {
    /// Raised where its cause is met: by a format, a conversion, the search for
    /// rows that belong together, or the decision.
    Raised,
    /// Looks at every row that was mapped.
    Row(fn(&RowView<'_>, &mut Findings)),
    /// Looks at the columns once the whole file is read.
    File(fn(&FileView<'_>, &mut Findings)),
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Check::Raised => "Raised",
            Check::Row(_) => "Row",
            Check::File(_) => "File",
        })
    }
}

/// One entry of the catalogue.
#[derive(Debug)]
pub struct Rule {
    /// Three letters for the subject, three digits. Never reused.
    pub code: &'static str,
    /// Says the flaw: lower case, dashes.
    pub name: &'static str,
    /// The consequence for the row.
    pub severity: Severity,
    /// Whether a warning becomes an error when the value was the row's only
    /// identifier.
    pub only_identifier: bool,
    /// What kind of correction it offers.
    pub fix: Fix,
    /// What it speaks about.
    pub scope: Scope,
    /// What was found and what became of it, with `{places}`.
    pub message: &'static str,
    /// What to do, with `{places}`; may be empty.
    pub help: &'static str,
    /// The documentation, in Markdown with fixed headings.
    pub docs: &'static str,
    /// How it comes to speak.
    pub check: Check,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.code == other.code
    }
}
impl Eq for Rule {}

/// One mapped row, as a rule sees it.
#[derive(Clone, Copy)]
pub struct RowView<'a> {
    /// The row as read.
    pub raw: &'a RawRow,
    /// The source's columns.
    pub columns: &'a [Column],
    /// The row after mapping and normalising.
    pub candidate: &'a Candidate,
    /// What the person importing chose.
    pub settings: &'a Settings,
    /// Organizations, roles and permissions.
    pub access: &'a Access,
}

impl<'a> RowView<'a> {
    /// A finding of `rule` about `value` in the cell that feeds the first of
    /// `fields` that the row has.
    pub fn finding(&self, rule: &'static Rule, fields: &[Field], value: &str) -> Finding {
        let finding = Finding::of(rule).row(self.raw.place);
        match fields.iter().find_map(|field| self.cell(*field)) {
            Some(cell) => finding.cell(cell).value(value),
            None => finding.value(value),
        }
    }

    /// The cell that feeds `field`, if the row has one that is not blank.
    pub fn cell(&self, field: Field) -> Option<CellRef<'a>> {
        let index = self.candidate.source(field)?;
        let cell = self.raw.cells().nth(index)?;
        let column = self.columns.get(cell.column)?;
        Some(CellRef {
            column: &column.name,
            field: Some(field),
            text: cell.text,
        })
    }
}

/// What is known of one column once the file is read.
#[derive(Clone, Debug, Default)]
pub struct ColumnFill {
    /// How many rows have a value in it.
    pub values: u64,
    /// How many of the values were read as TRUE (fields that are yes or no).
    pub trues: u64,
    /// The first few values, to show; empty for secret fields.
    pub samples: Vec<String>,
    /// How many of the values are objects that hold a password's parts.
    pub objects: u64,
    /// How many of the values have a form that tells what they are.
    pub looks: Looks,
}

impl ColumnFill {
    /// Counts what was counted of other rows.
    pub fn absorb(&mut self, other: &ColumnFill) {
        self.values += other.values;
        self.trues += other.trues;
        self.objects += other.objects;
        let room = crate::limits::COLUMN_SAMPLES_MAX.saturating_sub(self.samples.len());
        self.samples
            .extend(other.samples.iter().take(room).cloned());
        self.looks.email += other.looks.email;
        self.looks.phone += other.looks.phone;
        self.looks.uuid += other.looks.uuid;
        self.looks.hash += other.looks.hash;
    }
}

/// Values of a column, counted by the form that they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// Like an email address.
    pub email: u64,
    /// Like an international phone number, with its plus sign.
    pub phone: u64,
    /// Like a UUID.
    pub uuid: u64,
    /// Like a password hash that names its own method.
    pub hash: u64,
}

/// The whole file, as a rule sees it at the end of reading.
#[derive(Clone, Copy)]
pub struct FileView<'a> {
    /// The source's columns.
    pub columns: &'a [Column],
    /// What each of them held, in the same order.
    pub fills: &'a [ColumnFill],
    /// How many rows were read.
    pub rows: u64,
    /// What the person importing chose.
    pub settings: &'a Settings,
    /// The row number of the header, for placing findings about columns.
    pub header_row: u64,
}

/// Declares the rule of a file. The doc comment is its documentation.
#[macro_export]
macro_rules! rule {
    (
        $(#[doc = $doc:literal])*
        $code:literal $name:literal, $severity:ident $(, $dagger:ident)?; fix $fix:ident; scope $scope:ident;
        message $message:literal;
        help $help:literal;
        check $check:expr
    ) => {
        $(#[doc = $doc])*
        pub static RULE: $crate::rules::Rule = $crate::rules::Rule {
            code: $code,
            name: $name,
            severity: $crate::finding::Severity::$severity,
            only_identifier: $crate::rule!(@dagger $($dagger)?),
            fix: $crate::rules::Fix::$fix,
            scope: $crate::rules::Scope::$scope,
            message: $message,
            help: $help,
            docs: concat!($($doc, "\n"),*),
            check: $check,
        };
    };
    (@dagger) => { false };
    (@dagger only_identifier) => { true };
}

catalogue! {
    /// Every rule, in the order of the manual.
    pub static RULES: [Rule] = each RULE of {
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
        // XLS: spreadsheets, and CSVs that went through one
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
        suggestion_applied,
        value_not_readable,
        inner_key_not_read,
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
        // PWF: files of passwords
        no_user_matches,
        several_users_match_password,
        id_and_email_disagree,
        password_already_set,
        two_hashes_for_one_user,
        row_has_no_password,
        users_not_imported_yet,
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
    find(&crate::by_hand::nearest(code_or_name, texts)?)
}

impl Rule {
    /// Whether the rule holds back an identifier, so that a row left without
    /// one has its reason already.
    pub fn names_identifier(&self) -> bool {
        self.only_identifier
            || (self.severity == Severity::Error && matches!(self.scope, Scope::Cell))
    }

    /// Why its suggestions cannot all be taken at once with `--accept`, if they
    /// cannot.
    pub fn cannot_be_accepted(&self) -> Option<&'static str> {
        if self.code.starts_with("ACC") {
            Some(
                "its suggestions give access; name each value, as in --set 'role_key:membr=member'",
            )
        } else if self.code.starts_with("PWD") {
            Some("its suggestions are about passwords; correct them in the file")
        } else if self.fix != Fix::Suggest {
            Some("it suggests no replacement")
        } else if self.scope != Scope::Cell {
            Some("what it suggests is no value of a cell; correct it in the file")
        } else {
            None
        }
    }
}
