//! The tree in a table: branches, groups, how many can open it, and the menu of a row.

use std::{collections::HashMap, sync::Arc};

use leptos::prelude::*;
use portal_client::collections::tree::At;

use super::{
    actions::Action,
    desk::{ACCESS, Desk, INFO, Target},
    words,
};
use crate::{
    i18n::text::collections as text,
    ui::{Badge, Cell, Cells, Column, DataTable, Entry, Icon, Menu, Tone, icon, icon_small},
};

/// Groups that are named in a row; the others are counted.
const NAMED: usize = 3;
/// Deepest level that is drawn further in.
const DEEPEST: usize = 8;

/// What one row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    key: String,
    name: String,
    level: usize,
    branch: bool,
    damaged: bool,
    kind: Kind,
    groups: Vec<String>,
    more: usize,
    reach: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Part of names.
    Part,
    /// A collection; `Some` says what is wrong with its access.
    Collection(Option<&'static str>),
    /// "My items" of a member.
    OwnItems,
}

/// The table. `shown` are the nodes in order.
#[component]
pub fn TreeTable(desk: Desk, #[prop(into)] shown: Signal<Vec<At>>) -> AnyView {
    let keys = Memo::new(move |_| {
        let shown = shown.get();
        desk.data
            .with(|shelf| shown.iter().filter_map(|at| shelf.tree.node(*at)).map(|node| node.key.clone()).collect())
            .unwrap_or_default()
    });
    let group_names = Memo::new(move |_| {
        let people = desk.data.people();
        Arc::new(people.groups.iter().map(|group| (group.id.clone(), group.name.clone())).collect::<HashMap<_, _>>())
    });
    // Only this part of the address: a row must not be drawn anew with each letter of a search.
    let start = Memo::new(move |_| desk.list.with(|query| query.parent.clone()));
    let columns = vec![
        Column::name("", text::column_name()),
        Column::new("", text::column_groups()),
        Column::new("", text::column_reach()).end().drop(1),
        Column::menu(),
    ];
    let cells: Cells = Arc::new(move |key: &str| {
        let part_only = key.starts_with('~');
        let key = key.to_owned();
        let row = Memo::new(move |_| read(desk, &key, start, group_names));
        let part = move |draw: fn(&Row) -> AnyView| move || row.with(|row| row.as_ref().map(draw));
        vec![
            Cell::new(name_cell(row, desk)),
            Cell::new(part(groups_cell)),
            Cell::new(part(reach_cell)).hide_on_card(part_only),
            Cell::new(row_menu(row, desk)),
        ]
    });
    let row_name = Arc::new(move |key: &str| {
        desk.data.with(|shelf| shelf.tree.find(key).map(|at| words::called(shelf, at))).flatten().unwrap_or_default()
    });
    let choosable = Arc::new(|key: &str| !key.starts_with('~'));
    let on_open = Callback::new(move |(key,): (String,)| open(desk, &key));
    let on_fold = Callback::new(move |(key, open): (String, bool)| desk.fold(&key, open));
    view! {
        <DataTable
            label=text::title()
            columns=columns
            keys=keys
            cells=cells
            selection=desk.selection
            row_name=row_name
            choosable=choosable
            on_open=on_open
            on_fold=on_fold
        />
    }
    .into_any()
}

/// What pressing a name does: the sheet of a collection, the inside of a part.
fn open(desk: Desk, key: &str) {
    if key.starts_with('~') {
        desk.enter(key.to_owned());
    } else {
        desk.open(Target::Edit(key.to_owned()), ACCESS);
    }
}

fn read(desk: Desk, key: &str, start: Memo<String>, group_names: Memo<Arc<HashMap<String, String>>>) -> Option<Row> {
    let start = start.get();
    let people = desk.data.people();
    let names = group_names.get();
    desk.data
        .with(|shelf| {
            let at = shelf.tree.find(key)?;
            let node = shelf.tree.node(at)?;
            let base = shelf.tree.find(&start).and_then(|at| shelf.tree.node(at)).map_or(0, |node| node.depth + 1);
            let found = shelf.collection(at);
            let needs = shelf.facts.get(at).is_some_and(|fact| fact.needs_access);
            let kind = match found {
                None => Kind::Part,
                Some(found) if found.own_items => Kind::OwnItems,
                Some(found) if needs && words::nobody(found) => Kind::Collection(Some(text::badge_nobody())),
                Some(_) if needs => Kind::Collection(Some(text::badge_unmanaged())),
                Some(_) => Kind::Collection(None),
            };
            let mut groups: Vec<String> = found
                .and_then(|found| found.access.as_ref())
                .map(|access| access.groups.iter().filter_map(|entry| names.get(&entry.id).cloned()).collect())
                .unwrap_or_default();
            groups.sort_by_key(|name| name.to_lowercase());
            let more = groups.len().saturating_sub(NAMED);
            groups.truncate(NAMED);
            Some(Row {
                key: node.key.clone(),
                name: words::called(shelf, at),
                level: (node.depth.saturating_sub(base) + 1).min(DEEPEST),
                branch: !node.children.is_empty(),
                damaged: node.damaged,
                kind,
                groups,
                more,
                reach: found.and_then(|found| people.reach(found)),
            })
        })
        .flatten()
}

