//! Groups and members as the access selector wants them.

use std::sync::Arc;

use leptos::prelude::*;
use portal_client::collections::{AccessLists, Collection};

use super::{data::CollectionsData, words};
use crate::pages::client::access::{self, Grant, Item, Kind, model};

/// Everybody who can be given access.
pub fn items(data: CollectionsData) -> Signal<Arc<Vec<Item>>> {
    let items = Memo::new(move |_| {
        let people = data.people();
        let groups = people.groups.iter().map(|group| Item::new(Kind::Group, group.id.clone(), group.name.clone()));
        let members = people.members.iter().flatten().map(|member| {
            Item::new(Kind::Person, member.id.clone(), member.shown_name())
                .sub(words::member_sub(member))
                .in_groups(member.access.groups.clone())
        });
        Arc::new(groups.chain(members).collect::<Vec<_>>())
    });
    items.into()
}

/// What stands above a selector of groups and members while they are not known.
pub fn note(data: CollectionsData) -> AnyView {
    access::note(move || data.awaits_people(), data.people_failure, move || data.read_people())
}

/// Who has access to a collection, as lines of the selector.
pub fn grants(collection: &Collection) -> Vec<Grant> {
    collection.access.as_ref().map(of_lists).unwrap_or_default()
}

/// Access lists as lines of the selector.
pub fn of_lists(lists: &AccessLists) -> Vec<Grant> {
    let mut all = model::grants(Kind::Group, &lists.groups);
    all.extend(model::grants(Kind::Person, &lists.users));
    all
}

/// Lines of the selector as access lists.
pub fn lists(grants: &[Grant]) -> AccessLists {
    AccessLists { groups: model::entries(Kind::Group, grants), users: model::entries(Kind::Person, grants) }
}
