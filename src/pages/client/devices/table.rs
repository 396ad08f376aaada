//! The table of devices: cells, and both answers in each row.

use std::sync::Arc;

use leptos::prelude::*;
use portal_client::devices::Verdict;

use super::{
    desk::Desk,
    row::{Column as Order, Row},
    words,
};
use crate::{
    i18n::text::devices as text,
    pages::list_query::Named,
    ui::{Button, Cell, Cells, Column, DataTable, Icon, Size, Sort, Status, Tone, Variant, avatar},
};

/// The table. `keys` are request ids in order.
#[component]
pub fn DevicesTable(#[prop(into)] keys: Signal<Vec<String>>, desk: Desk, sort: RwSignal<Sort>) -> AnyView {
    let data = desk.data;
    let columns = vec![
        Column::name(Order::Member.name(), text::column_member()),
        Column::new("", text::column_words()),
        Column::new(Order::Device.name(), text::column_device()),
        Column::new(Order::Asked.name(), text::column_asked()),
        Column::new("", text::column_answer()),
    ];
    let cells: Cells = Arc::new(move |key: &str| {
        let key = key.to_owned();
        let row = Memo::new(move |_| data.row(&key));
        let part = move |draw: fn(&Row) -> AnyView| move || row.with(|row| row.as_ref().map(draw));
        vec![
            Cell::new(part(member_cell)),
            Cell::new(part(words_cell)),
            Cell::new(part(device_cell)),
            Cell::new(move || row.with(|row| row.as_ref().map(|row| asked_cell(row, data.now.get())))),
            Cell::new(move || row.get().map(|row| answer_cell(row, desk))),
        ]
    });
    view! { <DataTable label=text::title() columns=columns keys=keys cells=cells sort=sort two_lines=true /> }
        .into_any()
}

fn member_cell(row: &Row) -> AnyView {
    let second = (row.called != row.email).then(|| row.email.clone());
    view! {
        <span class="who">
            {avatar::round(&row.email, &row.called, "m")}
            <span class="who__text">
                <span class="who__name" dir="auto">
                    {row.called.clone()}
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

fn words_cell(row: &Row) -> AnyView {
    if row.words.is_empty() {
        return view! { <span class="quiet">{text::no_words()}</span> }.into_any();
    }
    view! {
        <span class="device-words" lang="en" dir="ltr">
            {row.words.join("-")}
        </span>
    }
    .into_any()
}

fn device_cell(row: &Row) -> AnyView {
    let device = if row.device.is_empty() { text::device_unknown().to_owned() } else { row.device.clone() };
    two_lines(device, row.from.clone())
}

fn asked_cell(row: &Row, now: f64) -> AnyView {
    let (relative, exact) = words::asked(&row.asked, now);
    two_lines(relative, exact)
}

fn two_lines(first: String, second: String) -> AnyView {
    view! {
        <span class="device-lines">
            <span dir="auto">{first}</span>
            {(!second.is_empty())
                .then(|| {
                    view! {
                        <span class="quiet t-12" dir="auto">
                            {second}
                        </span>
                    }
                })}
        </span>
    }
    .into_any()
}

fn answer_cell(row: Row, desk: Desk) -> AnyView {
    let busy = Signal::derive(move || desk.batches.busy());
    let (approve, deny) = (row.clone(), row.clone());
    let yes = match row.hindrance {
        None => view! {
            <Button
                size=Size::Small
                symbol=Icon::Check
                disabled=busy
                label=text::approve_for(&row.called)
                on_click=move || desk.ask(Verdict::Approve, vec![approve.clone()])
            >
                {text::approve()}
            </Button>
        }
        .into_any(),
        Some(hindrance) => view! {
            <span class="device-held">
                <Status symbol=Icon::Warning tone=Tone::Warning>
                    {words::why(hindrance)}
                </Status>
                <span class="quiet t-12">{words::what_helps(hindrance)}</span>
            </span>
        }
        .into_any(),
    };
    view! {
        <span class="device-answer">
            {yes}
            <Button
                variant=Variant::DangerQuiet
                size=Size::Small
                disabled=busy
                label=text::deny_for(&row.called)
                on_click=move || desk.ask(Verdict::Deny, vec![deny.clone()])
            >
                {text::deny()}
            </Button>
        </span>
    }
    .into_any()
}
