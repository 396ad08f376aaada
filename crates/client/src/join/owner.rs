//! The owner of a new organisation makes its keys on acceptance (API contract §8.5, §16; crypto specification §5, §7).

use portal_agent::Fault;
use portal_agent::protocol::{CheckKey, MakeOrganization};
use portal_contracts::joining::BeginOrganization;
use portal_contracts::register::KeyPair;

use super::organization::{classify, path};
use super::{Accepted, JoinFailure};
use crate::error::ApiError;
use crate::invitation::OrganizationInvitation;
use crate::portal::Portal;
use crate::send::Call;
use crate::workspace;

/// Why an organisation did not begin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BeginFailure {
    /// The invitation was refused.
    #[error(transparent)]
    Join(JoinFailure),
    /// It has keys already, and not from this account in this browser.
    #[error("begun already")]
    BegunAlready,
    /// The server returned another key than the one just made. The organisation is refused from now on.
    #[error("the organisation's key was replaced")]
    KeyReplaced,
    /// The server says yes, but the organisation does not show up yet. Repeat it in the same page: nothing is made twice.
    #[error("not visible yet")]
    NotVisibleYet,
}

impl From<ApiError> for BeginFailure {
    fn from(error: ApiError) -> Self {
        Self::Join(JoinFailure::Api(error))
    }
}

/// Makes the keys, accepts as owner, and checks that the key which comes back is the one that was made. Afterwards the
/// organisation's console can be entered; nobody has to confirm.
///
/// # Errors
/// See [`BeginFailure`].
pub async fn begin_organization(
    portal: &Portal,
    invitation: &OrganizationInvitation,
    collection_name: &str,
) -> Result<(), BeginFailure> {
    let question = MakeOrganization {
        organization_id: invitation.organization_id.clone(),
        collection_name: collection_name.to_owned(),
    };
    let made = portal.ask(question).await.map_err(ApiError::Keys)?;
    let body = BeginOrganization {
        token: invitation.token.duplicate(),
        key: made.key,
        keys: KeyPair { public_key: made.public_key, encrypted_private_key: made.encrypted_private_key },
        collection_name: Some(made.collection_name),
    };
    let sent = portal.run(Call::post(path(invitation, "/accept-init")).json(&body)).await;
    let id = &invitation.organization_id;
    let refused = match sent {
        Ok(()) => {
            let Some(key) = returned_key(portal, id).await? else { return Err(BeginFailure::NotVisibleYet) };
            let same = workspace::check_made_key(portal, made.handle, id, key).await?;
            return if same { Ok(()) } else { Err(BeginFailure::KeyReplaced) };
        }
        Err(error) => error,
    };
    // An earlier try may have arrived although its answer did not: then the key that was made is there.
    let unknown = refused.outcome_unknown();
    let begun = ["already has", "pending", "already enabled"].iter().any(|text| refused.says(text));
    let failure = match classify(refused) {
        Ok(Accepted::Now | Accepted::Before) => BeginFailure::BegunAlready,
        Err(_) if begun => BeginFailure::BegunAlready,
        Err(failure) => BeginFailure::Join(failure),
    };
    if (unknown || failure == BeginFailure::BegunAlready)
        && let Some(returned) = returned_key(portal, id).await?
        && portal.ask(CheckKey { handle: made.handle, id: id.clone(), returned }).await.map_err(ApiError::Keys)?.same
    {
        return Ok(());
    }
    Err(failure)
}

/// The key in the profile; `None` while the organisation is not there.
async fn returned_key(portal: &Portal, organization_id: &str) -> Result<Option<String>, ApiError> {
    let workspace = workspace::refresh_rights(portal).await?;
    let own = workspace.profile.organizations.iter().find(|own| own.id == organization_id);
    own.map(|own| own.key.clone().ok_or(ApiError::Keys(Fault::Key))).transpose()
}
