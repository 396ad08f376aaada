//! What the access selector works on: who can be chosen, what is given, what changed. Pure.

use std::collections::HashMap;

use portal_contracts::access::{Access, AccessEntry};

/// What somebody or something is. In this order the sections of the list stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A group of the client.
    Group,
    /// A member of the client.
    Person,
    /// A collection of the client.
    Collection,
}

/// One that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Membership id, group id or collection id.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Name: of a person the name or else the address, of a collection its last part.
    pub name: String,
    /// What tells it from others of the same name: address and role of a person, where a collection stands. May be empty.
    pub sub: String,
    /// Groups that a person is in, by id: the row says through which of the chosen groups there is access already.
    pub groups: Vec<String>,
}

impl Item {
    /// Something to choose, without a second line.
    pub fn new(kind: Kind, id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), kind, name: name.into(), sub: String::new(), groups: Vec::new() }
    }

    /// With a second line.
    #[must_use]
    pub fn sub(mut self, sub: impl Into<String>) -> Self {
        self.sub = sub.into();
        self
    }

    /// A person in these groups.
    #[must_use]
    pub fn in_groups(mut self, groups: Vec<String>) -> Self {
        self.groups = groups;
        self
    }
}

/// One that is chosen, with its permission (without meaning where the selector is `plain`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What it is.
    pub kind: Kind,
    /// Membership id, group id or collection id.
    pub id: String,
    /// The permission.
    pub access: Access,
}

impl Grant {
    /// A line of the list.
    pub fn new(kind: Kind, id: impl Into<String>, access: Access) -> Self {
        Self { kind, id: id.into(), access }
    }
}

/// A line that cannot be changed here: access that comes from elsewhere, for instance through a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// What it is.
    pub kind: Kind,
    /// Its id, as in [`Item`].
    pub id: String,
    /// The permission, where there is one.
    pub access: Option<Access>,
    /// Where it comes from, or why it cannot be changed.
    pub why: String,
}

/// An access list of the wire as lines.
#[must_use]
pub fn grants(kind: Kind, entries: &[AccessEntry]) -> Vec<Grant> {
    entries.iter().map(|entry| Grant::new(kind, entry.id.clone(), entry.access())).collect()
}

/// The lines of one kind as an access list of the wire.
#[must_use]
pub fn entries(kind: Kind, grants: &[Grant]) -> Vec<AccessEntry> {
    grants.iter().filter(|grant| grant.kind == kind).map(|grant| grant.access.entry(grant.id.clone())).collect()
}

/// The ids of one kind, for a selector that is `plain`.
#[must_use]
pub fn ids(kind: Kind, grants: &[Grant]) -> Vec<String> {
    grants.iter().filter(|grant| grant.kind == kind).map(|grant| grant.id.clone()).collect()
}

/// How many lines were added, removed or got another permission.
#[must_use]
pub fn changes(before: &[Grant], now: &[Grant]) -> usize {
    let key = |grant: &Grant| (grant.kind, grant.id.clone());
    let mut old: HashMap<_, _> = before.iter().map(|grant| (key(grant), grant.access)).collect();
    let other = now.iter().filter(|grant| old.remove(&key(grant)) != Some(grant.access)).count();
    other + old.len()
}

/// What became of a line since the form was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    None,
    /// It is new.
    Added,
    /// It had this permission.
    Was(Access),
}

/// What became of a line.
#[must_use]
pub fn change(before: &[Grant], now: &Grant) -> Change {
    match before.iter().find(|grant| grant.kind == now.kind && grant.id == now.id) {
        None => Change::Added,
        Some(old) if old.access != now.access => Change::Was(old.access),
        Some(_) => Change::None,
    }
}

/// Whether anybody or anything in the list may manage: a client whose admins may not reach everything needs one.
#[must_use]
pub fn has_manager(grants: &[Grant]) -> bool {
    grants.iter().any(|grant| grant.access == Access::Manage)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: &str, access: Access) -> Grant {
        Grant::new(Kind::Person, id, access)
    }

    #[test]
    fn changes_are_counted_once_per_line() {
        let before = [person("a", Access::View), person("b", Access::Edit), Grant::new(Kind::Group, "a", Access::View)];
        assert_eq!(changes(&before, &before), 0);
        let now = [person("a", Access::Manage), Grant::new(Kind::Group, "a", Access::View), person("c", Access::View)];
        // a got more, b went, c came.
        assert_eq!(changes(&before, &now), 3);
        assert_eq!(change(&before, &now[0]), Change::Was(Access::View));
        assert_eq!(change(&before, &now[1]), Change::None);
        assert_eq!(change(&before, &now[2]), Change::Added);
    }

    #[test]
    fn lines_survive_the_wire_by_kind() {
        let all = [person("a", Access::EditHidden), Grant::new(Kind::Group, "g", Access::Manage)];
        let wire = entries(Kind::Person, &all);
        assert_eq!(grants(Kind::Person, &wire), [person("a", Access::EditHidden)]);
        assert_eq!(ids(Kind::Group, &all), ["g"]);
        assert!(has_manager(&all) && !has_manager(&all[..1]));
    }
}
