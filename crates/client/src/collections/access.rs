//! Access for several collections at once (COL-05): what is given is added or overwritten, all other access stays.
//!
//! One server merges by itself, another replaces everything by what it is sent. Only a server that is known to merge gets
//! the entries as they are; all others get, collection by collection, what is there now with the entries on top.

use portal_contracts::collections::{BulkAccess, CollectionType};
use portal_contracts::limits;

use super::rows::{BulkFailure, RowFailure, RowOutcome, each};
use super::{AccessLists, Collection, list_collections, lists, merge, path, read_details};
use crate::bulk::{Control, Progress};
use crate::config::{ServerKind, read_config};
use crate::error::ApiError;
use crate::patience::patiently;
use crate::portal::Portal;
use crate::send::Call;

/// Gives access to several collections. Returns one outcome for each, and the list as it was read afterwards.
///
/// # Errors
/// [`BulkFailure`] before anything was sent.
pub async fn give_access(
    portal: &Portal,
    organization: &str,
    ids: &[String],
    added: &AccessLists,
    control: &Control,
) -> Result<(Vec<RowOutcome>, Option<Vec<Collection>>), BulkFailure> {
    if ids.len() > limits::SELECTION {
        return Err(BulkFailure::TooMany);
    }
    let total = ids.len();
    control.tell(Progress { done: 0, total, waiting: None });
    let server = read_config(portal).await?;
    let merges = matches!(server.kind, ServerKind::Bitwarden | ServerKind::Embedded);
    let whole = match merges {
        true => patiently(portal, (0, total), control, async || send(portal, organization, ids, added).await).await,
        false => Err(RowFailure::NotDone),
    };
    let mut rows = match whole {
        Ok(()) => {
            control.tell(Progress { done: total, total, waiting: None });
            ids.iter().map(|id| RowOutcome { id: id.clone(), outcome: Ok(()) }).collect()
        }
        Err(_) => {
            each(portal, ids, String::clone, control, async |id| one(portal, organization, id, added).await).await
        }
    };
    // What the server says is one thing, what it shows another.
    let after = list_collections(portal, organization).await.ok();
    if let Some(after) = &after {
        for row in rows.iter_mut().filter(|row| row.outcome.is_ok()) {
            let given = after.iter().find(|found| found.id == row.id).and_then(|found| found.access.as_ref());
            let there = given.is_some_and(|given| {
                merge::contains(&given.groups, &added.groups) && merge::contains(&given.users, &added.users)
            });
            if !there {
                row.outcome = Err(RowFailure::NotDone);
            }
        }
    }
    Ok((rows, after))
}

/// One collection: right on servers that merge and on servers that replace. Needs no key, so that it goes on when the
/// session locks half-way.
async fn one(portal: &Portal, organization: &str, id: &str, added: &AccessLists) -> Result<(), RowFailure> {
    let now = read_details(portal, organization, id).await?;
    if now.collection.r#type == CollectionType::DefaultUserCollection {
        return Err(RowFailure::OwnItems);
    }
    let current = lists(now.groups, now.users).ok_or(RowFailure::AccessUnknown)?;
    let union = AccessLists {
        groups: merge::union(&current.groups, &added.groups),
        users: merge::union(&current.users, &added.users),
    };
    if current.has_manager() && !union.has_manager() && super::needs_manager(portal, organization) {
        return Err(RowFailure::NoManager);
    }
    send(portal, organization, &[now.collection.id], &union).await
}

async fn send(portal: &Portal, organization: &str, ids: &[String], lists: &AccessLists) -> Result<(), RowFailure> {
    let body = BulkAccess { collection_ids: ids.to_vec(), groups: lists.groups.clone(), users: lists.users.clone() };
    let sent = portal.run(Call::post(path(organization, "/bulk-access")).json(&body)).await;
    sent.map_err(|error| match error {
        // 404 also means that one may not.
        ApiError::NotFound { message } => RowFailure::Api(ApiError::Forbidden { message }),
        error => error.into(),
    })
}
