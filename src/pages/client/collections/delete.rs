//! The dialog that deletes collections (COL-06). It says what happens to items and to what is nested below.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use portal_contracts::limits;

use super::{actions::Action, desk::Desk, jobs::Task, words};
use crate::{
    i18n::{number, text::collections as text},
    ui::{Button, Callout, Checkbox, Dialog, DialogBody, DialogFoot, Icon, Tone, Variant, rich},
};

/// The dialog; it is about the collections of the desk.
#[component]
pub fn DeleteDialog(desk: Desk) -> AnyView {
    let title = Signal::derive(move || text::delete_title(int(desk.delete_of.with(Vec::len).max(1))));
    view! {
        <Dialog
            open=desk.delete
            title=title
            strip=desk.data.scope.strip()
        >
            {move || content(desk, desk.delete_of.get())}
        </Dialog>
    }
    .into_any()
}

fn int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// What is nested below these and may be deleted, and is not among them. Reactive: the list may be read again, after a
/// move for example, while the dialog stands.
fn below(desk: Desk, ids: &[String]) -> Vec<String> {
    let rights = desk.rights();
    let chosen: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let Some(shelf) = desk.data.shelf() else { return Vec::new() };
    let mut found = BTreeSet::new();
    for at in ids.iter().filter_map(|id| shelf.tree.find(id)) {
        let inside = shelf.tree.below(at).into_iter().filter_map(|at| shelf.collection(at));
        let inside = inside
            .filter(|inside| !chosen.contains(inside.id.as_str()) && rights.why_not(Action::Delete, inside).is_none());
        found.extend(inside.map(|inside| inside.id.clone()));
    }
    found.into_iter().collect()
}

/// These, as the tree shows them.
fn in_order(desk: Desk, ids: &[String]) -> Vec<String> {
    let mut sorted = ids.to_vec();
    if let Some(shelf) = desk.data.shelf_now() {
        let place: BTreeMap<_, _> = shelf.tree.all().into_iter().enumerate().map(|(place, at)| (at, place)).collect();
        sorted.sort_by_cached_key(|id| shelf.tree.find(id).and_then(|at| place.get(&at).copied()));
    }
    sorted
}

fn content(desk: Desk, ids: Vec<String>) -> AnyView {
    let named = |id: &String| desk.data.shelf_now().map(|shelf| words::place(&shelf, id)).unwrap_or_default();
    let nested = {
        let ids = ids.clone();
        Memo::new(move |_| below(desk, &ids))
    };
    let extra = move || nested.with(Vec::len);
    let with_below = RwSignal::new(false);
    // What comes in later was not seen when the box was ticked.
    Effect::new(move |before: Option<Vec<String>>| {
        let now = nested.get();
        if before.is_some_and(|before| now.iter().any(|id| !before.contains(id))) {
            with_below.set(false);
        }
        now
    });
    let lead = match ids.as_slice() {
        [one] => view! { <p>{rich(text::delete_one(&named(one)))}</p> }.into_any(),
        several => view! {
            <p>{text::delete_many(int(several.len()))}</p>
            <ul class="names" tabindex="0" aria-label=text::delete_many(int(several.len()))>
                {in_order(desk, several)
                    .iter()
                    .map(|id| view! { <li dir="auto">{named(id)}</li> })
                    .collect_view()}
            </ul>
        }
        .into_any(),
    };
    let some = Memo::new(move |_| extra() > 0);
    let also = move || {
        some.get().then(|| {
            view! {
                <Checkbox
                    id="delete-below"
                    label=Signal::derive(move || text::delete_below(int(extra())))
                    checked=with_below
                    help=text::delete_below_help()
                />
            }
        })
    };
    let count = ids.len();
    let label = move || {
        let total = if with_below.get() { count + extra() } else { count };
        text::delete_button(int(total), &desk.data.scope.name())
    };
    // What is below comes on top of what was chosen.
    let too_many = move || with_below.get() && count + extra() > limits::SELECTION;
    let go = move || {
        let mut all = ids.clone();
        if with_below.get_untracked() {
            all.extend(nested.get_untracked());
        }
        if desk.owner().begin(Task::Delete, None, desk.named(&all), None) {
            desk.delete.set(false);
        } else {
            desk.say_busy();
        }
    };
    let note = move || {
        too_many().then(|| {
            view! {
                <Callout tone=Tone::Warning>
                    <p>{text::too_many(&number(int(limits::SELECTION)))}</p>
                </Callout>
            }
        })
    };
    view! {
        <DialogBody>{lead} <p>{text::delete_items()}</p> {also} {note}</DialogBody>
        <DialogFoot>
            <Button on_click=move || desk.delete.set(false)>{text::cancel()}</Button>
            <Button
                variant=Variant::Danger
                symbol=Icon::Trash
                disabled=Signal::derive(too_many)
                on_click=go
            >
                {label}
            </Button>
        </DialogFoot>
    }
    .into_any()
}
