//! The table of domains: cells and the menu of a row.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{
    desk::Desk,
    row::{Column as Order, Row},
    words,
};
use crate::{
    i18n::text::domains as text,
    platform::clipboard,
    ui::{Cell, Cells, Column, DataTable, Entry, Icon, Menu, Sort, Status, Tone},
};

/// The table. `keys` are ids of domains in order.
#[component]
pub fn DomainsTable(#[prop(into)] keys: Signal<Vec<String>>, desk: Desk, sort: RwSignal<Sort>) -> AnyView {
    let data = desk.data;
    let columns = vec![
        Column::name(Order::Name.name(), text::column_name()),
        Column::new(Order::Status.name(), text::column_status()),
        Column::new(Order::People.name(), text::column_people()).drop(1),
        Column::new(Order::Checked.name(), text::column_checked()).drop(2),
        Column::menu(),
    ];
    let cells: Cells = Arc::new(move |key: &str| {
        let key = key.to_owned();
        let row = Memo::new(move |_| data.row(&key));
        let part = move |draw: fn(&Row) -> AnyView| move || row.with(|row| row.as_ref().map(draw));
        vec![
            Cell::new(move || row.get().map(|row| name_cell(row, desk))),
            Cell::new(part(status_cell)),
            Cell::new(part(people_cell)),
            Cell::new(part(checked_cell)),
            Cell::new(row_menu(row, desk)),
        ]
    });
    let open = Callback::new(move |(key,): (String,)| desk.open(&key));
    view! {
        <DataTable
            label=text::title()
            columns=columns
            keys=keys
            cells=cells
            sort=sort
            two_lines=true
            on_open=open
        />
    }
    .into_any()
}

fn name_cell(row: Row, desk: Desk) -> AnyView {
    let label = text::open_for(&row.domain.name);
    let id = row.domain.id;
    view! {
        <button
            class="btn domain-name"
            type="button"
            data-variant="link"
            aria-label=label
            on:click=move |_| desk.open(&id)
        >
            <bdi>{row.domain.name}</bdi>
        </button>
    }
    .into_any()
}

fn status_cell(row: &Row) -> AnyView {
    let (symbol, tone, word) = if row.is_claimed() {
        (Icon::Success, Tone::Success, text::claimed())
    } else {
        (Icon::Clock, Tone::Warning, text::waiting())
    };
    let below = words::moment(row.domain.claimed.as_deref())
        .map(|date| text::claimed_since(&date))
        .or_else(|| words::vanishes(row).map(|date| text::vanishes(&date)));
    let status = view! {
        <Status symbol=symbol tone=tone>
            {word}
        </Status>
    };
    two_lines(status.into_any(), below)
}

fn two_lines(first: AnyView, below: Option<String>) -> AnyView {
    view! {
        <span class="domain-lines">
            {first} {below.map(|below| view! { <span class="quiet t-12">{below}</span> })}
        </span>
    }
    .into_any()
}

fn people_cell(row: &Row) -> AnyView {
    match row.people {
        Some(0) => view! { <span class="quiet">{text::people_none()}</span> }.into_any(),
        Some(count) => text::people(words::int(count)).into_any(),
        None => view! { <span class="quiet">{text::people_unknown()}</span> }.into_any(),
    }
}

fn checked_cell(row: &Row) -> AnyView {
    let last = match words::moment(row.domain.checked.as_deref()) {
        Some(date) => view! { <span>{date}</span> }.into_any(),
        None => view! { <span class="quiet">{text::checked_never()}</span> }.into_any(),
    };
    let next = (!row.is_claimed()).then(|| match words::moment(row.domain.next_check.as_deref()) {
        Some(date) => text::next_check(&date),
        None => text::no_next_check().to_owned(),
    });
    two_lines(last, next)
}

fn row_menu(row: Memo<Option<Row>>, desk: Desk) -> AnyView {
    let label = Signal::derive(move || {
        text::menu_for(&row.with(|row| row.as_ref().map(|row| row.domain.name.clone())).unwrap_or_default())
    });
    let entries = Callback::new(move |()| {
        let Some(row) = row.get_untracked() else { return Vec::new() };
        let open = {
            let id = row.domain.id.clone();
            move || desk.open(&id)
        };
        let look = if row.is_claimed() {
            Entry::action(Icon::Eye, text::show(), open)
        } else {
            Entry::action(Icon::Check, text::check(), open)
        };
        let copy = row
            .domain
            .txt
            .clone()
            .map(|txt| Entry::action(Icon::Copy, text::copy_txt(), move || copy(desk, txt.clone())));
        let target = row.clone();
        let remove = Entry::action(Icon::Trash, text::remove(), move || desk.ask_remove(target.clone())).dangerous();
        [Some(look), copy, Some(Entry::Separator), Some(remove)].into_iter().flatten().collect()
    });
    view! { <Menu label=label entries=entries /> }.into_any()
}

fn copy(desk: Desk, txt: String) {
    spawn_local(async move {
        if clipboard::write(&txt).await {
            desk.toasts.success(text::copied_txt());
        } else {
            desk.toasts.danger(text::copy_failed(), text::copy_failed_text());
        }
    });
}
