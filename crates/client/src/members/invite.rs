//! Inviting people to a client (MEM-02, MEM-03). Servers take 20 addresses at a time; more go out in parts.

use std::collections::{BTreeMap, BTreeSet};

use portal_contracts::access::AccessEntry;
use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use portal_contracts::limits;
use portal_contracts::members::InviteMembers;
use portal_contracts::permissions::Permissions;

use super::{ByEmail, Member, list_members, users};
use crate::bulk::{self, Control, RowFailure, RowOutcome};
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;

/// Whom to invite as what. Everything but the addresses is the same for all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMembers {
    /// Addresses; at most 500 in one go.
    pub emails: Vec<String>,
    /// Role.
    pub role: OrganizationUserType,
    /// Named permissions; they count for the custom role only.
    pub permissions: Permissions,
    /// Groups by id.
    pub groups: Vec<String>,
    /// Collections with permission.
    pub collections: Vec<AccessEntry>,
}

/// What became of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The address as it was given.
    pub email: String,
    /// What became of it.
    pub outcome: InviteOutcome,
}

/// What became of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InviteOutcome {
    /// The mail is out.
    Invited,
    /// The person was there already and is left as they are.
    AlreadyThere(OrganizationUserStatus),
    /// The person was there and lost access: restore them instead.
    Revoked,
    /// There is no seat left; nothing was sent for this address.
    NoSeat,
    /// Not invited for another reason; see [`RowFailure::may_retry`].
    Failed(RowFailure),
}

impl InviteOutcome {
    /// Whether trying this address again can help.
    #[must_use]
    pub const fn may_retry(&self) -> bool {
        match self {
            Self::Invited | Self::AlreadyThere(_) | Self::Revoked => false,
            Self::NoSeat => true,
            Self::Failed(failure) => failure.may_retry(),
        }
    }
}

/// Invites people in parts of 20 and tells what became of each by reading the list again. Repeating it with the addresses
/// that failed is harmless: who is there already is not invited twice.
///
/// # Errors
/// Only what went wrong with reading the list before anything was sent.
pub async fn invite_members(
    portal: &Portal,
    client_id: &str,
    new: &NewMembers,
    control: &Control,
) -> Result<Vec<Invited>, ApiError> {
    let before = list_members(portal, client_id).await?;
    let known = ByEmail::of(&before);
    let mut seen = BTreeSet::new();
    // Written twice is invited once, whatever the case.
    let fresh: Vec<String> = new
        .emails
        .iter()
        .map(|email| email.trim())
        .filter(|email| known.find(email).is_none() && seen.insert(email.to_lowercase()))
        .map(str::to_owned)
        .collect();
    let most = limits::INVITATIONS_PER_CALL;
    let mut report = bulk::run_dividing(portal, &fresh, most, control, may_be_about_one, async |part| {
        send(portal, client_id, new, part).await
    })
    .await;
    let read = if fresh.is_empty() { None } else { list_members(portal, client_id).await.ok() };
    if let Some(after) = &read {
        let after = ByEmail::of(after);
        for row in &mut report.rows {
            // A server that passes somebody over in silence says yes all the same.
            if row.outcome.is_ok() && after.find(&row.id).is_none() {
                row.outcome = Err(RowFailure::NotDone);
            }
        }
        report.settle(|email| after.find(email).is_some());
    }
    let rows: BTreeMap<String, Result<(), RowFailure>> =
        report.rows.into_iter().map(|row| (row.id.to_lowercase(), row.outcome)).collect();
    let outcome = |email: &String| outcome_of(known.find(email), rows.get(&email.trim().to_lowercase()));
    Ok(new.emails.iter().map(|email| Invited { email: email.clone(), outcome: outcome(email) }).collect())
}

/// Whether a part may have been refused because of a single address. Seats are too few for all of them together.
fn may_be_about_one(error: &ApiError) -> bool {
    matches!(error, ApiError::Validation { .. } | ApiError::Refused { .. }) && !error.says(NO_SEAT)
}

async fn send(
    portal: &Portal,
    client_id: &str,
    new: &NewMembers,
    part: &[String],
) -> Result<Vec<RowOutcome>, ApiError> {
    let custom = new.role == OrganizationUserType::Custom;
    let body = InviteMembers {
        emails: part.to_vec(),
        r#type: new.role,
        access_secrets_manager: false,
        permissions: if custom { new.permissions } else { Permissions::NONE },
        collections: new.collections.clone(),
        groups: new.groups.clone(),
    };
    portal.run(Call::post(users(client_id, "/invite")).json(&body)).await?;
    Ok(part.iter().map(|email| RowOutcome { id: email.clone(), outcome: Ok(()) }).collect())
}

/// How servers say that there is no seat (API contract §8.4).
const NO_SEAT: &str = "seat limit";

fn outcome_of(before: Option<&Member>, row: Option<&Result<(), RowFailure>>) -> InviteOutcome {
    match before.map(|member| member.status) {
        Some(OrganizationUserStatus::Revoked) => return InviteOutcome::Revoked,
        Some(status) => return InviteOutcome::AlreadyThere(status),
        None => {}
    }
    match row {
        Some(Ok(())) => InviteOutcome::Invited,
        Some(Err(RowFailure::Refused(said))) if said.to_ascii_lowercase().contains(NO_SEAT) => InviteOutcome::NoSeat,
        Some(Err(failure)) => InviteOutcome::Failed(failure.clone()),
        None => InviteOutcome::Failed(RowFailure::NotSent),
    }
}
