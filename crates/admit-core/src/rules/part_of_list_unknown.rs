//! ACC021: a list of which a part does not exist, or one name with a comma.

use crate::base::near::takes_away;
use crate::findings::finding::Findings;
use crate::findings::set;
use crate::rows::state::{self, State};
use crate::rules::organization_not_found::Became;
use crate::rules::view::{Check, RowView};
use crate::users::field::Field;

rule! {
    /// ## What it finds
    /// A text with commas in it of which one part is a key that exists, and another is
    /// neither a key nor a name.
    ///
    /// ## Why it matters
    /// It is a list with a slip in it, or the name of something else that does not exist
    /// yet: `sales,APAC` is not `sales`, and `acme, Inc.` need not be `acme`. Read as a list,
    /// it would let somebody in by half of a name.
    ///
    /// ## What becomes of the row
    /// The user is imported without anything that the text asks for. Where it names
    /// organizations, the user is put into none of them and into no other one because of
    /// it, and the roles and permissions meant for them are left out.
    ///
    /// ## What to do
    /// If it is a list, correct the part that does not exist, or leave it out everywhere
    /// (`--set "role_key:APAC="`). If it is one name, write the key of what it names, or
    /// create it first. In a JSON list (`["sales","APAC"]`) each text is one key, and those
    /// that exist are given. Then import the file again.
    ///
    /// ## Example
    /// ```toml
    /// [[roles]]
    /// key = "sales"
    /// [[roles]]
    /// key = "member"
    /// [[organizations]]
    /// external_id = "acme"
    /// ```
    /// ```csv
    /// id,external_organization_id,role_key
    /// 1,acme,"sales,member"
    /// 2,acme,"sales,APAC"    <- ACC021
    /// 3,"acme, Inc.",sales    <- ACC021
    /// ```
    "ACC021" "part-of-list-unknown", Warning; fix Choose; scope Cell;
    verb "Correct a part of the list";
    message "\"{value}\" is a list of which \"{part}\" does not exist, or one name with a comma in it.";
    became "";
    help "";
    check Check::Raised
}

/// A list, or one name, as the file writes it.
#[derive(Clone, Copy, Debug)]
pub struct Said<'s> {
    /// The text.
    pub text: &'s str,
    /// Its first part that does not exist.
    pub part: &'s str,
    /// The key that the part may be meant for.
    pub meant: Option<&'s str>,
}

/// Raised when memberships are resolved. `became` says what became of the user, or of
/// the keys.
pub fn found(
    view: &RowView<'_>,
    fields: &[Field],
    said: Said<'_>,
    became: Became<'_>,
    findings: &mut Findings,
) {
    let Said { text, part, meant } = said;
    let finding = view.finding(&RULE, fields, text).arg("part", part);
    // Where it takes something away, nothing is offered that forgets it.
    let shuts_out = state::of_word(part).is_some_and(State::shuts_out);
    let correction = match meant {
        Some(key) => format!("write \"{key}\" for \"{part}\""),
        None if shuts_out => format!(
            "\"{part}\" may say that the user is kept out: write it into a column \"status\""
        ),
        None => format!("correct \"{part}\" or leave it out"),
    };
    let field = finding.field.filter(|field| {
        matches!(field, Field::Organization | Field::Role | Field::Permission)
    });
    let set = |value, correction| set::option(field?, value, correction);
    let takes_away = meant.is_none() && (shuts_out || takes_away(part));
    let list = match set(part, meant.unwrap_or_default()).filter(|_| !takes_away) {
        Some(set) => format!("If it is a list, {correction}: {set}."),
        None => format!("If it is a list, {correction}."),
    };
    let name = match set(text, "KEY") {
        Some(set) => format!("If it is one name: {set}, with the key of what it names."),
        None => "If it is one name, write the key of what it names.".to_owned(),
    };
    let help = format!("{list} {name}");
    findings.add(became.said_by(finding.help(help)));
}
