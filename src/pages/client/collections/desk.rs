//! What the parts of the page share, and how a wish becomes a sheet, a dialog or an operation.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};
use portal_client::{Portal, collections::Move};

use super::{
    actions::{Action, Rights, Why},
    data::CollectionsData,
    jobs::Task,
    query::Query,
    words,
};
use crate::{
    i18n::text::collections as text,
    pages::{
        list_state::ListState,
        people::{
            batches::{Batches, Job, Sent},
            results::Outcome,
        },
    },
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
    /// Work for several.
    pub batches: Batches,
    /// Notices.
    pub toasts: Toasts,
    /// What the list of outcomes is about, for another try.
    last: RwSignal<Option<Task>>,
}

/// For whom work is done, kept while it is waited for: the page may be gone by the time it goes on.
#[derive(Clone)]
pub struct Owner {
    /// The portal.
    pub portal: Portal,
    /// The client.
    pub client: String,
    name: String,
}

impl Owner {
    /// Begins work for rows, pairs of id and name, unless something runs already. A move that is `ready` was judged.
    pub fn begin(self, task: Task, ready: Option<Move>, rows: Vec<(String, String)>, before: Option<Outcome>) -> bool {
        let Self { portal, client, name } = self;
        let job = Job { kind: task.kind(), title: task.title(), rows, before, sent: Some(Sent::new(task.clone())) };
        Batches::begin(&name, job, |rows, control| task.run(portal, client, ready, rows, control))
    }
}

impl Desk {
    /// A desk with everything closed; take it while the page is made.
    #[must_use]
    pub fn new(data: CollectionsData) -> Self {
        let sheet = Draft::new("collection");
        let give = Draft::new("collection-access");
        let owner = Signal::derive(move || owner(data));
        let results = RwSignal::new(false);
        let batches = Batches::of(owner);
        batches.read_in(results);
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
            results,
            outcome: RwSignal::new(None),
            batches,
            toasts: use_toasts(),
            last: RwSignal::new(None),
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

    /// For whom work is done here; not reactive.
    #[must_use]
    pub fn owner(self) -> Owner {
        Owner { portal: self.data.scope.portal(), client: self.data.scope.id(), name: untrack(|| owner(self.data)) }
    }

    /// Ids with the names as the list has them.
    #[must_use]
    pub fn named(self, ids: &[String]) -> Vec<(String, String)> {
        let shelf = self.data.shelf_now().unwrap_or_default();
        ids.iter().map(|id| (id.clone(), words::place(&shelf, id))).collect()
    }

    /// Something runs already.
    pub fn say_busy(self) {
        self.toasts.danger(text::still_busy(), text::still_busy_text());
    }

    /// Takes over work that is over: once, also when it ended while another page was shown. Nothing but success is a
    /// notice; anything else is a list to read.
    pub fn collect(self) {
        let Some(run) = self.batches.take_ended() else { return };
        let Some((outcome, task)) = run.outcome().zip(run.sent.as_ref().and_then(Sent::get::<Task>)) else { return };
        untrack(|| {
            let ids = |done: bool| outcome.lines.iter().filter(move |line| !done || line.outcome.is_ok());
            if matches!(task, Task::Delete) {
                self.data.remove(&ids(true).map(|line| line.id.clone()).collect());
            } else {
                let ids: Vec<String> = ids(false).map(|line| line.id.clone()).collect();
                spawn_local(async move { self.data.refresh(&ids).await });
            }
            self.selection.clear();
            if outcome.all_done() {
                self.batches.read();
                self.toasts.success(task.done(i64::try_from(outcome.lines.len()).unwrap_or(i64::MAX)));
            } else {
                self.last.set(Some(task));
                self.outcome.set(Some(outcome));
                self.results.set(true);
            }
        });
    }

    /// Tries those again that failed.
    pub fn retry(self, ids: &[String]) {
        let Some((task, outcome)) = self.last.get_untracked().zip(self.outcome.get_untracked()) else { return };
        let rows = outcome.named(ids);
        if !self.owner().begin(task, None, rows, Some(outcome)) {
            self.say_busy();
            // Still to be read.
            self.results.set(true);
        }
    }
}

/// The user and the page; reactive.
fn owner(data: CollectionsData) -> String {
    let user = data.scope.portal().account().map(|account| account.user_id).unwrap_or_default();
    [user.as_str(), "/", &data.scope.client.get(), "/collections"].concat()
}
