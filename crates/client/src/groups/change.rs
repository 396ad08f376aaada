//! Changing a group.

use std::collections::BTreeSet;

use portal_contracts::groups::GroupRequest;

use super::{GroupDetails, GroupDraft, NameProblem, check_name, read_group, tidy};
use crate::error::ApiError;
use crate::organization::entry;
use crate::portal::Portal;
use crate::send::Call;

/// Why a group was not made or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GroupFailure {
    /// The name cannot be sent.
    #[error("name refused before sending")]
    Name(NameProblem),
    /// Somebody else changed the group after it was read. Nothing was saved.
    #[error("changed by somebody else")]
    Changed(Box<ChangedMeanwhile>),
    /// The group was deleted meanwhile.
    #[error("group gone")]
    Gone,
    /// While admins may not reach everything, a member may not join a group on their own.
    #[error("adding oneself is refused")]
    AddsSelf,
    /// The plan, or this server, has no groups.
    #[error("no groups")]
    NoGroups,
    /// The group has collections that one may not grant, and it was not known which those are.
    #[error("not granted")]
    NotGranted,
    /// Anything else. Repeating it is harmless.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// How a group differs from what the person saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedMeanwhile {
    /// The group as it is now.
    pub now: GroupDetails,
    /// The name it had, when that is another one now.
    pub old_name: Option<String>,
    /// Memberships that joined.
    pub joined: Vec<String>,
    /// Memberships that left.
    pub left: Vec<String>,
    /// Collections that were added, or got another permission.
    pub granted: Vec<String>,
    /// Collections that were taken away.
    pub withdrawn: Vec<String>,
}

impl ChangedMeanwhile {
    /// The difference between what was seen and what is; `None` when there is none.
    fn between(seen: &GroupDetails, now: &GroupDetails) -> Option<Self> {
        let missing = |from: &BTreeSet<String>, of: &BTreeSet<String>| of.difference(from).cloned().collect();
        let has = |details: &GroupDetails, id: &str| details.group.collections.iter().any(|entry| entry.id == id);
        let ids = |entries: Vec<&portal_contracts::access::AccessEntry>| -> Vec<String> {
            entries.into_iter().map(|entry| entry.id.clone()).collect()
        };
        let granted = now.group.collections.iter().filter(|entry| !seen.group.collections.contains(entry)).collect();
        let withdrawn = seen.group.collections.iter().filter(|entry| !has(now, &entry.id)).collect();
        let difference = Self {
            old_name: (seen.group.name != now.group.name).then(|| seen.group.name.clone()),
            joined: missing(&seen.members, &now.members),
            left: missing(&now.members, &seen.members),
            granted: ids(granted),
            withdrawn: ids(withdrawn),
            now: now.clone(),
        };
        let empty = difference.old_name.is_none()
            && difference.joined.is_empty()
            && difference.left.is_empty()
            && difference.granted.is_empty()
            && difference.withdrawn.is_empty();
        (!empty).then_some(difference)
    }
}

/// Changes a group. `seen` is what the person started from; pass [`ChangedMeanwhile::now`] to save in spite of a
/// change that was shown to them.
///
/// # Errors
/// See [`GroupFailure`].
pub async fn update_group(
    portal: &Portal,
    client_id: &str,
    seen: &GroupDetails,
    draft: &GroupDraft,
) -> Result<(), GroupFailure> {
    if let Some(problem) = check_name(&draft.name) {
        return Err(GroupFailure::Name(problem));
    }
    let id = &seen.group.id;
    let now = match read_group(portal, client_id, id).await {
        Ok(now) => now,
        Err(ApiError::NotFound { .. }) => return Err(GroupFailure::Gone),
        Err(error) => return Err(error.into()),
    };
    let wanted = wanted(draft);
    if wanted == GroupDraft::from(&now) {
        // Saved already, for example by a try whose answer was lost.
        return Ok(());
    }
    if let Some(change) = ChangedMeanwhile::between(seen, &now) {
        return Err(GroupFailure::Changed(Box::new(change)));
    }
    let path = ["organizations/", client_id, "/groups/", id].concat();
    match portal.run(Call::put(path).json(&request(draft))).await {
        Ok(()) => Ok(()),
        Err(ApiError::NotFound { .. }) if is_gone(portal, client_id, id).await => Err(GroupFailure::Gone),
        Err(error) => Err(named(error)),
    }
}

