//! `admit operators link`, and what is said of every link.

use super::find;
use crate::cli::operators::{BaseUrl, OperatorLinkArgs};
use crate::cli::{Format, Output};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use admit_core::base::limits::OPERATOR_LINK_MILLISECONDS;
use admit_core::operators::deed::{Act, Deed};
use admit_core::operators::secrets::{link_at, new_link};
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{Operator, OperatorLink, Store, StoreError};
use admit_core::report::json;
use admit_system::hashing;

/// What is said of a link.
pub const ONCE: &str = "The link sets the password, once, within 24 hours; it is not shown again.";

/// Makes a link and prints it.
pub fn run(args: &OperatorLinkArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let operator = find(store.as_ref(), &args.email)?;
    let link = make(store.as_ref(), &operator, &args.base_url)?;
    context.did(Deed::new(Act::OperatorLinkMade).to(&operator.email));
    print(&link, &operator, args.output, context)?;
    context.printer.say(ONCE);
    Ok(Exit::Done)
}

/// A link that was made.
pub struct Made {
    link: Secret,
    expires: i64,
}

/// Makes a link for an operator, in place of one that was made before.
pub fn make(store: &dyn Store, operator: &Operator, base: &BaseUrl) -> Result<Made, StoreError> {
    let (secret, digest) = new_link(&hashing::System);
    let expires = Context::now() + OPERATOR_LINK_MILLISECONDS;
    store.put_link(&OperatorLink {
        digest,
        operator: operator.number,
        expires,
    })?;
    let link = link_at(&base.base_url, &secret);
    Ok(Made { link, expires })
}

/// Prints it as data.
pub fn print(
    made: &Made,
    operator: &Operator,
    output: Output,
    context: &mut Context,
) -> Result<(), Failure> {
    match output.format {
        Format::Text => context.printer.line(&made.link.0)?,
        Format::Json => context.printer.json(&serde_json::json!({
            "email": operator.email,
            "kind": operator.kind.name(),
            "link": made.link.0,
            "expires": json::time(made.expires),
        }))?,
    }
    Ok(())
}
