//! What the page has read: the members of the client, and what is needed to show and change them.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    belonging::KnownDomains,
    collections::{Collection, list_collection_names, tree},
    groups::list_group_names,
    members::{Member, list_members, occupied_seats, recovery_is_on},
};
use portal_contracts::permissions::{ClientAction, Feature};

use super::{actions::Rules, row::Row};
use crate::{
    i18n::text::members as text,
    pages::{
        client::{
            access::{Item, Items, Kind, Offer},
            opened::OpenClient,
            scope::ClientScope,
        },
        problem::Problem,
    },
};

thread_local! {
    // Domains of the clients whose members were read in this session, and of whom: the guard against inviting people into
    // the wrong client.
    static DOMAINS: RefCell<(String, KnownDomains)> = RefCell::default();
}

/// Does something with what is known about domains. Another user starts with nothing.
pub fn with_domains<T>(user: &str, work: impl FnOnce(&mut KnownDomains) -> T) -> T {
    DOMAINS.with_borrow_mut(|(whose, known)| {
        if whose != user {
            user.clone_into(whose);
            *known = KnownDomains::default();
        }
        work(known)
    })
}

/// The members of the client in the address, as read last.
#[derive(Clone, Copy)]
pub struct MembersData {
    /// Whose members.
    pub scope: ClientScope,
    /// What went wrong when reading; old rows stay.
    pub failure: RwSignal<Option<Problem>>,
    /// Being read.
    pub reading: RwSignal<bool>,
    /// What the rules need to know; reactive.
    pub rules: Memo<Rules>,
    /// The groups; nothing until they are read, or when the plan has none.
    pub groups: Offer,
    /// The collections; nothing until somebody asks for them.
    pub collections: Offer,
    rows: RwSignal<Option<Arc<Vec<Row>>>>,
    places: Memo<Arc<HashMap<String, usize>>>,
    opened: Option<OpenClient>,
    round: StoredValue<u32>,
}

impl MembersData {
    /// Reads the members, and again when the client in the address changes.
    #[must_use]
    pub fn new(scope: ClientScope) -> Self {
        let rows = RwSignal::new(None::<Arc<Vec<Row>>>);
        let places = Memo::new(move |_| {
            let index = |rows: &Arc<Vec<Row>>| {
                rows.iter().enumerate().map(|(at, row)| (row.id().to_owned(), at)).collect::<HashMap<_, _>>()
            };
            Arc::new(rows.with(|rows| rows.as_ref().map(index).unwrap_or_default()))
        });
        let recovery_policy = RwSignal::new(None);
        let rules = Memo::new(move |_| Rules {
            standing: scope.standing(),
            groups: scope.has(Feature::Groups),
            events: scope.has(Feature::Events),
            recovery: scope.has(Feature::Recovery),
            custom: scope.has(Feature::CustomRole),
            recovery_policy: recovery_policy.get(),
        });
        let data = Self {
            scope,
            failure: RwSignal::new(None),
            reading: RwSignal::new(false),
            rules,
            groups: Offer::unread(),
            collections: Offer::unread(),
            rows,
            places,
            opened: use_context::<OpenClient>(),
            round: StoredValue::new(0),
        };
        Effect::new(move |before: Option<String>| {
            let now = scope.client.get();
            if before.as_ref() != Some(&now) {
                untrack(|| {
                    data.rows.set(None);
                    data.groups.forget();
                    data.collections.forget();
                    data.failure.set(None);
                    recovery_policy.set(None);
                    data.reload();
                    data.read_policy(recovery_policy);
                });
            }
            now
        });
        data
    }

    /// All rows, in the order of the server; nothing until they were read once.
    #[must_use]
    pub fn rows(self) -> Option<Arc<Vec<Row>>> {
        self.rows.get()
    }

    /// The row of a member, reactively.
    #[must_use]
    pub fn row(self, id: &str) -> Option<Row> {
        let at = self.places.with(|places| places.get(id).copied())?;
        self.rows.with(|rows| rows.as_ref()?.get(at).cloned())
    }

    /// The rows of these ids, in the order of the list; those who are gone are left out.
    #[must_use]
    pub fn rows_of(self, ids: &[String]) -> Vec<Row> {
        let mut places: Vec<usize> =
            self.places.with_untracked(|places| ids.iter().filter_map(|id| places.get(id).copied()).collect());
        places.sort_unstable();
        self.rows.with_untracked(|rows| {
            let rows = rows.as_ref().map(|rows| rows.as_slice()).unwrap_or_default();
            places.into_iter().filter_map(|at| rows.get(at).cloned()).collect()
        })
    }

