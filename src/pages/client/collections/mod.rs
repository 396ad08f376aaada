//! The collections of a client (screens §2.10, §2.12): the tree, who has access, and what can be done with them.
//! Provider staff see names and access here, never items.

mod actions;
mod bulk;
mod data;
mod delete;
mod desk;
mod give;
mod items;
mod jobs;
mod query;
mod row;
mod sheet;
mod table;
mod toolbar;
mod words;

use leptos::prelude::*;

use bulk::bulk_bar;
use data::CollectionsData;
pub use data::outdated;
use delete::DeleteDialog;
use desk::Desk;
use give::GiveSheet;
use query::Query;
use sheet::CollectionSheet;
use table::TreeTable;
use toolbar::{head, notices, place, toolbar};

use super::scope::ClientScope;
use crate::{
    i18n::text::collections as text,
    pages::{list_face, people::results::Results},
    ui::{Button, EmptyKind, EmptyState, Icon, SkeletonRows, Variant},
};

/// The tree, its sheets and its dialogs.
#[component]
pub fn CollectionsPage() -> AnyView {
    let scope = ClientScope::here();
    // Another client is another page: nothing that was chosen or typed may come along.
    scope.each(|scope| view! { <OfOneClient scope=scope /> }.into_any())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Reading,
    Failed,
    Forbidden,
    Nothing,
    NoMatch,
    Inside,
    Table,
}

#[component]
fn OfOneClient(scope: ClientScope) -> AnyView {
    let desk = Desk::new(CollectionsData::new(scope));
    let data = desk.data;
    let shown = Memo::new(move |_| {
        let closed = desk.closed.get();
        let visible = data.with(|shelf| desk.list.with(|query| query.visible(&shelf.tree, &shelf.facts, &closed)));
        visible.unwrap_or_default()
    });
    Effect::new(move |_| {
        // What is gone, or is no collection, cannot be chosen.
        if let Some(shelf) = data.shelf() {
            untrack(|| desk.selection.retain(|id| shelf.by_id(id).is_some()));
        }
    });
    Effect::new(move |_| desk.collect());
    let retry = Callback::new(move |(ids,): (Vec<String>,)| desk.retry(&ids));
    let face = Memo::new(move |_| match data.shelf() {
        None if data.forbidden.get() => Face::Forbidden,
        None if data.failure.with(Option::is_some) => Face::Failed,
        None => Face::Reading,
        Some(shelf) if shelf.list.is_empty() => Face::Nothing,
        Some(_) if !shown.with(Vec::is_empty) => Face::Table,
        Some(_) if desk.list.with(|query| !query.narrows() && !query.parent.is_empty()) => Face::Inside,
        Some(_) => Face::NoMatch,
    });
    let body = move || match face.get() {
        Face::Reading => view! { <SkeletonRows rows=10 /> }.into_any(),
        Face::Failed => list_face::failed(text::failed_title(), data.failure, data.reading, move || data.reload()),
        Face::Forbidden => view! {
            <EmptyState kind=EmptyKind::NoPermission title=text::forbidden_title() text=text::forbidden_text() />
        }
        .into_any(),
        Face::Nothing => empty(desk, EmptyKind::NothingYet, text::none_title(), text::none_text()),
        Face::Inside => empty(desk, EmptyKind::NothingYet, text::inside_title(), text::inside_text()),
        Face::NoMatch => list_face::no_match(text::no_match_title(), text::no_match_text(), text::clear(), move || {
            desk.list.set(|query| *query = Query { parent: query.parent.clone(), ..Query::default() });
        }),
        Face::Table => view! { <TreeTable desk=desk shown=shown /> }.into_any(),
    };
    view! {
        {head(desk)}
        {notices(desk)}
        {place(desk)}
        {toolbar(desk)}
        {body}
        {foot(desk, shown)}
        {bulk_bar(desk, shown)}
        <CollectionSheet desk=desk />
        <GiveSheet desk=desk />
        <DeleteDialog desk=desk />
        <Results open=desk.results outcome=desk.outcome strip=scope.strip() on_retry=retry />
    }
    .into_any()
}

fn empty(desk: Desk, kind: EmptyKind, title: &'static str, words: &'static str) -> AnyView {
    let creates = untrack(|| desk.rights().may_create());
    view! {
        <EmptyState kind=kind title=title text=words>
            {creates
                .then(|| {
                    view! {
                        <Button variant=Variant::Primary symbol=Icon::Plus on_click=move || toolbar::create(desk)>
                            {text::new()}
                        </Button>
                    }
                })}
        </EmptyState>
    }
    .into_any()
}

/// How many are shown, said politely when it changes, and what one sees here.
fn foot(desk: Desk, shown: Memo<Vec<portal_client::collections::tree::At>>) -> AnyView {
    let count = Memo::new(move |_| {
        desk.data.with(|shelf| shown.with(|shown| shown.iter().filter(|at| shelf.collection(**at).is_some()).count()))
    });
    let provider = Memo::new(move |_| desk.data.scope.standing().role.is_none());
    view! {
        <p class="table-foot">
            <span role="status">
                {move || count.get().map(|count| text::shown(i64::try_from(count).unwrap_or(i64::MAX)))}
            </span>
            {move || provider.get().then(|| view! { <span>{text::you_see_names()}</span> })}
        </p>
    }
    .into_any()
}
