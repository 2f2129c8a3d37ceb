//! `admit operators add`.

use super::{called, link};
use crate::cli::operators::{AddOperatorArgs, Kind};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Operating};
use admit_core::operators::accounts;

/// Adds one and prints a link.
pub fn run(args: &AddOperatorArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store_or_new()?;
    let kind = args.kind.map(Kind::kind);
    let added = accounts::add(store.as_ref(), &args.email, kind, Context::now());
    let (operator, deed) = added.map_err(Operating::from)?;
    context.did(deed);
    let (link, _) = link::make(store.as_ref(), &operator, &args.base_url)?;
    link::print(&link, &operator, args.output, context)?;
    context.printer.say(&format!(
        "Added {} as {}. {}",
        operator.email,
        called(operator.kind),
        link::ONCE
    ));
    Ok(Exit::Done)
}
