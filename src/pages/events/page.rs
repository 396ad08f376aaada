//! The page of a log, for a client and for a provider.

use leptos::prelude::*;

use super::{log::LogData, query::Query, source::Owner, table, toolbar};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::event_log as text,
    pages::{
        list_state::InAddress,
        problem::{ProblemCallout, stale_list},
    },
    ui::{Button, Callout, EmptyKind, EmptyState, SkeletonRows, Tone},
};

/// Where the log of a provider shows what one person did, by user id.
#[must_use]
pub fn of_person(provider: &str, user: &str) -> String {
    let query = Query { person: user.to_owned(), ..Query::default() };
    [routes::path(RouteId::ProviderEvents, &[("provider", provider)]).as_str(), &query.write()].concat()
}

/// A log with its tool bar.
pub fn view(owner: Owner, title: &'static str, lead: &'static str) -> AnyView {
    let data = LogData::new(owner.clone());
    let keys = Memo::new(move |_| {
        data.rows.with(|rows| {
            let rows = rows.as_ref().map(|rows| rows.as_slice()).unwrap_or_default();
            data.list.with(|query| query.select(rows)).into_iter().map(|place| place.to_string()).collect::<Vec<_>>()
        })
    });
    let face = Memo::new(move |_| match data.rows.with(|rows| rows.as_ref().map(|rows| rows.is_empty())) {
        None if data.failure.with(Option::is_some) => Face::Failed,
        None => Face::Reading,
        Some(true) => Face::Nothing,
        Some(false) if keys.with(Vec::is_empty) => Face::NoMatch,
        Some(false) => Face::Table,
    });
    let body = move || match face.get() {
        Face::Reading => view! { <SkeletonRows rows=12 /> }.into_any(),
        Face::Failed => ().into_any(),
        Face::Nothing => {
            view! { <EmptyState kind=EmptyKind::NothingYet title=text::none_title() text=text::none_text() /> }
                .into_any()
        }
        Face::NoMatch => no_match(data),
        Face::Table => table::table(data, owner.clone(), keys),
    };
    view! {
        {toolbar::head(data, title, lead)}
        {move || {
            data.failure
                .get()
                .map(|problem| {
                    let again = move || data.again();
                    let said = if data.is_stale() {
                        stale_list(problem, again)
                    } else {
                        view! { <ProblemCallout problem=problem on_again=again /> }.into_any()
                    };
                    view! { <div class="notices">{said}</div> }
                })
        }}
        {move || {
            data.cut
                .get()
                .then(|| {
                    view! {
                        <div class="notices">
                            <Callout tone=Tone::Warning title=text::cut_title()>
                                <p>{text::cut_text()}</p>
                            </Callout>
                        </div>
                    }
                })
        }}
        {toolbar::only_item(data)}
        {toolbar::toolbar(data)}
        {toolbar::progress(data)}
        {body}
        {foot(data, keys)}
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Reading,
    Failed,
    Nothing,
    NoMatch,
    Table,
}

fn no_match(data: LogData) -> AnyView {
    view! {
        <EmptyState kind=EmptyKind::NoMatch title=text::no_match_title() text=text::no_match_text()>
            <Button on_click=move || {
                data.list
                    .set(|query| {
                        // What is read stays; the item has a way back of its own.
                        let (span, item) = (query.span.clone(), query.item.clone());
                        *query = Query { span, item, ..Query::default() };
                    });
            }>{text::clear()}</Button>
        </EmptyState>
    }
    .into_any()
}

/// How many are shown, and how to read on.
fn foot(data: LogData, keys: Memo<Vec<String>>) -> AnyView {
    let shown = move || {
        data.rows.with(Option::is_some).then(|| text::shown(i64::try_from(keys.with(Vec::len)).unwrap_or(i64::MAX)))
    };
    // Filters look only at what was read: with one on, reading all of it is the way to be sure.
    let narrows = Memo::new(move |_| {
        let by_person = data.by_person.get();
        data.list.with(|query| query.narrows(by_person))
    });
    view! {
        <div class="table-foot cluster">
            <p role="status">{shown}</p>
            {move || {
                data.more
                    .get()
                    .then(|| {
                        view! {
                            <Button busy=data.reading on_click=move || data.read_on()>
                                {text::read_on()}
                            </Button>
                            <Button disabled=data.reading on_click=move || data.read_all(|_| {})>
                                {text::read_all()}
                            </Button>
                        }
                    })
            }}
            {move || (data.more.get() && narrows.get()).then(|| view! { <p class="quiet">{text::only_read()}</p> })}
        </div>
    }
    .into_any()
}
