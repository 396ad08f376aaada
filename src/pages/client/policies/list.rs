//! The list of policies, in groups.

use leptos::prelude::*;
use portal_client::policies::Policies;
use portal_contracts::policies::PolicyType;

use super::{Desk, query::Query, words, words::Group};
use crate::{
    i18n::{number, text::policies as text},
    pages::{clients::fold::fold, list_state::InAddress},
    ui::{Badge, Button, EmptyKind, EmptyState, Icon, SearchField, Tone},
};

/// The kinds that are listed for what was read and searched; reactive.
fn shown(desk: Desk, group: Group, search: &str) -> Vec<PolicyType> {
    let wanted = fold(search.trim());
    let features = desk.data.scope.entry.with(|entry| entry.as_ref().map(|entry| entry.features.clone()));
    let features = features.unwrap_or_default();
    desk.data.read.with(|read| {
        let Some(read) = read else { return Vec::new() };
        let offered = group.kinds().iter().copied().filter(|kind| words::is_offered(*kind, &features, read));
        offered.filter(|kind| matches(*kind, &wanted)).collect()
    })
}

fn matches(kind: PolicyType, wanted: &str) -> bool {
    let has = |text: &str| fold(text).contains(wanted);
    wanted.is_empty() || has(&words::name(kind)) || has(words::line(kind)) || has(words::about(kind))
}

/// How many of all that are offered are on; reactive.
#[must_use]
pub fn count(desk: Desk) -> Option<String> {
    let kinds: Vec<PolicyType> = Group::ALL.into_iter().flat_map(|group| shown(desk, group, "")).collect();
    desk.data.read.with(|read| read.as_ref().map(|read| text::count(&on_of(read, &kinds), &size(kinds.len()))))
}

fn on_of(read: &Policies, kinds: &[PolicyType]) -> String {
    size(kinds.iter().filter(|kind| read.is_on(**kind)).count())
}

fn size(count: usize) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The list with its search.
pub fn list(desk: Desk) -> AnyView {
    let search = Signal::derive(move || desk.list.with(|query| query.search.clone()));
    let groups = Memo::new(move |_| {
        let search = search.get();
        Group::ALL.map(|group| shown(desk, group, &search))
    });
    let change = Callback::new(move |(typed,): (String,)| desk.list.set_soon(|query: &mut Query| query.search = typed));
    let body = move || {
        let groups = groups.get();
        if groups.iter().all(Vec::is_empty) {
            return no_match(desk);
        }
        Group::ALL
            .into_iter()
            .zip(groups)
            .map(|(group, kinds)| section(desk, group, kinds))
            .collect::<Vec<_>>()
            .into_any()
    };
    view! {
        <nav class="policy-list" aria-label=text::list()>
            <div class="policy-list__search">
                <SearchField label=text::search() value=search on_change=change />
            </div>
            {body}
            {unknown(desk)}
        </nav>
    }
    .into_any()
}

fn no_match(desk: Desk) -> AnyView {
    view! {
        <EmptyState kind=EmptyKind::NoMatch title=text::no_match_title() text=text::no_match_text()>
            <Button on_click=move || {
                desk.list.set(|query| query.search.clear());
            }>{text::clear()}</Button>
        </EmptyState>
    }
    .into_any()
}

fn section(desk: Desk, group: Group, kinds: Vec<PolicyType>) -> AnyView {
    if kinds.is_empty() {
        return ().into_any();
    }
    let all = kinds.clone();
    let on = move || {
        desk.data.read.with(|read| read.as_ref().map(|read| text::group_count(&on_of(read, &all), &size(all.len()))))
    };
    let rows: Vec<_> = kinds.into_iter().map(|kind| row(desk, kind)).collect();
    view! {
        <section class="policy-list__group">
            <h2 class="policy-list__title">
                <span>{group.name()}</span>
                <span class="num">{on}</span>
            </h2>
            <ul>{rows}</ul>
        </section>
    }
    .into_any()
}

fn row(desk: Desk, kind: PolicyType) -> AnyView {
    let href = move || desk.list.with(|query| Query { policy: Some(kind), ..query.clone() }.write());
    let current = move || desk.list.with(|query| query.policy == Some(kind)).then_some("true");
    let on = Memo::new(move |_| desk.data.read.with(|read| read.as_ref().is_some_and(|read| read.is_on(kind))));
    let badge = move || {
        let draft = desk.list.with(|query| query.policy == Some(kind)) && desk.drafts.unsaved();
        match (draft, on.get()) {
            (true, _) => view! { <Badge tone=Tone::Primary>{text::draft()}</Badge> }.into_any(),
            (false, true) => view! { <Badge tone=Tone::Success symbol=Icon::Check>{text::on()}</Badge> }.into_any(),
            (false, false) => ().into_any(),
        }
    };
    view! {
        <li>
            <a
                class="policy"
                href=href
                aria-current=current
                on:click=move |event| {
                    if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                        event.prevent_default();
                        desk.open(Some(kind));
                    }
                }
            >
                <span class="policy__name">{words::name(kind)}</span>
                <span class="policy__text">{words::line(kind)}</span>
                {badge}
            </a>
        </li>
    }
    .into_any()
}

/// Policies of newer kinds are counted, so that nobody thinks there are none.
fn unknown(desk: Desk) -> AnyView {
    (move || {
        let count = desk.data.read.with(|read| read.as_ref().map_or(0, |read| read.unknown().count()));
        (count > 0).then(|| {
            view! {
                <section class="policy-list__group">
                    <h2 class="policy-list__title">{text::unknown_title()}</h2>
                    <p class="policy-list__note quiet t-12">
                        {text::unknown_text(i64::try_from(count).unwrap_or(i64::MAX))}
                    </p>
                </section>
            }
        })
    })
    .into_any()
}
