//! Keys of providers and clients: handed to the key agent, which says what is wrong with them.

use std::collections::BTreeMap;
use std::rc::Rc;

use portal_agent::Fault;
use portal_agent::protocol::{
    CheckKey, Handle, KeyRefusal, LoadClients, LoadProviders, LoadedKey, Pin, WrappedClient, WrappedClientKey,
    WrappedProvider,
};

use super::{ClientEntry, KeyState, ProviderEntry, Workspace, confirmed, take_over};
use crate::error::ApiError;
use crate::portal::Portal;
use crate::session::SessionState;

/// Loads all keys of the kept profile into the key agent; does nothing unless the session is open.
pub(crate) async fn load_keys(portal: &Portal) -> Result<(), ApiError> {
    let (Some(workspace), SessionState::Open(account)) = (portal.workspace(), portal.session()) else { return Ok(()) };
    let (providers, clients) = {
        let state = portal.inner.state.borrow();
        let pin = |id: &str| state.pins.get(&pin_key(&account.user_id, id)).cloned();
        let providers = workspace.profile.providers.iter().filter_map(|provider| {
            Some(WrappedProvider { id: provider.id.clone(), key: provider.key.clone()?, pin: pin(&provider.id) })
        });
        let clients = wrapped_clients(&workspace).into_iter().map(|mut client| {
            client.pin = pin(&client.id);
            client
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
        plain: workspace.plain.clone(),
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

/// The clients with every way in which their keys came.
fn wrapped_clients(workspace: &Workspace) -> Vec<WrappedClient> {
    let own = confirmed(&workspace.profile);
    let to_member = |id: &str| Some(WrappedClientKey::ToMember { key: own.get(id)?.key.clone()? });
    // Without the provider's way nothing says that it is the provider's client: anybody can wrap a key to a member.
    let managed = workspace.profile.provider_organizations.iter().filter_map(|client| {
        let (key, provider_id) = client.key.clone().zip(client.provider_id.clone())?;
        let by_provider = WrappedClientKey::ByProvider { provider_id, key };
        Some((client.id.clone(), to_member(&client.id).into_iter().chain([by_provider]).collect()))
    });
    let unmanaged = workspace
        .own_organizations()
        .map(|client| (client.organization_id.clone(), to_member(&client.organization_id).into_iter().collect()));
    managed
        .chain(unmanaged)
        .filter(|(_, keys): &(String, Vec<WrappedClientKey>)| !keys.is_empty())
        .map(|(id, keys)| WrappedClient { id, keys, pin: None })
        .collect()
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
