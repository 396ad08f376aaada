//! The clients of a provider: list, seats, name, unlink (CLI-01…04, 07; screens §2.6).

use std::collections::BTreeMap;

use portal_contracts::billing::ProviderSubscription;
use portal_contracts::clients::{ProviderOrganization, UpdateClient};
use portal_contracts::enums::ProductTier;
use portal_contracts::plans::Plan;
use portal_contracts::seats::{SeatPool, SeatRefusal};
use portal_contracts::{List, limits};

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;
use crate::workspace::{self, ClientEntry, KeyState, Workspace};

/// One client, list and profile merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Link id, for calls about the client as such.
    pub link_id: String,
    /// Organisation id, for everything inside it.
    pub organization_id: String,
    /// Provider that manages it.
    pub provider_id: String,
    /// Name, cleaned for display.
    pub name: String,
    /// Assigned seats; missing = not counted.
    pub seats: Option<i64>,
    /// Used seats: invited, accepted and confirmed members.
    pub occupied_seats: i64,
    /// Free seats.
    pub remaining_seats: Option<i64>,
    /// Confirmed members.
    pub members: i64,
    /// Plan as display text, for example `Teams (Monthly)`; cleaned.
    pub plan: String,
    /// Whether the client is in service; `None` when the profile does not list it.
    pub enabled: Option<bool>,
    /// Family of its plan, when the profile lists it.
    pub tier: Option<ProductTier>,
    /// State of its key.
    pub key: KeyState,
    /// When it was linked, ISO 8601.
    pub created: Option<String>,
    /// Name as the server has it: changing seats sends it back unchanged.
    wire_name: String,
}

/// Reads the clients of a provider, by name. Reads the profile as well when it is missing or does
/// not know one of them.
///
/// # Errors
/// What went wrong with the requests.
pub async fn list_clients(portal: &Portal, provider_id: &str) -> Result<Vec<Client>, ApiError> {
    let rows = read_rows(portal, provider_id).await?;
    let known = portal.workspace().filter(|known| {
        let by_id = by_id(known);
        rows.iter().all(|row| by_id.contains_key(row.organization_id.as_str()))
    });
    let known = match known {
        Some(known) => known,
        None => workspace::sync(portal).await?,
    };
    let by_id = by_id(&known);
    let merged = |row: ProviderOrganization| {
        // A membership of one's own says nothing about a client of the provider.
        let entry = by_id.get(row.organization_id.as_str()).copied();
        merge(entry.filter(|entry| entry.provider_id.as_ref() == Some(&row.provider_id)), row)
    };
    let mut clients: Vec<Client> = rows.into_iter().map(merged).collect();
    clients.sort_by_cached_key(|client| client.name.to_lowercase());
    Ok(clients)
}

async fn read_rows(portal: &Portal, provider_id: &str) -> Result<Vec<ProviderOrganization>, ApiError> {
    let path = ["providers/", provider_id, "/organizations"].concat();
    Ok(portal.read::<List<ProviderOrganization>>(Call::get(path).large()).await?.data)
}

fn by_id(known: &Workspace) -> BTreeMap<&str, &ClientEntry> {
    // Of two entries with one id the first counts, as everywhere.
    known.clients.iter().rev().map(|entry| (entry.organization_id.as_str(), entry)).collect()
}

/// `entry` is the client in the profile.
fn merge(entry: Option<&ClientEntry>, row: ProviderOrganization) -> Client {
    Client {
        link_id: row.id,
        name: text::name(row.organization_name.as_deref()).unwrap_or_default(),
        wire_name: row.organization_name.unwrap_or_default(),
        organization_id: row.organization_id,
        provider_id: row.provider_id,
        seats: row.seats,
        occupied_seats: row.occupied_seats,
        remaining_seats: row.remaining_seats,
        members: row.user_count,
        plan: text::clean(row.plan.as_deref().unwrap_or_default(), 60),
        enabled: entry.map(|entry| entry.enabled),
        tier: entry.map(|entry| entry.tier),
        key: entry.map_or(KeyState::Missing, |entry| entry.key),
        created: row.creation_date,
    }
}

