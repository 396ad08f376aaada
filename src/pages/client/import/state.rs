//! What the page knows: the open file, how it is read, where it goes, and how far the import has come.

use leptos::prelude::*;
use portal_client::import::Receipt;
use portal_importers::{Candidate, Columns, Destination, Existing, Format, Mapping, Options, Parent, Plan, SealedFile};

use super::trouble::Trouble;
use crate::{
    i18n::text::import as text,
    pages::{client::scope::ClientScope, problem::Problem},
    platform::{import_protocol::Reading, importer::Importer},
};

/// Where one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// No file yet.
    Choose,
    /// The file wants its password.
    Password,
    /// What would happen.
    Rehearse,
    /// It happens.
    Import,
    /// It has happened.
    Receipt,
}

/// Values of the select for the parent that are no collection.
pub const TOP: &str = "";
/// A new one.
pub const NEW: &str = "new";

/// The page's state. Copy it freely.
#[derive(Clone, Copy)]
pub struct ImportState {
    pub scope: ClientScope,
    pub step: RwSignal<Step>,
    pub busy: RwSignal<bool>,
    pub trouble: RwSignal<Option<Trouble>>,
    pub file: RwSignal<String>,
    /// Whether it is text that was pasted.
    pub pasted: RwSignal<bool>,
    pub candidates: RwSignal<Vec<Candidate>>,
    pub columns: RwSignal<Option<Columns>>,
    pub format: RwSignal<String>,
    pub mapping: RwSignal<Mapping>,
    pub reading: RwSignal<Option<Reading>>,
    pub targets: RwSignal<Option<Result<Vec<Existing>, Problem>>>,
    /// A policy keeps cards out.
    pub no_cards: RwSignal<bool>,
    pub parent: RwSignal<String>,
    pub new_name: RwSignal<String>,
    pub merge: RwSignal<bool>,
    pub skip_duplicates: RwSignal<bool>,
    pub plan: RwSignal<Option<Plan>>,
    /// A choice changed, and the plan does not know it yet.
    pub planning: RwSignal<bool>,
    pub done: RwSignal<usize>,
    pub stop: RwSignal<bool>,
    pub receipt: RwSignal<Option<Receipt>>,
    pub sealed: StoredValue<Option<SealedFile>>,
    /// The worker with the plain items; dropping it wipes them.
    pub worker: StoredValue<Option<Importer>, LocalStorage>,
    /// Counts questions, so that a late answer to an earlier one is not shown.
    pub turn: StoredValue<u32>,
}

impl ImportState {
    /// Nothing chosen yet. The worker ends with the page.
    pub fn new(scope: ClientScope) -> Self {
        let state = Self {
            scope,
            step: RwSignal::new(Step::Choose),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
            file: RwSignal::new(String::new()),
            pasted: RwSignal::new(false),
            candidates: RwSignal::new(Vec::new()),
            columns: RwSignal::new(None),
            format: RwSignal::new(String::new()),
            mapping: RwSignal::new(Mapping::default()),
            reading: RwSignal::new(None),
            targets: RwSignal::new(None),
            no_cards: RwSignal::new(false),
            parent: RwSignal::new(TOP.to_owned()),
            new_name: RwSignal::new(String::new()),
            merge: RwSignal::new(true),
            skip_duplicates: RwSignal::new(true),
            plan: RwSignal::new(None),
            planning: RwSignal::new(false),
            done: RwSignal::new(0),
            stop: RwSignal::new(false),
            receipt: RwSignal::new(None),
            sealed: StoredValue::new(None),
            worker: StoredValue::new_local(None),
            turn: StoredValue::new(0),
        };
        on_cleanup(move || {
            // Work that still waits for the worker hears that it is gone, and sends nothing.
            let _ = state.stop.try_set(true);
            let _ = state.worker.try_update_value(|worker| *worker = None);
        });
        state
    }

    /// Back to the beginning. The worker ends, and what it held is gone.
    pub fn start_over(self) {
        self.worker.set_value(None);
        self.sealed.set_value(None);
        self.turn.update_value(|turn| *turn += 1);
        self.trouble.set(None);
        self.reading.set(None);
        self.plan.set(None);
        self.columns.set(None);
        self.candidates.set(Vec::new());
        self.format.set(String::new());
        self.receipt.set(None);
        self.busy.set(false);
        self.step.set(Step::Choose);
    }

    /// Where the plan goes; `None` while the name of a new parent is missing. Reactive.
    pub fn destination(self) -> Option<Destination> {
        let parent = match self.parent.get().as_str() {
            TOP => Parent::Top,
            NEW => {
                let name = self.new_name.get();
                if name.trim().is_empty() {
                    return None;
                }
                Parent::New(name)
            }
            id => Parent::Existing(id.to_owned()),
        };
        Some(Destination {
            parent,
            merge: self.merge.get(),
            skip_duplicates: self.skip_duplicates.get(),
            loose: text::loose_name().to_owned(),
            no_cards: self.no_cards.get(),
        })
    }

    /// The chosen format; not reactive.
    pub fn format_now(self) -> Option<Format> {
        self.format.with_untracked(|id| Format::from_id(id))
    }

    /// The choices it is read with; not reactive.
    pub fn options(self) -> Options {
        let by_hand = self.format_now() == Some(Format::GenericCsv);
        Options { mapping: by_hand.then(|| self.mapping.get_untracked()) }
    }

    /// Begins a question; the number tells whether its answer still counts.
    pub fn next_turn(self) -> u32 {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.turn.get_value()
    }

    /// Whether nothing was asked since, and the page is still there.
    pub fn is_turn(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }
}
