//! Who reaches what in a client (REP-01): a line per member, what stands behind it in a sheet, and all of it as a file.

mod export;
mod reach;

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::reports::{MemberReach, MemberReport, read_member_report};
use portal_contracts::enums::OrganizationUserStatus;

use super::{members::words, scope::ClientScope};
use crate::{
    i18n::{number, text::reports as text},
    pages::{
        clients::fold::{fold, matches, terms},
        export::csv_name,
        problem::{Problem, ProblemCallout},
    },
    platform::download,
    session::place,
    ui::{
        Button, Callout, Cell, Cells, Column, DataTable, EmptyKind, EmptyState, Icon, IconButton, SearchField,
        SkeletonRows, Status, Tone, Variant, avatar, use_toasts,
    },
};

/// What the page has read. Copy it freely.
#[derive(Clone, Copy)]
struct Data {
    scope: ClientScope,
    report: RwSignal<Option<Arc<MemberReport>>>,
    failure: RwSignal<Option<Problem>>,
    reading: RwSignal<bool>,
}

impl Data {
    fn reload(self) {
        self.reading.set(true);
        self.failure.set(None);
        let (portal, id) = (self.scope.portal(), self.scope.id());
        spawn_local(async move {
            let outcome = read_member_report(&portal, &id).await;
            let _ = self.reading.try_set(false);
            match outcome {
                Ok(report) => drop(self.report.try_set(Some(Arc::new(report)))),
                Err(error) => drop(self.failure.try_set(Some(Problem::of(&error)))),
            }
        });
    }

    fn member(self, id: &str) -> Option<MemberReach> {
        self.report.with(|report| report.as_ref()?.members.iter().find(|member| member.id == id).cloned())
    }
}

/// The report of the client in the address.
#[component]
pub fn ReportsPage() -> AnyView {
    let data = Data {
        scope: ClientScope::here(),
        report: RwSignal::new(None),
        failure: RwSignal::new(None),
        reading: RwSignal::new(false),
    };
    data.reload();
    let (search, set_search) = place::query("q");
    let (open, set_open) = place::query("member");
    let keys = Memo::new(move |_| {
        let terms = search.with(|search| terms(search));
        data.report.with(|report| {
            let members = report.iter().flat_map(|report| &report.members);
            members
                .filter(|member| matches(&fold(&[member.name.as_str(), &member.email].join(" ")), &terms))
                .map(|member| member.id.clone())
                .collect::<Vec<_>>()
        })
    });
    let face =
        Memo::new(move |_| match data.report.with(|report| report.as_ref().map(|report| report.members.is_empty())) {
            None if data.failure.with(Option::is_some) => Face::Failed,
            None => Face::Reading,
            Some(true) => Face::Nothing,
            Some(false) if keys.with(Vec::is_empty) => Face::NoMatch,
            Some(false) => Face::Table,
        });
    let clear = set_search.clone();
    let show = Callback::new(move |(id,): (String,)| set_open(&id));
    let body = move || match face.get() {
        Face::Reading => view! { <SkeletonRows rows=10 /> }.into_any(),
        Face::Failed => ().into_any(),
        Face::Nothing => {
            view! { <EmptyState kind=EmptyKind::NothingYet title=text::none_title() text=text::none_text() /> }
                .into_any()
        }
        Face::NoMatch => {
            let clear = clear.clone();
            view! {
                <EmptyState kind=EmptyKind::NoMatch title=text::no_match_title() text=text::no_match_text()>
                    <Button on_click=move || clear("")>{text::clear()}</Button>
                </EmptyState>
            }
            .into_any()
        }
        Face::Table => table(data, keys, show),
    };
    let typed = Callback::new(move |(typed,): (String,)| set_search(&typed));
    view! {
        {head(data, keys)}
        {move || {
            data.failure
                .get()
                .map(|problem| {
                    view! {
                        <div class="notices">
                            <ProblemCallout problem=problem on_again=move || data.reload() />
                        </div>
                    }
                })
        }}
        {move || notices(data)}
        <div class="toolbar">
            <div class="toolbar__end">
                <SearchField label=text::search() value=search on_change=typed />
                <IconButton
                    symbol=Icon::Refresh
                    label=text::refresh()
                    disabled=data.reading
                    on_click=move || data.reload()
                />
            </div>
        </div>
        {body}
        <p class="table-foot" role="status">
            {move || {
                data.report
                    .with(Option::is_some)
                    .then(|| text::shown(i64::try_from(keys.with(Vec::len)).unwrap_or(i64::MAX)))
            }}
        </p>
        {reach::sheet(data, open, show)}
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

fn head(data: Data, keys: Memo<Vec<String>>) -> AnyView {
    let toasts = use_toasts();
    let save = move || {
        let Some(report) = data.report.get_untracked() else { return };
        let shown = keys.get_untracked();
        let file = export::csv(report.members.iter().filter(|member| shown.contains(&member.id)));
        let name = csv_name(text::export_name(), &untrack(|| data.scope.name()));
        if !download::offer(&name, "text/csv;charset=utf-8", file.as_bytes()) {
            toasts.danger(text::export_failed(), "");
        }
    };
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
            </div>
            <div class="page-head__actions">
                <Button
                    symbol=Icon::Download
                    disabled=Signal::derive(move || keys.with(Vec::is_empty))
                    on_click=save
                >
                    {text::export()}
                </Button>
            </div>
            <p class="page-head__lead">{text::lead()}</p>
        </div>
    }
    .into_any()
}

/// What the numbers do not tell.
fn notices(data: Data) -> Option<AnyView> {
    let report = data.report.get()?;
    let lines: Vec<&str> =
        [report.admins_reach_all.then(text::admins_reach_all), (!report.items_known).then(text::items_unknown)]
            .into_iter()
            .flatten()
            .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <div class="notices">
                <Callout tone=Tone::Info>
                    {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect::<Vec<_>>()}
                </Callout>
            </div>
        }
        .into_any()
    })
}

