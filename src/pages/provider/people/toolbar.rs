//! Head, notices and tool bar of the people page.

use leptos::prelude::*;

use super::{actions::Action, desk::Desk, row::Filter};
use crate::{
    i18n::{number, text::people as text},
    pages::{
        list_toolbar::{self, list_toolbar, options},
        problem::stale_list,
    },
    ui::{Button, Callout, Icon, Tone, Variant},
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
                failure.map(|problem| stale_list(problem, move || data.reload()))
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
    let options = Signal::derive(move || counts.with(|counts| options(counts.as_deref(), label)));
    let words = list_toolbar::Words { filters: text::filter_label(), search: text::search(), again: text::refresh() };
    list_toolbar(list, words, options, None, data.reading, move || data.reload())
}

const fn label(filter: Filter) -> &'static str {
    match filter {
        Filter::All => text::filter_all(),
        Filter::Invited => text::filter_invited(),
        Filter::ToConfirm => text::filter_to_confirm(),
        Filter::Confirmed => text::filter_confirmed(),
    }
}
