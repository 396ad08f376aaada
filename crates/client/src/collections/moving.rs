//! Carrying out a move: names are paths, so what is one gesture is one write per collection (COL-02).
//!
//! A tree must not be torn half-way. So everything that is to be written is read, judged and sealed before the first
//! write: what a server would refuse is known by then, and a session that locks meanwhile stops nothing. Each write can
//! still fail alone; what is not done keeps its old path and can be done later with the steps that are left.

use std::collections::BTreeMap;

use portal_agent::protocol::OpenTexts;
use portal_contracts::collections::{CollectionType, SaveCollection};

use super::relocate::Step;
use super::rows::{RowFailure, RowOutcome, each};
use super::save::{put, seal_all};
use super::{AccessLists, Collection, list_collections, lists, merge, needs_manager, read_collection, read_details};
use crate::bulk::Control;
use crate::error::ApiError;
use crate::portal::Portal;

/// Up to how many collections are read one by one, which leaves no trace in the logs; more are read with one call.
const FEW: usize = 12;

/// A move of which everything was read, judged and sealed.
#[derive(Debug, Clone)]
pub struct Move {
    rows: Vec<Ready>,
    managers: AccessLists,
    needs_manager: bool,
}

/// One collection of it.
#[derive(Debug, Clone)]
struct Ready {
    id: String,
    from: String,
    todo: Todo,
}

#[derive(Debug, Clone)]
enum Todo {
    /// Nothing, for it is known what became of it.
    Nothing(Result<(), RowFailure>),
    /// The sealed name as it was read, and the new one.
    Write { before: String, after: String },
}

/// Why a move was not begun. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoveFailure {
    /// Servers refuse to save these, as they are now, before somebody may manage them.
    #[error("no manager")]
    NoManager(Vec<Collection>),
    /// The server does not tell who has access to these: writing them could take access away.
    #[error("access unknown")]
    AccessUnknown(Vec<String>),
    /// What else went wrong.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Reads and judges all collections of a move and seals their new names. `managers` get Manage on those that nobody
/// manages; all other access stays.
///
/// # Errors
/// See [`MoveFailure`].
pub async fn prepare_move(
    portal: &Portal,
    organization: &str,
    steps: &[Step],
    managers: &AccessLists,
) -> Result<Move, MoveFailure> {
    let needs_manager = needs_manager(portal, organization);
    let mut found = look(portal, organization, steps).await?;
    let mut rows = Vec::with_capacity(steps.len());
    let (mut unmanaged, mut unknown, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for step in steps {
        let found = found.remove(&step.id);
        let outcome = match &found {
            None => Some(Err(RowFailure::Gone)),
            Some(now) => settled(now, step),
        };
        let before = found.as_ref().map(|now| now.wire_name.clone()).unwrap_or_default();
        if let (None, Some(now)) = (&outcome, found) {
            match &now.access {
                None => unknown.push(now.id),
                Some(access) if needs_manager && !access.has_manager() && !managers.has_manager() => {
                    unmanaged.push(now);
                }
                Some(_) => names.push(step.to.clone()),
            }
        }
        let todo = outcome.map_or(Todo::Write { before, after: String::new() }, Todo::Nothing);
        rows.push(Ready { id: step.id.clone(), from: step.from.clone(), todo });
    }
    if !unmanaged.is_empty() {
        return Err(MoveFailure::NoManager(unmanaged));
    }
    if !unknown.is_empty() {
        return Err(MoveFailure::AccessUnknown(unknown));
    }
    let mut sealed = seal_all(portal, organization, names).await?.into_iter();
    for row in &mut rows {
        if let Todo::Write { after, .. } = &mut row.todo {
            *after = sealed.next().ok_or(ApiError::Keys(portal_agent::Fault::Gone))?;
        }
    }
    Ok(Move { rows, managers: managers.clone(), needs_manager })
}

/// What became of a collection already, or `None` when it is to be written.
fn settled(now: &Collection, step: &Step) -> Option<Result<(), RowFailure>> {
    match &now.path {
        Ok(path) if *path == step.to => Some(Ok(())),
        Ok(path) if *path != step.from => Some(Err(RowFailure::Renamed)),
        // Still damaged, as when it was planned.
        Err(_) if !step.from.is_empty() => Some(Err(RowFailure::Renamed)),
        _ if now.own_items => Some(Err(RowFailure::OwnItems)),
        _ => None,
    }
}

/// The collections of a move as they are now; what is gone is missing.
async fn look(portal: &Portal, organization: &str, steps: &[Step]) -> Result<BTreeMap<String, Collection>, ApiError> {
    if steps.len() > FEW {
        let all = list_collections(portal, organization).await?;
        return Ok(all.into_iter().map(|found| (found.id.clone(), found)).collect());
    }
    let mut all = BTreeMap::new();
    for step in steps {
        match read_collection(portal, organization, &step.id).await {
            Ok(found) => drop(all.insert(found.id.clone(), found)),
            Err(ApiError::NotFound { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

/// Carries a move out, one collection after the other, and keeps who has access to each. Doing it again does only what
/// is left.
pub async fn relocate(portal: &Portal, organization: &str, ready: &Move, control: &Control) -> Vec<RowOutcome> {
    let work = async |row: &Ready| one(portal, organization, ready, row).await;
    each(portal, &ready.rows, |row| row.id.clone(), control, work).await
}

async fn one(portal: &Portal, organization: &str, ready: &Move, row: &Ready) -> Result<(), RowFailure> {
    let (before, after) = match &row.todo {
        Todo::Nothing(outcome) => return outcome.clone(),
        Todo::Write { before, after } => (before, after),
    };
    let now = read_details(portal, organization, &row.id).await?;
    if now.collection.name == *after {
        return Ok(());
    }
    // Saving seals the same name anew: only a name that reads otherwise is another one.
    if now.collection.name != *before && !still_called(portal, organization, &now.collection.name, &row.from).await? {
        return Err(RowFailure::Renamed);
    }
    if now.collection.r#type == CollectionType::DefaultUserCollection {
        return Err(RowFailure::OwnItems);
    }
    let mut access = lists(now.groups, now.users).ok_or(RowFailure::AccessUnknown)?;
    if ready.needs_manager && !access.has_manager() {
        access.groups = merge::union(&access.groups, &ready.managers.groups);
        access.users = merge::union(&access.users, &ready.managers.users);
        if !access.has_manager() {
            return Err(RowFailure::NoManager);
        }
    }
    let body = SaveCollection {
        name: after.clone(),
        external_id: now.collection.external_id,
        groups: access.groups,
        users: access.users,
    };
    Ok(put(portal, organization, &row.id, &body).await?)
}

async fn still_called(portal: &Portal, organization: &str, sealed: &str, name: &str) -> Result<bool, ApiError> {
    let question = OpenTexts { organization_id: organization.to_owned(), texts: vec![super::readable(sealed)] };
    let opened = portal.ask(question).await?.texts.pop();
    Ok(opened.is_some_and(|opened| opened.as_deref().unwrap_or_default() == name))
}
