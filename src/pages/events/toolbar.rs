//! Head and tool bar of a log: range, what it is about, who, search; files.

use leptos::prelude::*;

use super::{
    export,
    log::LogData,
    query::Span,
    row::{Area, short},
};
use crate::{
    i18n::{number, text::event_log as text},
    pages::export::file_name,
    platform::{download, intl},
    ui::{Button, Choice, Entry, Icon, IconButton, Menu, SearchField, Select, TextField, Trigger, Variant, use_toasts},
};

/// Title, count, and the log as a file.
pub fn head(data: LogData, title: &'static str, lead: &'static str) -> AnyView {
    let toasts = use_toasts();
    let save = move |json: bool| {
        data.read_all(move |events| {
            let rows = data.rows.get_untracked().unwrap_or_default();
            let (kind, end, body) = if json {
                ("application/json", "json", export::json(&events, &rows))
            } else {
                ("text/csv;charset=utf-8", "csv", export::csv(&rows))
            };
            let (what, whose) = data.called();
            let name = file_name(what, &whose, &intl::iso(intl::now()), end);
            if !download::offer(&name, kind, body.as_bytes()) {
                toasts.danger(text::export_failed(), "");
            }
        });
    };
    // What servers single out is all that is read.
    let whole = move || match untrack(|| (data.item(), data.by_person.get())) {
        (Some(_), _) => text::export_item(),
        (None, true) => text::export_person(),
        (None, false) => text::export_whole(),
    };
    let entries = Callback::new(move |()| {
        vec![
            Entry::Title(whole().to_owned()),
            Entry::action(Icon::Download, text::export_csv(), move || save(false)),
            Entry::action(Icon::Download, text::export_json(), move || save(true)),
        ]
    });
    let count =
        move || data.rows.with(|rows| rows.as_ref().map(|rows| number(i64::try_from(rows.len()).unwrap_or(i64::MAX))));
    let more = move || data.more.get().then_some("+");
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{title}</h1>
                <span class="page-head__count">{count} {more}</span>
            </div>
            <div class="page-head__actions">
                <Menu
                    label=text::export()
                    trigger=Trigger::Words { symbol: Icon::Download, primary: false }
                    entries=entries
                />
            </div>
            <p class="page-head__lead">{lead}</p>
        </div>
    }
    .into_any()
}

/// Says that one item alone is read, and leads back to the whole log.
pub fn only_item(data: LogData) -> AnyView {
    let item = Memo::new(move |_| data.item());
    (move || {
        item.get().map(|id| {
            view! {
                <div class="notices">
                    <div class="cluster">
                        <span class="chip">{text::only_item(short(&id))}</span>
                        <Button
                            variant=Variant::Link
                            on_click=move || data.list.set(|query| query.item = String::new())
                        >
                            {text::whole_log()}
                        </Button>
                    </div>
                </div>
            }
        })
    })
    .into_any()
}

/// What is read and what is shown of it.
pub fn toolbar(data: LogData) -> AnyView {
    let list = data.list;
    let (span, about, who) = (
        RwSignal::new(untrack(|| list.with(|query| query.span.name().to_owned()))),
        RwSignal::new(untrack(|| list.with(|query| query.area.map(Area::name).unwrap_or_default().to_owned()))),
        RwSignal::new(untrack(|| list.with(|query| query.person.clone()))),
    );
    Effect::new(move |_| {
        let now = list.with(|query| {
            [
                query.span.name().to_owned(),
                query.area.map(Area::name).unwrap_or_default().to_owned(),
                query.person.clone(),
            ]
        });
        for (signal, now) in [span, about, who].into_iter().zip(now) {
            if signal.with_untracked(|known| *known != now) {
                signal.set(now);
            }
        }
    });
    let choose_span = Callback::new(move |(name,): (String,)| {
        let (from, to) = default_moments();
        list.set(|query| query.span = Span::from_name(&name, from, to));
    });
    let choose_about = Callback::new(move |(name,): (String,)| {
        list.set(|query| query.area = Area::ALL.into_iter().find(|area| area.name() == name));
    });
    let choose_who = Callback::new(move |(id,): (String,)| list.set(|query| query.person = id));
    let spans = Signal::stored(vec![
        Choice::new("day", text::span_day()),
        Choice::new("week", text::span_week()),
        Choice::new("month", text::span_month()),
        Choice::new("year", text::span_year()),
        Choice::new("between", text::span_between()),
    ]);
    let areas = Signal::stored(
        std::iter::once(Choice::new("", text::about_all()))
            .chain(Area::ALL.map(|area| Choice::new(area.name(), area_name(area))))
            .collect::<Vec<_>>(),
    );
    let people = Memo::new(move |_| data.people());
    let people = Signal::derive(move || {
        std::iter::once(Choice::new("", text::who_all()))
            .chain(people.get().into_iter().map(|(id, name)| Choice::new(id, name)))
            .collect::<Vec<_>>()
    });
    let typed = Callback::new(move |(typed,): (String,)| list.set_soon(|query| query.search = typed));
    view! {
        <div class="toolbar">
            <Select id="log-span" label=text::span() bare=true value=span choices=spans on_change=choose_span />
            <Select id="log-about" label=text::about() bare=true value=about choices=areas on_change=choose_about />
            <Select id="log-who" label=text::who() bare=true value=who choices=people on_change=choose_who />
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
                    on_click=move || data.restart()
                />
            </div>
        </div>
        {move || matches!(span.get().as_str(), "between").then(|| between(data))}
    }
    .into_any()
}

