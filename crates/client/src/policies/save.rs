//! Saving one policy: read again first, so that nobody's change is overwritten silently.

use portal_agent::protocol::SealTexts;
use portal_contracts::policies::{Policy, PolicyMetadata, PolicyType, Settings, UpdatePolicy, completed};

use super::read_policy;
use crate::error::ApiError;
use crate::organization::entry;
use crate::portal::Portal;
use crate::send::Call;

/// How a policy is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// As it was when the person looked at it.
    pub seen: Policy,
    /// On or off.
    pub enabled: bool,
    /// Settings; what this version does not know stays in them.
    pub settings: Settings,
    /// Name of the collection that members get when their items belong to the client, in the language of the interface.
    pub my_items: String,
}

/// Why a policy was not saved.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SaveFailure {
    /// Somebody else changed it meanwhile; this is how it stands now.
    #[error("changed meanwhile")]
    Changed(Box<Policy>),
    /// Anything else. Repeating it is harmless.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Saves a policy and returns it as it stands now. When the answer is lost, the policy is read again before an error is
/// reported.
///
/// # Errors
/// See [`SaveFailure`]. [`ApiError::Refused`] carries what the server says about what is missing or in the way.
pub async fn save_policy(portal: &Portal, client_id: &str, change: Change) -> Result<Policy, SaveFailure> {
    entry(portal, client_id)?;
    let Change { seen, enabled, settings, my_items } = change;
    let kind = seen.r#type;
    let wanted = Policy { enabled, data: completed(kind, settings).into_data(), ..seen.clone() };
    let now = read_policy(portal, client_id, kind).await?;
    if !now.says_the_same(&seen) {
        return if now.says_the_same(&wanted) { Ok(now) } else { Err(SaveFailure::Changed(Box::new(now))) };
    }
    let mut body = UpdatePolicy::of(kind, enabled, wanted.data.clone());
    if kind == PolicyType::DataOwnership && enabled {
        let question = SealTexts { organization_id: client_id.to_owned(), texts: vec![my_items] };
        let name = portal.ask(question).await.map_err(ApiError::Keys)?.texts.pop();
        body.metadata = Some(PolicyMetadata { default_user_collection_name: name });
    }
    match send(portal, client_id, kind, &body).await {
        Ok(saved) => Ok(saved),
        // An answer that did not come, or cannot be read: perhaps it is done all the same.
        Err(error) if error.outcome_unknown() => match read_policy(portal, client_id, kind).await {
            Ok(now) if now.says_the_same(&wanted) => Ok(now),
            _ => Err(error.into()),
        },
        Err(error) => Err(error.into()),
    }
}

async fn send(portal: &Portal, client_id: &str, kind: PolicyType, body: &UpdatePolicy) -> Result<Policy, ApiError> {
    let path = ["organizations/", client_id, "/policies/", &kind.number().to_string()].concat();
    let answer = if body.metadata.is_some() {
        // Some releases read metadata on this address only, others have it no more (API contract §11.2).
        match portal.send(Call::put([path.as_str(), "/vnext"].concat()).json(body)).await {
            Err(ApiError::NotFound { .. }) => portal.send(Call::put(path).json(body)).await?,
            answer => answer?,
        }
    } else {
        portal.send(Call::put(path).json(body)).await?
    };
    let saved = Policy::read(&answer.body)?;
    if saved.r#type == kind { Ok(saved) } else { Err(ApiError::BadAnswer) }
}
