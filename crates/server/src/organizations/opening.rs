//! Organisations that wait for their owner: opened by the operator of the server, begun by the owner through the mailed
//! link, who makes the keys (API contract §8.5, §16).

use portal_contracts::enums::{OrganizationStatus, OrganizationUserType, PlanType};
use rusqlite::params;
use uuid::Uuid;

use super::invitations::{Invitation, invite};
use crate::error::ApiResult;
use crate::state::AppState;
use crate::tokens::normal_email;

/// What such an organisation starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Name.
    pub name: String,
    /// Address that becomes its owner; needs no account yet.
    pub owner_email: String,
    /// Plan.
    pub plan: PlanType,
    /// Seats.
    pub seats: i64,
}

/// Opens an organisation without keys, out of service, and mails its owner the invitation. Returns the ids of
/// organisation and membership. There is no call for this: on the vendor's cloud it is a page of the operator.
///
/// # Errors
/// When the database fails.
pub async fn open_organization(app: &AppState, opening: Opening) -> ApiResult<(Uuid, Uuid)> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let id = Uuid::new_v4();
            tx.execute(
                "INSERT INTO organization (id, name, billing_email, plan_type, status, enabled, seats, created_at,
                                           revised_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?7)",
                params![
                    id,
                    opening.name.trim(),
                    normal_email(&opening.owner_email),
                    opening.plan.number(),
                    OrganizationStatus::Pending.number(),
                    opening.seats,
                    now
                ],
            )?;
            let invitation = Invitation {
                organization: id,
                organization_name: opening.name.trim(),
                email: &opening.owner_email,
                kind: OrganizationUserType::Owner,
                manages: None,
            };
            Ok((id, invite(tx, &state, invitation, now)?))
        })
        .await
}
