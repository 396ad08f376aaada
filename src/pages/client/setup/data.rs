//! What the set-up page has read, and what this device remembers beside it.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::setup::{Progress, SetUp, Step, StepState, read_set_up};

use super::kept::{Kept, Reason};
use crate::pages::{client::scope::ClientScope, problem::Problem};

/// How far the set-up of the open client has come, for the side bar. Made by the frame.
#[derive(Clone, Copy)]
pub struct OpenSetUp(RwSignal<Option<(String, Progress)>>);

impl OpenSetUp {
    /// Puts it into the context.
    pub fn provide() -> Self {
        let this = Self(RwSignal::new(None));
        provide_context(this);
        this
    }

    /// How far a client had come when somebody last looked; reactive.
    #[must_use]
    pub fn of(self, client: &str) -> Option<Progress> {
        let told = self.0.with(|told| told.as_ref().filter(|(id, _)| id == client).map(|(_, progress)| *progress));
        told.or_else(|| Kept::of(client).progress)
    }
}

/// The set-up of the client in the address. Copy it freely.
#[derive(Clone, Copy)]
pub struct SetUpData {
    /// Which client.
    pub scope: ClientScope,
    /// What was read last.
    pub read: RwSignal<Option<Arc<SetUp>>>,
    /// What this device remembers.
    pub kept: RwSignal<Kept>,
    /// What went wrong when reading; what was read before stays.
    pub failure: RwSignal<Option<Problem>>,
    /// Being read.
    pub reading: RwSignal<bool>,
    open: Option<OpenSetUp>,
    round: StoredValue<u32>,
}

impl SetUpData {
    /// Reads how far it has come.
    #[must_use]
    pub fn new(scope: ClientScope) -> Self {
        let data = Self {
            scope,
            read: RwSignal::new(None),
            kept: RwSignal::new(Kept::of(&scope.id())),
            failure: RwSignal::new(None),
            reading: RwSignal::new(false),
            open: use_context(),
            round: StoredValue::new(0),
        };
        Effect::new(move |_| {
            if let Some(progress) = data.progress() {
                data.tell(progress);
            }
        });
        data.reload();
        data
    }

    /// How far a step has come; reactive.
    #[must_use]
    pub fn state(self, step: Step) -> Option<StepState> {
        self.read.with(|read| read.as_ref().map(|read| read.state(step)))
    }

    /// Why a step is not needed, if somebody said so; reactive.
    #[must_use]
    pub fn skipped(self, step: Step) -> Option<Reason> {
        self.kept.with(|kept| kept.skipped.get(&step).copied())
    }

    /// How many steps are done; reactive.
    #[must_use]
    pub fn progress(self) -> Option<Progress> {
        self.read.with(|read| {
            read.as_ref().map(|read| self.kept.with(|kept| read.progress(|step| kept.skipped.contains_key(&step))))
        })
    }

    /// The step to take now: the first that is needed and not done.
    #[must_use]
    pub fn now(self) -> Option<Step> {
        Step::ALL.into_iter().find(|step| {
            let open = matches!(self.state(*step), Some(StepState::Open | StepState::Begun));
            open && self.skipped(*step).is_none()
        })
    }

    /// Says that a step is not needed, or that it is after all.
    pub fn skip(self, step: Step, reason: Option<Reason>) {
        self.kept.update(|kept| {
            match reason {
                Some(reason) => kept.skipped.insert(step, reason),
                None => kept.skipped.remove(&step),
            };
        });
        self.kept.with_untracked(|kept| kept.keep(&self.scope.id()));
    }

    /// Reads everything again because somebody asks for it: plan and rights as well, which only the profile has.
    pub fn read_again(self) {
        self.reading.set(true);
        spawn_local(async move {
            // What goes wrong here goes wrong with the steps as well, and is told there.
            let _ = self.scope.session.sync().await;
            if self.reading.try_get_untracked().is_some() {
                self.reload();
            }
        });
    }

    /// Reads again; what was read before stays meanwhile.
    pub fn reload(self) {
        let round = self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        });
        let Some(round) = round else { return };
        self.reading.set(true);
        let (portal, client) = (self.scope.portal(), self.scope.id());
        spawn_local(async move {
            let outcome = read_set_up(&portal, &client).await;
            if self.round.try_get_value() != Some(round) {
                // The page is gone, or was asked to read again: an older answer does not overwrite a newer one.
                return;
            }
            self.reading.set(false);
            match outcome {
                Ok(read) => {
                    self.failure.set(None);
                    self.read.set(Some(Arc::new(read)));
                }
                Err(error) => self.failure.set(Some(Problem::of(&error))),
            }
        });
    }

    /// Side bar and clients list show it without reading again.
    fn tell(self, progress: Progress) {
        let id = self.scope.id();
        let mut kept = untrack(|| self.kept.get());
        if kept.progress != Some(progress) {
            kept.progress = Some(progress);
            kept.keep(&id);
            self.kept.set(kept);
        }
        if let Some(open) = self.open {
            open.0.set(Some((id, progress)));
        }
    }
}
