//! The bar with what can be done for everybody who is chosen.

use leptos::prelude::*;
use portal_contracts::limits;

use super::{
    actions::{Action, fits_all},
    desk::Desk,
};
use crate::{
    i18n::{number, text::people as text},
    ui::{Button, Icon, IconButton, Variant},
};

/// What can be done with everybody who is chosen; an entry only when it fits all of them.
pub fn bulk_bar(desk: Desk, shown: Memo<Vec<String>>) -> AnyView {
    let selection = desk.selection;
    let chosen = Memo::new(move |_| {
        let keys = selection.keys();
        let rows = desk.data.rows().unwrap_or_default();
        rows.iter().filter(|row| keys.contains(&row.id)).cloned().collect::<Vec<_>>()
    });
    let fits = move |action: Action| chosen.with(|chosen| fits_all(action, &chosen.iter().collect::<Vec<_>>()));
    let too_many = move || chosen.with(Vec::len) > limits::SELECTION;
    let act = move |action: Action| desk.act(action, desk.rows_of(&selection.keys()));
    let hidden = move || {
        let hidden =
            chosen.with(|chosen| shown.with(|shown| chosen.iter().filter(|row| !shown.contains(&row.id)).count()));
        (hidden > 0).then(|| text::selected_hidden(i64::try_from(hidden).unwrap_or(i64::MAX)))
    };
    let some = Memo::new(move |_| chosen.with(|chosen| !chosen.is_empty()));
    let button = move |action: Action, symbol: Icon, variant: Variant, words: &'static str| {
        move || {
            (fits(action) && !too_many()).then(|| {
                view! {
                    <Button variant=variant symbol=symbol busy=desk.work.busy on_click=move || act(action)>
                        {words}
                    </Button>
                }
            })
        }
    };
    view! {
        <div role="status" class="visually-hidden">
            {move || some.get().then(|| count_of(chosen.with(Vec::len), desk))}
        </div>
        {move || {
            some.get()
                .then(|| {
                    view! {
                        <div class="bulk-bar" role="group" aria-label=text::bulk_label()>
                            <span class="bulk-bar__count">
                                {move || count_of(chosen.with(Vec::len), desk)}
                                {move || hidden().map(|hidden| view! { <span class="quiet t-12">{hidden}</span> })}
                            </span>
                            <span class="bulk-bar__sep"></span>
                            <span class="bulk-bar__actions">
                                {button(Action::Confirm, Icon::Key, Variant::Plain, text::bulk_confirm())}
                                {button(Action::Resend, Icon::Mail, Variant::Plain, text::bulk_resend())}
                                {button(Action::Remove, Icon::Trash, Variant::DangerQuiet, text::bulk_remove())}
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

fn count_of(chosen: usize, desk: Desk) -> String {
    let total = desk.data.rows().map_or(0, |rows| rows.len());
    text::selected(i64::try_from(chosen).unwrap_or(i64::MAX), &number(i64::try_from(total).unwrap_or(i64::MAX)))
}