fn table(data: Data, keys: Memo<Vec<String>>, show: Callback<(String,)>) -> AnyView {
    let columns = vec![
        Column::name("", text::column_member()),
        Column::new("", text::column_status()).drop(2),
        Column::new("", text::column_two_step()).drop(1),
        Column::new("", text::column_groups()).end(),
        Column::new("", text::column_collections()).end(),
        Column::new("", text::column_items()).end(),
    ];
    let cells: Cells = Arc::new(move |key: &str| {
        let key = key.to_owned();
        let row = Memo::new(move |_| data.member(&key));
        let part = move |draw: fn(&MemberReach) -> AnyView| move || row.with(|row| row.as_ref().map(draw));
        vec![
            Cell::new(move || row.with(|row| row.as_ref().map(|row| name(row, show)))),
            Cell::new(part(status)),
            Cell::new(part(two_step)),
            Cell::new(part(|row| count(row.groups.len()))),
            Cell::new(part(|row| count(row.collections.len()))),
            Cell::new(part(|row| count(row.items))),
        ]
    });
    view! { <DataTable label=text::title() columns=columns keys=keys cells=cells on_open=show two_lines=true /> }
        .into_any()
}

fn name(row: &MemberReach, show: Callback<(String,)>) -> AnyView {
    let (id, called) = (row.id.clone(), row.name.clone());
    view! {
        <span class="who">
            {avatar::round(&row.id, &row.name, "m")}
            <span class="who__text">
                <Button variant=Variant::Link on_click=move || show.run((id.clone(),))>
                    <span dir="auto">{called}</span>
                </Button>
                <span class="who__sub">{row.email.clone()}</span>
            </span>
        </span>
    }
    .into_any()
}

fn status(row: &MemberReach) -> AnyView {
    let (symbol, tone, word) = words::status(row.status);
    view! {
        <Status symbol=symbol tone=tone>
            {word}
        </Status>
    }
    .into_any()
}

fn two_step(row: &MemberReach) -> AnyView {
    let (symbol, tone, word) = match (row.two_step, row.status) {
        (true, _) => (Icon::Shield, Tone::Neutral, text::two_step_on()),
        // Nobody has accepted yet who could set it up.
        (false, OrganizationUserStatus::Invited) => return view! { <span class="quiet">"–"</span> }.into_any(),
        (false, _) => (Icon::Warning, Tone::Warning, text::two_step_off()),
    };
    view! {
        <Status symbol=symbol tone=tone>
            {word}
        </Status>
    }
    .into_any()
}

fn count(count: usize) -> AnyView {
    view! { <span class="num">{number(i64::try_from(count).unwrap_or(i64::MAX))}</span> }.into_any()
}
