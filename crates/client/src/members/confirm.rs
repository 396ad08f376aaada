//! Confirming members: sharing the client's key with people whose words were compared (MEM-05).

use std::collections::BTreeSet;

use portal_agent::protocol::KeyOwner;
use portal_contracts::List;
use portal_contracts::enums::OrganizationUserStatus;
use portal_contracts::members::ConfirmMembers;
use portal_contracts::providers::{BulkConfirmKey, BulkResult};

use super::policies::my_items_name;
use super::standing::PART;
use super::{Member, list_members, users};
use crate::bulk::{self, Control, Report, RowFailure, RowOutcome, outcomes};
use crate::comparing::{self, ComparedKey, ToCompare, Waiting};
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::workspace::usable_client;

/// Fetches the public keys of members once, keeps them in the key agent and returns their words. Members who do not wait
/// for confirmation, or for whom the server has no key, come back as [`RowFailure::NotAnswered`].
///
/// # Errors
/// What went wrong with the request as a whole.
pub async fn prepare_confirm(portal: &Portal, client_id: &str, members: &[Member]) -> Result<Vec<ToCompare>, ApiError> {
    usable_client(portal, client_id)?;
    let waits = |member: &&Member| member.status == OrganizationUserStatus::Accepted;
    let waiting: Vec<Waiting<'_>> = members
        .iter()
        .filter(waits)
        .map(|member| Waiting { id: &member.id, user_id: member.user_id.as_deref() })
        .collect();
    let mut prepared = if waiting.is_empty() {
        Vec::new()
    } else {
        comparing::prepare(portal, users(client_id, "/public-keys"), &waiting).await?
    };
    let excluded = members.iter().filter(|member| !waits(member));
    prepared.extend(excluded.map(|member| ToCompare { id: member.id.clone(), outcome: Err(RowFailure::NotAnswered) }));
    Ok(prepared)
}

/// Shares the client's key with members whose words were compared, and reads the list again: servers do not report every
/// failure. All keys are wrapped before the first one is sent, so that locking the session does not tear a run apart.
/// `my_items` is the name of a member's own collection in the language of the interface.
///
/// # Errors
/// Only what went wrong before anything was sent.
pub async fn confirm_members(
    portal: &Portal,
    client_id: &str,
    compared: Vec<(String, ComparedKey)>,
    my_items: &str,
    control: &Control,
) -> Result<Report, ApiError> {
    usable_client(portal, client_id)?;
    let name = my_items_name(portal, client_id, my_items).await?;
    let wrapped = comparing::wrap(portal, KeyOwner::Client(client_id.to_owned()), compared).await?;
    let keys = comparing::entries(&wrapped);
    let ids: Vec<String> = keys.iter().map(|key| key.id.clone()).collect();
    let mut report = bulk::run(portal, &ids, PART, control, async |part| {
        let of_part = keys.iter().filter(|key| part.contains(&key.id)).cloned().collect();
        send(portal, client_id, of_part, name.clone(), part).await
    })
    .await;
    let refused = wrapped.into_iter().filter_map(|(id, key)| {
        let outcome = Err(RowFailure::Key(key.err()?));
        Some(RowOutcome { id, outcome })
    });
    report.rows.extend(refused);
    if let Ok(after) = list_members(portal, client_id).await {
        let confirmed: BTreeSet<&str> = after
            .iter()
            .filter(|member| member.status == OrganizationUserStatus::Confirmed)
            .map(|member| member.id.as_str())
            .collect();
        let confirmed = |id: &str| confirmed.contains(id);
        for row in &mut report.rows {
            if row.outcome.is_ok() && !confirmed(&row.id) {
                row.outcome = Err(RowFailure::NotDone);
            }
        }
        report.settle(confirmed);
    }
    Ok(report)
}

async fn send(
    portal: &Portal,
    client_id: &str,
    keys: Vec<BulkConfirmKey>,
    name: Option<String>,
    part: &[String],
) -> Result<Vec<RowOutcome>, ApiError> {
    let body = ConfirmMembers { keys, default_user_collection_name: name };
    let list: List<BulkResult> = portal.read(Call::post(users(client_id, "/confirm")).json(&body)).await?;
    Ok(outcomes(part, &list.data))
}