/// Takes one member out of a group. Repeating it is harmless.
///
/// # Errors
/// What went wrong with the requests.
pub async fn remove_member(
    portal: &Portal,
    client_id: &str,
    group_id: &str,
    member_id: &str,
) -> Result<(), GroupFailure> {
    entry(portal, client_id)?;
    let path = ["organizations/", client_id, "/groups/", group_id].concat();
    match portal.run(Call::delete([&path, "/user/", member_id].concat())).await {
        // A server that does not know the call has another one for it.
        Err(ApiError::NotFound { message: None }) => {
            portal.run(Call::post([&path, "/delete-user/", member_id].concat())).await.map_err(named)
        }
        outcome => outcome.map_err(named),
    }
}

async fn is_gone(portal: &Portal, client_id: &str, id: &str) -> bool {
    matches!(read_group(portal, client_id, id).await, Err(ApiError::NotFound { .. }))
}

pub(super) fn wanted(draft: &GroupDraft) -> GroupDraft {
    GroupDraft {
        name: draft.name.trim().to_owned(),
        collections: tidy(draft.collections.clone()),
        members: draft.members.clone(),
    }
}

pub(super) fn request(draft: &GroupDraft) -> GroupRequest {
    let GroupDraft { name, collections, members } = wanted(draft);
    GroupRequest { name, collections, users: members.into_iter().collect() }
}

pub(super) fn named(error: ApiError) -> GroupFailure {
    if error.says("cannot add yourself") {
        GroupFailure::AddsSelf
    } else if error.says("cannot use groups") || error.says("group support is disabled") {
        GroupFailure::NoGroups
    } else if error.says("can manage permissions to edit") {
        GroupFailure::NotGranted
    } else {
        GroupFailure::Api(error)
    }
}

#[cfg(test)]
mod tests {
    use portal_contracts::access::Access;

    use super::super::Group;
    use super::*;

    fn details(name: &str, members: &[&str], collections: &[(&str, Access)]) -> GroupDetails {
        GroupDetails {
            group: Group {
                id: "g".to_owned(),
                name: name.to_owned(),
                external_id: None,
                collections: collections.iter().map(|(id, access)| access.entry(*id)).collect(),
            },
            members: members.iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    #[test]
    fn a_change_by_somebody_else_is_told_in_detail() {
        let seen = details("Staff", &["a", "b"], &[("x", Access::View), ("y", Access::Edit)]);
        assert_eq!(ChangedMeanwhile::between(&seen, &seen.clone()), None);
        let now = details("Team", &["b", "c"], &[("y", Access::Manage), ("z", Access::View)]);
        let change = ChangedMeanwhile::between(&seen, &now).unwrap();
        assert_eq!(change.old_name.as_deref(), Some("Staff"));
        assert_eq!((change.joined, change.left), (vec!["c".to_owned()], vec!["a".to_owned()]));
        assert_eq!((change.granted, change.withdrawn), (vec!["y".to_owned(), "z".to_owned()], vec!["x".to_owned()]));
    }

    #[test]
    fn refusals_that_people_can_act_on_have_a_name() {
        let refused = |text: &str| ApiError::Refused { status: 400, message: Some(text.to_owned()) };
        assert_eq!(named(refused("You cannot add yourself to groups.")), GroupFailure::AddsSelf);
        assert_eq!(named(refused("This organization cannot use groups.")), GroupFailure::NoGroups);
        assert_eq!(named(refused("Group support is disabled")), GroupFailure::NoGroups);
        let foreign = "You must have Can Manage permissions to edit a collection's membership";
        assert_eq!(named(refused(foreign)), GroupFailure::NotGranted);
        assert_eq!(named(refused("No.")), GroupFailure::Api(refused("No.")));
    }
}
