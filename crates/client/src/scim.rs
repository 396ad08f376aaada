//! Provisioning of a client's people by a directory (SCIM-01; screens §2.18). Its key: [`crate::organization::show_api_key`].

use portal_contracts::scim::{Connection, SCIM, ScimProvider};
use serde_json::Value;

use crate::config::read_config;
use crate::error::ApiError;
use crate::organization::entry;
use crate::portal::Portal;
use crate::send::Call;

/// How provisioning is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// On or off.
    pub enabled: bool,
    /// Which directory.
    pub provider: ScimProvider,
}

/// Reads how provisioning is set up.
///
/// # Errors
/// What went wrong with the request; [`ApiError::Refused`] for members who may not manage it.
pub async fn read_scim(portal: &Portal, client_id: &str) -> Result<Connection, ApiError> {
    entry(portal, client_id)?;
    let path = ["organizations/connections/", client_id, "/", &SCIM.to_string()].concat();
    confirm(Connection::read(&portal.send(Call::get(path)).await?.body)?, client_id)
}

/// The address that goes into the directory; `None` when the server does not say where it is.
///
/// # Errors
/// What went wrong with the request.
pub async fn scim_address(portal: &Portal, client_id: &str) -> Result<Option<String>, ApiError> {
    entry(portal, client_id)?;
    let info = read_config(portal).await?;
    Ok(info.scim.as_ref().map(|base| [base, "/v2/", client_id].concat()))
}

/// Why provisioning was not saved.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SaveFailure {
    /// Somebody else changed it meanwhile; this is how it stands now.
    #[error("changed meanwhile")]
    Changed(Box<Connection>),
    /// Anything else. Repeating it is harmless.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Saves provisioning and returns it as it stands now; settings that this version does not know stay as they are. It is read
/// again first, so that nobody's change is overwritten unseen; when the answer is lost, it is looked up.
///
/// # Errors
/// See [`SaveFailure`].
pub async fn save_scim(
    portal: &Portal,
    client_id: &str,
    seen: &Connection,
    wanted: Wanted,
) -> Result<Connection, SaveFailure> {
    let now = read_scim(portal, client_id).await?;
    if !same(&now, seen) {
        return if is(&now, wanted) { Ok(now) } else { Err(SaveFailure::Changed(Box::new(now))) };
    }
    let mut body = now;
    body.r#type = SCIM;
    // The connection itself stays in use; its own setting switches.
    body.enabled = true;
    body.set("enabled", Value::Bool(wanted.enabled));
    body.set("scimProvider", Value::from(wanted.provider.number()));
    let call = match body.id.as_deref() {
        Some(id) => Call::put(["organizations/connections/", id].concat()),
        None => Call::post("organizations/connections"),
    };
    match portal.send(call.json(&body)).await {
        Ok(answer) => Ok(confirm(Connection::read(&answer.body).map_err(ApiError::from)?, client_id)?),
        Err(error) if error.outcome_unknown() => match read_scim(portal, client_id).await {
            Ok(now) if is(&now, wanted) => Ok(now),
            _ => Err(error.into()),
        },
        Err(error) => Err(error.into()),
    }
}

fn same(now: &Connection, seen: &Connection) -> bool {
    now.provisions() == seen.provisions() && now.provider() == seen.provider()
}

fn is(now: &Connection, wanted: Wanted) -> bool {
    now.provisions() == wanted.enabled && now.provider() == Some(wanted.provider)
}

/// An answer about another organisation, or an id that could not stand in a path, is no answer.
fn confirm(read: Connection, client_id: &str) -> Result<Connection, ApiError> {
    let plain = |id: &String| id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let ours = read.organization_id.is_empty() || read.organization_id == client_id;
    if ours && read.id.as_ref().is_none_or(plain) {
        Ok(Connection { organization_id: client_id.to_owned(), ..read })
    } else {
        Err(ApiError::BadAnswer)
    }
}
