//! Providers and clients of the signed-in account, with the state of their keys (PROV-01, CLI-01).
//!
//! One profile answer is the source of all of it. A client is an organisation that one works for: as staff of the provider
//! that manages it, by a membership of one's own that has a part in its console, or both. A broken key disables its
//! provider or client only (crypto specification §10.5).

mod keys;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use portal_agent::protocol::KeyRefusal;
use portal_contracts::enums::{
    OrganizationUserStatus, OrganizationUserType, ProductTier, ProviderStatus, ProviderType, ProviderUserType,
};
use portal_contracts::permissions::{ClientStanding, Permissions, ProviderAction};
use portal_contracts::profile::{CollectionManagement, PlanFeatures, Profile, ProfileOrganization, ProfileProvider};
use portal_contracts::sso::MemberDecryption;

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::session::{Account, SessionState};
use crate::text;

pub(crate) use keys::{check_made_key, forget_keys, load_keys, usable_client, usable_provider};

/// What the account can reach.
pub struct Workspace {
    /// Confirmed providers, by name.
    pub providers: Vec<ProviderEntry>,
    /// Clients of those providers, and organisations that one manages as a member.
    pub clients: Vec<ClientEntry>,
    /// Organisations in which the account is a plain user: they have no console for it.
    pub plain: Vec<PlainMembership>,
    /// Whether a second step is set up for the account.
    pub two_factor_enabled: bool,
    pub(crate) profile: Profile,
}

/// One provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderEntry {
    /// Provider id.
    pub id: String,
    /// Name, cleaned for display; missing until set up.
    pub name: Option<String>,
    /// Own role.
    pub role: ProviderUserType,
    /// Whether the provider is in service.
    pub enabled: bool,
    /// Stage.
    pub stage: ProviderStatus,
    /// Kind; business units use other words.
    pub kind: ProviderType,
    /// Whether it has an event log.
    pub use_events: bool,
    /// State of its key.
    pub key: KeyState,
}

/// One client, as the profile shows it: where status and plan features come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientEntry {
    /// Organisation id.
    pub organization_id: String,
    /// Provider that manages it and that the account works for; missing for an organisation that one is only a member of.
    pub provider_id: Option<String>,
    /// Own membership, when there is a confirmed one.
    pub membership: Option<Membership>,
    /// Name, cleaned for display.
    pub name: Option<String>,
    /// Whether the client is in service.
    pub enabled: bool,
    /// Family of its plan.
    pub tier: ProductTier,
    /// What its plan switches on.
    pub features: PlanFeatures,
    /// Who may create and delete collections and items, and what admins may reach.
    pub management: CollectionManagement,
    /// Seats; missing = not counted.
    pub seats: Option<i64>,
    /// Whether its members sign in through an identity provider.
    pub single_sign_on: bool,
    /// Whether they open their vault on devices that were let in, without a master password.
    pub trusted_devices: bool,
    /// State of its key.
    pub key: KeyState,
}

/// A confirmed membership of one's own in an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Membership id.
    pub id: String,
    /// Role.
    pub role: OrganizationUserType,
    /// Named permissions; they count for the custom role only.
    pub permissions: Permissions,
}

/// A membership without a part in the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainMembership {
    /// Organisation id.
    pub organization_id: String,
    /// Name of the organisation, cleaned for display.
    pub name: Option<String>,
}

impl Membership {
    /// Whether the role has a part in the console (screens §1.2).
    #[must_use]
    pub const fn has_console(&self) -> bool {
        matches!(self.role, OrganizationUserType::Owner | OrganizationUserType::Admin | OrganizationUserType::Custom)
    }
}

impl ClientEntry {
    /// What the account is in this client.
    #[must_use]
    pub fn standing(&self) -> ClientStanding {
        ClientStanding {
            provider: self.provider_id.is_some(),
            role: self.membership.as_ref().map(|membership| membership.role),
            permissions: self.membership.as_ref().map_or(Permissions::NONE, |membership| membership.permissions),
        }
    }
}

/// Whether a provider or client can be worked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// Its key is loaded.
    Ready,
    /// The session is locked.
    Locked,
    /// The server sent no key: not confirmed yet, or not set up yet.
    Missing,
    /// Its key cannot be trusted or opened; nothing may be done with it.
    Refused(KeyRefusal),
}

impl ProviderEntry {
    /// Whether the own role allows an action here. A provider out of service is for admins only (PROV-03).
    #[must_use]
    pub fn allows(&self, action: ProviderAction) -> bool {
        self.may_enter() && action.allowed_for(self.role)
    }

    /// Whether the portal of this provider may be entered.
    #[must_use]
    pub fn may_enter(&self) -> bool {
        self.enabled || self.role == ProviderUserType::ProviderAdmin
    }
}

impl Workspace {
    /// A provider by id.
    #[must_use]
    pub fn provider(&self, id: &str) -> Option<&ProviderEntry> {
        self.providers.iter().find(|provider| provider.id == id)
    }

    /// Clients that one manages by a membership only, without working for their provider, by name.
    pub fn own_organizations(&self) -> impl Iterator<Item = &ClientEntry> {
        self.clients.iter().filter(|client| client.provider_id.is_none())
    }

    /// A client by organisation id.
    #[must_use]
    pub fn client(&self, organization_id: &str) -> Option<&ClientEntry> {
        self.clients.iter().find(|client| client.organization_id == organization_id)
    }
}

