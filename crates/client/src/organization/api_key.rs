//! The API keys of a client (ORG-03, SCIM-01), behind the master password.

use portal_contracts::SecretText;
use portal_contracts::organization::{ApiKey as Wire, ApiKeyKind, ApiKeyRequest};

use super::entry;
use crate::account::{PasswordFailure, server_hash};
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;

/// The key, for as long as it is shown.
pub struct ApiKey {
    /// Public half: names the client to the API. Directories do not need it.
    pub client_id: String,
    /// Secret half.
    pub client_secret: SecretText,
    /// What the key is good for, as programs name it.
    pub scope: &'static str,
    /// When it was made, ISO 8601.
    pub made: Option<String>,
}

/// Longest secret that is shown: a hostile answer must not fill the page.
const LONGEST: usize = 200;

/// Shows the key; servers make it the first time.
///
/// # Errors
/// See [`PasswordFailure`].
pub async fn show_api_key(
    portal: &Portal,
    client_id: &str,
    kind: ApiKeyKind,
    password: SecretText,
) -> Result<ApiKey, PasswordFailure> {
    ask(portal, client_id, kind, password, "/api-key").await
}

/// Makes a new key. The old one ends at once, in every program that uses it.
///
/// # Errors
/// See [`PasswordFailure`]. When the answer is lost, show the key: it may be the new one.
pub async fn rotate_api_key(
    portal: &Portal,
    client_id: &str,
    kind: ApiKeyKind,
    password: SecretText,
) -> Result<ApiKey, PasswordFailure> {
    ask(portal, client_id, kind, password, "/rotate-api-key").await
}

async fn ask(
    portal: &Portal,
    client_id: &str,
    kind: ApiKeyKind,
    password: SecretText,
    call: &str,
) -> Result<ApiKey, PasswordFailure> {
    entry(portal, client_id)?;
    // Checked here first: a mistyped password never becomes a request, which servers would answer slowly and count.
    let hash = server_hash(portal, password).await?;
    let body = ApiKeyRequest { r#type: kind.number(), master_password_hash: hash };
    let wire: Wire = portal.read(Call::post(["organizations/", client_id, call].concat()).json(&body)).await?;
    let secret = wire.api_key;
    let shown = secret.expose().chars().all(|letter| letter.is_ascii_graphic());
    if secret.is_empty() || secret.expose().len() > LONGEST || !shown {
        return Err(PasswordFailure::Api(ApiError::BadAnswer));
    }
    Ok(ApiKey {
        client_id: ["organization.", client_id].concat(),
        client_secret: secret,
        scope: "api.organization",
        made: wire.revision_date.map(|date| text::clean(&date, 40)),
    })
}
