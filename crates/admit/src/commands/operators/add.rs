//! `admit operators add`.

use super::{called, find, link};
use crate::cli::operators::{AddOperatorArgs, Kind};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Operating};
use admit_core::convert::email;
use admit_core::operators::deed::{Act, Deed};
use admit_core::ports::store::OperatorKind;

/// Adds one and prints a link.
pub fn run(args: &AddOperatorArgs, context: &mut Context) -> Result<Exit, Failure> {
    let address = args.email.trim();
    if email::key(address).is_none() {
        return Err(Failure::Operating(Operating::NoAddress {
            given: args.email.clone(),
        }));
    }
    let store = context.store_or_new()?;
    let is_first = store.operators()?.is_empty();
    let kind = match args.kind.map(Kind::kind) {
        Some(kind) => kind,
        None if is_first => OperatorKind::Administrator,
        None => OperatorKind::Viewer,
    };
    if store.add_operator(address, kind, Context::now())?.is_none() {
        return Err(Failure::Operating(Operating::OperatorExists {
            given: address.to_owned(),
        }));
    }
    let added = Deed::new(Act::OperatorAdded).to(address);
    context.did(added.with("kind", kind.name()));
    let operator = find(store.as_ref(), address)?;
    let link = link::make(store.as_ref(), &operator, &args.base_url)?;
    link::print(&link, &operator, args.output, context)?;
    context.printer.say(&format!(
        "Added {address} as {}. {}",
        called(kind),
        link::ONCE
    ));
    Ok(Exit::Done)
}
