//! Tables that stay fast with thousands of rows: only the rows near the screen exist, sorting is by header, selection by
//! check box, Space or Shift, moving by arrow keys or `j`/`k`. The page hands over keys in order and draws the cells.

mod keys;
mod pace;
mod selection;
mod settle;
mod shown;
mod window;

use std::sync::Arc;

use leptos::{ev, html, prelude::*};

use pace::Frames;
pub use selection::{Selection, Sort};
use settle::Settled;
use shown::Shown;
use window::Window;

use super::icon::{Icon, icon};
use crate::i18n::text;

/// One column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Name for sorting, as in the URL; empty when the column cannot be sorted.
    pub id: &'static str,
    /// Heading; for assistive technology only when `kind` is `Menu`.
    pub label: &'static str,
    /// Leaves first when it gets narrow: 3, then 2, then 1; 0 stays.
    pub drop: u8,
    /// Numbers stand at the end edge.
    pub end: bool,
    /// What the column holds.
    pub kind: Kind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any content.
    Plain,
    /// Who or what the row is about; the row's header.
    Name,
    /// The row's menu.
    Menu,
}

impl Column {
    /// A sortable column.
    #[must_use]
    pub const fn new(id: &'static str, label: &'static str) -> Self {
        Column { id, label, drop: 0, end: false, kind: Kind::Plain }
    }

    /// The column that names the row.
    #[must_use]
    pub const fn name(id: &'static str, label: &'static str) -> Self {
        Column { id, label, drop: 0, end: false, kind: Kind::Name }
    }

    /// The column of row menus.
    #[must_use]
    pub const fn menu() -> Self {
        Column { id: "", label: text::ui::actions(), drop: 0, end: false, kind: Kind::Menu }
    }

    /// Leaves when it gets narrow (3 first).
    #[must_use]
    pub const fn drop(mut self, rank: u8) -> Self {
        self.drop = rank;
        self
    }

    /// Stands at the end edge.
    #[must_use]
    pub const fn end(mut self) -> Self {
        self.end = true;
        self
    }
}

/// What goes into one cell.
pub struct Cell {
    content: AnyView,
    /// Hidden where rows become cards, because it is the normal case.
    hide_on_card: bool,
}

impl Cell {
    /// A cell that is always shown.
    pub fn new(content: impl IntoAny) -> Self {
        Cell { content: content.into_any(), hide_on_card: false }
    }

    /// A cell left out where rows become cards: what is normal takes no space there.
    #[must_use]
    pub const fn hide_on_card(mut self, hide: bool) -> Self {
        self.hide_on_card = hide;
        self
    }
}

/// Draws the cells of the row with this key, one per column. Called inside a reactive scope of its own.
pub type Cells = Arc<dyn Fn(&str) -> Vec<Cell> + Send + Sync>;

