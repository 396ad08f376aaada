//! Providers and clients of the signed-in account, with the state of their keys (PROV-01, CLI-01).
//!
//! One profile answer is the source of all of it. A broken key disables its provider or client only
//! (crypto specification §10.5).

use std::collections::BTreeMap;
use std::rc::Rc;

use portal_agent::Fault;
use portal_agent::protocol::{
    CheckKey, Handle, KeyRefusal, LoadClients, LoadProviders, LoadedKey, Pin, WrappedClient, WrappedProvider,
};
use portal_contracts::enums::{OrganizationUserType, ProductTier, ProviderStatus, ProviderType, ProviderUserType};
use portal_contracts::permissions::{ClientStanding, Permissions, ProviderAction};
use portal_contracts::profile::{CollectionManagement, PlanFeatures, Profile, ProfileOrganization, ProfileProvider};

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::session::{Account, SessionState};
use crate::text;

/// What the account can reach.
pub struct Workspace {
    /// Confirmed providers, by name.
    pub providers: Vec<ProviderEntry>,
    /// Clients of those providers.
    pub clients: Vec<ClientEntry>,
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
    let membership = |id: &str| profile.organizations.iter().find(|member| member.id == id).and_then(membership);
    let clients = profile
        .provider_organizations
        .iter()
        .filter(|client| client.provider_id.is_some())
        .map(|client| client_entry(client, membership(&client.id)))
        .collect();
    let two_factor_enabled = profile.two_factor_enabled;
    let workspace = Workspace { providers, clients, two_factor_enabled, profile };
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

fn membership(member: &ProfileOrganization) -> Option<Membership> {
    Some(Membership { id: member.organization_user_id.clone()?, role: member.r#type, permissions: member.permissions })
}

fn client_entry(client: &ProfileOrganization, membership: Option<Membership>) -> ClientEntry {
    ClientEntry {
        organization_id: client.id.clone(),
        provider_id: client.provider_id.clone(),
        membership,
        name: text::name(client.name.as_deref()),
        enabled: client.enabled,
        tier: client.product_tier_type,
        features: client.features.clone(),
        management: client.collection_management,
        seats: client.seats,
        single_sign_on: client.sso_enabled,
        key: if client.key.is_some() { KeyState::Locked } else { KeyState::Missing },
    }
}

/// Loads all keys of the kept profile into the key agent; does nothing unless the session is open.
pub(crate) async fn load_keys(portal: &Portal) -> Result<(), ApiError> {
    let (Some(workspace), SessionState::Open(account)) = (portal.workspace(), portal.session()) else { return Ok(()) };
    let (providers, clients) = {
        let state = portal.inner.state.borrow();
        let pin = |id: &str| state.pins.get(&pin_key(&account.user_id, id)).cloned();
        let providers = workspace.profile.providers.iter().filter_map(|provider| {
            Some(WrappedProvider { id: provider.id.clone(), key: provider.key.clone()?, pin: pin(&provider.id) })
        });
        let clients = workspace.profile.provider_organizations.iter().filter_map(|client| {
            Some(WrappedClient {
                id: client.id.clone(),
                provider_id: client.provider_id.clone()?,
                key: client.key.clone()?,
                pin: pin(&client.id),
            })
        });
        (providers.collect(), clients.collect())
    };
    let providers = portal.ask(LoadProviders { entries: providers }).await?.entries;
    let clients = portal.ask(LoadClients { entries: clients }).await?.entries;
    let current = portal.workspace();
    if !portal.session().is_open() || !current.is_some_and(|current| Rc::ptr_eq(&current, &workspace)) {
        // Locked, signed out or read again in the meantime: that run has the last word.
        return Ok(());
    }
    let (provider_keys, client_keys) = (by_id(&providers), by_id(&clients));
    let fresh = Workspace {
        providers: workspace
            .providers
            .iter()
            .map(|entry| ProviderEntry { key: state_of(&provider_keys, &entry.id, entry.key), ..entry.clone() })
            .collect(),
        clients: workspace
            .clients
            .iter()
            .map(|entry| ClientEntry {
                key: state_of(&client_keys, &entry.organization_id, entry.key),
                ..entry.clone()
            })
            .collect(),
        two_factor_enabled: workspace.two_factor_enabled,
        profile: workspace.profile.clone(),
    };
    let mut state = portal.inner.state.borrow_mut();
    for LoadedKey { id, outcome } in providers.into_iter().chain(clients) {
        if let Ok(pin) = outcome {
            state.pins.insert(pin_key(&account.user_id, &id), pin);
        }
    }
    state.workspace = Some(Rc::new(fresh));
    drop(state);
    portal.tell_workspace(true);
    Ok(())
}

/// Marks all keys as locked; the list itself stays readable.
pub(crate) fn forget_keys(portal: &Portal) {
    if let Some(workspace) = portal.workspace() {
        take_over(portal, workspace.profile.clone());
    }
}

fn pin_key(user_id: &str, id: &str) -> String {
    [user_id, "/", id].concat()
}

/// Outcomes by id.
fn by_id(loaded: &[LoadedKey]) -> BTreeMap<&str, &Result<Pin, KeyRefusal>> {
    loaded.iter().map(|entry| (entry.id.as_str(), &entry.outcome)).collect()
}

fn state_of(loaded: &BTreeMap<&str, &Result<Pin, KeyRefusal>>, id: &str, before: KeyState) -> KeyState {
    match loaded.get(id) {
        Some(Ok(Pin(_))) => KeyState::Ready,
        Some(Err(refusal)) => KeyState::Refused(*refusal),
        // The agent answers for every asked id; without an answer nothing may be used.
        None if before == KeyState::Locked => KeyState::Refused(KeyRefusal::Broken(Fault::Gone)),
        None => before,
    }
}

/// The provider's entry, or why it cannot be worked with.
pub(crate) fn usable_provider(portal: &Portal, provider_id: &str) -> Result<ProviderEntry, ApiError> {
    let workspace = portal.workspace().ok_or(ApiError::SignedOut)?;
    let entry = workspace.provider(provider_id).ok_or(ApiError::NotFound { message: None })?;
    match entry.key {
        KeyState::Ready => Ok(entry.clone()),
        KeyState::Locked => Err(ApiError::Keys(Fault::Locked)),
        KeyState::Missing | KeyState::Refused(_) => Err(ApiError::Keys(Fault::Key)),
    }
}

/// The client's entry, or why it cannot be worked with.
pub(crate) fn usable_client(portal: &Portal, organization_id: &str) -> Result<ClientEntry, ApiError> {
    let workspace = portal.workspace().ok_or(ApiError::SignedOut)?;
    let entry = workspace.client(organization_id).ok_or(ApiError::NotFound { message: None })?;
    match entry.key {
        KeyState::Ready => Ok(entry.clone()),
        KeyState::Locked => Err(ApiError::Keys(Fault::Locked)),
        KeyState::Missing | KeyState::Refused(_) => Err(ApiError::Keys(Fault::Key)),
    }
}

/// Whether a key that came back is the one that was made. If not, its provider or client is refused
/// from now on: the made key stays pinned to the id (attack BW09).
pub(crate) async fn check_made_key(
    portal: &Portal,
    handle: Handle,
    id: &str,
    returned: String,
) -> Result<bool, ApiError> {
    let checked = portal.ask(CheckKey { handle, id: id.to_owned(), returned }).await?;
    Ok(checked.same || {
        let account = portal.account().ok_or(ApiError::SignedOut)?;
        portal.inner.state.borrow_mut().pins.insert(pin_key(&account.user_id, id), checked.expected);
        load_keys(portal).await?;
        false
    })
}
