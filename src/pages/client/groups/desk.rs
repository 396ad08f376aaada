//! What the parts of the groups page share.

use leptos::prelude::*;

use super::{
    data::GroupsData,
    results::Outcome,
    row::{Query, Row},
};
use crate::{
    pages::list_state::ListState,
    ui::{Draft, Selection, Toasts, use_toasts},
};

/// What the parts of the page share. Copy it freely.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The list.
    pub data: GroupsData,
    /// Search, filter, order, and the open sheet.
    pub list: ListState<Query>,
    /// Which groups are chosen.
    pub selection: Selection,
    /// The sheet.
    pub sheet: Draft,
    /// The group of the sheet, by id; empty for a new one.
    pub target: RwSignal<String>,
    /// The tab that is shown.
    pub tab: RwSignal<&'static str>,
    /// The dialog that deletes.
    pub delete: RwSignal<bool>,
    /// The groups of that dialog.
    pub delete_of: RwSignal<Vec<Row>>,
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
    pub fn new(data: GroupsData) -> Self {
        let sheet = Draft::new("group");
        let desk = Self {
            data,
            list: ListState::new(),
            selection: Selection::new(),
            sheet,
            target: sheet.kept("of", String::new()),
            tab: sheet.kept("tab", super::sheet::INFO),
            delete: RwSignal::new(false),
            delete_of: RwSignal::new(Vec::new()),
            results: RwSignal::new(false),
            outcome: RwSignal::new(None),
            toasts: use_toasts(),
        };
        desk.follow_address();
        desk
    }

    /// The sheet of a group stands in the address: a link brings it back, and closing it leaves the list.
    fn follow_address(self) {
        let wanted = Memo::new(move |_| self.list.with(|query| query.open.clone()));
        Effect::new(move |_| {
            let id = wanted.get();
            let known = !id.is_empty() && self.data.row(&id).is_some();
            if known && !self.sheet.open().get_untracked() {
                self.target.set(id);
                self.sheet.open().set(true);
            }
        });
    }

    /// Opens the sheet of a group, or of a new one.
    pub fn open(self, id: &str, tab: &'static str) {
        self.target.set(id.to_owned());
        self.tab.set(tab);
        self.sheet.open().set(true);
        self.list.set(|query| id.clone_into(&mut query.open));
    }

    /// The sheet is closed.
    pub fn closed(self) {
        // The page may be gone with the sheet.
        if self.target.try_get_untracked().is_some() {
            self.list.set(|query| query.open.clear());
        }
    }

    /// Opens the dialog that deletes.
    pub fn ask_delete(self, rows: Vec<Row>) {
        if !rows.is_empty() {
            self.delete_of.set(rows);
            self.delete.set(true);
        }
    }

    /// The rows of these ids, in the order of the list.
    #[must_use]
    pub fn rows_of(self, keys: &[String]) -> Vec<Row> {
        let rows = untrack(|| self.data.rows()).unwrap_or_default();
        rows.iter().filter(|row| keys.contains(&row.id)).cloned().collect()
    }
}
