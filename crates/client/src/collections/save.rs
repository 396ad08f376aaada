//! Changing name and access of one collection without undoing what somebody else did (COL-02, COL-03).

use portal_agent::Fault;
use portal_agent::protocol::SealTexts;
use portal_contracts::access::AccessEntry;
use portal_contracts::collections::SaveCollection;

use super::merge::{self, Joined};
use super::{AccessLists, Collection, lists, needs_manager, path, read_collection, read_details};
use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;

/// Why a collection was not made or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaveFailure {
    /// Admins of this client may not reach everything, and nobody would manage the collection.
    #[error("no manager")]
    NoManager,
    /// The plan allows no further collection.
    #[error("plan limit")]
    Limit,
    /// "My items" of a member.
    #[error("my items")]
    OwnItems,
    /// It is gone.
    #[error("gone")]
    Gone,
    /// The server does not tell who has access: saving could take access away.
    #[error("access unknown")]
    AccessUnknown,
    /// Somebody else changed the same thing in another way since it was read; nothing was written.
    #[error("changed meanwhile")]
    Changed(Box<Changed>),
    /// Anything else. Repeating it is harmless.
    #[error(transparent)]
    Api(ApiError),
}

impl From<ApiError> for SaveFailure {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::NotFound { .. } => Self::Gone,
            error if error.says("can manage permission") => Self::NoManager,
            error if error.says("maximum number of collections") => Self::Limit,
            error if error.says("defaultusercollection") => Self::OwnItems,
            error => Self::Api(error),
        }
    }
}

/// What somebody else changed in the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The collection as it is now; save again on top of it.
    pub now: Collection,
    /// The name.
    pub name: bool,
    /// Groups whose permission was changed there and here.
    pub groups: Vec<String>,
    /// Members whose permission was changed there and here.
    pub users: Vec<String>,
    /// What is wanted here with all their other changes in it: what to go on from.
    pub joined: AccessLists,
}

/// Changes name and access of a collection as it was read (`before`) to what is wanted; what somebody else changed
/// meanwhile in other places stays. `name` is the whole path; `None` leaves it. Returns the collection as it is now.
///
/// # Errors
/// See [`SaveFailure`].
pub async fn save_collection(
    portal: &Portal,
    organization: &str,
    before: &Collection,
    name: Option<&str>,
    access: &AccessLists,
) -> Result<Collection, SaveFailure> {
    if before.own_items {
        return Err(SaveFailure::OwnItems);
    }
    let old_access = before.access.as_ref().ok_or(SaveFailure::AccessUnknown)?;
    let now = read_collection(portal, organization, &before.id).await?;
    let current = now.access.as_ref().ok_or(SaveFailure::AccessUnknown)?;
    // A name that was not changed here is left as it is there.
    let name = name.filter(|name| before.path.as_deref() != Ok(*name) && now.path.as_deref() != Ok(*name));
    let groups = merge::join(&old_access.groups, &access.groups, &current.groups);
    let users = merge::join(&old_access.users, &access.users, &current.users);
    let renamed_there = before.wire_name != now.wire_name && before.path != now.path;
    let disputed = name.is_some() && renamed_there;
    if disputed || !groups.disputed.is_empty() || !users.disputed.is_empty() {
        let insist = |joined: Joined, mine: &[AccessEntry]| {
            (merge::insist(joined.entries, &joined.disputed, mine), joined.disputed)
        };
        let (joined_groups, groups) = insist(groups, &access.groups);
        let (joined_users, users) = insist(users, &access.users);
        let joined = AccessLists { groups: joined_groups, users: joined_users };
        return Err(SaveFailure::Changed(Box::new(Changed { now, name: disputed, groups, users, joined })));
    }
    let wanted = AccessLists { groups: groups.entries, users: users.entries };
    write(portal, organization, now, name, wanted).await
}

/// Writes a collection as it was read just now with another name or access; nothing when neither differs.
async fn write(
    portal: &Portal,
    organization: &str,
    now: Collection,
    name: Option<&str>,
    access: AccessLists,
) -> Result<Collection, SaveFailure> {
    let same = now.access.as_ref().is_some_and(|current| {
        merge::contains(&current.groups, &access.groups)
            && merge::contains(&current.users, &access.users)
            && current.groups.len() == access.groups.len()
            && current.users.len() == access.users.len()
    });
    if same && name.is_none() {
        return Ok(now);
    }
    if !access.has_manager() && needs_manager(portal, organization) {
        return Err(SaveFailure::NoManager);
    }
    let wire_name = match name {
        Some(name) => seal(portal, organization, name).await?,
        None => now.wire_name.clone(),
    };
    let body = SaveCollection {
        name: wire_name.clone(),
        external_id: now.wire_external_id.clone(),
        groups: access.groups.clone(),
        users: access.users.clone(),
    };
    put(portal, organization, &now.id, &body).await?;
    Ok(Collection {
        path: name.map_or_else(|| now.path.clone(), |name| Ok(name.to_owned())),
        unmanaged: !access.has_manager(),
        access: Some(access),
        wire_name,
        ..now
    })
}

/// Sends a collection as it is to be. An answer that is lost is looked up; no key is needed for that.
pub(super) async fn put(portal: &Portal, organization: &str, id: &str, body: &SaveCollection) -> Result<(), ApiError> {
    match portal.run(Call::put(path(organization, &["/", id].concat())).json(body)).await {
        Err(error) if !error.outcome_unknown() || !arrived(portal, organization, id, body).await => Err(error),
        _ => Ok(()),
    }
}

async fn arrived(portal: &Portal, organization: &str, id: &str, body: &SaveCollection) -> bool {
    let Ok(now) = read_details(portal, organization, id).await else { return false };
    now.collection.name == body.name
        && lists(now.groups, now.users).is_some_and(|current| {
            merge::contains(&current.groups, &body.groups) && merge::contains(&current.users, &body.users)
        })
}

/// Encrypts one name.
pub(super) async fn seal(portal: &Portal, organization: &str, name: &str) -> Result<String, ApiError> {
    let sealed = seal_all(portal, organization, vec![name.to_owned()]).await?.pop();
    sealed.ok_or(ApiError::Keys(Fault::Gone))
}

/// Encrypts names, with one question.
pub(super) async fn seal_all(portal: &Portal, organization: &str, names: Vec<String>) -> Result<Vec<String>, ApiError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let count = names.len();
    let sealed = portal.ask(SealTexts { organization_id: organization.to_owned(), texts: names }).await?.texts;
    if sealed.len() == count { Ok(sealed) } else { Err(ApiError::Keys(Fault::Gone)) }
}
