//! What a client subscribes to, for people (BILL-01).

use portal_contracts::organization::{BillingMetadata, OrganizationWarnings};

use super::{Organization, Payer, payer, read};
use crate::config::{ServerKind, read_config};
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;

/// Plan, seats and payer of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The organisation.
    pub organization: Organization,
    /// Seats that somebody sits on: invited, accepted and confirmed members. Missing when the server does not tell.
    pub occupied: Option<i64>,
    /// Who pays.
    pub payer: Payer,
    /// Days left of a trial.
    pub trial_days: Option<i64>,
    /// The subscription does not run.
    pub inactive: bool,
}

impl Subscription {
    /// Seats without somebody on them; never negative.
    #[must_use]
    pub fn free(&self) -> Option<i64> {
        Some(self.organization.seats?.saturating_sub(self.occupied?).max(0))
    }
}

/// Reads what a client subscribes to. Seats in use and warnings are extras that some servers lack: without them the
/// rest is shown.
///
/// # Errors
/// What went wrong with the requests; [`ApiError::NotFound`] for members who may not manage the organisation.
pub async fn read_subscription(portal: &Portal, client_id: &str) -> Result<Subscription, ApiError> {
    let organization = read(portal, client_id).await?;
    let occupied = occupied_seats(portal, client_id).await?;
    let path = ["organizations/", client_id, "/billing/vnext/warnings"].concat();
    let warnings: OrganizationWarnings = optional(portal.read(Call::get(path)).await)?.unwrap_or_default();
    Ok(Subscription {
        organization,
        occupied,
        payer: payer(portal, client_id)?,
        trial_days: warnings.free_trial.map(|trial| trial.remaining_trial_days.clamp(0, 3_650)),
        inactive: warnings.inactive_subscription.is_some(),
    })
}

/// Seats of a client that somebody sits on: invited, accepted and confirmed members. `None` when the server does not tell.
///
/// # Errors
/// What went wrong with the request.
pub async fn occupied_seats(portal: &Portal, client_id: &str) -> Result<Option<i64>, ApiError> {
    super::entry(portal, client_id)?;
    Ok(optional(occupied(portal, client_id).await)?.flatten())
}

/// The vendor's cloud and installations of one's own have different addresses for the same number.
async fn occupied(portal: &Portal, client_id: &str) -> Result<Option<i64>, ApiError> {
    let server = read_config(portal).await.ok();
    if server.as_ref().is_some_and(|server| server.kind == ServerKind::Vaultwarden) {
        // Its answer is always 0, whoever sits there.
        return Ok(None);
    }
    let tail = if server.is_some_and(|server| server.cloud) {
        "/billing/vnext/metadata"
    } else {
        "/billing/vnext/self-host/metadata"
    };
    let metadata: BillingMetadata = portal.read(Call::get(["organizations/", client_id, tail].concat())).await?;
    Ok(Some(metadata.organization_occupied_seats.max(0)))
}

/// A refusal means "not here"; everything else is a failure.
fn optional<T>(answer: Result<T, ApiError>) -> Result<Option<T>, ApiError> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(ApiError::NotFound { .. } | ApiError::Forbidden { .. } | ApiError::Refused { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
