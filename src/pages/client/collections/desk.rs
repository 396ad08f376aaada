//! What the parts of the page share, and how a wish becomes a sheet, a dialog or an operation.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::{
    actions::{Action, Rights, Why},
    data::CollectionsData,
    query::Query,
    results::Outcome,
};
use crate::{
    pages::list_state::ListState,
    ui::{Draft, Selection, Toasts, use_toasts},
};

/// What the sheet is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A new collection inside of a node, by its key; empty = at the top.
    New(String),
    /// A new collection in the place of a node without one.
    Real(String),
    /// A collection, by id.
    Edit(String),
    /// A node without a collection, by its key: only name and place.
    Part(String),
}

/// The tabs of the sheet.
pub const INFO: &str = "info";
/// The tab with who has access.
pub const ACCESS: &str = "access";

/// What the parts of the page share. Copy it freely.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The collections.
    pub data: CollectionsData,
    /// Place, search, filter, open sheet.
    pub list: ListState<Query>,
    /// Which collections are chosen.
    pub selection: Selection,
    /// Keys of branches whose inside is hidden.
    pub closed: RwSignal<BTreeSet<String>>,
    /// The sheet.
    pub sheet: Draft,
    /// What it is about.
    pub target: RwSignal<Option<Target>>,
    /// Its tab.
    pub tab: RwSignal<&'static str>,
    /// The sheet that gives access to several.
    pub give: Draft,
    /// Ids of those.
    pub give_to: RwSignal<Vec<String>>,
    /// The dialog that deletes.
    pub delete: RwSignal<bool>,
    /// Ids of what it deletes.
    pub delete_of: RwSignal<Vec<String>>,
    /// The list of outcomes.
    pub results: RwSignal<bool>,
    /// What is in that list.
    pub outcome: RwSignal<Option<Outcome>>,
    /// Notices.
    pub toasts: Toasts,
}

impl Desk {
    /// A desk with everything closed; take it while the page is made.
    #[must_use]
    pub fn new(data: CollectionsData) -> Self {
        let sheet = Draft::new("collection");
        let give = Draft::new("collection-access");
        let desk = Self {
            data,
            list: ListState::new(),
            selection: Selection::new(),
            closed: RwSignal::new(BTreeSet::new()),
            target: sheet.kept("target", None),
            tab: sheet.kept("tab", INFO),
            sheet,
            give_to: give.kept("to", Vec::new()),
            give,
            delete: RwSignal::new(false),
            delete_of: RwSignal::new(Vec::new()),
            results: RwSignal::new(false),
            outcome: RwSignal::new(None),
            toasts: use_toasts(),
        };
        desk.follow_address();
        desk
    }

    /// Opens the sheet that the address names, and takes it out of the address when the sheet closes.
    fn follow_address(self) {
        let wanted = Memo::new(move |_| self.list.with(|query| query.open.clone()));
        let known = Memo::new(move |_| {
            let id = wanted.get();
            self.data.with(|shelf| shelf.by_id(&id).is_some())
        });
        Effect::new(move |_| {
            let id = wanted.get();
            let known = known.get();
            untrack(|| match known {
                _ if id.is_empty() => {}
                None => {}
                Some(false) => self.list.set(|query| query.open.clear()),
                Some(true) if self.sheet.open().get_untracked() => {}
                Some(true) => {
                    self.target.set(Some(Target::Edit(id)));
                    self.sheet.open().set(true);
                }
            });
        });
        // Also when closing was taken back, and after a lock.
        Effect::new(move |before: Option<bool>| {
            let open = self.sheet.open().get();
            let id = match untrack(|| self.target.get()) {
                Some(Target::Edit(id)) if open => id,
                _ => String::new(),
            };
            if open || before == Some(true) {
                self.list.set(|query| query.open = id);
            }
            open
        });
    }

    /// What one may do here; reactive.
    #[must_use]
    pub fn rights(self) -> Rights {
        self.data.scope.entry.with(|entry| Rights {
            standing: self.data.scope.standing(),
            management: entry.as_ref().map(|entry| entry.management).unwrap_or_default(),
        })
    }

    /// Why something cannot be done with a collection; not reactive.
    #[must_use]
    pub fn why_not(self, action: Action, id: &str) -> Option<Why> {
        untrack(|| {
            let rights = self.rights();
            self.data.with(|shelf| shelf.by_id(id).map(|found| rights.why_not(action, found))).flatten().flatten()
        })
    }

    /// Opens the sheet.
    pub fn open(self, target: Target, tab: &'static str) {
        self.target.set(Some(target));
        self.tab.set(tab);
        self.sheet.open().set(true);
    }

    /// Opens the dialog that deletes these.
    pub fn ask_delete(self, ids: Vec<String>) {
        self.delete_of.set(ids);
        self.delete.set(true);
    }

    /// Opens the sheet that gives access to these.
    pub fn ask_give(self, ids: Vec<String>) {
        self.give_to.set(ids);
        self.give.open().set(true);
    }

    /// Shows only what is inside of a node; the empty key shows the whole tree.
    pub fn enter(self, key: String) {
        self.list.set(|query| {
            *query = Query { parent: key, ..Query::default() };
        });
    }

    /// Opens or closes a branch.
    pub fn fold(self, key: &str, open: bool) {
        self.closed.update(|closed| {
            if open {
                closed.remove(key);
            } else {
                closed.insert(key.to_owned());
            }
        });
    }

    /// Nothing but success is a notice; anything else is a list to read.
    pub fn report(self, outcome: Outcome, notice: impl FnOnce()) {
        if self.outcome.try_get_untracked().is_none() {
            // The page is gone.
            return;
        }
        if outcome.all_done() {
            notice();
        } else {
            self.outcome.set(Some(outcome));
            self.results.set(true);
        }
    }
}
