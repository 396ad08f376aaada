//! Head, notices and tool bar of the people page.

use leptos::prelude::*;

use super::{actions::Action, desk::Desk, row::Filter};
use crate::{
    i18n::{number, text::people as text},
    pages::{list_query::Named, problem::ProblemCallout},
    ui::{self, Button, Callout, Filters, Icon, IconButton, SearchField, Tone, Variant},
};

/// Title, count, and the way to invite.
pub fn head(desk: Desk) -> AnyView {
    let known = Memo::new(move |_| desk.data.rows().map(|rows| rows.len()));
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
                <span class="page-head__count">
                    {move || known.get().map(|count| number(i64::try_from(count).unwrap_or(i64::MAX)))}
                </span>
            </div>
            <div class="page-head__actions">
                <Button variant=Variant::Primary symbol=Icon::Plus on_click=move || desk.invite.open().set(true)>
                    {text::invite()}
                </Button>
            </div>
        </div>
    }
    .into_any()
}

/// Who waits, who is alone, and what could not be done or read.
pub fn notices(desk: Desk) -> AnyView {
    let data = desk.data;
    let waiting = Memo::new(move |_| desk.waiting());
    let alone = Memo::new(move |_| data.rows().is_some_and(|rows| rows.len() == 1));
    view! {
        <div class="notices">
            {desk.work.failure_view()}
            {move || {
                let failure = data.failure.get().filter(|_| data.rows().is_some());
                failure
                    .map(|problem| {
                        view! {
                            <ProblemCallout problem=problem on_again=move || data.reload() />
                            <p class="quiet">{text::stale_text()}</p>
                        }
                    })
            }}
            {move || {
                let count = i64::try_from(waiting.with(Vec::len)).unwrap_or(i64::MAX);
                (count > 0)
                    .then(|| {
                        view! {
                            <Callout tone=Tone::Warning title=text::waiting_title(count)>
                                <p>{text::waiting_text()}</p>
                                <p class="callout__actions">
                                    <Button
                                        variant=Variant::Link
                                        on_click=move || desk.act(Action::Confirm, waiting.get_untracked())
                                    >
                                        {text::waiting_start(count)}
                                    </Button>
                                </p>
                            </Callout>
                        }
                    })
            }}
            {move || {
                alone
                    .get()
                    .then(|| {
                        view! {
                            <Callout title=text::only_you_title()>
                                <p>{text::only_you_text()}</p>
                            </Callout>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// Filters with counts on the left, search on the right.
pub fn toolbar(desk: Desk) -> AnyView {
    let Desk { data, list, .. } = desk;
    let counts = Memo::new(move |_| data.rows().map(|rows| list.with(|query| query.counts(&rows))));
    let options = Signal::derive(move || {
        let counts = counts.get();
        Filter::ALL
            .iter()
            .enumerate()
            .map(|(place, &filter)| ui::Filter {
                value: filter.name(),
                label: label(filter),
                count: counts.as_ref().and_then(|counts| counts.get(place).copied()),
            })
            .collect::<Vec<_>>()
    });
    let choose = Callback::new(move |(name,): (String,)| {
        list.set(|query| query.filter = Filter::named(&name));
    });
    let typed = Callback::new(move |(typed,): (String,)| list.set_soon(|query| query.search = typed));
    view! {
        <div class="toolbar">
            <Filters
                label=text::filter_label()
                value=Signal::derive(move || list.with(|query| query.filter.name().to_owned()))
                on_change=choose
                options=options
            />
            <div class="toolbar__end">
                <SearchField
                    label=text::search()
                    value=Signal::derive(move || list.with(|query| query.search.clone()))
                    on_change=typed
                />
                <IconButton
                    symbol=Icon::Refresh
                    label=text::refresh()
                    disabled=data.reading
                    on_click=move || data.reload()
                />
            </div>
        </div>
    }
    .into_any()
}

const fn label(filter: Filter) -> &'static str {
    match filter {
        Filter::All => text::filter_all(),
        Filter::Invited => text::filter_invited(),
        Filter::ToConfirm => text::filter_to_confirm(),
        Filter::Confirmed => text::filter_confirmed(),
    }
}
