//! Head, notices and tool bar of the members page.

use std::sync::Arc;

use leptos::prelude::*;

use super::{actions::Action, data::names, desk::Desk, export, query::Filter, row::Row};
use crate::{
    i18n::{number, text::members as text},
    pages::{
        export::csv_name,
        list_query::Named,
        list_toolbar::{self, list_toolbar, options},
        people::batches::BatchProgress,
        problem::stale_list,
    },
    platform::download,
    ui::{Button, Callout, Entry, Icon, Menu, Tone, Trigger, Variant},
};
use portal_contracts::permissions::ClientAction;

/// Title, count, the list as a file, and the way to invite.
pub fn head(desk: Desk, selected: Memo<Vec<usize>>) -> AnyView {
    let data = desk.data;
    let known = Memo::new(move |_| data.rows().map(|rows| rows.len()));
    let may_invite = Memo::new(move |_| data.scope.allows(ClientAction::ManageMembers));
    let save = move |rows: Arc<Vec<Row>>, places: Vec<usize>| {
        let groups = data.groups.items.with_untracked(names);
        let groups = untrack(|| data.rules.get().groups).then_some(&groups);
        let file = export::file(places.iter().filter_map(|at| rows.get(*at)), groups);
        let name = csv_name(text::export_name(), &untrack(|| data.scope.name()));
        if !download::offer(&name, "text/csv;charset=utf-8", file.as_bytes()) {
            desk.toasts.danger(text::export_failed(), "");
        }
    };
    let exports = Callback::new(move |()| {
        let rows = untrack(|| data.rows()).unwrap_or_default();
        let shown = selected.get_untracked();
        let all: Vec<usize> = (0..rows.len()).collect();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let entry = |label: String, places: Vec<usize>| {
            let off = places.is_empty().then(|| text::export_empty().to_owned());
            let rows = Arc::clone(&rows);
            Entry::action(Icon::Download, label, move || save(Arc::clone(&rows), places.clone())).unless(off)
        };
        vec![
            entry(text::export_shown(count(shown.len())), shown.clone()),
            entry(text::export_all(count(rows.len())), all),
        ]
    });
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
                <span class="page-head__count">
                    {move || known.get().map(|count| number(i64::try_from(count).unwrap_or(i64::MAX)))}
                </span>
            </div>
            <div class="page-head__actions">
                <Menu
                    label=text::export()
                    trigger=Trigger::Words { symbol: Icon::Download, primary: false }
                    entries=exports
                />
                {move || {
                    may_invite
                        .get()
                        .then(|| {
                            view! {
                                <Button
                                    variant=Variant::Primary
                                    symbol=Icon::Plus
                                    on_click=move || desk.inviting.draft.open().set(true)
                                >
                                    {text::invite()}
                                </Button>
                            }
                        })
                }}
            </div>
        </div>
    }
    .into_any()
}

/// Who waits, what runs, and what could not be read.
pub fn notices(desk: Desk) -> AnyView {
    let data = desk.data;
    let waiting = Memo::new(move |_| desk.waiting());
    view! {
        <div class="notices">
            <BatchProgress batches=desk.batches />
            {move || {
                let failure = data.failure.get().filter(|_| data.rows().is_some());
                failure.map(|problem| stale_list(problem, move || data.reload()))
            }}
            {move || {
                let count = i64::try_from(waiting.with(Vec::len)).unwrap_or(i64::MAX);
                (count > 0)
                    .then(|| {
                        view! {
                            <Callout tone=Tone::Warning title=text::waiting_title(count)>
                                <p>{text::waiting_text()}</p>
                                <p class="callout__actions">
                                    <Button
                                        variant=Variant::Link
                                        on_click=move || desk.act(Action::Confirm, waiting.get_untracked())
                                    >
                                        {text::waiting_start(count)}
                                    </Button>
                                </p>
                            </Callout>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// Filters with counts on the left, search on the right.
pub fn toolbar(desk: Desk) -> AnyView {
    let Desk { data, list, .. } = desk;
    let counts = Memo::new(move |_| data.rows().map(|rows| list.with(|query| query.counts(&rows))));
    // Staged members exist only where a directory provisions: elsewhere the filter would be noise.
    let staged = Memo::new(move |_| {
        data.rows().is_some_and(|rows| rows.iter().any(|row| Filter::Staged.keeps(row)))
            || list.with(|query| query.filter == Filter::Staged)
    });
    let options = Signal::derive(move || {
        let mut options = counts.with(|counts| options(counts.as_deref(), label));
        options.retain(|option| option.value != Filter::Staged.name() || staged.get());
        options
    });
    let words = list_toolbar::Words { filters: text::filter_label(), search: text::search(), again: text::refresh() };
    list_toolbar(list, words, options, None, data.reading, move || data.reload_all())
}

const fn label(filter: Filter) -> &'static str {
    match filter {
        Filter::All => text::filter_all(),
        Filter::Invited => text::filter_invited(),
        Filter::ToConfirm => text::filter_to_confirm(),
        Filter::Revoked => text::filter_revoked(),
        Filter::Staged => text::filter_staged(),
    }
}