    /// What operations on these members need.
    #[must_use]
    pub fn members(self, ids: &[String]) -> Vec<Member> {
        self.rows_of(ids).into_iter().map(|row| row.member).collect()
    }

    /// The own user id.
    #[must_use]
    pub fn user(self) -> String {
        self.scope.portal().account().map(|account| account.user_id).unwrap_or_default()
    }

    /// Whether the list shows collections, because the plan has no groups; reactive.
    #[must_use]
    pub fn shows_collections(self) -> bool {
        !self.rules.get().groups
    }

    /// Reads the list again; rows stay until new ones are there.
    pub fn reload(self) {
        let round = self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        });
        let Some(round) = round else { return };
        let current = move || self.round.try_get_value() == Some(round);
        self.reading.set(true);
        let client = self.scope.id();
        spawn_local(async move {
            let outcome = list_members(&self.scope.portal(), &client).await;
            if !current() {
                return;
            }
            self.reading.set(false);
            match outcome {
                Ok(read) => {
                    with_domains(&self.user(), |known| {
                        known.learn(&client, read.iter().map(|member| member.email.as_str()));
                    });
                    self.failure.set(None);
                    if let Some(opened) = self.opened {
                        // The band counts the same people.
                        opened.occupied.set(Some(occupied_seats(&read)));
                    }
                    self.rows.set(Some(Arc::new(read.into_iter().map(Row::from).collect())));
                }
                Err(error) => self.failure.set(Some(Problem::of(&error))),
            }
        });
        if untrack(|| self.shows_collections()) {
            if self.collections.is_missing() {
                self.read_collections();
            }
        } else {
            self.read_groups();
        }
    }

    /// Reads everything again, also the names to choose from: what the button for it does.
    pub fn reload_all(self) {
        // Collections only when somebody asked for them: all their names have to be opened.
        if self.collections.was_asked_for() {
            self.read_collections();
        }
        self.reload();
    }

    /// Reads what a sheet offers to choose from, unless it is there or on its way.
    pub fn need_names(self) {
        if self.groups.is_missing() && !untrack(|| self.shows_collections()) {
            self.read_groups();
        }
        if self.collections.is_missing() {
            self.read_collections();
        }
    }

    /// What stands above a selector of groups while they are not known.
    #[must_use]
    pub fn groups_note(self) -> AnyView {
        self.groups.note(move || self.read_groups())
    }

    /// What stands above a selector of collections while they are not known.
    #[must_use]
    pub fn collections_note(self) -> AnyView {
        self.collections.note(move || self.read_collections())
    }

    fn read_groups(self) {
        let (portal, client) = (self.scope.portal(), self.scope.id());
        self.groups.read(async move {
            let read = list_group_names(&portal, &client).await?;
            Ok(read.into_iter().map(|group| Item::new(Kind::Group, group.id, group.name)).collect())
        });
    }

    fn read_collections(self) {
        if !untrack(|| self.scope.allows(ClientAction::SeeCollections)) {
            return;
        }
        let (portal, client) = (self.scope.portal(), self.scope.id());
        self.collections.read(async move {
            let read = list_collection_names(&portal, &client).await?;
            Ok(read.into_iter().filter(|collection| !collection.own_items).map(collection_item).collect())
        });
    }

    fn read_policy(self, policy: RwSignal<Option<bool>>) {
        if !untrack(|| self.rules.get().recovery && self.scope.allows(ClientAction::RecoverAccounts)) {
            return;
        }
        let client = self.scope.id();
        spawn_local(async move {
            // When it cannot be read the entry stays on and the server decides.
            let known = recovery_is_on(&self.scope.portal(), &client).await.ok().flatten();
            if self.scope.client.try_get_untracked().as_ref() == Some(&client) {
                let _ = policy.try_set(known);
            }
        });
    }
}

/// A collection to choose: called by the last part of its name, with the whole of it below.
fn collection_item(collection: Collection) -> Item {
    let Ok(path) = collection.path else {
        return Item::new(Kind::Collection, collection.id, text::collection_damaged());
    };
    let parts: Vec<String> = tree::parts(&path).into_iter().map(tree::shown).collect();
    let name = parts.last().cloned().unwrap_or_default();
    let item = Item::new(Kind::Collection, collection.id, name);
    if parts.len() > 1 { item.sub(parts.join(" / ")) } else { item }
}

/// Names by id.
#[must_use]
pub fn names(items: &Items) -> HashMap<String, String> {
    items.iter().flat_map(|items| items.iter()).map(|item| (item.id.clone(), item.name.clone())).collect()
}
