//! Policies of a client (POL-01…15; screens §2.13). Provider staff get none with their profile, so they are read where they
//! are worked with; nothing here needs a membership.

mod impact;
mod save;
mod staff;

pub use impact::{Affected, Impact, Looked, Why, preview};
pub use save::{Change, SaveFailure, save_policy};

use portal_contracts::policies::{Footing, Policy, PolicyType};
use portal_contracts::sso::MemberDecryption;

use crate::error::ApiError;
use crate::organization::entry;
use crate::portal::Portal;
use crate::send::Call;

/// The policies of a client as of a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Policies {
    /// What decisions rest on, as far as it is known here. Claimed domains are known only while they hold a policy on.
    pub footing: Footing,
    client: String,
    saved: Vec<Policy>,
}

impl Policies {
    /// A policy, also one that was never saved.
    #[must_use]
    pub fn get(&self, kind: PolicyType) -> Policy {
        let found = self.saved.iter().find(|policy| policy.r#type == kind).cloned();
        found.unwrap_or_else(|| Policy::never_saved(&self.client, kind))
    }

    /// Whether a policy is on.
    #[must_use]
    pub fn is_on(&self, kind: PolicyType) -> bool {
        self.footing.on.has(kind)
    }

    /// Policies that are saved and that this version does not know.
    pub fn unknown(&self) -> impl Iterator<Item = &Policy> {
        self.saved.iter().filter(|policy| matches!(policy.r#type, PolicyType::Unknown(_)))
    }

    /// With one policy as it stands now.
    #[must_use]
    pub fn with(&self, policy: Policy) -> Self {
        let kind = policy.r#type;
        let on = if policy.enabled { self.footing.on.with(kind) } else { self.footing.on.without(kind) };
        let mut saved = self.saved.clone();
        saved.retain(|other| other.r#type != kind);
        saved.push(policy);
        Self { footing: Footing { on, ..self.footing }, client: self.client.clone(), saved }
    }
}

/// Reads the policies of a client.
///
/// # Errors
/// What went wrong with the request; [`ApiError::NotFound`] for members who may not manage policies.
pub async fn read_policies(portal: &Portal, client_id: &str) -> Result<Policies, ApiError> {
    let client = entry(portal, client_id)?;
    let path = ["organizations/", client_id, "/policies"].concat();
    let answer = portal.send(Call::get(path).large()).await?;
    let saved = Policy::read_list(&answer.body)?;
    let held = saved
        .iter()
        .any(|policy| policy.r#type == PolicyType::SingleOrganization && policy.enabled && !policy.can_toggle_state);
    let decryption = decryption(portal, client_id);
    let footing = Footing {
        on: saved.iter().filter(|policy| policy.enabled).map(|policy| policy.r#type).collect(),
        claimed_domain: held,
        key_connector: decryption == Some(MemberDecryption::KeyConnector),
        trusted_devices: decryption == Some(MemberDecryption::TrustedDevices),
        automatic_confirmation: client.features.use_automatic_user_confirmation,
        asked_by_provider: client.membership.is_none(),
        ..Footing::default()
    };
    Ok(Policies { footing, client: client_id.to_owned(), saved })
}

/// How members open their vaults, while single sign-on is on; as the profile says.
fn decryption(portal: &Portal, client_id: &str) -> Option<MemberDecryption> {
    let workspace = portal.workspace()?;
    let profile = &workspace.profile;
    let found =
        profile.provider_organizations.iter().chain(&profile.organizations).find(|client| client.id == client_id)?;
    found.decryption()
}

async fn read_policy(portal: &Portal, client_id: &str, kind: PolicyType) -> Result<Policy, ApiError> {
    let path = ["organizations/", client_id, "/policies/", &kind.number().to_string()].concat();
    let policy = Policy::read(&portal.send(Call::get(path)).await?.body)?;
    if policy.r#type == kind { Ok(policy) } else { Err(ApiError::BadAnswer) }
}
