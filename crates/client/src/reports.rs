//! Who reaches what in a client (REP-01): worked out from members, groups and collections, without opening an item.

use std::collections::{BTreeMap, BTreeSet};

use futures::try_join;
use portal_contracts::List;
use portal_contracts::access::Access;
use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use portal_contracts::permissions::{ClientAction, Feature};
use serde::Deserialize;

use crate::collections::{Collection, list_collection_names, tree};
use crate::encode;
use crate::error::ApiError;
use crate::groups::{Group, list_groups};
use crate::members::{Member, list_members};
use crate::portal::Portal;
use crate::send::Call;

/// The report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberReport {
    /// One entry per member, by name.
    pub members: Vec<MemberReach>,
    /// Whether items could be counted; servers that keep them from the account leave the counts at nothing.
    pub items_known: bool,
    /// Owners and admins reach every item besides what is listed.
    pub admins_reach_all: bool,
}

/// What one member reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberReach {
    /// Membership id.
    pub id: String,
    /// Name or address.
    pub name: String,
    /// Address.
    pub email: String,
    /// How far the person has come; only who is confirmed can open anything.
    pub status: OrganizationUserStatus,
    /// Role.
    pub role: OrganizationUserType,
    /// Two-step login is set up.
    pub two_step: bool,
    /// Enrolled in account recovery.
    pub recovery: bool,
    /// Names of the groups.
    pub groups: Vec<String>,
    /// Collections, by name.
    pub collections: Vec<CollectionReach>,
    /// Different items in those collections.
    pub items: usize,
}

/// One collection that a member reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionReach {
    /// Collection id.
    pub id: String,
    /// Its path for display; `None` when the name is damaged.
    pub path: Option<String>,
    /// The permission in force: what is set for the person replaces what groups give; of several groups the strongest counts.
    pub access: Access,
    /// Set for the person directly.
    pub direct: bool,
    /// Names of the groups that give it.
    pub through: Vec<String>,
    /// Items in it.
    pub items: usize,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Item {
    collection_ids: Vec<String>,
    deleted_date: Option<String>,
}

/// Reads and works out who reaches what.
///
/// # Errors
/// What went wrong with the requests; [`ApiError::Forbidden`], without a request, for those who may not read reports or
/// not list all members ([`ClientAction::ReadMemberReport`]).
pub async fn read_member_report(portal: &Portal, client_id: &str) -> Result<MemberReport, ApiError> {
    let workspace = portal.workspace().ok_or(ApiError::SignedOut)?;
    let client = workspace.client(client_id).ok_or(ApiError::NotFound { message: None })?;
    if !client.standing().allows(ClientAction::ReadMemberReport) {
        return Err(ApiError::Forbidden { message: None });
    }
    let groups = async {
        // Whoever may not manage groups, or has none in the plan, sees what is given directly.
        if Feature::Groups.is_on(&client.features) && client.standing().allows(ClientAction::ManageGroups) {
            list_groups(portal, client_id).await
        } else {
            Ok(Vec::new())
        }
    };
    let (members, groups, collections) =
        try_join!(list_members(portal, client_id), groups, list_collection_names(portal, client_id))?;
    let items = items(portal, client_id).await?;
    let items_known = items.is_some();
    let admins_reach_all = client.management.allow_admin_access_to_all_collection_items;
    let members = reach(members, &groups, &collections, &items.unwrap_or_default());
    Ok(MemberReport { members, items_known, admins_reach_all })
}

/// The collections of each item; `None` when the server keeps items from the account.
async fn items(portal: &Portal, client_id: &str) -> Result<Option<Vec<Item>>, ApiError> {
    let path = ["ciphers/organization-details?", &encode::form(&[("organizationId", client_id)])].concat();
    match portal.read::<List<Item>>(Call::get(path).large()).await {
        Ok(list) => Ok(Some(list.data)),
        Err(ApiError::NotFound { .. } | ApiError::Forbidden { .. } | ApiError::Refused { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A path for display: its parts cleaned, one after the other.
fn shown(path: &str) -> String {
    path.split('/').map(tree::shown).collect::<Vec<_>>().join(" / ")
}

fn reach(members: Vec<Member>, groups: &[Group], collections: &[Collection], items: &[Item]) -> Vec<MemberReach> {
    let names: BTreeMap<&str, Option<String>> = collections
        .iter()
        .map(|collection| (collection.id.as_str(), collection.path.as_ref().ok().map(|path| shown(path))))
        .collect();
    let mut inside: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (place, item) in items.iter().enumerate().filter(|(_, item)| item.deleted_date.is_none()) {
        for id in &item.collection_ids {
            inside.entry(id).or_default().insert(place);
        }
    }
    let mut all: Vec<MemberReach> =
        members.into_iter().map(|member| member_reach(member, groups, &names, &inside)).collect();
    all.sort_by_cached_key(|member| member.name.to_lowercase());
    all
}

fn member_reach(
    member: Member,
    groups: &[Group],
    names: &BTreeMap<&str, Option<String>>,
    inside: &BTreeMap<&str, BTreeSet<usize>>,
) -> MemberReach {
    let own: Vec<&Group> = groups.iter().filter(|group| member.access.groups.contains(&group.id)).collect();
    let mut found: BTreeMap<&str, CollectionReach> = BTreeMap::new();
    let entry = |id: &str, access: Access, direct: bool| CollectionReach {
        id: id.to_owned(),
        path: names.get(id).cloned().flatten(),
        access,
        direct,
        through: Vec::new(),
        items: inside.get(id).map_or(0, BTreeSet::len),
    };
    for given in &member.access.collections {
        found.insert(&given.id, entry(&given.id, given.access(), true));
    }
    for group in &own {
        for given in &group.collections {
            let known = found.entry(&given.id).or_insert_with(|| entry(&given.id, given.access(), false));
            if !known.direct {
                known.access = known.access.max(given.access());
            }
            known.through.push(group.name.clone());
        }
    }
    let items: BTreeSet<usize> =
        found.keys().filter_map(|id| inside.get(id)).flat_map(|items| items.iter().copied()).collect();
    let items = items.len();
    let mut collections: Vec<CollectionReach> = found.into_values().collect();
    collections.sort_by_cached_key(|collection| collection.path.as_deref().unwrap_or_default().to_lowercase());
    MemberReach {
        name: member.shown_name().to_owned(),
        role: member.role(),
        id: member.id,
        email: member.email,
        status: member.status,
        two_step: member.two_step,
        recovery: member.recovery,
        groups: own.into_iter().map(|group| group.name.clone()).collect(),
        collections,
        items,
    }
}
