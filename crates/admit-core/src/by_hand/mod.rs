//! What an operator does to one user: find, add, edit, suspend, join.
//!
//! What is typed goes through the same conversions as a file, so that a value typed
//! and a value imported are the same value. A change is made pure, of the user as it
//! was read ([`edit()`], [`join()`], …), and written once: a user that was changed
//! meanwhile stays as it is.

mod access;
mod add;
mod delete;
mod edit;
mod error;
pub(crate) mod find;
mod join;
mod password;
mod person;
mod tables;
mod taken;
mod values;
pub(crate) mod write;

pub use access::{Wanted, memberships, organization, permission, role};
pub use add::{add, add_member, add_user};
pub use delete::delete_user;
pub use edit::{Edit, edit, edit_user, set_status};
pub use error::{ByHandError, CLEARABLE};
pub use find::{find, identifiers_of, of_public_id};
pub use join::{Place, join, join_user, leave, leave_user, place_user, put_at};
pub use password::{
    Stronger, ask_for_reset, ask_user_for_reset, confirm_email, set_password, strengthen,
};
pub use person::person;
pub use tables::{Removal, key_problem, name_problem, organization_code};
pub use values::{Values, read};

#[cfg(test)]
mod tests;
