//! What helps with a password that is about to be set: a suggestion, and the breach check by k-anonymity (crypto specification §16.1; REG-04): five hexadecimal digits of
//! a hash leave the browser, nothing else.

use portal_agent::protocol::{FinishBreachCheck, Forget, PrepareBreachCheck, SuggestPassphrase};
use portal_contracts::SecretText;

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::transport::Base;

/// Draws a passphrase of five words.
///
/// # Errors
/// [`ApiError::Keys`] when the key agent cannot be asked.
pub async fn suggest_passphrase(portal: &Portal) -> Result<SecretText, ApiError> {
    Ok(portal.ask(SuggestPassphrase {}).await?.passphrase)
}

/// What is known about a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreachOutcome {
    /// Seen so often in breaches.
    Found(u64),
    /// Not in the list.
    NotFound,
    /// Off-line, blocked, or an unreadable answer. Never shown as "safe".
    CouldNotCheck,
}

/// Looks a password up that is about to be set.
pub async fn check_breach(portal: &Portal, password: SecretText) -> BreachOutcome {
    let Ok(prepared) = portal.ask(PrepareBreachCheck { password }).await else { return BreachOutcome::CouldNotCheck };
    let call = Call::get(["range/", &prepared.prefix].concat()).on(Base::Breach).anonymous().impatient();
    let list = match portal.send(call).await.map(|answer| String::from_utf8(answer.body)) {
        Ok(Ok(list)) => list,
        _ => {
            // An agent that is gone holds nothing either.
            let _ = portal.ask(Forget { handle: prepared.handle }).await;
            return BreachOutcome::CouldNotCheck;
        }
    };
    match portal.ask(FinishBreachCheck { handle: prepared.handle, list }).await {
        Ok(checked) if checked.count > 0 => BreachOutcome::Found(checked.count),
        Ok(_) => BreachOutcome::NotFound,
        Err(_) => BreachOutcome::CouldNotCheck,
    }
}