/// The name of the row with this key; reactive.
pub type RowName = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// Whether the row with this key can be chosen.
pub type Choosable = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// A table of any length. `keys` are the rows to show, in order; a key stays the same for the same thing.
#[component]
pub fn DataTable(
    #[prop(into)] label: Signal<String>,
    columns: Vec<Column>,
    #[prop(into)] keys: Signal<Vec<String>>,
    cells: Cells,
    /// Sorted by a press on a heading; the page keeps it in the URL and orders `keys`.
    #[prop(optional)]
    sort: Option<RwSignal<Sort>>,
    /// Rows can be chosen; needs `row_name` for the check boxes.
    #[prop(optional)]
    selection: Option<Selection>,
    /// The name of a row, for its check box.
    #[prop(optional)]
    row_name: Option<RowName>,
    /// Rows that can be chosen; all of them without it. Needs `selection`.
    #[prop(optional)]
    choosable: Option<Choosable>,
    /// Rows with two lines of text.
    #[prop(optional)]
    two_lines: bool,
    /// Enter on a row.
    #[prop(into, optional)]
    on_open: Option<Callback<(String,)>>,
    /// Arrow keys to the side on a row: opens (`true`) or closes what is below it.
    #[prop(into, optional)]
    on_fold: Option<Callback<(String, bool)>>,
) -> AnyView {
    let node = NodeRef::<html::Table>::new();
    let active = RwSignal::new(None::<String>);
    let columns = StoredValue::new(columns);
    let settled = Settled::follow(keys);
    let keys = Signal::from(settled.keys);
    let window = Window::watch(node, keys, two_lines);
    let width = columns.with_value(Vec::len) + usize::from(selection.is_some());

    // After another search or order nearly every row is a new one. Making them all at once takes longer than a frame, so
    // some come at once and the rest with the next frames. While one scrolls there are few new ones, and all of them come.
    let frames = Frames::new();
    let shown = Memo::new(move |before: Option<&Shown>| {
        settled.on.track();
        let range = window.range.get();
        let shown = keys.with(|keys| Shown::next(before, keys, range, frames.rows()));
        settled.is_behind(shown.cut);
        frames.made(&shown, move || settled.is_waiting(), move || settled.on.notify());
        shown
    });
    let visible = Memo::new(move |_| shown.with(|shown| shown.rows.clone()));
    let positions =
        Memo::new(move |_| visible.with(|rows| rows.iter().map(|(i, k)| (k.clone(), *i)).collect::<Vec<_>>()));

    // The one row that Tab leads to: the active one, or the first that exists.
    let stop = Memo::new(move |_| {
        let active = active.get();
        visible.with(|rows| {
            let there = |key: &String| rows.iter().any(|(_, k)| k == key);
            active.filter(there).or_else(|| rows.first().map(|(_, key)| key.clone()))
        })
    });

    let some_only = choosable.is_some();
    let may_choose = StoredValue::new(choosable);
    let is_choosable = move |key: &str| may_choose.with_value(|may| may.as_ref().is_none_or(|may| may(key)));
    let choices: Signal<Vec<String>> = if some_only {
        Memo::new(move |_| keys.with(|keys| keys.iter().filter(|key| is_choosable(key)).cloned().collect::<Vec<_>>()))
            .into()
    } else {
        keys
    };

    let row = move |key: String| {
        let index = {
            let key = key.clone();
            Memo::new(move |_| positions.with(|rows| rows.iter().find(|(k, _)| *k == key).map_or(0, |(_, i)| *i)))
        };
        let check = selection.map(|selection| {
            if !is_choosable(&key) {
                return view! { <td role="cell" data-cell="check"></td> }.into_any();
            }
            selection::check_cell(selection, key.clone(), row_name.clone(), choices)
        });
        let drawn = columns.with_value(|columns| {
            cells(&key).into_iter().zip(columns).map(|(cell, column)| draw_cell(cell, column)).collect::<Vec<_>>()
        });
        let chosen = {
            let key = key.clone();
            let can = is_choosable(&key);
            move || selection.filter(|_| can).map(|s| if s.contains(&key) { "true" } else { "false" })
        };
        let tab_stop = {
            let key = key.clone();
            move || if stop.with(|stop| stop.as_ref() == Some(&key)) { "0" } else { "-1" }
        };
        let becomes_active = key.clone();
        view! {
            <tr
                role="row"
                data-key=key
                tabindex=tab_stop
                aria-rowindex=move || (index.get() + 2).to_string()
                aria-selected=chosen
                on:focusin=move |_| active.set(Some(becomes_active.clone()))
            >
                {check}
                {drawn}
            </tr>
        }
    };

    let on_keydown = move |event: ev::KeyboardEvent| {
        keys::handle(&event, &keys::Context { node, keys, choices, active, selection, window, on_open, on_fold });
    };

    view! {
        <table
            class="table"
            role="table"
            data-lines=two_lines.then_some("2")
            aria-label=move || label.get()
            aria-rowcount=move || (keys.with(Vec::len) + 1).to_string()
            node_ref=node
            on:keydown=on_keydown
        >
            <thead role="rowgroup">
                <tr role="row" aria-rowindex="1">
                    {selection.map(|selection| selection::check_all_cell(selection, choices))}
                    {columns
                        .with_value(|columns| {
                            columns.iter().map(|column| draw_heading(column, sort)).collect::<Vec<_>>()
                        })}
                </tr>
            </thead>
            <tbody role="rowgroup">
                {window.spacer(width, true)}
                <For
                    each=move || visible.get()
                    key=|(_, key)| key.clone()
                    children=move |(_, key)| row(key)
                />
                {window.spacer(width, false)}
            </tbody>
        </table>
    }
    .into_any()
}

fn drop_rank(column: &Column) -> Option<String> {
    (column.drop > 0).then(|| column.drop.to_string())
}

fn draw_cell(cell: Cell, column: &Column) -> AnyView {
    let end = column.end.then_some("end");
    let drop = drop_rank(column);
    let card = cell.hide_on_card.then_some("hide");
    match column.kind {
        Kind::Name => view! {
            <th role="rowheader" scope="row" data-cell="name">
                {cell.content}
            </th>
        }
        .into_any(),
        Kind::Menu => view! {
            <td role="cell" data-cell="menu">
                <div>{cell.content}</div>
            </td>
        }
        .into_any(),
        Kind::Plain => view! {
            <td role="cell" data-label=column.label data-drop=drop data-align=end data-card=card>
                {cell.content}
            </td>
        }
        .into_any(),
    }
}

fn draw_heading(column: &Column, sort: Option<RwSignal<Sort>>) -> AnyView {
    let id = column.id;
    let label = column.label;
    let cell = (column.kind == Kind::Menu).then_some("menu");
    let drop = drop_rank(column);
    let end = column.end.then_some("end");
    match sort.filter(|_| !id.is_empty()) {
        None => view! {
            <th role="columnheader" scope="col" data-cell=cell data-drop=drop data-align=end>
                {if column.kind == Kind::Menu {
                    view! { <span class="visually-hidden">{label}</span> }.into_any()
                } else {
                    label.into_any()
                }}
            </th>
        }
        .into_any(),
        Some(sort) => view! {
            <th
                role="columnheader"
                scope="col"
                data-drop=drop
                data-align=end
                aria-sort=move || sort.with(|s| s.aria(id))
            >
                <button class="sort" type="button" on:click=move |_| sort.update(|s| s.press(id))>
                    {label}
                    {move || icon(if sort.with(|s| s.ascending(id)) { Icon::SortUp } else { Icon::Sort })}
                </button>
            </th>
        }
        .into_any(),
    }
}