/// Why seats were not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeatsFailure {
    /// Refused before asking the server.
    #[error("seats refused")]
    Refused(SeatRefusal),
    /// The client is gone from this provider.
    #[error("client gone")]
    Gone,
    /// Anything else; a service user who would buy seats gets [`ApiError::Forbidden`].
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Changes the seats of a client (CLI-04). The current state is read first, so that a change made
/// by somebody else in between is not undone. Repeating it is harmless.
///
/// `pool` is the plan's seats from [`pool_of`], when they could be read; without it only the server checks.
///
/// # Errors
/// See [`SeatsFailure`].
pub async fn set_seats(
    portal: &Portal,
    client: &Client,
    seats: i64,
    pool: Option<&SeatPool>,
) -> Result<(), SeatsFailure> {
    let row = current_row(portal, client).await?.ok_or(SeatsFailure::Gone)?;
    let workspace = portal.workspace().ok_or(ApiError::SignedOut)?;
    let provider = workspace.provider(&client.provider_id).ok_or(ApiError::NotFound { message: None })?;
    let from = row.seats.unwrap_or(0);
    let refusal = pool.copied().unwrap_or(SeatPool { minimum: i64::MAX, assigned: 0, purchased: 0 }).refusal(
        from,
        seats,
        row.occupied_seats,
        provider.role,
    );
    if let Some(refusal) = refusal {
        return Err(SeatsFailure::Refused(refusal));
    }
    update(portal, client, seats, row.organization_name.unwrap_or_default()).await
}

/// Renames a client (CLI-03), with its current seats.
///
/// # Errors
/// See [`SeatsFailure`].
pub async fn rename_client(portal: &Portal, client: &Client, name: &str) -> Result<(), SeatsFailure> {
    let row = current_row(portal, client).await?.ok_or(SeatsFailure::Gone)?;
    let name = name.trim().chars().take(limits::NAME).collect();
    update(portal, client, row.seats.unwrap_or(0), name).await
}

async fn current_row(portal: &Portal, client: &Client) -> Result<Option<ProviderOrganization>, ApiError> {
    Ok(read_rows(portal, &client.provider_id).await?.into_iter().find(|row| row.id == client.link_id))
}

async fn update(portal: &Portal, client: &Client, assigned_seats: i64, name: String) -> Result<(), SeatsFailure> {
    let path = ["providers/", &client.provider_id, "/clients/", &client.link_id].concat();
    Ok(portal.run(Call::put(path).json(&UpdateClient { assigned_seats, name })).await?)
}

/// Why a client was not unlinked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnlinkFailure {
    /// The client has no confirmed owner of its own: nobody could run it afterwards.
    #[error("client has no owner")]
    NoOwner,
    /// Anything else.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Unlinks a client: it goes on without the provider (CLI-07). Repeating it is harmless.
///
/// # Errors
/// See [`UnlinkFailure`].
pub async fn unlink_client(portal: &Portal, client: &Client) -> Result<(), UnlinkFailure> {
    let path = ["providers/", &client.provider_id, "/organizations/", &client.link_id].concat();
    match portal.run(Call::delete(path)).await {
        Ok(()) => {}
        // An earlier try may have arrived although its answer did not.
        Err(ApiError::NotFound { .. }) if current_row(portal, client).await?.is_none() => {}
        Err(error) if error.says("confirmed owner") => return Err(UnlinkFailure::NoOwner),
        Err(error) => return Err(UnlinkFailure::Api(error)),
    }
    workspace::sync(portal).await?;
    Ok(())
}

/// The plans that the server knows, with their prices for providers. Those a client can get: see [`offered_plans`].
///
/// # Errors
/// What went wrong with the request.
pub async fn read_plans(portal: &Portal) -> Result<Vec<Plan>, ApiError> {
    Ok(portal.read::<List<Plan>>(Call::get("plans").large()).await?.data)
}

/// Seat numbers, discount and state of the provider's subscription. Service users may read it too.
///
/// # Errors
/// What went wrong with the request; [`ApiError::Forbidden`] when the provider is not billed.
pub async fn read_subscription(portal: &Portal, provider_id: &str) -> Result<ProviderSubscription, ApiError> {
    portal.read(Call::get(["providers/", provider_id, "/billing/subscription"].concat())).await
}

/// The seats of the plan that a client has. Clients name their plan by its display text only.
#[must_use]
pub fn pool_of(subscription: &ProviderSubscription, client: &Client) -> Option<SeatPool> {
    subscription.plans.iter().find(|plan| text::clean(&plan.plan_name, 60) == client.plan).map(SeatPool::from)
}
