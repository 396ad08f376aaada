//! What kind of server is at the other end (API contract §2, §19.1).

use std::rc::Rc;

use portal_contracts::config::{Environment, ServerConfig};
use portal_contracts::sso::is_address;

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
    /// Where directories provision people; missing when the server says nothing usable about its addresses.
    pub scim: Option<String>,
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
        scim: scim_base(&config.environment),
    });
    portal.inner.state.borrow_mut().server = Some(Rc::clone(&info));
    Ok(info)
}

/// The vendor's clouds have a host of its own for SCIM, other servers a path (API contract §1.1).
fn scim_base(environment: &Environment) -> Option<String> {
    let vault = environment.vault.trim().trim_end_matches('/');
    if !is_address(vault) || text::clean(vault, ADDRESS) != vault {
        return None;
    }
    match (&environment.cloud_region, vault.strip_prefix("https://vault.")) {
        (Some(_), Some(rest)) => Some(["https://scim.", rest].concat()),
        (Some(_), None) => None,
        (None, _) => Some([vault, "/scim"].concat()),
    }
}

/// Longest address that is shown, in characters.
const ADDRESS: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_for_directories_follows_from_the_server() {
        let base = |region: Option<&str>, vault: &str| {
            let cloud_region = region.map(str::to_owned);
            scim_base(&Environment { cloud_region, vault: vault.into(), ..Environment::default() })
        };
        assert_eq!(base(Some("EU"), "https://vault.bitwarden.eu").as_deref(), Some("https://scim.bitwarden.eu"));
        assert_eq!(base(None, "https://vault.msp.example/").as_deref(), Some("https://vault.msp.example/scim"));
        for strange in ["", "javascript:1", "https://a b.example", "https://a\u{202e}.example"] {
            assert_eq!(base(None, strange), None, "{strange}");
        }
        assert_eq!(base(Some("US"), "https://elsewhere.example"), None, "no address is better than a wrong one");
    }
}
