//! The table of people: cells, the button for what comes next, and the menu of a row.

use std::sync::Arc;

use leptos::prelude::*;
use portal_contracts::enums::ProviderUserStatus;

use super::{
    actions::{Action, offered, why_not},
    data::PeopleData,
    row::{Column as Order, Row},
    words,
};
use crate::{
    i18n::text::people as text,
    pages::{list_query::Named, providers::role},
    ui::{Badge, Button, Cell, Cells, Column, DataTable, Entry, Icon, Menu, Selection, Size, Sort, Status, avatar},
};

/// What a row or its menu asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// One of the actions on people.
    Do(Action),
    /// The address into the clipboard.
    CopyAddress,
}

/// The table. `keys` are membership ids in order.
#[component]
pub fn PeopleTable(
    #[prop(into)] keys: Signal<Vec<String>>,
    data: PeopleData,
    sort: RwSignal<Sort>,
    selection: Selection,
    on_wish: Callback<(Wish, Row)>,
) -> AnyView {
    let columns = vec![
        Column::name(Order::Name.name(), text::column_name()),
        Column::new(Order::Status.name(), text::column_status()),
        Column::new(Order::Role.name(), text::column_role()),
        Column::menu(),
    ];
    let cells: Cells = Arc::new(move |key: &str| {
        let key = key.to_owned();
        let row = Memo::new(move |_| data.row(&key));
        let part = move |draw: fn(&Row) -> AnyView| move || row.with(|row| row.as_ref().map(draw));
        vec![
            Cell::new(part(name_cell)),
            Cell::new(part(status_cell)),
            Cell::new(part(role_cell)),
            Cell::new(view! {
                {move || row.get().map(|row| next_step(&row, on_wish))}
                {row_menu(row, data, on_wish)}
            }),
        ]
    });
    let row_name = Arc::new(move |key: &str| data.row(key).map(|row| row.called().to_owned()).unwrap_or_default());
    view! {
        <DataTable
            label=text::title()
            columns=columns
            keys=keys
            cells=cells
            sort=sort
            selection=selection
            row_name=row_name
            two_lines=true
        />
    }
    .into_any()
}

fn name_cell(row: &Row) -> AnyView {
    let second = (!row.name.is_empty()).then(|| row.email.clone());
    view! {
        <span class="who">
            {avatar::round(row.colour(), row.called(), "m")}
            <span class="who__text">
                <span class="who__line">
                    <span class="who__name" dir="auto">
                        {row.called().to_owned()}
                    </span>
                    {row.own.then(|| view! { <Badge>{text::you()}</Badge> })}
                </span>
                {second
                    .map(|second| {
                        view! {
                            <span class="who__sub" dir="auto">
                                {second}
                            </span>
                        }
                    })}
            </span>
        </span>
    }
    .into_any()
}

fn status_cell(row: &Row) -> AnyView {
    let (symbol, tone, word) = words::status(row.status);
    view! {
        <Status symbol=symbol tone=tone>
            {word}
        </Status>
    }
    .into_any()
}

fn role_cell(row: &Row) -> AnyView {
    role(row.role).into_any()
}

/// The one thing that this person waits for, as a button of its own.
fn next_step(row: &Row, on_wish: Callback<(Wish, Row)>) -> AnyView {
    let target = row.clone();
    let (action, word, label) = match row.status {
        ProviderUserStatus::Accepted => (Action::Confirm, text::confirm_short(), text::confirm_for(row.called())),
        ProviderUserStatus::Invited => (Action::Resend, text::resend_short(), text::resend_for(row.called())),
        ProviderUserStatus::Confirmed | ProviderUserStatus::Unknown(_) => return ().into_any(),
    };
    view! {
        <Button size=Size::Small label=label on_click=move || on_wish.run((Wish::Do(action), target.clone()))>
            {word}
        </Button>
    }
    .into_any()
}

fn row_menu(row: Memo<Option<Row>>, data: PeopleData, on_wish: Callback<(Wish, Row)>) -> AnyView {
    let label = Signal::derive(move || {
        text::menu_for(&row.with(|row| row.as_ref().map(|row| row.called().to_owned())).unwrap_or_default())
    });
    let entries = Callback::new(move |()| {
        let Some(row) = row.get_untracked() else { return Vec::new() };
        let rows = untrack(|| data.rows()).unwrap_or_default();
        let entry = |symbol: Icon, label: &'static str, action: Action| {
            let target = row.clone();
            let reason = why_not(action, &row, &rows).map(|reason| words::why(reason).to_owned());
            Entry::action(symbol, label, move || on_wish.run((Wish::Do(action), target.clone()))).unless(reason)
        };
        let address = row.clone();
        let mut entries = Vec::new();
        if offered(Action::Confirm, &row) {
            entries.push(entry(Icon::Key, text::confirm(), Action::Confirm));
        }
        if offered(Action::Resend, &row) {
            entries.push(entry(Icon::Mail, text::resend(), Action::Resend));
        }
        entries.push(entry(Icon::Edit, text::change_role(), Action::ChangeRole));
        if let Some(href) = row.events(&data.scope.provider.get_untracked()) {
            entries.push(Entry::Link { symbol: Icon::Clock, label: text::events().to_owned(), href });
        }
        entries.push(Entry::action(Icon::Copy, text::copy_email(), move || {
            on_wish.run((Wish::CopyAddress, address.clone()));
        }));
        entries.push(Entry::Separator);
        entries.push(entry(Icon::Trash, text::remove(), Action::Remove).dangerous());
        entries
    });
    view! { <Menu label=label entries=entries /> }.into_any()
}
