//! What the page has read: collections with who has access, groups and members.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
    sync::Arc,
};

use futures::join;
use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    collections::{Collection, list_collections, read_collection},
    groups::list_group_names,
    members::read_roster,
};
use portal_contracts::permissions::Feature;

use super::row::{People, Shelf};
use crate::{
    pages::{
        client::{access, scope::ClientScope},
        problem::Problem,
    },
    platform::timer,
};

/// From how many changed collections on it is simpler to read all of them again.
const MANY: usize = 12;
/// How long what was read serves whoever comes back to the page, in milliseconds.
const FRESH: f64 = 300_000.0;

thread_local! {
    // Servers log every reading of who has access: coming back to the page a little later reads nothing.
    // The names in it are secret: they go with the keys.
    static LAST: RefCell<Option<Kept>> = const { RefCell::new(None) };
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    // How often something else changed the collections of a client, and of which one it was last.
    static OUTDATED: ArcRwSignal<(u32, String)> = ArcRwSignal::new((0, String::new()));
}

/// Something else may have changed the collections of a client, or who has access to them: an import, a group, a member.
/// What was read before no longer serves whoever comes back, and a page that shows it reads again. Call it when the work is
/// over, whatever became of it.
pub fn outdated(client: &str) {
    LAST.with_borrow_mut(|last| drop(last.take_if(|last| last.client == client)));
    OUTDATED.with(|outdated| {
        outdated.update(|(count, whose)| {
            *count = count.wrapping_add(1);
            client.clone_into(whose);
        });
    });
}

struct Kept {
    user: String,
    client: String,
    at: f64,
    list: Vec<Collection>,
}

/// The collections of the client in the address, as read last. Copy it freely.
#[derive(Clone, Copy)]
pub struct CollectionsData {
    /// Whose collections.
    pub scope: ClientScope,
    /// What went wrong when reading; old rows stay.
    pub failure: RwSignal<Option<Problem>>,
    /// One may not see them.
    pub forbidden: RwSignal<bool>,
    /// Being read.
    pub reading: RwSignal<bool>,
    /// Why groups or members are not known.
    pub people_failure: RwSignal<Option<Problem>>,
    people_reading: RwSignal<bool>,
    list: RwSignal<Option<Arc<Vec<Collection>>>>,
    people: RwSignal<Arc<People>>,
    shelf: Memo<Option<Arc<Shelf>>>,
    round: StoredValue<u32>,
    people_round: StoredValue<u32>,
}

impl CollectionsData {
    /// Reads the collections, and again when the client in the address changes.
    #[must_use]
    pub fn new(scope: ClientScope) -> Self {
        let list = RwSignal::new(None::<Arc<Vec<Collection>>>);
        let reach_all = Memo::new(move |_| {
            scope.entry.with(|entry| {
                entry.as_ref().is_some_and(|entry| entry.management.allow_admin_access_to_all_collection_items)
            })
        });
        let shelf =
            Memo::new(move |_| list.get().map(|list| Arc::new(Shelf::of(list.as_ref().clone(), reach_all.get()))));
        let data = Self {
            scope,
            failure: RwSignal::new(None),
            forbidden: RwSignal::new(false),
            reading: RwSignal::new(false),
            people_failure: RwSignal::new(None),
            people_reading: RwSignal::new(false),
            list,
            people: RwSignal::new(Arc::default()),
            shelf,
            round: StoredValue::new(0),
            people_round: StoredValue::new(0),
        };
        Effect::new(move |before: Option<String>| {
            let now = scope.client.get();
            if before.as_ref() != Some(&now) {
                untrack(|| {
                    data.failure.set(None);
                    data.forbidden.set(false);
                    data.people.set(Arc::default());
                    data.people_failure.set(None);
                    let kept = data.kept(&now);
                    data.list.set(kept.clone().map(Arc::new));
                    data.read_people();
                    if kept.is_none() {
                        data.reload();
                    }
                });
            }
            now
        });
        let outdated = OUTDATED.with(ArcRwSignal::clone);
        Effect::new(move |before: Option<u32>| {
            let (now, whose) = outdated.get();
            // Not at the start: what is kept was read after that.
            if before.is_some_and(|before| before != now) && untrack(|| data.scope.id()) == whose {
                untrack(|| data.reload());
            }
            now
        });
        data
    }

    /// Everything that was read, with the tree; nothing until it was read once. Reactive.
    #[must_use]
    pub fn shelf(self) -> Option<Arc<Shelf>> {
        self.shelf.get()
    }

    /// As [`Self::shelf`], not reactive; nothing also once the page is gone.
    #[must_use]
    pub fn shelf_now(self) -> Option<Arc<Shelf>> {
        self.shelf.try_get_untracked().flatten()
    }

    /// A part of what was read; reactive.
    pub fn with<T>(self, part: impl FnOnce(&Shelf) -> T) -> Option<T> {
        self.shelf.with(|shelf| shelf.as_ref().map(|shelf| part(shelf)))
    }

    /// Groups and members; empty while they are not read. Reactive.
    #[must_use]
    pub fn people(self) -> Arc<People> {
        self.people.get()
    }

