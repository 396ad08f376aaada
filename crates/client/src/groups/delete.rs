//! Deleting groups. Nobody is deleted with them; people lose the access that came through the group.

use portal_contracts::providers::Ids;

use super::change::{GroupFailure, named};
use super::list_groups;
use crate::error::ApiError;
use crate::organization::entry;
use crate::people::{RowFailure, RowOutcome};
use crate::portal::Portal;
use crate::send::Call;

/// Deletes one group. Repeating it is harmless: a group that is gone counts as deleted.
///
/// # Errors
/// See [`GroupFailure`].
pub async fn delete_group(portal: &Portal, client_id: &str, group_id: &str) -> Result<(), GroupFailure> {
    entry(portal, client_id)?;
    let path = ["organizations/", client_id, "/groups/", group_id].concat();
    match portal.run(Call::delete(path)).await {
        Ok(()) => Ok(()),
        Err(error @ ApiError::NotFound { .. }) => {
            // Gone already, or not allowed: the list tells which.
            let left = list_groups(portal, client_id).await?;
            if left.iter().any(|group| group.id == group_id) { Err(error.into()) } else { Ok(()) }
        }
        Err(error) => Err(named(error)),
    }
}

/// Deletes several groups in one call and reads the list again: the answer says nothing about single groups.
///
/// # Errors
/// What went wrong when no group was deleted, or when it is not known whether one was.
pub async fn delete_groups(portal: &Portal, client_id: &str, ids: &[String]) -> Result<Vec<RowOutcome>, GroupFailure> {
    entry(portal, client_id)?;
    let path = ["organizations/", client_id, "/groups"].concat();
    let answer = portal.run(Call::delete(path).json(&Ids { ids: ids.to_vec() })).await;
    let left = match (list_groups(portal, client_id).await, &answer) {
        (Ok(left), _) => left,
        // The deed itself matters more than the look afterwards.
        (Err(_), Err(error)) => return Err(named(error.clone())),
        (Err(error), Ok(())) => return Err(error.into()),
    };
    let stays = |id: &String| left.iter().any(|group| group.id == *id);
    match answer {
        Err(error) if ids.iter().all(stays) => Err(named(error)),
        answer => Ok(ids
            .iter()
            .map(|id| {
                let outcome = match (&answer, stays(id)) {
                    (_, false) => Ok(()),
                    (Err(error), true) => match error.server_text() {
                        Some(text) => Err(RowFailure::Refused(text.to_owned())),
                        None => Err(RowFailure::NotAnswered),
                    },
                    (Ok(()), true) => Err(RowFailure::NotDone),
                };
                RowOutcome { id: id.clone(), outcome }
            })
            .collect()),
    }
}