/// Reads the profile again and loads the keys of all providers and clients, when the session is open.
///
/// # Errors
/// What went wrong with the request; a broken key is no error, see [`KeyState`].
pub async fn sync(portal: &Portal) -> Result<Rc<Workspace>, ApiError> {
    let epoch = portal.epoch();
    let profile: Profile = portal.read(Call::get("accounts/profile").large()).await?;
    if portal.epoch() != epoch {
        return Err(ApiError::SignedOut);
    }
    if gained_rights(portal, &profile) {
        // Servers take provider rights from the token: without a new one everything that is offered now would be refused.
        let generation = portal.inner.state.borrow().generation;
        portal.refresh(generation).await?;
        if portal.epoch() != epoch {
            return Err(ApiError::SignedOut);
        }
    }
    let account = portal.account().ok_or(ApiError::SignedOut)?;
    if profile.id != account.user_id {
        return Err(ApiError::BadAnswer);
    }
    let name = text::name(profile.name.as_deref());
    let account = Account { name, email: text::address(&profile.email), ..account };
    let session = portal.session();
    portal.set_session(match session {
        SessionState::Open(_) => SessionState::Open(account),
        _ => SessionState::Locked(account),
    });
    take_over(portal, profile);
    load_keys(portal).await?;
    portal.workspace().ok_or(ApiError::SignedOut)
}

/// Whether the profile gives the account more in a provider than it had when the profile was read last.
fn gained_rights(portal: &Portal, profile: &Profile) -> bool {
    let Some(before) = portal.workspace() else { return false };
    profile.providers.iter().any(|now| match before.provider(&now.id) {
        Some(known) => now.r#type == ProviderUserType::ProviderAdmin && known.role != now.r#type,
        None => true,
    })
}

/// Refreshes the token and reads the profile: new rights of a provider member work only then (API
/// contract §1.6).
///
/// # Errors
/// As [`sync`].
pub async fn refresh_rights(portal: &Portal) -> Result<Rc<Workspace>, ApiError> {
    let generation = portal.inner.state.borrow().generation;
    portal.refresh(generation).await?;
    sync(portal).await
}

/// Keeps a profile, with all keys still to be loaded.
pub(crate) fn take_over(portal: &Portal, profile: Profile) {
    let mut providers: Vec<ProviderEntry> = profile.providers.iter().map(provider_entry).collect();
    providers.sort_by_cached_key(|provider| provider.name.as_deref().unwrap_or_default().to_lowercase());
    let (clients, plain) = client_entries(&profile);
    let two_factor_enabled = profile.two_factor_enabled;
    let workspace = Workspace { providers, clients, plain, two_factor_enabled, profile };
    portal.inner.state.borrow_mut().workspace = Some(Rc::new(workspace));
    portal.tell_workspace(false);
}

fn provider_entry(provider: &ProfileProvider) -> ProviderEntry {
    ProviderEntry {
        id: provider.id.clone(),
        name: text::name(provider.name.as_deref()),
        role: provider.r#type,
        enabled: provider.enabled,
        stage: provider.provider_status,
        kind: provider.provider_type,
        use_events: provider.use_events,
        key: if provider.key.is_some() { KeyState::Locked } else { KeyState::Missing },
    }
}

/// First the clients of providers, then what one manages as a member only.
fn client_entries(profile: &Profile) -> (Vec<ClientEntry>, Vec<PlainMembership>) {
    let own = confirmed(profile);
    let managed = || profile.provider_organizations.iter().filter(|client| client.provider_id.is_some());
    let mut clients: Vec<ClientEntry> = managed()
        .map(|client| client_entry(client, client.provider_id.clone(), own.get(client.id.as_str()).copied()))
        .collect();
    let ids: BTreeSet<&str> = managed().map(|client| client.id.as_str()).collect();
    let (mut unmanaged, mut plain) = (Vec::new(), Vec::new());
    for member in own.into_values().filter(|member| !ids.contains(member.id.as_str())) {
        let entry = client_entry(member, None, Some(member));
        if entry.membership.as_ref().is_some_and(Membership::has_console) {
            unmanaged.push(entry);
        } else {
            plain.push(PlainMembership { organization_id: entry.organization_id, name: entry.name });
        }
    }
    unmanaged.sort_by_cached_key(|client| client.name.as_deref().unwrap_or_default().to_lowercase());
    plain.sort_by_cached_key(|member| member.name.as_deref().unwrap_or_default().to_lowercase());
    clients.append(&mut unmanaged);
    (clients, plain)
}

/// Confirmed memberships by organisation id.
fn confirmed(profile: &Profile) -> BTreeMap<&str, &ProfileOrganization> {
    let confirmed = profile.organizations.iter().filter(|member| member.status == OrganizationUserStatus::Confirmed);
    confirmed.map(|member| (member.id.as_str(), member)).collect()
}

fn membership(member: &ProfileOrganization) -> Option<Membership> {
    Some(Membership { id: member.organization_user_id.clone()?, role: member.r#type, permissions: member.permissions })
}

fn client_entry(
    client: &ProfileOrganization,
    provider_id: Option<String>,
    own: Option<&ProfileOrganization>,
) -> ClientEntry {
    let has_key = if provider_id.is_some() { client.key.is_some() } else { own.is_some_and(|own| own.key.is_some()) };
    ClientEntry {
        organization_id: client.id.clone(),
        provider_id,
        membership: own.and_then(membership),
        name: text::name(client.name.as_deref()),
        enabled: client.enabled,
        tier: client.product_tier_type,
        features: client.features.clone(),
        management: client.collection_management,
        seats: client.seats,
        single_sign_on: client.sso_enabled,
        trusted_devices: client.decryption() == Some(MemberDecryption::TrustedDevices),
        key: if has_key { KeyState::Locked } else { KeyState::Missing },
    }
}
