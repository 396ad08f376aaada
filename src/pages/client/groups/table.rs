//! The table of groups: cells and the menu of a row.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    desk::Desk,
    row::{Column as Order, Row},
    sheet, words,
};
use crate::{
    i18n::{self, text::groups as text},
    ui::{Badge, Cell, Cells, Column, DataTable, Entry, Icon, Menu, Sort, icon},
};

/// Most names of collections in a row.
const NAMES: usize = 3;

/// The table. `keys` are group ids in order.
#[component]
pub fn GroupsTable(#[prop(into)] keys: Signal<Vec<String>>, desk: Desk, sort: RwSignal<Sort>) -> AnyView {
    let data = desk.data;
    let columns = vec![
        Column::name(Order::Name.name(), text::column_name()),
        Column::new(Order::Collections.name(), text::column_collections()).drop(1),
        Column::new(Order::Members.name(), text::column_members()).end(),
        Column::menu(),
    ];
    let cells: Cells = Arc::new(move |key: &str| {
        let key = key.to_owned();
        let row = Memo::new(move |_| data.row(&key));
        let part = move |draw: fn(&Row) -> AnyView| move || row.with(|row| row.as_ref().map(draw));
        vec![
            Cell::new(move || row.get().map(|row| name_cell(row, desk))),
            Cell::new(part(collections_cell)),
            Cell::new(part(members_cell)),
            Cell::new(row_menu(row, desk)),
        ]
    });
    let row_name = Arc::new(move |key: &str| data.row(key).map(|row| row.name).unwrap_or_default());
    let open = Callback::new(move |(key,): (String,)| desk.open(&key, sheet::INFO));
    view! {
        <DataTable
            label=text::title()
            columns=columns
            keys=keys
            cells=cells
            sort=sort
            selection=desk.selection
            row_name=row_name
            on_open=open
        />
    }
    .into_any()
}

fn name_cell(row: Row, desk: Desk) -> AnyView {
    let Row { id, name, external, .. } = row;
    let label = text::open_for(&name);
    view! {
        <span class="group-name">
            {icon(Icon::Groups)}
            <button
                class="btn"
                type="button"
                data-variant="link"
                aria-label=label
                on:click=move |_| desk.open(&id, sheet::INFO)
            >
                <span dir="auto">{name}</span>
            </button>
            {external.then(|| view! { <Badge line=true>{text::directory()}</Badge> })}
        </span>
    }
    .into_any()
}

fn collections_cell(row: &Row) -> AnyView {
    if row.collection_count == 0 {
        return view! { <span class="quiet">{text::no_collections()}</span> }.into_any();
    }
    if row.collections.is_empty() {
        return text::collections_some(words::int(row.collection_count)).into_any();
    }
    let shown = row.collections.iter().take(NAMES).map(|name| {
        let name = name.clone();
        view! {
            <Badge line=true>
                <span class="group-badge" dir="auto">
                    {name}
                </span>
            </Badge>
        }
    });
    let more = row.collection_count.saturating_sub(row.collections.len().min(NAMES));
    let rest = (more > 0).then(|| {
        let names: Vec<String> = row.collections.iter().skip(NAMES).cloned().collect();
        let label = text::more_label(words::int(more), &i18n::list(&names));
        view! {
            <span class="quiet num" title=label.clone()>
                <span aria-hidden="true">{text::more(&words::count(more))}</span>
                <span class="visually-hidden">{label.clone()}</span>
            </span>
        }
    });
    view! { <span class="group-badges">{shown.collect::<Vec<_>>()} {rest}</span> }.into_any()
}

fn members_cell(row: &Row) -> AnyView {
    match row.members {
        Some(count) => text::people(words::int(count)).into_any(),
        None => view! { <span class="quiet">{text::members_unknown()}</span> }.into_any(),
    }
}

fn row_menu(row: Memo<Option<Row>>, desk: Desk) -> AnyView {
    let label = Signal::derive(move || {
        text::menu_for(&row.with(|row| row.as_ref().map(|row| row.name.clone())).unwrap_or_default())
    });
    let entries = Callback::new(move |()| {
        let Some(row) = row.get_untracked() else { return Vec::new() };
        let open = |symbol: Icon, label: &'static str, tab: &'static str| {
            let id = row.id.clone();
            Entry::action(symbol, label, move || desk.open(&id, tab))
        };
        let target = row.clone();
        vec![
            open(Icon::Edit, text::edit(), sheet::INFO),
            open(Icon::People, text::edit_members(), sheet::MEMBERS),
            open(Icon::Folder, text::edit_collections(), sheet::COLLECTIONS),
            Entry::Separator,
            Entry::action(Icon::Trash, text::delete(), move || desk.ask_delete(vec![target.clone()])).dangerous(),
        ]
    });
    view! { <Menu label=label entries=entries /> }.into_any()
}
