//! Groups of a client (GRP-01…03; screens §2.12): people who share access to collections.
//!
//! A group is replaced as a whole on the wire. So every change reads it again first, and what somebody else did
//! meanwhile is reported and never overwritten without asking.

mod change;
mod create;
mod delete;
mod grants;

pub use change::{ChangedMeanwhile, GroupFailure, remove_member, update_group};
pub use create::{Attempt, create_group};
pub use delete::{delete_group, delete_groups};
pub use grants::{Grants, read_grants};

use std::collections::BTreeSet;

use portal_contracts::access::AccessEntry;
use portal_contracts::groups::Group as Wire;
use portal_contracts::{List, limits};

use crate::error::ApiError;
use crate::organization::entry;
use crate::portal::Portal;
use crate::send::Call;
use crate::text;

/// Longest external id that is shown, in characters.
const EXTERNAL_ID: usize = 300;

/// One group of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Group id.
    pub id: String,
    /// Name, cleaned for display.
    pub name: String,
    /// Id in the directory that it comes from, cleaned for display.
    pub external_id: Option<String>,
    /// Its collections with permission.
    pub collections: Vec<AccessEntry>,
}

impl From<Wire> for Group {
    fn from(wire: Wire) -> Self {
        Self {
            id: wire.id,
            name: text::clean(wire.name.as_deref().unwrap_or_default(), limits::GROUP_NAME),
            external_id: wire.external_id.map(|id| text::clean(&id, EXTERNAL_ID)).filter(|id| !id.is_empty()),
            collections: tidy(wire.collections),
        }
    }
}

/// A group for choosing and naming it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupName {
    /// Group id.
    pub id: String,
    /// Name, cleaned for display.
    pub name: String,
}

/// One group with its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupDetails {
    /// The group.
    pub group: Group,
    /// Memberships in it.
    pub members: BTreeSet<String>,
}

/// What a group is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupDraft {
    /// Name.
    pub name: String,
    /// Collections with permission.
    pub collections: Vec<AccessEntry>,
    /// Memberships in it.
    pub members: BTreeSet<String>,
}

impl From<&GroupDetails> for GroupDraft {
    fn from(details: &GroupDetails) -> Self {
        Self {
            name: details.group.name.clone(),
            collections: details.group.collections.clone(),
            members: details.members.clone(),
        }
    }
}

/// What is wrong with the name of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameProblem {
    /// No name.
    Missing,
    /// More than 100 characters.
    Long,
}

/// Judges a name before it is sent.
#[must_use]
pub fn check_name(name: &str) -> Option<NameProblem> {
    match name.trim().chars().count() {
        0 => Some(NameProblem::Missing),
        length if length > limits::GROUP_NAME => Some(NameProblem::Long),
        _ => None,
    }
}

/// One line per collection, in a fixed order, so that two states can be compared.
fn tidy(mut entries: Vec<AccessEntry>) -> Vec<AccessEntry> {
    for entry in &mut entries {
        // Combinations outside the five permissions read as the permission they amount to.
        *entry = entry.access().entry(std::mem::take(&mut entry.id));
    }
    entries.sort_by(|one, other| one.id.cmp(&other.id));
    entries.dedup_by(|one, other| one.id == other.id);
    entries
}

/// Reads the groups of a client with their collections, by name.
///
/// # Errors
/// What went wrong with the request; [`ApiError::NotFound`] for members who may see neither groups nor members.
pub async fn list_groups(portal: &Portal, client_id: &str) -> Result<Vec<Group>, ApiError> {
    entry(portal, client_id)?;
    let path = ["organizations/", client_id, "/groups/details"].concat();
    Ok(by_name(portal.read(Call::get(path).large()).await?))
}

/// Reads the names of the groups of a client, by name: also for roles that give groups access without managing them.
///
/// # Errors
/// What went wrong with the request; [`ApiError::NotFound`] for members who give nobody access.
pub async fn list_group_names(portal: &Portal, client_id: &str) -> Result<Vec<GroupName>, ApiError> {
    entry(portal, client_id)?;
    let path = ["organizations/", client_id, "/groups"].concat();
    let groups = by_name(portal.read(Call::get(path).large()).await?);
    Ok(groups.into_iter().map(|group| GroupName { id: group.id, name: group.name }).collect())
}

fn by_name(list: List<Wire>) -> Vec<Group> {
    let mut groups: Vec<Group> = list.data.into_iter().filter(|group| !group.id.is_empty()).map(Group::from).collect();
    groups.sort_by_cached_key(|group| group.name.to_lowercase());
    groups
}

/// Reads one group with its members.
///
/// # Errors
/// What went wrong with the requests; [`ApiError::NotFound`] when it was deleted.
pub async fn read_group(portal: &Portal, client_id: &str, group_id: &str) -> Result<GroupDetails, ApiError> {
    entry(portal, client_id)?;
    let path = ["organizations/", client_id, "/groups/", group_id].concat();
    let group: Wire = portal.read(Call::get([&path, "/details"].concat()).large()).await?;
    if group.id != group_id {
        return Err(ApiError::BadAnswer);
    }
    let members: Vec<String> = portal.read(Call::get([&path, "/users"].concat()).large()).await?;
    Ok(GroupDetails { group: group.into(), members: members.into_iter().collect() })
}

#[cfg(test)]
mod tests {
    use portal_contracts::access::Access;

    use super::*;

    #[test]
    fn names_are_judged() {
        assert_eq!(check_name("  "), Some(NameProblem::Missing));
        assert_eq!(check_name(&"ü".repeat(101)), Some(NameProblem::Long));
        assert_eq!(check_name(&"ü".repeat(100)), None);
    }

    #[test]
    fn a_server_cannot_make_two_lines_of_one_collection_or_a_sixth_permission() {
        let odd = AccessEntry { id: "b".to_owned(), read_only: true, hide_passwords: false, manage: true };
        let entries = vec![odd, Access::Edit.entry("a"), Access::View.entry("a")];
        assert_eq!(tidy(entries), [Access::Edit.entry("a"), Access::Manage.entry("b")]);
    }
}
