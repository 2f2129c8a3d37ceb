//! `admit tokens revoke`.

use crate::cli::operators::RevokeTokenArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Operating};
use admit_core::base::near::nearest;
use admit_core::operators::deed::{Act, Deed};

/// Removes a token.
pub fn run(args: &RevokeTokenArgs, context: &mut Context) -> Result<Exit, Failure> {
    let store = context.store()?;
    let name = args.name.trim();
    if !store.revoke_token(name)? {
        let all = store.tokens()?;
        let names = all.iter().map(|token| token.name.as_str());
        return Err(Failure::Operating(Operating::NoToken {
            given: args.name.clone(),
            nearest: nearest(name, names),
        }));
    }
    context.did(Deed::new(Act::TokenRevoked).to(name));
    let said = format!("Revoked the token \"{name}\": from now on it opens nothing.");
    context.printer.say(&said);
    Ok(Exit::Done)
}
