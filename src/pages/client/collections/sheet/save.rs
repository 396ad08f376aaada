//! Saving: one write for a collection, and one more for each one below when name or place changed.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    Portal,
    collections::{RowOutcome, SaveFailure, Step, create_collection, left, relocate, save_collection},
};

use super::{
    super::{
        desk::{Desk, Target},
        items,
        progress::Progress,
        results::Outcome,
        words,
    },
    form::Form,
};
use crate::i18n::text::collections as text;

/// Saves when nothing is wrong, and shows what is wrong otherwise.
pub fn submit(form: Form) {
    form.tried.set(true);
    let wrong = untrack(|| form.name_error().is_some() || form.access_error().is_some());
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
    let (portal, client) = (desk.data.scope.portal(), desk.data.scope.id());
    let (own, below) = match steps.split_first() {
        Some((own, below)) => (Some(own.to.as_str()), below.to_vec()),
        None => (None, Vec::new()),
    };
    let saved = match save_collection(&portal, &client, &before, own, &lists).await {
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
    move_along(desk, form.progress, portal, client, below).await;
    form.work.finish(Ok::<_, SaveFailure>(()), words::save_failure);
    desk.sheet.close();
}

async fn rename_part(form: Form) {
    let Ok(steps) = untrack(|| form.steps()) else { return };
    let scope = form.desk.data.scope;
    move_along(form.desk, form.progress, scope.portal(), scope.id(), steps).await;
    form.work.finish(Ok::<_, SaveFailure>(()), words::save_failure);
    form.desk.sheet.close();
}

/// Carries steps out and tells what became of them; what failed can be tried again.
/// They are done to the end also when the page is left: half a tree would have moved otherwise.
async fn move_along(desk: Desk, progress: Progress, portal: Portal, client: String, steps: Vec<Step>) {
    if steps.is_empty() {
        desk.toasts.success(text::saved());
        return;
    }
    let rows = progress.run(steps.len(), async |watch| relocate(&portal, &client, &steps, watch).await).await;
    tell(desk, progress, steps, rows).await;
}

async fn tell(desk: Desk, progress: Progress, steps: Vec<Step>, rows: Vec<RowOutcome>) {
    let Some(shelf) = desk.data.shelf_now() else { return };
    let ids: Vec<String> = steps.iter().map(|step| step.id.clone()).collect();
    desk.data.refresh(&ids).await;
    let rest = left(&steps, &rows);
    let again: super::super::results::Again = Arc::new(move || {
        let (scope, rest) = (desk.data.scope, rest.clone());
        let (portal, client) = (scope.portal(), scope.id());
        spawn_local(async move { Box::pin(move_along(desk, progress, portal, client, rest)).await });
    });
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let outcome = Outcome::of(text::result_move(), &shelf, &rows, Some(again));
    desk.report(outcome, || desk.toasts.success(text::moved(count)));
}
