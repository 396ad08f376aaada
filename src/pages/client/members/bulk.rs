//! The bar with what can be done for everybody who is chosen (MEM-09): at most 500 at once, and only what fits all.

use std::collections::HashSet;

use leptos::prelude::*;
use portal_contracts::limits;

use super::{
    actions::{Action, fits_all},
    desk::Desk,
    row::Row,
};
use crate::{
    i18n::{number, text::members as text},
    ui::{Button, Icon, IconButton, Variant},
};

/// The bar; it is there while somebody is chosen. `shown` are the ids in the list, in order.
pub fn bulk_bar(desk: Desk, shown: Memo<Vec<String>>) -> AnyView {
    let selection = desk.selection;
    let chosen = Memo::new(move |_| desk.data.rows().map(|_| desk.data.rows_of(&selection.keys())).unwrap_or_default());
    let fitting = Memo::new(move |_| {
        let rules = desk.data.rules.get();
        chosen.with(|chosen| {
            let rows: Vec<&Row> = chosen.iter().collect();
            Action::BULK.map(|action| fits_all(action, &rows, &rules))
        })
    });
    let count = Memo::new(move |_| chosen.with(Vec::len));
    let some = Memo::new(move |_| count.get() > 0);
    let too_many = Memo::new(move |_| count.get() > limits::SELECTION);
    let hidden = Memo::new(move |_| {
        let shown: HashSet<String> = shown.with(|shown| shown.iter().cloned().collect());
        chosen.with(|chosen| chosen.iter().filter(|row| !shown.contains(row.id())).count())
    });
    let nothing_fits = move || !too_many.get() && fitting.with(|fitting| !fitting.contains(&true));
    let button = move |(place, action): (usize, Action)| {
        let (symbol, variant, words) = look(action);
        move || {
            let fits = fitting.with(|fitting| fitting.get(place).copied().unwrap_or(false));
            (fits && !too_many.get()).then(|| {
                view! {
                    <Button
                        variant=variant
                        symbol=symbol
                        disabled=Signal::derive(move || desk.batches.busy())
                        on_click=move || desk.act(action, chosen.get_untracked())
                    >
                        {words}
                    </Button>
                }
            })
        }
    };
    view! {
        <div role="status" class="visually-hidden">
            {move || some.get().then(|| said(count.get(), desk))}
        </div>
        {move || {
            some.get()
                .then(|| {
                    view! {
                        <div class="bulk-bar" role="group" aria-label=text::bulk_label()>
                            <span class="bulk-bar__count">
                                {move || said(count.get(), desk)}
                                {move || {
                                    let hidden = hidden.get();
                                    (hidden > 0)
                                        .then(|| {
                                            let words = text::selected_hidden(i64::try_from(hidden).unwrap_or(i64::MAX));
                                            view! { <span class="quiet t-12">{words}</span> }
                                        })
                                }}
                                {move || more(desk, shown, count.get())}
                            </span>
                            <span class="bulk-bar__sep"></span>
                            <span class="bulk-bar__actions">
                                {move || too_many.get().then(|| first_ones(desk, shown))}
                                {move || {
                                    nothing_fits().then(|| view! { <span class="quiet">{text::bulk_nothing()}</span> })
                                }}
                                {Action::BULK.into_iter().enumerate().map(button).collect::<Vec<_>>()}
                            </span>
                            <IconButton
                                symbol=Icon::X
                                label=text::clear_selection()
                                on_click=move || selection.clear()
                            />
                        </div>
                    }
                })
        }}
    }
    .into_any()
}

const fn look(action: Action) -> (Icon, Variant, &'static str) {
    match action {
        Action::Confirm => (Icon::Key, Variant::Plain, text::bulk_confirm()),
        Action::Restore => (Icon::Undo, Variant::Plain, text::bulk_restore()),
        Action::Revoke => (Icon::Off, Variant::DangerQuiet, text::bulk_revoke()),
        Action::Remove => (Icon::Trash, Variant::DangerQuiet, text::bulk_remove()),
        Action::Delete => (Icon::Trash, Variant::DangerQuiet, text::bulk_delete()),
        _ => (Icon::Mail, Variant::Plain, text::bulk_resend()),
    }
}

fn said(chosen: usize, desk: Desk) -> String {
    let total = desk.data.rows().map_or(0, |rows| rows.len());
    text::selected(i64::try_from(chosen).unwrap_or(i64::MAX), &number(i64::try_from(total).unwrap_or(i64::MAX)))
}

/// "All that match" is not "the ones chosen": one press from the one to the other.
fn more(desk: Desk, shown: Memo<Vec<String>>, chosen: usize) -> Option<AnyView> {
    let matching = shown.with(Vec::len);
    if chosen >= matching || matching > limits::SELECTION {
        return None;
    }
    let select = move || desk.selection.choose(shown.get_untracked());
    Some(
        view! {
            <Button variant=Variant::Link on_click=select>
                {text::select_matching(i64::try_from(matching).unwrap_or(i64::MAX))}
            </Button>
        }
        .into_any(),
    )
}

fn first_ones(desk: Desk, shown: Memo<Vec<String>>) -> AnyView {
    let most = number(i64::try_from(limits::SELECTION).unwrap_or(i64::MAX));
    let keep = move || {
        // In the order of the list, so that one sees which ones they are.
        let keys = desk.selection.keys();
        let keys: HashSet<String> = keys.into_iter().collect();
        let first = shown.with_untracked(|shown| {
            shown.iter().filter(|key| keys.contains(*key)).take(limits::SELECTION).cloned().collect::<Vec<_>>()
        });
        desk.selection.choose(first);
    };
    view! {
        <span>{text::bulk_too_many(&most)}</span>
        <Button on_click=keep>{text::bulk_first(&most)}</Button>
    }
    .into_any()
}
