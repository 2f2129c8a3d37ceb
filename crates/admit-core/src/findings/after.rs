//! What a row's user is like once the row is decided, as far as findings speak of it that
//! were raised while the row was read.

/// Where a user is whom their row puts nowhere else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Place {
    /// The directory was not asked: nothing changed.
    #[default]
    AsBefore = 0,
    /// In the default organization, because of this row; in none where there is no such.
    Default = 1,
    /// In the organizations that they were in.
    Others = 2,
    /// In none.
    Nowhere = 3,
    /// Where other rows of the same user put them.
    OtherRows = 4,
}

impl Place {
    const ALL: [Place; 5] = [
        Place::AsBefore,
        Place::Default,
        Place::Others,
        Place::Nowhere,
        Place::OtherRows,
    ];

    /// The place of this number.
    pub fn of_number(number: u8) -> Place {
        let found = Place::ALL.into_iter().find(|one| *one as u8 == number);
        found.unwrap_or_default()
    }

    /// The word under which a finding keeps it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Place::AsBefore => "as before",
            Place::Default => "default",
            Place::Others => "others",
            Place::Nowhere => "nowhere",
            Place::OtherRows => "other rows",
        }
    }

    /// The place of this word.
    pub(super) fn of_name(name: &str) -> Place {
        let found = Place::ALL.into_iter().find(|one| one.name() == name);
        found.unwrap_or_default()
    }

    /// What is said of it, as a template. `has_default`: whether there is an organization
    /// that could be the default one.
    pub(super) fn sentence(self, has_default: bool) -> &'static str {
        match self {
            Place::Default if has_default => {
                "The user {was} added to the default organization, \"{default}\""
            }
            Place::AsBefore => "The user {was} left where they are",
            Place::Others => "The user {was} left in the organizations they are in",
            Place::Nowhere | Place::Default => "The user {is} in no organization",
            Place::OtherRows => "Where the user goes {was} decided by their other rows",
        }
    }
}

/// What a user is like once a row of theirs is decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct After {
    /// Where they are.
    pub place: Place,
    /// Whether they may sign in all the same, though the row shuts them out.
    pub is_open: bool,
}
