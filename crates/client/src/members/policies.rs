//! The policies that the work on members needs to know. Provider staff get no policies with their profile, so they are
//! read where they matter.

use portal_agent::protocol::SealTexts;
use portal_contracts::policies::{Policy, PolicyType};

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;

/// What a client demands of master passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "one per kind of character")]
pub struct PasswordRules {
    /// Least strength, 0–4.
    pub strength: Option<u8>,
    /// Least number of characters.
    pub length: Option<usize>,
    /// Needs a capital letter.
    pub upper: bool,
    /// Needs a small letter.
    pub lower: bool,
    /// Needs a digit.
    pub digit: bool,
    /// Needs a special character.
    pub special: bool,
}

/// Reads what a client demands of master passwords; `None` = nothing.
///
/// # Errors
/// What went wrong with the request.
pub async fn read_password_rules(portal: &Portal, client_id: &str) -> Result<Option<PasswordRules>, ApiError> {
    let path = ["organizations/", client_id, "/policies/master-password"].concat();
    match portal.read::<Policy>(Call::get(path)).await {
        Ok(policy) if policy.enabled => Ok(Some(PasswordRules {
            strength: policy.number("minComplexity").and_then(|number| u8::try_from(number.clamp(0, 4)).ok()),
            length: policy.number("minLength").and_then(|number| usize::try_from(number.clamp(0, 128)).ok()),
            upper: policy.flag("requireUpper"),
            lower: policy.flag("requireLower"),
            digit: policy.flag("requireNumbers"),
            special: policy.flag("requireSpecial"),
        })),
        Ok(_) | Err(ApiError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether account recovery is on in a client; `None` when one may not read its policies.
///
/// # Errors
/// What went wrong with the request.
pub async fn recovery_is_on(portal: &Portal, client_id: &str) -> Result<Option<bool>, ApiError> {
    match read(portal, client_id, PolicyType::AccountRecovery).await {
        Ok(policy) => Ok(Some(policy.enabled)),
        Err(ApiError::NotFound { .. } | ApiError::Forbidden { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The encrypted name of "My items" when members' items belong to the client, for the calls that make such a collection
/// (API contract §8.5). Without the right to read policies none is sent: servers then leave it out. Whether it is needed must
/// be known otherwise: a member who is confirmed without the name never gets the collection.
///
/// # Errors
/// What went wrong when reading the policy or sealing the name; then nothing may be sent.
pub(super) async fn my_items_name(portal: &Portal, client_id: &str, name: &str) -> Result<Option<String>, ApiError> {
    let policy = match read(portal, client_id, PolicyType::DataOwnership).await {
        Ok(policy) => policy,
        Err(ApiError::NotFound { .. } | ApiError::Forbidden { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    if !policy.enabled || policy.r#type != PolicyType::DataOwnership {
        return Ok(None);
    }
    let question = SealTexts { organization_id: client_id.to_owned(), texts: vec![name.to_owned()] };
    Ok(portal.ask(question).await?.texts.pop())
}

async fn read(portal: &Portal, client_id: &str, kind: PolicyType) -> Result<Policy, ApiError> {
    let path = ["organizations/", client_id, "/policies/", &kind.number().to_string()].concat();
    portal.read(Call::get(path)).await
}
