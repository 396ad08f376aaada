//! The groups of one client (GRP-01…03; screens §2.12). The route asks for the right and the plan.

mod bulk;
mod changed;
mod data;
mod delete;
mod desk;
mod form;
mod panels;
mod results;
mod row;
mod sheet;
mod table;
mod toolbar;
mod words;

use leptos::prelude::*;

use bulk::bulk_bar;
use data::GroupsData;
use delete::DeleteDialog;
use desk::Desk;
use results::Results;
use sheet::GroupSheet;
use table::GroupsTable;
use toolbar::{head, notices, toolbar};

use super::scope::ClientScope;
use crate::{
    i18n::text::groups as text,
    pages::list_face::{self, Face},
    ui::{Button, EmptyKind, EmptyState, Icon, SkeletonRows, Variant},
};

/// The list, its sheet and its dialogs.
#[component]
pub fn GroupsPage() -> AnyView {
    let scope = ClientScope::here();
    // Another client is another page: neither a selection nor anything typed may come along.
    scope.each(|scope| view! { <OfOneClient scope=scope /> }.into_any())
}

#[component]
fn OfOneClient(scope: ClientScope) -> AnyView {
    let desk = Desk::new(GroupsData::new(scope));
    let Desk { data, list, selection, .. } = desk;
    let selected = Memo::new(move |_| match data.rows() {
        Some(rows) => list.with(|query| query.select(&rows)),
        None => Vec::new(),
    });
    let keys = Memo::new(move |_| {
        let rows = data.rows().unwrap_or_default();
        selected.with(|selected| {
            selected.iter().filter_map(|at| rows.get(*at)).map(|row| row.id.clone()).collect::<Vec<_>>()
        })
    });
    Effect::new(move |_| {
        // What is gone is no longer chosen.
        if let Some(rows) = data.rows() {
            untrack(|| selection.retain(|id| rows.iter().any(|row| row.id == id)));
        }
    });
    let sort = list.sort();
    let face = Memo::new(move |_| {
        let rows = data.rows().map(|rows| rows.len());
        Face::of(rows, data.failure.with(Option::is_some), selected.with(Vec::len))
    });
    let body = move || match face.get() {
        Face::Reading => view! { <SkeletonRows rows=8 /> }.into_any(),
        Face::Failed => list_face::failed(text::failed_title(), data.failure, data.reading, move || data.reload()),
        Face::Nothing => empty(desk),
        Face::NoMatch => list_face::no_match(text::no_match_title(), text::no_match_text(), text::clear(), move || {
            desk.list.set(|query| *query = query.cleared())
        }),
        Face::Table => view! { <GroupsTable keys=keys desk=desk sort=sort /> }.into_any(),
    };
    let counted = move || {
        let some = data.rows().is_some_and(|rows| !rows.is_empty());
        some.then(|| text::shown(words::int(selected.with(Vec::len))))
    };
    view! {
        {head(desk)}
        {notices(desk)}
        {toolbar(desk)}
        {body}
        <p class="table-foot" role="status">
            {counted}
        </p>
        {bulk_bar(desk, keys)}
        <GroupSheet desk=desk />
        <DeleteDialog desk=desk />
        <Results desk=desk />
    }
    .into_any()
}

fn empty(desk: Desk) -> AnyView {
    view! {
        <EmptyState kind=EmptyKind::NothingYet title=text::empty_title() text=text::empty_text()>
            <Button variant=Variant::Primary symbol=Icon::Plus on_click=move || desk.open("", sheet::INFO)>
                {text::new()}
            </Button>
        </EmptyState>
    }
    .into_any()
}