/// The last seven days, as the fields of a browser want them.
fn default_moments() -> (String, String) {
    let now = intl::now();
    (intl::local(now - 7.0 * 86_400_000.0), intl::local(now))
}

/// Two moments; read when asked, not while one types.
fn between(data: LogData) -> AnyView {
    let (start, end) = untrack(|| {
        data.list.with(|query| match &query.span {
            Span::Between(from, to) => (from.clone(), to.clone()),
            _ => default_moments(),
        })
    });
    let (from, to) = (RwSignal::new(start), RwSignal::new(end));
    let problem = Signal::derive(move || {
        let (from, to) = (from.with(|text| intl::moment(text)), to.with(|text| intl::moment(text)));
        match (from, to) {
            (Some(from), Some(to)) if (to - from).abs() > 367.0 * 86_400_000.0 => Some(text::range_long().to_owned()),
            (Some(_), Some(_)) => None,
            _ => Some(text::range_missing().to_owned()),
        }
    });
    let read = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if problem.get_untracked().is_none() {
            let (from, to) = (from.get_untracked(), to.get_untracked());
            data.list.set(|query| query.span = Span::Between(from, to));
        }
    };
    view! {
        <form class="toolbar log-range" on:submit=read>
            <TextField id="log-from" label=text::range_from() kind="datetime-local" value=from />
            <TextField id="log-to" label=text::range_to() kind="datetime-local" value=to error=problem />
            <Button submit=true disabled=Signal::derive(move || problem.get().is_some())>
                {text::range_read()}
            </Button>
        </form>
    }
    .into_any()
}

const fn area_name(area: Area) -> &'static str {
    match area {
        Area::Accounts => text::about_accounts(),
        Area::Items => text::about_items(),
        Area::Collections => text::about_collections(),
        Area::Groups => text::about_groups(),
        Area::Members => text::about_members(),
        Area::Organisation => text::about_organisation(),
        Area::Policies => text::about_policies(),
        Area::Provider => text::about_provider(),
        Area::Domains => text::about_domains(),
        Area::Other => text::about_other(),
    }
}

/// How much of the range is read, while all of it is being read.
pub fn progress(data: LogData) -> AnyView {
    let percent = Memo::new(move |_| data.progress.get().map(|share| (share * 100.0).round()));
    (move || {
        data.progress.with(Option::is_some).then(|| {
            view! {
                <div class="notices">
                    <div class="log-progress" role="status">
                        <progress max="100" aria-label=text::reading_all() prop:value=move || percent.get().unwrap_or(0.0)></progress>
                        <span class="num">
                            {move || text::reading_share(&number(percent.get().map_or(0, whole)))}
                        </span>
                        <Button on_click=move || data.stop()>{text::stop()}</Button>
                    </div>
                </div>
            }
        })
    })
    .into_any()
}

#[allow(clippy::cast_possible_truncation, reason = "between 0 and 100")]
const fn whole(percent: f64) -> i64 {
    percent as i64
}
