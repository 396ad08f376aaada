//! What the list says about each node of the tree. Pure.

use std::collections::{BTreeSet, HashMap};

use portal_client::{
    collections::{
        Collection,
        tree::{self, At, Tree},
    },
    groups::GroupName,
    members::Member,
};
use portal_contracts::enums::OrganizationUserStatus;

use crate::pages::clients::fold::fold;

/// What search and filter look at, per node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The whole path, folded.
    pub folded: String,
    /// Nobody manages it while admins may not reach everything.
    pub needs_access: bool,
    /// It is a collection, and not only a part of names.
    pub is_collection: bool,
}

/// Everything that was read about a client's collections, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Shelf {
    /// The collections.
    pub list: Vec<Collection>,
    /// Their tree.
    pub tree: Tree,
    /// What search and filter look at, by node.
    pub facts: Vec<Fact>,
}

impl Shelf {
    /// Draws the tree. `admins_reach_all` is the client's setting.
    #[must_use]
    pub fn of(list: Vec<Collection>, admins_reach_all: bool) -> Self {
        let tree = Tree::of(&list);
        let facts = (0..tree.len())
            .map(|at| {
                let found = tree.node(at).and_then(|node| node.collection).and_then(|place| list.get(place));
                Fact {
                    folded: fold(&shown_path(&tree, at)),
                    needs_access: found.is_some_and(|found| found.unmanaged && !found.own_items && !admins_reach_all),
                    is_collection: found.is_some(),
                }
            })
            .collect();
        Self { list, tree, facts }
    }

    /// The collection of a node.
    #[must_use]
    pub fn collection(&self, at: At) -> Option<&Collection> {
        self.tree.node(at)?.collection.and_then(|place| self.list.get(place))
    }

    /// A collection by id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Collection> {
        self.collection(self.tree.find(id)?).filter(|found| found.id == id)
    }

    /// How many collections are below a node, itself not counted.
    #[must_use]
    pub fn below(&self, at: At) -> usize {
        self.tree.below(at).into_iter().skip(1).filter(|at| self.collection(*at).is_some()).count()
    }
}

/// A path for display, with spaced slashes.
#[must_use]
pub fn shown_path(tree: &Tree, at: At) -> String {
    tree.parts(at).into_iter().map(tree::shown).collect::<Vec<_>>().join(" / ")
}

/// Who is in the client: names of groups and members, and who is in which group.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct People {
    /// Groups by name; empty when they could not be read or the plan has none.
    pub groups: Vec<GroupName>,
    /// Members by name; `None` when they could not be read.
    pub members: Option<Vec<Member>>,
    /// It is known who is in which group; the short list of members, for roles that may not manage them, does not tell.
    pub whole: bool,
}

impl People {
    /// Names of groups by id.
    #[must_use]
    pub fn group_names(&self) -> HashMap<&str, &str> {
        self.groups.iter().map(|group| (group.id.as_str(), group.name.as_str())).collect()
    }

    /// How many people reach a collection, directly or through a group; `None` while that is not known.
    #[must_use]
    pub fn reach(&self, collection: &Collection) -> Option<usize> {
        let members = self.members.as_ref().filter(|_| self.whole)?;
        let access = collection.access.as_ref()?;
        let groups: BTreeSet<&str> = access.groups.iter().map(|entry| entry.id.as_str()).collect();
        let direct: BTreeSet<&str> = access.users.iter().map(|entry| entry.id.as_str()).collect();
        // Whoever was revoked keeps what is given and reaches nothing.
        let reaches = |member: &&Member| {
            member.status != OrganizationUserStatus::Revoked
                && (direct.contains(member.id.as_str())
                    || member.access.groups.iter().any(|group| groups.contains(group.as_str())))
        };
        Some(members.iter().filter(reaches).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned_for_display_part_by_part() {
        let tree = Tree::of_paths([("c", Some("Fin\u{202e}ance//Pay\nroll"))].into_iter());
        let at = tree.find("c").unwrap();
        assert_eq!(shown_path(&tree, at), "Finance / Pay roll");
    }
}
