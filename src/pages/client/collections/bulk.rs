//! The bar with what can be done for all chosen collections.

use leptos::prelude::*;
use portal_client::collections::tree::At;
use portal_contracts::limits;

use super::{actions::Action, desk::Desk};
use crate::{
    i18n::{number, text::collections as text},
    ui::{Button, Icon, IconButton, Variant},
};

/// An entry only when it fits every chosen collection.
pub fn bulk_bar(desk: Desk, shown: Memo<Vec<At>>) -> AnyView {
    let selection = desk.selection;
    let int = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let chosen = Memo::new(move |_| selection.keys());
    let some = Memo::new(move |_| chosen.with(|chosen| !chosen.is_empty()));
    let too_many = Memo::new(move |_| chosen.with(Vec::len) > limits::SELECTION);
    let fits = move |action: Action| {
        let rights = desk.rights();
        !too_many.get()
            && chosen.with(|chosen| {
                desk.data.with(|shelf| {
                    let ok = |id: &String| shelf.by_id(id).is_some_and(|found| rights.why_not(action, found).is_none());
                    chosen.iter().all(ok)
                })
            }) == Some(true)
    };
    let hidden = move || {
        let hidden = desk.data.with(|shelf| {
            let seen = |id: &String| shelf.tree.find(id).is_some_and(|at| shown.with(|shown| shown.contains(&at)));
            chosen.with(|chosen| chosen.iter().filter(|id| !seen(id)).count())
        });
        hidden.filter(|count| *count > 0).map(|count| text::selected_hidden(int(count)))
    };
    let count = move || {
        let total = desk.data.with(|shelf| shelf.list.len()).unwrap_or_default();
        text::selected(int(chosen.with(Vec::len)), &number(int(total)))
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
                                {count} {move || hidden().map(|hidden| view! { <span class="quiet t-12">{hidden}</span> })}
                            </span>
                            <span class="bulk-bar__sep"></span>
                            <span class="bulk-bar__actions">
                                {move || {
                                    too_many
                                        .get()
                                        .then(|| text::selected_many(&number(int(limits::SELECTION))))
                                }}
                                {move || {
                                    fits(Action::Edit)
                                        .then(|| {
                                            view! {
                                                <Button
                                                    symbol=Icon::People
                                                    on_click=move || desk.ask_give(chosen.get_untracked())
                                                >
                                                    {text::bulk_access()}
                                                </Button>
                                            }
                                        })
                                }}
                                {move || {
                                    fits(Action::Delete)
                                        .then(|| {
                                            view! {
                                                <Button
                                                    variant=Variant::DangerQuiet
                                                    symbol=Icon::Trash
                                                    on_click=move || desk.ask_delete(chosen.get_untracked())
                                                >
                                                    {text::bulk_delete()}
                                                </Button>
                                            }
                                        })
                                }}
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
