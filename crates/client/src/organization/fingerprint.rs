//! Fingerprint words of a client (ORG-01; crypto specification §12).

use portal_agent::protocol::{JudgeOrganizationKey, KeyOrigin};
use portal_contracts::organization::{OrganizationPrivateKey, OrganizationPublicKey};

use super::entry;
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;

/// The words of a client's public key and what is known of that key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Five words.
    pub words: Vec<String>,
    /// Whether the key is proven, only claimed, or somebody else's.
    pub origin: KeyOrigin,
}

/// Reads the public key of a client and computes its words in the key agent, which also compares it with the client's
/// own private key where the server hands that out. `None` when the client has no key pair.
///
/// # Errors
/// What went wrong with the requests or the key.
pub async fn read_fingerprint(portal: &Portal, client_id: &str) -> Result<Option<Fingerprint>, ApiError> {
    entry(portal, client_id)?;
    let path = ["organizations/", client_id, "/public-key"].concat();
    let public: OrganizationPublicKey = portal.read(Call::get(path)).await?;
    let Some(public_key) = public.public_key.filter(|key| !key.is_empty()) else { return Ok(None) };
    let path = ["organizations/", client_id, "/private-key"].concat();
    let private_key = match portal.read::<OrganizationPrivateKey>(Call::get(path)).await {
        Ok(private) => private.private_key,
        // Older servers do not hand it out. Then the words are shown as what the server claims.
        Err(ApiError::NotFound { .. } | ApiError::Forbidden { .. } | ApiError::Refused { .. }) => None,
        Err(error) => return Err(error),
    };
    let question = JudgeOrganizationKey { organization_id: client_id.to_owned(), public_key, private_key };
    let judged = portal.ask(question).await?;
    Ok(Some(Fingerprint { words: judged.fingerprint, origin: judged.origin }))
}
