//! PHN002: fewer digits than the country's numbers have.

use crate::findings::finding::{Finding, Findings};
use crate::rows::raw::CellRef;
use crate::rules::view::Check;

rule! {
    /// ## What it finds
    /// A phone number with fewer digits than numbers of its country have. Lengths
    /// are checked, not whether a number is in use.
    ///
    /// ## Why it matters
    /// No call and no message would reach it.
    ///
    /// ## What becomes of the row
    /// The row is imported without the phone. If the phone was all that told this
    /// user from others, the row is not imported.
    ///
    /// ## What to do
    /// Look the number up at its source.
    ///
    /// ## Example
    /// ```csv
    /// id,phone
    /// 1,+442079460958
    /// 2,+44207    <- PHN002
    /// ```
    "PHN002" "phone-too-short", Warning, only_identifier; fix None; scope Cell;
    verb "Complete the phone";
    message "\"{value}\" has {n} digits{without}; {country} numbers have {expected}.";
    became "The phone {was} left out.";
    help "Look the number up at its source.";
    check Check::Raised
}

/// Raised by the conversion.
pub fn found(cell: CellRef<'_>, length: &Length, findings: &mut Findings) {
    findings.add(
        Finding::of(&RULE)
            .cell(cell)
            .arg("n", length.digits)
            .arg("without", length.without())
            .arg("country", length.country.unwrap_or("phone"))
            .arg("expected", &length.expected),
    );
}

/// The digits of a number beside those that it should have.
#[derive(Debug, PartialEq, Eq)]
pub struct Length {
    /// How many it has, without the country code if that is known.
    pub digits: usize,
    /// The country's English name; `None` if it is not known.
    pub country: Option<&'static str>,
    /// How many it should have, in words.
    pub expected: String,
}

impl Length {
    /// What the count leaves out, in words.
    pub fn without(&self) -> &'static str {
        match self.country {
            Some(_) => " without the country code",
            None => "",
        }
    }
}
