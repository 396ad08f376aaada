//! What the parts of the page share.

use leptos::prelude::*;

use super::{
    data::DomainsData,
    row::{Query, Row},
};
use crate::{
    pages::list_state::ListState,
    ui::{Draft, Toasts, use_toasts},
};

/// What the parts of the page share. Copy it freely.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The list.
    pub data: DomainsData,
    /// Its order, and the open domain.
    pub list: ListState<Query>,
    /// The form that adds a domain.
    pub add: Draft,
    /// The dialog of one domain.
    pub claim: RwSignal<bool>,
    /// The domain of that dialog, by id.
    pub target: RwSignal<String>,
    /// The dialog that removes.
    pub remove: RwSignal<bool>,
    /// The domain of that dialog.
    pub remove_of: RwSignal<Option<Row>>,
    /// Notices.
    pub toasts: Toasts,
}

impl Desk {
    /// A desk with everything closed; take it while the page is made.
    #[must_use]
    pub fn new(data: DomainsData) -> Self {
        let desk = Self {
            data,
            list: ListState::new(),
            add: Draft::new("add-domain"),
            claim: RwSignal::new(false),
            target: RwSignal::new(String::new()),
            remove: RwSignal::new(false),
            remove_of: RwSignal::new(None),
            toasts: use_toasts(),
        };
        desk.follow_address();
        desk
    }

    /// The open domain stands in the address: a link brings it back, and closing it leaves the list.
    fn follow_address(self) {
        let wanted = Memo::new(move |_| self.list.with(|query| query.open.clone()));
        Effect::new(move |_| {
            let id = wanted.get();
            let known = !id.is_empty() && self.data.row(&id).is_some();
            if known && !self.claim.get_untracked() {
                self.target.set(id);
                self.claim.set(true);
            }
        });
    }

    /// Opens a domain.
    pub fn open(self, id: &str) {
        self.target.set(id.to_owned());
        self.claim.set(true);
        self.list.set(|query| id.clone_into(&mut query.open));
    }

    /// The dialog of a domain is closed.
    pub fn closed(self) {
        // The page may be gone with the dialog.
        if self.target.try_get_untracked().is_some() {
            self.list.set(|query| query.open.clear());
        }
    }

    /// Opens the dialog that removes.
    pub fn ask_remove(self, row: Row) {
        self.remove_of.set(Some(row));
        self.remove.set(true);
    }
}
