//! What kind of server is at the other end (API contract §2, §19.1).

use std::rc::Rc;

use portal_contracts::config::ServerConfig;

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;

/// A server as it describes itself. For display and for hiding what it cannot do; no decision about
/// keys or ciphers depends on it (attack BW10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerInfo {
    /// Product.
    pub kind: ServerKind,
    /// Version it claims, cleaned for display.
    pub version: String,
    /// Whether people can sign up without an invitation.
    pub sign_up_open: bool,
    /// Whether it is the vendor's cloud.
    pub cloud: bool,
}

/// Server products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerKind {
    /// Bitwarden.
    Bitwarden,
    /// Vaultwarden: knows no providers.
    Vaultwarden,
    /// The embedded server of this project.
    Embedded,
    /// Another product, by its cleaned name.
    Other(String),
}

/// Reads the server's description once per page.
///
/// # Errors
/// What went wrong with the request.
pub async fn read_config(portal: &Portal) -> Result<Rc<ServerInfo>, ApiError> {
    let known = portal.inner.state.borrow().server.clone();
    if let Some(known) = known {
        return Ok(known);
    }
    let config: ServerConfig = portal.read(Call::get("config").anonymous()).await?;
    let kind = match config.server.as_ref().map(|server| server.name.as_str()) {
        None | Some("") => ServerKind::Bitwarden,
        Some("Vaultwarden") => ServerKind::Vaultwarden,
        Some("provider-portal-reference") => ServerKind::Embedded,
        Some(other) => ServerKind::Other(text::clean(other, text::NAME)),
    };
    let info = Rc::new(ServerInfo {
        kind,
        version: text::clean(&config.version, 40),
        sign_up_open: !config.settings.disable_user_registration,
        cloud: config.environment.cloud_region.is_some(),
    });
    portal.inner.state.borrow_mut().server = Some(Rc::clone(&info));
    Ok(info)
}
