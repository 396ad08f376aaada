//! Saving: one write for a collection, and one more for each one below when name or place changed.

use leptos::{prelude::*, task::spawn_local};
use portal_client::collections::{
    Move, MoveFailure, SaveFailure, Step, create_collection, prepare_move, save_collection,
};

use super::{
    super::{
        desk::{Owner, Target},
        items,
        jobs::Task,
        words,
    },
    below::heirs,
    form::Form,
};
use crate::{i18n::text::collections as text, pages::people::batches::Batches, platform::timer};

/// Milliseconds between two looks whether other work is over.
const TURN: f64 = 200.0;

/// Saves when nothing is wrong, and shows what is wrong otherwise.
pub fn submit(form: Form) {
    form.tried.set(true);
    let wrong =
        untrack(|| form.name_error().is_some() || form.heirs_error().is_some() || form.access_error().is_some());
    if wrong {
        form.show_wrong();
        return;
    }
    if !untrack(|| form.can_save()) || !form.work.start() {
        return;
    }
    match form.target() {
        Target::New(_) | Target::Real(_) => spawn_local(create(form)),
        Target::Edit(_) => spawn_local(change(form)),
        Target::Part(_) => spawn_local(rename_part(form)),
    }
}

async fn create(form: Form) {
    let desk = form.desk;
    let Ok(path) = untrack(|| form.path()) else { return };
    let lists = form.grants.with_untracked(|grants| items::lists(grants));
    let (portal, client) = (desk.data.scope.portal(), desk.data.scope.id());
    let made = form.made.get_value();
    let outcome = create_collection(&portal, &client, &made, &path, &lists).await;
    if let Some(id) = form.work.finish(outcome, words::save_failure) {
        desk.data.refresh(&[id]).await;
        desk.sheet.close();
        desk.toasts.success(text::created());
    }
}

async fn change(form: Form) {
    let desk = form.desk;
    let Some(before) = form.before.get_untracked() else { return };
    let Ok(steps) = untrack(|| form.steps()) else { return };
    let lists = form.grants.with_untracked(|grants| items::lists(grants));
    let owner = desk.owner();
    let (own, below) = match steps.split_first() {
        Some((own, below)) => (Some(own.to.as_str()), below.to_vec()),
        None => (None, Vec::new()),
    };
    // What is below is judged before the first write: a branch comes along as a whole or not at all.
    let Ok(along) = Along::prepare(form, &owner, below).await else { return };
    let saved = match save_collection(&owner.portal, &owner.client, &before, own, &lists).await {
        Err(SaveFailure::Changed(changed)) => {
            if form.work.busy.try_set(false).is_none() {
                form.rebase(*changed);
            }
            return;
        }
        outcome => outcome,
    };
    if let Err(failure) = &saved {
        if *failure == SaveFailure::Gone {
            desk.data.remove(&[before.id.clone()].into());
        }
        form.work.finish(saved, words::save_failure);
        return;
    }
    if let Ok(now) = saved {
        desk.data.replace(now);
    }
    match along {
        Some(along) => along.begin(owner),
        None => desk.toasts.success(text::saved()),
    }
    form.work.finish(Ok::<_, SaveFailure>(()), words::save_failure);
    desk.sheet.close();
}

async fn rename_part(form: Form) {
    let Ok(steps) = untrack(|| form.steps()) else { return };
    let owner = form.desk.owner();
    let Ok(along) = Along::prepare(form, &owner, steps).await else { return };
    match along {
        Some(along) => along.begin(owner),
        None => form.desk.toasts.success(text::saved()),
    }
    form.work.finish(Ok::<_, SaveFailure>(()), words::save_failure);
    form.desk.sheet.close();
}

/// What comes along, ready to be carried out.
struct Along {
    task: Task,
    ready: Move,
    rows: Vec<(String, String)>,
}

impl Along {
    /// Reads, judges and seals what comes along; nothing when that is nothing. What stands in the way is shown.
    async fn prepare(form: Form, owner: &Owner, steps: Vec<Step>) -> Result<Option<Self>, ()> {
        if steps.is_empty() {
            return Ok(None);
        }
        let desk = form.desk;
        if untrack(|| desk.batches.busy()) {
            let _ = form.work.busy.try_set(false);
            desk.say_busy();
            return Err(());
        }
        let managers = heirs(form);
        let ids: Vec<String> = steps.iter().map(|step| step.id.clone()).collect();
        let rows = desk.named(&ids);
        match prepare_move(&owner.portal, &owner.client, &steps, &managers).await {
            Ok(ready) => Ok(Some(Self { task: Task::Move(steps, managers), ready, rows })),
            Err(failure) => {
                if let MoveFailure::NoManager(found) = &failure {
                    // The form asks for one as soon as the list knows.
                    found.iter().for_each(|now| desk.data.replace(now.clone()));
                }
                form.work.finish(Err::<(), _>(failure), |failure| words::move_failure(failure, &rows));
                Err(())
            }
        }
    }

    /// Carries it out, also when the page is gone meanwhile, and after whatever else has begun since it was prepared: half
    /// a branch would have moved otherwise.
    fn begin(self, owner: Owner) {
        spawn_local(async move {
            while Batches::any() {
                timer::sleep(TURN).await;
            }
            if owner.portal.account().is_some() {
                owner.begin(self.task, Some(self.ready), self.rows, None);
            }
        });
    }
}
