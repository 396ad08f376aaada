//! Head, notices and tool bar of the groups page.

use leptos::prelude::*;

use super::{desk::Desk, row::Filter, sheet, words};
use crate::{
    i18n::text::groups as text,
    pages::{
        list_toolbar::{self, list_toolbar, options},
        problem::stale_list,
    },
    ui::{Button, Callout, Icon, Tone, Variant},
};

/// Title, count, and the way to a new group.
pub fn head(desk: Desk) -> AnyView {
    let known = Memo::new(move |_| desk.data.rows().map(|rows| rows.len()));
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
                <span class="page-head__count">{move || known.get().map(words::count)}</span>
            </div>
            <div class="page-head__actions">
                // An empty list offers it in its middle.
                {move || {
                    (known.get() != Some(0))
                        .then(|| {
                            view! {
                                <Button
                                    variant=Variant::Primary
                                    symbol=Icon::Plus
                                    on_click=move || desk.open("", sheet::INFO)
                                >
                                    {text::new()}
                                </Button>
                            }
                        })
                }}
            </div>
        </div>
    }
    .into_any()
}

/// What could not be read.
pub fn notices(desk: Desk) -> AnyView {
    let data = desk.data;
    let read = Memo::new(move |_| data.rows().is_some_and(|rows| !rows.is_empty()) && !data.reading.get());
    let lacks = move |missing: bool, words: &'static str| {
        (read.get() && missing).then(|| {
            view! {
                <Callout tone=Tone::Warning>
                    <p>{words}</p>
                </Callout>
            }
        })
    };
    view! {
        <div class="notices">
            {move || {
                let failure = data.failure.get().filter(|_| data.rows().is_some());
                failure.map(|problem| stale_list(problem, move || data.reload()))
            }}
            {move || lacks(data.collections.with(Option::is_none), text::names_failed())}
            {move || lacks(data.members.with(Option::is_none), text::members_failed())}
            {move || {
                (read.get() && data.members.with(Option::is_some) && !data.counted.get())
                    .then(|| {
                        view! {
                            <Callout>
                                <p>{text::members_short()}</p>
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
    let options = Signal::derive(move || counts.with(|counts| options(counts.as_deref(), label)));
    let words = list_toolbar::Words { filters: text::filter_label(), search: text::search(), again: text::refresh() };
    list_toolbar(list, words, options, None, data.reading, move || data.reload())
}

const fn label(filter: Filter) -> &'static str {
    match filter {
        Filter::All => text::filter_all(),
        Filter::NoCollections => text::filter_no_collections(),
        Filter::NoMembers => text::filter_no_members(),
    }
}
