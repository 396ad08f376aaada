//! The dialog that deletes collections (COL-06). It says what happens to items and to what is nested below.

use std::{collections::BTreeSet, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use portal_client::collections::delete_collections;

use super::{
    actions::Action,
    desk::Desk,
    give::failure,
    progress::Progress,
    results::{Again, Outcome},
    words,
};
use crate::{
    i18n::text::collections as text,
    pages::clients::work::Work,
    ui::{Button, Checkbox, Dialog, DialogBody, DialogFoot, Icon, Variant, rich},
};

/// The dialog; it is about the collections of the desk.
#[component]
pub fn DeleteDialog(desk: Desk) -> AnyView {
    let work = Work::new();
    let progress = Progress::new();
    let title = Signal::derive(move || text::delete_title(int(desk.delete_of.with(Vec::len).max(1))));
    view! {
        <Dialog
            open=desk.delete
            title=title
            strip=desk.data.scope.strip()
            closable=work.idle()
            on_close=work.reset()
        >
            {move || content(desk, desk.delete_of.get(), work, progress)}
        </Dialog>
    }
    .into_any()
}

fn int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// What is nested below these and may be deleted, and is not among them.
fn below(desk: Desk, ids: &[String]) -> Vec<String> {
    let rights = untrack(|| desk.rights());
    let chosen: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let Some(shelf) = desk.data.shelf_now() else { return Vec::new() };
    let mut found = BTreeSet::new();
    for at in ids.iter().filter_map(|id| shelf.tree.find(id)) {
        let inside = shelf.tree.below(at).into_iter().filter_map(|at| shelf.collection(at));
        let inside = inside
            .filter(|inside| !chosen.contains(inside.id.as_str()) && rights.why_not(Action::Delete, inside).is_none());
        found.extend(inside.map(|inside| inside.id.clone()));
    }
    found.into_iter().collect()
}

fn content(desk: Desk, ids: Vec<String>, work: Work, progress: Progress) -> AnyView {
    let named = |id: &String| desk.data.shelf_now().map(|shelf| words::place(&shelf, id)).unwrap_or_default();
    let nested = below(desk, &ids);
    let with_below = RwSignal::new(false);
    let lead = match ids.as_slice() {
        [one] => view! { <p>{rich(text::delete_one(&named(one)))}</p> }.into_any(),
        several => view! {
            <p>{text::delete_many(int(several.len()))}</p>
            <ul class="names">{several.iter().map(|id| view! { <li dir="auto">{named(id)}</li> }).collect_view()}</ul>
        }
        .into_any(),
    };
    let also = (!nested.is_empty()).then(|| {
        view! {
            <Checkbox
                id="delete-below"
                label=text::delete_below(int(nested.len()))
                checked=with_below
                help=text::delete_below_help()
                disabled=work.busy
            />
        }
    });
    let extra = nested.len();
    let count = ids.len();
    let label = move || {
        let total = if with_below.get() { count + extra } else { count };
        text::delete_button(int(total), &desk.data.scope.name())
    };
    let go = move || {
        if work.start() {
            let mut all = ids.clone();
            if with_below.get_untracked() {
                all.extend(nested.iter().cloned());
            }
            spawn_local(run(desk, work, progress, all));
        }
    };
    view! {
        <DialogBody>{work.failure_view()} {lead} <p>{text::delete_items()}</p> {also}</DialogBody>
        <DialogFoot>
            {progress.view()} <Button disabled=work.busy on_click=move || desk.delete.set(false)>
                {text::cancel()}
            </Button>
            <Button variant=Variant::Danger symbol=Icon::Trash busy=work.busy on_click=go>
                {label}
            </Button>
        </DialogFoot>
    }
    .into_any()
}

async fn run(desk: Desk, work: Work, progress: Progress, ids: Vec<String>) {
    let (portal, client) = (desk.data.scope.portal(), desk.data.scope.id());
    let shelf = desk.data.shelf_now();
    let outcome = progress.run(ids.len(), async |watch| delete_collections(&portal, &client, &ids, watch).await).await;
    let Some(rows) = work.finish(outcome, failure) else { return };
    let gone: BTreeSet<String> = rows.iter().filter(|row| row.outcome.is_ok()).map(|row| row.id.clone()).collect();
    let failed: Vec<String> = rows.iter().filter(|row| row.outcome.is_err()).map(|row| row.id.clone()).collect();
    let _ = desk.delete.try_set(false);
    desk.data.remove(&gone);
    let again: Again = Arc::new(move || {
        if work.start() {
            spawn_local(Box::pin(run(desk, work, progress, failed.clone())));
        }
    });
    let Some(shelf) = shelf else { return };
    let outcome = Outcome::of(text::result_delete(), &shelf, &rows, Some(again));
    desk.report(outcome, || desk.toasts.success(text::deleted(int(gone.len()))));
}
