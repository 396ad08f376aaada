//! Head and tool bar of the clients list: title, count, actions; filters, search, plan.

use std::sync::Arc;

use leptos::prelude::*;
use portal_contracts::permissions::ProviderAction;

use super::{
    data::ClientsData,
    query::{Filter, Query, plans},
    row::Row,
    words,
};
use crate::{
    i18n::{number, text::clients as text},
    pages::{
        export,
        list_state::ListState,
        list_toolbar::{self, list_toolbar, options},
    },
    platform::download,
    ui::{Button, Choice, Entry, Icon, Menu, Select, Trigger, use_toasts},
};

/// Title, count, and what one may do with the list as a whole.
#[component]
pub fn Head(
    data: ClientsData,
    /// Places of the rows that are shown, in order.
    selected: Memo<Vec<usize>>,
    new_open: RwSignal<bool>,
    existing_open: RwSignal<bool>,
) -> AnyView {
    let scope = data.scope;
    let toasts = use_toasts();
    let save = move || {
        let rows = data.rows().unwrap_or_default();
        let file = selected.with_untracked(|selected| csv(&rows, selected));
        let name = export::csv_name(text::export_name(), &scope.name());
        if !download::offer(&name, "text/csv;charset=utf-8", file.as_bytes()) {
            toasts.danger(text::export_failed(), "");
        }
    };
    let may_create = Memo::new(move |_| scope.allows(ProviderAction::CreateClient));
    let known = Memo::new(move |_| data.rows().map(|rows| rows.len()));
    let add = move || {
        let entries = Callback::new(move |()| {
            let off = scope.suspended.get_untracked().then(|| text::why_suspended().to_owned());
            vec![
                Entry::action(Icon::Plus, text::add_new(), move || new_open.set(true)).unless(off.clone()),
                Entry::action(Icon::Building, text::add_existing(), move || existing_open.set(true)).unless(off),
            ]
        });
        view! {
            <Menu label=text::add() trigger=Trigger::Words { symbol: Icon::Plus, primary: true } entries=entries />
        }
    };
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
                <span class="page-head__count">{move || known.get().map(count)}</span>
            </div>
            <div class="page-head__actions">
                <span class="wide-only">
                    <Button
                        symbol=Icon::Download
                        disabled=Signal::derive(move || selected.with(Vec::is_empty))
                        on_click=save
                    >
                        {text::export()}
                    </Button>
                </span>
                {move || may_create.get().then(add)}
            </div>
            {move || {
                (!may_create.get() && known.get().is_some())
                    .then(|| view! { <p class="page-head__lead t-13">{text::new_why()}</p> })
            }}
        </div>
    }
    .into_any()
}

fn count(count: usize) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn csv(rows: &Arc<Vec<Row>>, selected: &[usize]) -> String {
    let head = [
        text::column_client(),
        text::column_plan(),
        text::column_used(),
        text::column_assigned(),
        text::column_free(),
        text::column_status(),
        text::csv_id(),
    ];
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let lines = selected.iter().filter_map(|at| rows.get(*at)).map(|row| {
        vec![
            words::name(row),
            row.plan.clone(),
            row.used.to_string(),
            number(row.seats),
            number(row.free()),
            words::status(row).2.to_owned(),
            row.organisation.clone(),
        ]
    });
    export::file(&head, lines)
}

/// Filters with counts on the left, search and plan on the right.
#[component]
pub fn Toolbar(data: ClientsData, list: ListState<Query>) -> AnyView {
    let counts = Memo::new(move |_| data.rows().map(|rows| list.with(|query| query.counts(&rows))));
    let options = Signal::derive(move || counts.with(|counts| options(counts.as_deref(), label)));
    let plan = RwSignal::new(untrack(|| list.with(|query| query.plan.clone())));
    Effect::new(move |_| {
        let wanted = list.with(|query| query.plan.clone());
        if plan.with_untracked(|plan| *plan != wanted) {
            plan.set(wanted);
        }
    });
    let all_plans = Memo::new(move |_| data.rows().map(|rows| plans(&rows)).unwrap_or_default());
    let choices = Signal::derive(move || {
        let any = Choice::new("", text::plan_any());
        std::iter::once(any)
            .chain(all_plans.get().into_iter().map(|plan| Choice::new(plan.clone(), plan)))
            .collect::<Vec<_>>()
    });
    let choose_plan = Callback::new(move |(plan,): (String,)| list.set(|query| query.plan = plan));
    let select = view! {
        <Select
            id="clients-plan"
            label=text::plan_filter()
            bare=true
            value=plan
            choices=choices
            on_change=choose_plan
        />
    }
    .into_any();
    let words = list_toolbar::Words { filters: text::filter_label(), search: text::search(), again: text::refresh() };
    list_toolbar(list, words, options, Some(select), data.reading, move || data.read_again())
}

const fn label(filter: Filter) -> &'static str {
    match filter {
        Filter::All => text::filter_all(),
        Filter::Attention => text::filter_attention(),
        Filter::NearlyFull => text::filter_nearly_full(),
        Filter::Suspended => text::filter_suspended(),
    }
}
