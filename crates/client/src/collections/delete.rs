//! Deleting collections (COL-06). Their items stay in the client, without a collection.

use std::collections::BTreeSet;

use portal_contracts::collections::Collection as Wire;
use portal_contracts::enums::OrganizationUserType;
use portal_contracts::permissions::ClientAction;
use portal_contracts::providers::Ids;
use portal_contracts::{List, limits};

use super::path;
use super::rows::{BulkFailure, RowFailure, RowOutcome, each, stopped};
use crate::bulk::{Control, Progress};
use crate::error::ApiError;
use crate::patience::patiently;
use crate::portal::Portal;
use crate::send::Call;

/// Deletes collections, with one call where that works and one by one where the server refuses the whole, so that each
/// row has its own outcome. What is gone already counts as deleted.
///
/// # Errors
/// [`BulkFailure`] before anything was sent.
pub async fn delete_collections(
    portal: &Portal,
    organization: &str,
    ids: &[String],
    control: &Control,
) -> Result<Vec<RowOutcome>, BulkFailure> {
    if ids.len() > limits::SELECTION {
        return Err(BulkFailure::TooMany);
    }
    let one = |id: &String| Call::delete(path(organization, &["/", id].concat()));
    let total = ids.len();
    control.tell(Progress { done: 0, total, waiting: None });
    let whole = async || match ids {
        [id] => portal.run(one(id)).await,
        _ => portal.run(Call::delete(path(organization, "")).json(&Ids { ids: ids.to_vec() })).await,
    };
    let sent = match ids {
        [] => return Ok(Vec::new()),
        _ => patiently(portal, (0, total), control, whole).await,
    };
    let tried: Vec<RowOutcome> = match sent {
        Err(error) if total > 1 && refused(&error) => {
            let one = async |id: &String| portal.run(one(id)).await.map_err(RowFailure::from);
            each(portal, ids, String::clone, control, one).await
        }
        outcome => {
            control.tell(Progress { done: total, total, waiting: None });
            let outcome = outcome.map_err(|error| stopped(error.into(), control));
            ids.iter().map(|id| RowOutcome { id: id.clone(), outcome: outcome.clone() }).collect()
        }
    };
    Ok(judge(portal, organization, tried).await)
}

/// Whether the server understood and said no: then nothing of it was done.
const fn refused(error: &ApiError) -> bool {
    matches!(
        error,
        ApiError::Forbidden { .. } | ApiError::NotFound { .. } | ApiError::Validation { .. } | ApiError::Refused { .. }
    )
}

/// Looks whether they are gone: servers do not report every failure, and an answer may have been lost.
async fn judge(portal: &Portal, organization: &str, mut rows: Vec<RowOutcome>) -> Vec<RowOutcome> {
    let Ok(left) = portal.read::<List<Wire>>(Call::get(path(organization, "")).large()).await else { return rows };
    let left: BTreeSet<&str> = left.data.iter().map(|found| found.id.as_str()).collect();
    let sees_all = sees_all(portal, organization);
    for row in &mut rows {
        let there = left.contains(row.id.as_str());
        row.outcome = match std::mem::replace(&mut row.outcome, Ok(())) {
            Ok(()) if there => Err(RowFailure::NotDone),
            // 404 also means that one may not.
            Err(RowFailure::Gone) if there || !sees_all => Err(RowFailure::Api(ApiError::Forbidden { message: None })),
            // Not listed for a reason of their own.
            Err(RowFailure::OwnItems) => Err(RowFailure::OwnItems),
            Err(failure) if there || refused_row(&failure) => Err(failure),
            _ => Ok(()),
        };
    }
    rows
}

const fn refused_row(failure: &RowFailure) -> bool {
    match failure {
        RowFailure::Api(error) => refused(error),
        _ => false,
    }
}

/// Whether the list shows all collections, so that what is not in it is gone.
fn sees_all(portal: &Portal, organization: &str) -> bool {
    let standing = portal.workspace().and_then(|workspace| Some(workspace.client(organization)?.standing()));
    standing.is_some_and(|standing| {
        matches!(standing.acts_as(), OrganizationUserType::Owner | OrganizationUserType::Admin)
            || standing.allows(ClientAction::EditAnyCollection)
            || standing.allows(ClientAction::DeleteAnyCollection)
    })
}
