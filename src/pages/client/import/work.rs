//! What the page does: open, read, lay out, import. Each answer is dropped when something else was asked meanwhile.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    bulk::Watch,
    import::{ImportFailure, OpenFailure, forbids_cards, import_items, import_targets, open_export, open_restricted},
};
use portal_contracts::SecretText;
use portal_importers::{Format, SealedFile, suggest_mapping};

use super::{
    state::{ImportState, Step},
    trouble::Trouble,
};
use crate::{
    i18n::text::import as text,
    pages::{client::collections, problem::Problem},
    platform::{
        files::LocalFile,
        import_protocol::Opened,
        importer::{Importer, Refusal},
    },
};

/// What is to be opened.
pub enum Chosen {
    /// A file.
    File(LocalFile),
    /// Pasted text.
    Text(SecretText),
}

impl ImportState {
    /// The worker; a new one when there is none.
    fn importer(self) -> Result<Importer, Refusal> {
        // The page may be gone while an encrypted file was opened.
        if let Some(worker) = self.worker.try_get_value().ok_or(Refusal::Gone)? {
            return Ok(worker);
        }
        let worker = Importer::start()?;
        self.worker.set_value(Some(worker.clone()));
        Ok(worker)
    }

    /// Opens what was chosen, and reads it when it is recognised.
    pub fn open(self, chosen: Chosen) {
        self.start_over();
        self.busy.set(true);
        self.file.set(match &chosen {
            Chosen::File(file) => file.name(),
            Chosen::Text(_) => text::pasted().to_owned(),
        });
        self.pasted.set(matches!(chosen, Chosen::Text(_)));
        let turn = self.next_turn();
        spawn_local(async move {
            let outcome = match self.importer() {
                Ok(worker) => match chosen {
                    Chosen::File(file) => worker.open_file(&file).await,
                    Chosen::Text(text) => worker.open_text(text).await,
                },
                Err(refusal) => Err(refusal),
            };
            if self.is_turn(turn) {
                self.busy.set(false);
                match outcome {
                    Ok(opened) => self.opened(opened),
                    Err(refusal) => self.fail(Trouble::of_refusal(refusal)),
                }
            }
        });
    }

    fn fail(self, trouble: Trouble) {
        self.busy.set(false);
        self.trouble.set(Some(trouble));
    }

    fn opened(self, opened: Opened) {
        match opened.sealed {
            Some(SealedFile::Restricted(file)) => {
                self.format.set(Format::BitwardenRestricted.id().to_owned());
                self.open_restricted(file);
                return;
            }
            Some(sealed) => {
                self.sealed.set_value(Some(sealed));
                self.step.set(Step::Password);
                return;
            }
            None => {}
        }
        let Some(best) = opened.candidates.first() else {
            return self.fail(Trouble::unrecognised());
        };
        self.format.set(best.format.id().to_owned());
        self.mapping.set(opened.columns.as_ref().map(|columns| suggest_mapping(&columns.head)).unwrap_or_default());
        self.columns.set(opened.columns);
        self.candidates.set(opened.candidates);
        self.step.set(Step::Rehearse);
        self.read();
    }

    fn open_restricted(self, file: portal_importers::RestrictedFile) {
        self.busy.set(true);
        let turn = self.next_turn();
        let (portal, client) = (self.scope.portal(), self.scope.id());
        spawn_local(async move {
            let stop = move || !self.is_turn(turn);
            let opened = open_restricted(&portal, &client, file, Watch { done: &|_| {}, stop: &stop }).await;
            let outcome = match (opened, self.importer()) {
                (Ok(parsed), Ok(worker)) => worker.adopt(parsed).await.map_err(Trouble::of_refusal),
                (Err(failure), _) => Err(Trouble::of_opening(failure)),
                (_, Err(refusal)) => Err(Trouble::of_refusal(refusal)),
            };
            if self.is_turn(turn) {
                self.busy.set(false);
                match outcome {
                    Ok(reading) => {
                        self.reading.set(Some(reading));
                        self.step.set(Step::Rehearse);
                    }
                    Err(trouble) => self.fail(trouble),
                }
            }
        });
    }

    /// Tries a password; `wrong` hears that it is not the one.
    pub fn unlock(self, password: SecretText, wrong: Callback<()>) {
        let file = self.sealed.with_value(|sealed| match sealed {
            Some(SealedFile::Password { file }) => Some(file.clone()),
            _ => None,
        });
        let Some(file) = file else { return self.start_over() };
        self.trouble.set(None);
        self.busy.set(true);
        let turn = self.next_turn();
        let portal = self.scope.portal();
        spawn_local(async move {
            let outcome = match open_export(&portal, file, password).await {
                Ok(text) => match self.importer() {
                    Ok(worker) => worker.open_text(text).await.map_err(Trouble::of_refusal),
                    Err(refusal) => Err(Trouble::of_refusal(refusal)),
                },
                Err(OpenFailure::WrongPassword) => {
                    if self.is_turn(turn) {
                        self.busy.set(false);
                        wrong.run(());
                    }
                    return;
                }
                Err(failure) => Err(Trouble::of_opening(failure)),
            };
            if self.is_turn(turn) {
                self.busy.set(false);
                match outcome {
                    Ok(opened) => {
                        self.sealed.set_value(None);
                        self.opened(opened);
                    }
                    Err(trouble) => self.fail(trouble),
                }
            }
        });
    }

