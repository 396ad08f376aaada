//! What the page has read: groups, and the names of collections and people that they are about. Names that cannot be read
//! do not keep the groups from being shown.

use std::{collections::HashMap, sync::Arc};

use futures::join;
use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    collections::{Collection, list_collection_names, list_collections},
    groups::{Grants, Group, list_groups},
    members::{Member, read_roster},
};

use super::{row::Row, words};
use crate::pages::{
    client::{collections::outdated, scope::ClientScope},
    problem::Problem,
};

/// A part that was read, or is not known.
type Known<T> = Option<Arc<Vec<T>>>;

/// The groups of the client in the address, as read last. Copy it freely.
#[derive(Clone, Copy)]
pub struct GroupsData {
    /// Whose groups.
    pub scope: ClientScope,
    /// What went wrong when reading; old rows stay.
    pub failure: RwSignal<Option<Problem>>,
    /// Being read.
    pub reading: RwSignal<bool>,
    /// The groups.
    pub groups: RwSignal<Known<Group>>,
    /// All collections of the client; nothing when they cannot be read.
    pub collections: RwSignal<Known<Collection>>,
    /// All members of the client; nothing when they cannot be read.
    pub members: RwSignal<Known<Member>>,
    /// It is known who is in which group; the short list of members, for roles that may not manage them, does not tell.
    pub counted: RwSignal<bool>,
    rows: Memo<Known<Row>>,
    round: StoredValue<u32>,
}

impl GroupsData {
    /// Reads the groups, and again when the client in the address changes.
    #[must_use]
    pub fn new(scope: ClientScope) -> Self {
        let groups = RwSignal::new(None);
        let collections = RwSignal::new(None);
        let members = RwSignal::new(None::<Arc<Vec<Member>>>);
        let counted = RwSignal::new(false);
        let rows = Memo::new(move |_| {
            let counted = counted.get();
            groups.with(|groups: &Known<Group>| {
                let groups = groups.as_ref()?;
                Some(Arc::new(collections.with(|collections| {
                    members.with(|members| rows(groups, collections, members.as_ref().filter(|_| counted)))
                })))
            })
        });
        let data = Self {
            scope,
            failure: RwSignal::new(None),
            reading: RwSignal::new(false),
            groups,
            collections,
            members,
            counted,
            rows,
            round: StoredValue::new(0),
        };
        Effect::new(move |before: Option<String>| {
            let now = scope.client.get();
            if before.as_ref() != Some(&now) {
                untrack(|| {
                    data.groups.set(None);
                    data.collections.set(None);
                    data.members.set(None);
                    data.failure.set(None);
                    data.reload();
                });
            }
            now
        });
        data
    }

    /// All rows; nothing until they were read once.
    #[must_use]
    pub fn rows(self) -> Known<Row> {
        self.rows.get()
    }

    /// The row of a group, reactively.
    #[must_use]
    pub fn row(self, id: &str) -> Option<Row> {
        self.rows.with(|rows| rows.as_ref()?.iter().find(|row| row.id == id).cloned())
    }

    /// What to call a member, for a report.
    #[must_use]
    pub fn member_name(self, id: &str) -> Option<String> {
        self.members.with_untracked(|members| {
            members.as_ref()?.iter().find(|member| member.id == id).map(|member| member.shown_name().to_owned())
        })
    }

    /// What to call a collection, for a report.
    #[must_use]
    pub fn collection_name(self, id: &str) -> Option<String> {
        self.collections.with_untracked(|collections| {
            collections.as_ref()?.iter().find(|collection| collection.id == id).map(|found| words::path(&found.path))
        })
    }

    /// Which collections somebody may give a group access to here.
    #[must_use]
    pub fn grants(self) -> Grants {
        let entry = self.scope.entry.get_untracked();
        let collections = self.collections.get_untracked();
        entry.map_or(Grants::Unknown, |entry| Grants::of(&entry, collections.as_deref().map(Vec::as_slice)))
    }

    /// Before a group is saved: reads the collections once more when that failed and it has to be known which ones one may
    /// grant.
    pub async fn know_grants(self) {
        // Whatever becomes of the save, the page of the collections reads again: access may change with the group.
        outdated(&self.scope.id());
        if untrack(|| self.grants()) != Grants::Unknown {
            return;
        }
        let client = self.scope.id();
        let read = list_collections(&self.scope.portal(), &client).await;
        if self.scope.client.try_get_untracked() == Some(client)
            && let Ok(read) = read
        {
            let _ = self.collections.try_set(Some(Arc::new(read)));
        }
    }

    /// Reads again; rows stay until new ones are there.
    pub fn reload(self) {
        let round = self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        });
        let Some(round) = round else { return };
        self.reading.set(true);
        let (portal, client) = (self.scope.portal(), self.scope.id());
        let provider = self.scope.entry.with_untracked(|entry| entry.as_ref().is_some_and(|e| e.provider_id.is_some()));
        spawn_local(async move {
            let collections = async {
                // With who has access a reading is noted in the logs of a provider's people, who may grant everything anyway.
                if provider {
                    list_collection_names(&portal, &client).await
                } else {
                    list_collections(&portal, &client).await
                }
            };
            let groups = list_groups(&portal, &client);
            let (groups, collections, members) = join!(groups, collections, read_roster(&portal, &client));
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.reading.set(false);
            match groups {
                Ok(read) => {
                    self.failure.set(None);
                    take(self.collections, collections);
                    self.counted.set(members.as_ref().is_ok_and(|roster| roster.whole));
                    take(self.members, members.map(|roster| roster.members));
                    self.groups.set(Some(Arc::new(read)));
                }
                Err(error) => self.failure.set(Some(Problem::of(&error))),
            }
        });
    }
}

/// What cannot be read any more is not known any more: old names under new groups would lie.
fn take<T: Send + Sync + 'static>(place: RwSignal<Known<T>>, read: Result<Vec<T>, ApiError>) {
    place.set(read.ok().map(Arc::new));
}

/// `members` are those of whom it is known in which groups they are.
fn rows(groups: &[Group], collections: &Known<Collection>, members: Option<&Arc<Vec<Member>>>) -> Vec<Row> {
    let names: HashMap<&str, String> =
        collections.iter().flat_map(|all| all.iter()).map(|one| (one.id.as_str(), words::short(&one.path))).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for group in members.iter().flat_map(|all| all.iter()).flat_map(|member| &member.access.groups) {
        *counts.entry(group).or_default() += 1;
    }
    groups
        .iter()
        .map(|group| {
            let mut row = Row::new(group.id.clone(), words::group(&group.name), group.external_id.is_some());
            row.collection_count = group.collections.len();
            row.collections =
                group.collections.iter().filter_map(|entry| names.get(entry.id.as_str()).cloned()).collect();
            row.collections.sort_by_cached_key(|name| name.to_lowercase());
            row.members = members.is_some().then(|| counts.get(group.id.as_str()).copied().unwrap_or(0));
            row
        })
        .collect()
}
