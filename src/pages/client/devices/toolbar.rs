//! Head, notices and tool bar of the devices page.

use leptos::prelude::*;
use portal_client::devices::Verdict;

use super::{
    desk::Desk,
    row::{Filter, Row},
};
use crate::{
    i18n::{number, text::devices as text},
    pages::{
        list_toolbar::{self, list_toolbar, options},
        people::batches::BatchProgress,
        problem::stale_list,
    },
    ui::{Button, Callout, Icon, Tone, Variant},
};

fn int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Title, count, and the answers to all that are shown.
pub fn head(desk: Desk, shown: Memo<Vec<Row>>) -> AnyView {
    let known = Memo::new(move |_| desk.data.rows().map(|rows| rows.len()));
    let all = Memo::new(move |_| shown.with(Vec::len));
    let ready = Memo::new(move |_| shown.with(|shown| shown.iter().filter(|row| row.may_approve()).count()));
    let narrowed = Memo::new(move |_| desk.list.with(super::row::Query::narrows));
    let busy = Signal::derive(move || desk.batches.busy());
    let deny = move || {
        let count = int(all.get());
        if narrowed.get() { text::deny_shown(count) } else { text::deny_all(count) }
    };
    let approve = move || match (int(ready.get()), int(all.get())) {
        (count, total) if count < total => text::approve_some(count, &number(total)),
        (count, _) if narrowed.get() => text::approve_shown(count),
        (count, _) => text::approve_all(count),
    };
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
                <span class="page-head__count">{move || known.get().map(|count| number(int(count)))}</span>
            </div>
            <div class="page-head__actions">
                {move || {
                    (all.get() > 0)
                        .then(|| {
                            view! {
                                <Button
                                    variant=Variant::DangerQuiet
                                    disabled=busy
                                    on_click=move || desk.ask(Verdict::Deny, shown.get_untracked())
                                >
                                    {deny}
                                </Button>
                            }
                        })
                }}
                {move || {
                    (ready.get() > 0)
                        .then(|| {
                            view! {
                                <Button
                                    variant=Variant::Primary
                                    symbol=Icon::Check
                                    disabled=busy
                                    on_click=move || desk.ask(Verdict::Approve, shown.get_untracked())
                                >
                                    {approve}
                                </Button>
                            }
                        })
                }}
            </div>
            <p class="page-head__lead">{text::lead()}</p>
        </div>
    }
    .into_any()
}

/// How far work is, what could not be read, what is not shown.
pub fn notices(desk: Desk) -> AnyView {
    let data = desk.data;
    view! {
        <div class="notices">
            <BatchProgress batches=desk.batches />
            {move || {
                let failure = data.failure.get().filter(|_| data.rows().is_some());
                failure.map(|problem| stale_list(problem, move || data.reload()))
            }}
            {move || {
                let more = data.left_out();
                (more > 0)
                    .then(|| {
                        view! {
                            <Callout tone=Tone::Info>
                                <p>{text::left_out(int(more))}</p>
                            </Callout>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// Filters with counts on the left, search and another look on the right.
pub fn toolbar(desk: Desk) -> AnyView {
    let Desk { data, list, .. } = desk;
    let counts = Memo::new(move |_| data.rows().map(|rows| list.with(|query| query.counts(&rows))));
    let options = Signal::derive(move || counts.with(|counts| options(counts.as_deref(), label)));
    let words = list_toolbar::Words { filters: text::filter_label(), search: text::search(), again: text::refresh() };
    list_toolbar(list, words, options, None, data.reading, move || data.reload())
}

const fn label(filter: Filter) -> &'static str {
    match filter {
        Filter::All => text::filter_all(),
        Filter::Ready => text::filter_ready(),
        Filter::Held => text::filter_held(),
    }
}
