//! The table of a log: when, what, who, from where; things lead to their pages.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    log::{LogData, Owner},
    row::{Row, Thing, label},
};
use crate::{
    app::routes::{self, Route},
    i18n::{self, text::event_log as text},
    platform::intl,
    ui::{Cell, Cells, Column, DataTable},
};

/// The table; `keys` are places of rows.
pub fn table(data: LogData, owner: Owner, keys: Memo<Vec<String>>) -> AnyView {
    let columns = vec![
        Column::name("", text::column_what()),
        Column::new("", text::column_when()),
        Column::new("", text::column_who()),
        Column::new("", text::column_from()).drop(2),
    ];
    let owner = Arc::new(owner);
    let cells: Cells = Arc::new(move |key: &str| {
        let key = key.to_owned();
        let owner = Arc::clone(&owner);
        // An event never changes once it is read; its names may come later.
        let row = Memo::new(move |_| data.row(&key));
        vec![
            Cell::new(move || row.with(|row| row.as_ref().map(|row| what(row, &owner)))),
            Cell::new(move || row.with(|row| row.as_ref().map(when))),
            Cell::new(move || {
                row.with(|row| row.as_ref().map(|row| view! { <span dir="auto">{row.who.clone()}</span> }))
            }),
            Cell::new(move || {
                row.with(|row| row.as_ref().map(|row| view! { <span class="quiet">{row.from.clone()}</span> }))
            })
            .hide_on_card(true),
        ]
    });
    view! { <DataTable label=text::table() columns=columns keys=keys cells=cells /> }.into_any()
}

fn when(row: &Row) -> AnyView {
    let words = intl::moment(&row.date).map(i18n::date_time);
    view! { <time class="num" datetime=row.date.clone()>{words}</time> }.into_any()
}

fn what(row: &Row, owner: &Owner) -> AnyView {
    let called = label(&row.thing).to_owned();
    let thing = (!called.is_empty()).then(|| match href(&row.thing, owner) {
        Some(href) => view! { <a href=href dir="auto">{called}</a> }.into_any(),
        None => view! { <span class="quiet" dir="auto">{called}</span> }.into_any(),
    });
    view! {
        <span class="event">
            <span>{row.what.clone()}</span>
            {thing}
        </span>
    }
    .into_any()
}

/// The page where a thing of a client can be seen.
fn href(thing: &Thing, owner: &Owner) -> Option<String> {
    let Owner::Client(client) = owner else { return None };
    let to = |page: Option<&'static Route>, query: String| {
        page.map(|route| [routes::path(route.id, &[("client", client)]).as_str(), &query].concat())
    };
    match thing {
        // By id: the search of the members finds it, whatever the name is.
        Thing::Member(id, Some(_)) => to(routes::page_of_client("members"), ["?q=", id].concat()),
        Thing::Group(_, Some(_)) => to(routes::page_of_client("groups"), String::new()),
        Thing::Collection(_) => to(routes::page_of_client("collections"), String::new()),
        _ => None,
    }
}