fn name_cell(row: Memo<Option<Row>>, desk: Desk) -> AnyView {
    let key = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.key.clone())).unwrap_or_default());
    let opened = move || {
        let narrows = desk.list.with(super::query::Query::narrows);
        narrows || !desk.closed.with(|closed| key.with(|key| closed.contains(key)))
    };
    (move || {
        row.get().map(|row| {
            let toggle = if row.branch {
                let label = text::branch(&row.name);
                view! {
                    <button
                        class="branch__toggle"
                        type="button"
                        aria-label=label
                        aria-expanded=move || if opened() { "true" } else { "false" }
                        on:click=move |_| {
                            let open = untrack(opened);
                            desk.fold(&key.get_untracked(), !open);
                        }
                    >
                        <span class="branch__arrow">{icon_small(Icon::Right)}</span>
                    </button>
                }
                .into_any()
            } else {
                view! { <span class="branch__toggle"></span> }.into_any()
            };
            let note = match row.kind {
                Kind::OwnItems => Some(view! { <Badge line=true>{text::badge_own_items()}</Badge> }.into_any()),
                Kind::Collection(_) if row.damaged => {
                    Some(view! { <Badge tone=Tone::Danger symbol=Icon::Error>{text::damaged()}</Badge> }.into_any())
                }
                Kind::Part | Kind::Collection(_) => None,
            };
            view! {
                <span
                    class="branch"
                    data-level=row.level.to_string()
                    data-part=(row.kind == Kind::Part).then_some("")
                >
                    {toggle}
                    {icon(Icon::Folder)}
                    <button
                        class="branch__name"
                        type="button"
                        dir="auto"
                        title=row.name.clone()
                        on:click=move |_| open(desk, &key.get_untracked())
                    >
                        {(!row.damaged).then(|| view! { <span>{row.name.clone()}</span> })}
                        {note}
                    </button>
                </span>
            }
        })
    })
    .into_any()
}

fn groups_cell(row: &Row) -> AnyView {
    match row.kind {
        Kind::Part => view! { <span class="quiet">{text::no_collection()}</span> }.into_any(),
        Kind::Collection(Some(wrong)) => view! {
            <span class="badges">
                <Badge tone=Tone::Warning symbol=Icon::Warning>
                    {wrong}
                </Badge>
                {group_badges(row)}
            </span>
        }
        .into_any(),
        Kind::Collection(None) | Kind::OwnItems if row.groups.is_empty() => {
            view! { <span class="quiet">"–"</span> }.into_any()
        }
        Kind::Collection(None) | Kind::OwnItems => view! { <span class="badges">{group_badges(row)}</span> }.into_any(),
    }
}

fn group_badges(row: &Row) -> AnyView {
    let more = i64::try_from(row.more).unwrap_or(i64::MAX);
    view! {
        {row
            .groups
            .iter()
            .map(|name| {
                let name = name.clone();
                view! {
                    <Badge line=true>
                        <span class="truncate" dir="auto">
                            {name}
                        </span>
                    </Badge>
                }
            })
            .collect_view()}
        {(more > 0).then(|| view! { <span class="quiet t-12">{text::more_groups(more)}</span> })}
    }
    .into_any()
}

fn reach_cell(row: &Row) -> AnyView {
    match (row.kind, row.reach) {
        (Kind::Part, _) => ().into_any(),
        (_, Some(count)) => {
            view! { <span class="num">{text::reach(i64::try_from(count).unwrap_or(i64::MAX))}</span> }.into_any()
        }
        (_, None) => view! { <span class="quiet">"–"</span> }.into_any(),
    }
}

fn row_menu(row: Memo<Option<Row>>, desk: Desk) -> AnyView {
    let label = Signal::derive(move || {
        text::menu_for(&row.with(|row| row.as_ref().map(|row| row.name.clone())).unwrap_or_default())
    });
    let entries = Callback::new(move |()| {
        let Some(row) = row.get_untracked() else { return Vec::new() };
        let creates = untrack(|| desk.rights().may_create());
        let no_create = (!creates).then(|| text::why_create().to_owned());
        let key = row.key.clone();
        let to = move |target: fn(String) -> Target, tab: &'static str| {
            let key = key.clone();
            move || desk.open(target(key.clone()), tab)
        };
        let inside = row.key.clone();
        let show_inside = Entry::action(Icon::Folder, text::show_inside(), move || desk.enter(inside.clone()));
        if row.kind == Kind::Part {
            return vec![
                Entry::action(Icon::Edit, text::rename_part(), to(Target::Part, INFO)),
                Entry::action(Icon::Plus, text::make_real(), to(Target::Real, ACCESS)).unless(no_create),
                show_inside,
            ];
        }
        let why = |action: Action| desk.why_not(action, &row.key).map(|reason| words::why(reason).to_owned());
        let (edit, delete) = (why(Action::Edit), why(Action::Delete));
        let gone = row.key.clone();
        let mut entries = vec![
            Entry::action(Icon::Edit, text::edit_info(), to(Target::Edit, INFO)).unless(edit.clone()),
            Entry::action(Icon::People, text::edit_access(), to(Target::Edit, ACCESS)).unless(edit),
            Entry::action(Icon::Plus, text::new_inside(), to(Target::New, INFO))
                .unless(no_create.or_else(|| row.damaged.then(|| text::damaged_help().to_owned()))),
        ];
        if row.branch {
            entries.push(show_inside);
        }
        entries.push(Entry::Separator);
        entries.push(
            Entry::action(Icon::Trash, text::delete(), move || desk.ask_delete(vec![gone.clone()]))
                .unless(delete)
                .dangerous(),
        );
        entries
    });
    view! { <Menu label=label entries=entries /> }.into_any()
}