    /// Reads the open file as the chosen format.
    pub fn read(self) {
        let Some(format) = self.format_now() else { return };
        let turn = self.next_turn();
        self.trouble.set(None);
        self.busy.set(true);
        spawn_local(async move {
            let outcome = match self.importer() {
                Ok(worker) => worker.read(format, self.options()).await,
                Err(refusal) => Err(refusal),
            };
            if self.is_turn(turn) {
                self.busy.set(false);
                self.plan.set(None);
                match outcome {
                    Ok(reading) => self.reading.set(Some(reading)),
                    Err(refusal) => {
                        self.reading.set(None);
                        self.trouble.set(Some(Trouble::of_refusal(refusal)));
                    }
                }
            }
        });
    }

    /// Reads the names of the client's collections, and whether it takes cards.
    pub fn read_targets(self) {
        // The page may be gone by now.
        if self.targets.try_set(None).is_some() {
            return;
        }
        let (portal, client) = (self.scope.portal(), self.scope.id());
        spawn_local(async move {
            let (targets, no_cards) = futures::join!(import_targets(&portal, &client), forbids_cards(&portal, &client));
            let outcome = no_cards.and_then(|no_cards| {
                let _ = self.no_cards.try_set(no_cards);
                targets
            });
            let _ = self.targets.try_set(Some(outcome.map_err(|error| Problem::of(&error))));
        });
    }

    /// Lays the file over the collections, again whenever one of the two or a choice changes.
    pub fn keep_planned(self) {
        let turn = StoredValue::new(0_u32);
        Effect::new(move |_| {
            let read = self.reading.with(Option::is_some);
            let targets =
                self.targets.with(|targets| targets.as_ref().and_then(|targets| targets.as_ref().ok().cloned()));
            let destination = self.destination();
            turn.update_value(|turn| *turn = turn.wrapping_add(1));
            let own = turn.get_value();
            self.planning.set(false);
            let (true, Some(targets), Some(destination)) = (read, targets, destination) else {
                self.plan.set(None);
                return;
            };
            let Some(worker) = self.worker.get_value() else { return };
            self.planning.set(true);
            spawn_local(async move {
                let planned = worker.plan(targets, destination).await;
                if turn.try_get_value() == Some(own) {
                    self.planning.set(false);
                    match planned {
                        Ok(plan) => self.plan.set(Some(plan)),
                        Err(refusal) => self.fail(Trouble::of_refusal(refusal)),
                    }
                }
            });
        });
    }

    /// Carries the plan out.
    pub fn import(self) {
        let (Some(plan), Some(worker)) = (self.plan.get_untracked(), self.worker.get_value()) else { return };
        if self.planning.get_untracked() {
            return;
        }
        self.trouble.set(None);
        self.done.set(0);
        self.stop.set(false);
        self.step.set(Step::Import);
        let (portal, client) = (self.scope.portal(), self.scope.id());
        spawn_local(async move {
            let done = move |count| {
                let _ = self.done.try_set(count);
            };
            // A page that is gone stops its work, too.
            let stop = move || self.stop.try_get_untracked().unwrap_or(true);
            let watch = Watch { done: &done, stop: &stop };
            let outcome = import_items(&portal, &client, &worker, &plan, watch).await;
            // Above all when it is not known whether it arrived: the list of the collections has to tell.
            collections::outdated(&client);
            match outcome {
                Ok(receipt) => {
                    // With the worker go the plain items.
                    let _ = self.worker.try_update_value(|worker| *worker = None);
                    let _ = self.receipt.try_set(Some(receipt));
                    let _ = self.step.try_set(Step::Receipt);
                    // The next file joins what this one made.
                    self.read_targets();
                }
                Err(failure) => {
                    let whose = match &failure {
                        ImportFailure::Items(refused) => {
                            worker.whose(refused.iter().map(|item| item.item).collect()).await
                        }
                        _ => Vec::new(),
                    };
                    let _ = self.trouble.try_set(Some(Trouble::of_import(&failure, &whose)));
                    let _ = self.step.try_set(Step::Rehearse);
                    if matches!(failure, ImportFailure::Unknown(_)) {
                        // What arrived after all is to be seen in the rehearsal, and joined.
                        self.read_targets();
                    }
                }
            }
        });
    }
}