    /// Reads everything again; rows stay until new ones are there.
    pub fn reload(self) {
        let Some(round) = next(self.round) else { return };
        self.reading.set(true);
        spawn_local(async move {
            let outcome = list_collections(&self.scope.portal(), &self.scope.id()).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.reading.set(false);
            match outcome {
                Ok(read) => self.take(read),
                Err(error) => {
                    self.forbidden.set(matches!(error, ApiError::Forbidden { .. } | ApiError::NotFound { .. }));
                    self.failure.set(Some(Problem::of(&error)));
                }
            }
        });
    }

    /// Reads everything again, people too: what the button for it does.
    pub fn reload_all(self) {
        self.reload();
        self.read_people();
    }

    /// Takes over a whole list that was read elsewhere.
    pub fn take(self, read: Vec<Collection>) {
        let _ = self.failure.try_set(None);
        let _ = self.forbidden.try_set(false);
        self.keep(&read);
        let _ = self.list.try_set(Some(Arc::new(read)));
    }

    /// Takes over what became of single collections: `None` = gone, an unknown one is new.
    fn patch(self, changed: Vec<(String, Option<Collection>)>) {
        let Some(list) = self.list.try_get_untracked().flatten() else { return };
        let mut list = list.as_ref().clone();
        for (id, now) in changed {
            let place = list.iter().position(|found| found.id == id);
            match (place, now) {
                (Some(place), Some(now)) => {
                    if let Some(slot) = list.get_mut(place) {
                        *slot = now;
                    }
                }
                (Some(place), None) => drop(list.remove(place)),
                (None, Some(now)) => list.push(now),
                (None, None) => {}
            }
        }
        self.take(list);
    }

    /// Takes over a collection as it was saved.
    pub fn replace(self, now: Collection) {
        self.patch(vec![(now.id.clone(), Some(now))]);
    }

    /// Drops what was deleted.
    pub fn remove(self, ids: &BTreeSet<String>) {
        self.patch(ids.iter().map(|id| (id.clone(), None)).collect());
    }

    /// Reads single collections again, which leaves no trace in the logs; many of them by one call for all.
    pub async fn refresh(self, ids: &[String]) {
        if ids.len() > MANY {
            self.reload();
            return;
        }
        // Called after a wait: the page may be gone.
        let Some(client) = self.scope.client.try_get_untracked() else { return };
        let portal = self.scope.portal();
        let mut changed = Vec::new();
        for id in ids {
            match read_collection(&portal, &client, id).await {
                Ok(now) => changed.push((id.clone(), Some(now))),
                Err(ApiError::NotFound { .. }) => changed.push((id.clone(), None)),
                Err(error) => {
                    let _ = self.failure.try_set(Some(Problem::of(&error)));
                    break;
                }
            }
        }
        if self.scope.client.try_get_untracked() == Some(client) {
            self.patch(changed);
        }
    }

    /// Reads the names of groups and members. What cannot be read the list goes without, and the sheets say why.
    pub fn read_people(self) {
        let Some(round) = next(self.people_round) else { return };
        self.people_reading.set(true);
        let (portal, client) = (self.scope.portal(), self.scope.id());
        let grouped = untrack(|| self.scope.has(Feature::Groups));
        spawn_local(async move {
            let groups = async { if grouped { list_group_names(&portal, &client).await } else { Ok(Vec::new()) } };
            let (groups, roster) = join!(groups, read_roster(&portal, &client));
            if self.people_round.try_get_value() != Some(round) {
                return;
            }
            let failure = groups.as_ref().err().or(roster.as_ref().err()).map(access::names_problem);
            let mut people = People { groups: groups.unwrap_or_default(), ..People::default() };
            if let Ok(roster) = roster {
                people.members = Some(roster.members);
                people.whole = roster.whole;
            }
            let _ = self.people_reading.try_set(false);
            let _ = self.people_failure.try_set(failure);
            let _ = self.people.try_set(Arc::new(people));
        });
    }

    /// Whether groups and members are on their way for the first time; reactive.
    #[must_use]
    pub fn awaits_people(self) -> bool {
        self.people_reading.get() && self.people.with(|people| people.members.is_none())
    }

    fn user(self) -> String {
        self.scope.portal().account().map(|account| account.user_id).unwrap_or_default()
    }

    fn kept(self, client: &str) -> Option<Vec<Collection>> {
        let user = self.user();
        let fresh = |kept: &&Kept| kept.user == user && kept.client == client && timer::now_ms() - kept.at < FRESH;
        LAST.with_borrow(|last| last.as_ref().filter(fresh).map(|kept| kept.list.clone()))
    }

    fn keep(self, list: &[Collection]) {
        let Some(client) = self.scope.client.try_get_untracked() else { return };
        if !WATCHED.replace(true) {
            self.scope.portal().on_session_change(Rc::new(|session| {
                if !session.is_open() {
                    LAST.with_borrow_mut(|last| *last = None);
                }
            }));
        }
        let kept = Kept { user: self.user(), client, at: timer::now_ms(), list: list.to_vec() };
        LAST.with_borrow_mut(|last| *last = Some(kept));
    }
}

fn next(round: StoredValue<u32>) -> Option<u32> {
    round.try_update_value(|round| {
        *round = round.wrapping_add(1);
        *round
    })
}
