//! The bar with what can be done with all chosen groups.

use leptos::prelude::*;
use portal_contracts::limits;

use super::{desk::Desk, words};
use crate::{
    i18n::text::groups as text,
    ui::{Button, Icon, IconButton, Variant},
};

/// Only there with a selection. `shown` are the groups of the list as it is filtered now.
pub fn bulk_bar(desk: Desk, shown: Memo<Vec<String>>) -> AnyView {
    let selection = desk.selection;
    let chosen = Memo::new(move |_| {
        let keys = selection.keys();
        let rows = desk.data.rows().unwrap_or_default();
        rows.iter().filter(|row| keys.contains(&row.id)).map(|row| row.id.clone()).collect::<Vec<_>>()
    });
    let some = Memo::new(move |_| chosen.with(|chosen| !chosen.is_empty()));
    let too_many = Memo::new(move |_| chosen.with(Vec::len) > limits::SELECTION);
    let count = move || {
        let total = desk.data.rows().map_or(0, |rows| rows.len());
        text::selected(words::int(chosen.with(Vec::len)), &words::count(total))
    };
    let remark = move || {
        if too_many.get() {
            return Some(text::selected_many(&words::count(limits::SELECTION)));
        }
        let hidden = chosen.with(|chosen| shown.with(|shown| chosen.iter().filter(|id| !shown.contains(id)).count()));
        (hidden > 0).then(|| text::selected_hidden(words::int(hidden)))
    };
    view! {
        <div role="status" class="visually-hidden">
            {move || some.get().then(count)}
        </div>
        {move || {
            some.get()
                .then(|| {
                    view! {
                        <div class="bulk-bar" role="group" aria-label=text::bulk_label()>
                            <span class="bulk-bar__count">
                                {count}
                                {move || remark().map(|remark| view! { <span class="quiet t-12">{remark}</span> })}
                            </span>
                            <span class="bulk-bar__sep"></span>
                            <span class="bulk-bar__actions">
                                <Button
                                    variant=Variant::DangerQuiet
                                    symbol=Icon::Trash
                                    disabled=too_many
                                    on_click=move || desk.ask_delete(desk.rows_of(&chosen.get_untracked()))
                                >
                                    {text::bulk_delete()}
                                </Button>
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
