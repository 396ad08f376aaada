//! Head, notices, place in the tree, and tool bar.

use leptos::prelude::*;

use super::{
    desk::{Desk, INFO, Target},
    query::{Filter, Query},
    words,
};
use crate::{
    i18n::{number, text::collections as text},
    pages::{
        list_toolbar::{self, list_toolbar, options},
        people::batches::BatchProgress,
        problem::stale_list,
    },
    ui::{Button, Callout, Icon, IconButton, Tone, Variant},
};

/// Title, count, and the way to make one.
pub fn head(desk: Desk) -> AnyView {
    let known = Memo::new(move |_| desk.data.with(|shelf| shelf.list.len()));
    let creates = Memo::new(move |_| desk.rights().may_create());
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
                <span class="page-head__count">
                    {move || known.get().map(|count| number(i64::try_from(count).unwrap_or(i64::MAX)))}
                </span>
            </div>
            {move || {
                creates
                    .get()
                    .then(|| {
                        view! {
                            <div class="page-head__actions">
                                <Button
                                    variant=Variant::Primary
                                    symbol=Icon::Plus
                                    on_click=move || create(desk)
                                >
                                    {text::new()}
                                </Button>
                            </div>
                        }
                    })
            }}
            {move || (!creates.get()).then(|| view! { <p class="page-head__lead t-13">{text::why_create()}</p> })}
        </div>
    }
    .into_any()
}

/// A new collection where one is looking.
pub fn create(desk: Desk) {
    let parent = desk.list.with(|query| query.parent.clone());
    desk.open(Target::New(parent), INFO);
}

/// What needs a manager, and what could not be read.
pub fn notices(desk: Desk) -> AnyView {
    let data = desk.data;
    let needs = Memo::new(move |_| data.with(|shelf| shelf.facts.iter().filter(|fact| fact.needs_access).count()));
    let filtered = Memo::new(move |_| desk.list.with(|query| query.filter == Filter::NeedsAccess));
    view! {
        <div class="notices">
            <BatchProgress batches=desk.batches />
            {move || {
                let failure = data.failure.get().filter(|_| data.shelf().is_some());
                failure.map(|problem| stale_list(problem, move || data.reload()))
            }}
            {move || {
                let count = i64::try_from(needs.get().unwrap_or_default()).unwrap_or(i64::MAX);
                (count > 0 && !filtered.get())
                    .then(|| {
                        view! {
                            <Callout tone=Tone::Warning title=text::needs_title(count)>
                                <p>{text::needs_text()}</p>
                                <p class="callout__actions">
                                    <Button
                                        variant=Variant::Link
                                        on_click=move || {
                                            desk.list
                                                .set(|query| {
                                                    *query = Query { filter: Filter::NeedsAccess, ..Query::default() };
                                                });
                                        }
                                    >
                                        {text::needs_show()}
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

/// Where in the tree one is, with the way back up; nothing for the whole tree.
pub fn place(desk: Desk) -> AnyView {
    let line = Memo::new(move |_| {
        let parent = desk.list.with(|query| query.parent.clone());
        desk.data
            .with(|shelf| {
                let at = shelf.tree.find(&parent)?;
                let named = |at| Some((shelf.tree.node(at)?.key.clone(), words::called(shelf, at)));
                Some(shelf.tree.line(at).into_iter().filter_map(named).collect::<Vec<_>>())
            })
            .flatten()
    });
    (move || {
        line.get().map(|line| {
            let last = line.len().saturating_sub(1);
            let crumbs = line.into_iter().enumerate().map(|(place, (key, name))| {
                if place == last {
                    view! {
                        <li>
                            <span aria-current="location" dir="auto">
                                {name}
                            </span>
                        </li>
                    }
                    .into_any()
                } else {
                    view! {
                        <li>
                            <button class="crumb" type="button" dir="auto" on:click=move |_| desk.enter(key.clone())>
                                {name}
                            </button>
                        </li>
                    }
                    .into_any()
                }
            });
            view! {
                <nav class="tree-place" aria-label=text::crumbs()>
                    <ol class="crumbs">
                        <li>
                            <button class="crumb" type="button" on:click=move |_| desk.enter(String::new())>
                                {text::crumb_all()}
                            </button>
                        </li>
                        {crumbs.collect::<Vec<_>>()}
                    </ol>
                </nav>
            }
        })
    })
    .into_any()
}

/// Filters with counts on the left, search on the right.
pub fn toolbar(desk: Desk) -> AnyView {
    let Desk { data, list, .. } = desk;
    let counts = Memo::new(move |_| data.with(|shelf| list.with(|query| query.counts(&shelf.facts))));
    let options = Signal::derive(move || counts.with(|counts| options(counts.as_deref(), label)));
    let closed = Memo::new(move |_| desk.closed.with(|closed| !closed.is_empty()));
    let fold_all = move || {
        if closed.get_untracked() {
            desk.closed.update(std::collections::BTreeSet::clear);
        } else {
            let branches = untrack(|| {
                data.with(|shelf| {
                    let all = shelf.tree.all().into_iter().filter_map(|at| shelf.tree.node(at));
                    all.filter(|node| !node.children.is_empty()).map(|node| node.key.clone()).collect()
                })
            });
            desk.closed.set(branches.unwrap_or_default());
        }
    };
    let fold = view! {
        <IconButton
            symbol=Icon::UpDown
            label=Signal::derive(move || {
                if closed.get() { text::expand_all() } else { text::collapse_all() }.to_owned()
            })
            on_click=fold_all
        />
    }
    .into_any();
    let words = list_toolbar::Words { filters: text::filter_label(), search: text::search(), again: text::refresh() };
    list_toolbar(list, words, options, Some(fold), data.reading, move || data.reload_all())
}

const fn label(filter: Filter) -> &'static str {
    match filter {
        Filter::All => text::filter_all(),
        Filter::NeedsAccess => text::filter_needs_access(),
    }
}
