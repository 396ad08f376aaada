//! The table of clients: what stands in its cells, and the menu of a row.

use std::sync::Arc;

use leptos::prelude::*;
use portal_contracts::enums::ProviderUserType;

use super::{
    actions::{Action, why_not},
    query::Column as Order,
    row::Row,
    words,
};
use crate::{
    app::routes::{self, RouteId},
    i18n::{
        number,
        text::{clients, setup},
    },
    pages::client::setup::{self as guided, Kept},
    ui::{Badge, Cell, Cells, Column, DataTable, Entry, Icon, Menu, SeatsBar, Sort, Status, Tone, avatar},
};

/// What the rows need to know about the person and the provider.
#[derive(Clone, Copy)]
pub struct Rights {
    /// Role in this provider.
    pub role: Signal<ProviderUserType>,
    /// The provider is suspended: no changes of names and seats.
    pub suspended: Signal<bool>,
}

/// What a row or its menu asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// One of the actions on a client.
    Do(Action),
    /// Its id into the clipboard.
    CopyId,
}

/// Gives the row of a link, reactively.
pub type Find = Arc<dyn Fn(&str) -> Option<Row> + Send + Sync>;

/// Where a client opens.
#[must_use]
pub fn href(row: &Row) -> String {
    routes::path(RouteId::Client, &[("client", &row.organisation)])
}

/// The table. `keys` are link ids in order; `find` gives the row of one, reactively.
#[component]
pub fn ClientsTable(
    #[prop(into)] keys: Signal<Vec<String>>,
    find: Find,
    sort: RwSignal<Sort>,
    rights: Rights,
    on_wish: Callback<(Wish, Row)>,
) -> AnyView {
    let columns = vec![
        Column::name(Order::Name.name(), clients::column_client()),
        Column::new(Order::Plan.name(), clients::column_plan()).drop(3),
        Column::new(Order::Used.name(), clients::column_used()),
        Column::new(Order::Assigned.name(), clients::column_assigned()).drop(3).end(),
        Column::new(Order::Free.name(), clients::column_free()).drop(2).end(),
        Column::new("", setup::column()).drop(2),
        Column::new(Order::Status.name(), clients::column_status()),
        Column::menu(),
    ];
    let opener = find.clone();
    let on_open = Callback::new(move |(key,): (String,)| {
        if let Some(row) = opener(&key) {
            on_wish.run((Wish::Do(Action::Open), row));
        }
    });
    let cells: Cells = Arc::new(move |key: &str| {
        let find = find.clone();
        let key = key.to_owned();
        let row = Memo::new(move |_| find(&key));
        let part = move |draw: fn(&Row) -> AnyView| move || row.with(|row| row.as_ref().map(draw));
        vec![
            Cell::new(part(name_cell)),
            Cell::new(part(plan_cell)).hide_on_card(true),
            Cell::new(part(seats_cell)),
            Cell::new(part(assigned_cell)).hide_on_card(true),
            Cell::new(part(free_cell)).hide_on_card(true),
            Cell::new(part(set_up_cell)).hide_on_card(true),
            Cell::new(part(status_cell)),
            Cell::new(row_menu(row, rights, on_wish)),
        ]
    });
    view! { <DataTable label=clients::title() columns=columns keys=keys cells=cells sort=sort on_open=on_open /> }
        .into_any()
}

fn name_cell(row: &Row) -> AnyView {
    let name = words::name(row);
    let face = if row.can_open() {
        view! {
            <a class="who__name" href=href(row) dir="auto">
                {name.clone()}
            </a>
        }
        .into_any()
    } else {
        view! {
            <span class="who__name" dir="auto">
                {name.clone()}
            </span>
        }
        .into_any()
    };
    view! {
        <span class="who">
            {avatar::square(&row.organisation, &name, "")} <span class="who__text">{face}</span>
        </span>
    }
    .into_any()
}

fn plan_cell(row: &Row) -> AnyView {
    let plan = row.short_plan().to_owned();
    if plan.is_empty() {
        return view! { <span class="quiet">"–"</span> }.into_any();
    }
    view! { <Badge line=true>{plan}</Badge> }.into_any()
}

fn seats_cell(row: &Row) -> AnyView {
    match row.seats {
        Some(seats) => view! { <SeatsBar used=row.used assigned=seats /> }.into_any(),
        None => view! { <span class="quiet">{clients::not_counted()}</span> }.into_any(),
    }
}

fn assigned_cell(row: &Row) -> AnyView {
    count(row.seats)
}

fn free_cell(row: &Row) -> AnyView {
    count(row.free())
}

fn count(value: Option<i64>) -> AnyView {
    match value {
        Some(value) => view! { <span class="num">{number(value)}</span> }.into_any(),
        None => view! { <span class="quiet">"–"</span> }.into_any(),
    }
}

/// As of the last look at the client from this device, and it says so: reading a thousand clients for it would be noted in
/// their logs.
fn set_up_cell(row: &Row) -> AnyView {
    let Some(progress) = Kept::of(&row.organisation).progress else {
        return view! {
            <span class="quiet" title=setup::column_unknown()>
                <span aria-hidden="true">"–"</span>
                <span class="visually-hidden">{setup::column_unknown()}</span>
            </span>
        }
        .into_any();
    };
    let words = if progress.is_complete() {
        view! {
            <Status symbol=Icon::Check tone=Tone::Neutral>
                {setup::complete()}
            </Status>
        }
        .into_any()
    } else {
        view! { <span class="num">{guided::count(progress)}</span> }.into_any()
    };
    view! {
        <span title=setup::column_known()>
            {words} <span class="visually-hidden">{setup::column_known()}</span>
        </span>
    }
    .into_any()
}

fn status_cell(row: &Row) -> AnyView {
    let (symbol, tone, word) = words::status(row);
    view! {
        <Status symbol=symbol tone=tone>
            {word}
        </Status>
    }
    .into_any()
}

fn row_menu(row: Memo<Option<Row>>, rights: Rights, on_wish: Callback<(Wish, Row)>) -> AnyView {
    let label = Signal::derive(move || row.with(|row| row.as_ref().map(words::name)).unwrap_or_default());
    let label = Signal::derive(move || clients::menu_for(&label.get()));
    let entries = Callback::new(move |()| row.get().map(|row| entries(&row, rights, on_wish)).unwrap_or_default());
    view! { <Menu label=label entries=entries /> }.into_any()
}

/// The menu of a client: in its row and on its own page. `Open` is left out there.
#[must_use]
pub fn entries(row: &Row, rights: Rights, on_wish: Callback<(Wish, Row)>) -> Vec<Entry> {
    let role = rights.role.get_untracked();
    let suspended = rights.suspended.get_untracked();
    let entry = |symbol: Icon, label: &'static str, action: Action| {
        let target = row.clone();
        Entry::action(symbol, label, move || on_wish.run((Wish::Do(action), target.clone())))
            .unless(why_not(action, row, role, suspended).map(|reason| words::why(reason, row)))
    };
    let target = row.clone();
    vec![
        entry(Icon::Arrow, clients::open(), Action::Open),
        entry(Icon::Seat, clients::change_seats(), Action::Seats),
        entry(Icon::Edit, clients::rename(), Action::Rename),
        Entry::action(Icon::Copy, clients::copy_id(), move || on_wish.run((Wish::CopyId, target.clone()))),
        Entry::Separator,
        entry(Icon::Unlink, clients::unlink(), Action::Unlink).dangerous(),
    ]
}
