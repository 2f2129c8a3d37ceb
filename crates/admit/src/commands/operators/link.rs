//! `admit operators link`, and what is said of every link.

use super::find;
use crate::cli::operators::{BaseUrl, OperatorLinkArgs};
use crate::cli::{Format, Output};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Operating};
use admit_core::operators::accounts;
use admit_core::operators::deed::Deed;
use admit_core::operators::secrets::link_at;
use admit_core::passwords::stored::Secret;
use admit_core::ports::store::{Operator, Store};
use admit_core::report::json;
use admit_system::hashing;

/// What is said of a link.
pub const ONCE: &str = "The link sets the password, once, within 24 hours; it is not shown again.";

/// Makes a link and prints it.
pub fn run(args: &OperatorLinkArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let operator = find(store.as_ref(), &args.email)?;
    let (link, deed) = make(store.as_ref(), &operator, &args.base_url)?;
    context.did(deed);
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
pub fn make(
    store: &dyn Store,
    operator: &Operator,
    base: &BaseUrl,
) -> Result<(Made, Deed), Failure> {
    let made = accounts::link(store, &hashing::System, operator, Context::now());
    let (new, deed) = made.map_err(Operating::from)?;
    let made = Made {
        link: link_at(&base.base_url, &new.secret),
        expires: new.expires,
    };
    Ok((made, deed))
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
