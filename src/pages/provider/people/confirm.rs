//! Confirming people (screens PPL-C): one card for each, words compared on the phone, then the provider key is shared
//! with that very key. Nobody is confirmed unseen, also not when several wait.

use leptos::{prelude::*, task::spawn_local};
use portal_client::people::{ComparedKey, ToCompare, confirm_people, prepare_confirm};

use super::{
    compare::Compare,
    data::PeopleData,
    dots::dots,
    results::Outcome,
    row::Row,
    words::{self, Line},
};
use crate::{
    i18n::text::people as text,
    pages::{
        clients::work::Work,
        problem::{Problem, ProblemCallout},
        providers::role,
    },
    ui::{
        Button, Callout, ClientStrip, Dialog, DialogBody, DialogFoot, Icon, Shape, SkeletonText, Tone, Variant, avatar,
        icon, rich,
    },
};

/// The stack of people who are to be confirmed. Copy it freely.
#[derive(Clone, Copy)]
pub struct Confirming {
    /// Whether the dialog is open.
    pub open: RwSignal<bool>,
    queue: RwSignal<Vec<Row>>,
    place: RwSignal<usize>,
    prepared: RwSignal<Option<Result<Vec<ToCompare>, Problem>>>,
    differs: RwSignal<bool>,
    lines: RwSignal<Vec<Line>>,
    /// Somebody was confirmed, or was found to have other words: then there is something to report.
    acted: RwSignal<bool>,
    work: Work,
}

impl Confirming {
    /// Nobody to confirm.
    #[must_use]
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            queue: RwSignal::new(Vec::new()),
            place: RwSignal::new(0),
            prepared: RwSignal::new(None),
            differs: RwSignal::new(false),
            lines: RwSignal::new(Vec::new()),
            acted: RwSignal::new(false),
            work: Work::new(),
        }
    }

    /// Opens the dialog for these people and fetches their keys.
    pub fn ask(self, rows: Vec<Row>, data: PeopleData) {
        if rows.is_empty() {
            return;
        }
        self.queue.set(rows);
        self.place.set(0);
        self.lines.set(Vec::new());
        self.acted.set(false);
        self.open.set(true);
        self.prepare(data);
    }

    fn prepare(self, data: PeopleData) {
        self.prepared.set(None);
        self.differs.set(false);
        self.work.failure.set(None);
        let ids: Vec<String> = self.queue.with_untracked(|queue| queue.iter().map(|row| row.id.clone()).collect());
        let people = data.people(&ids);
        spawn_local(async move {
            let provider = data.scope.provider.get_untracked();
            let outcome = prepare_confirm(&data.scope.portal(), &provider, &people).await;
            let _ = self.prepared.try_set(Some(outcome.map_err(|error| Problem::of(&error))));
        });
    }

    fn now(self) -> Option<Row> {
        let place = self.place.get();
        self.queue.with(|queue| queue.get(place).cloned())
    }

    /// The words and the kept key of a person; none when no key could be read.
    fn key_of(self, id: &str) -> Option<Result<ComparedKey, String>> {
        self.prepared.with(|prepared| {
            let Some(Ok(prepared)) = prepared else { return None };
            let found = prepared.iter().find(|one| one.id == id)?;
            Some(found.outcome.clone().map_err(|failure| words::row_failure(&failure)))
        })
    }

    /// Notes what became of the person now shown and goes on to the next one, or ends.
    fn go_on(self, row: Row, outcome: Result<(), String>, on_end: Callback<(Outcome,)>) {
        let _ = self.lines.try_update(|lines| lines.push(Line { row, outcome }));
        let _ = self.differs.try_set(false);
        let _ = self.work.failure.try_set(None);
        let next = self.place.try_update(|place| {
            *place += 1;
            *place
        });
        let Some(next) = next else { return };
        if next >= self.queue.with_untracked(Vec::len) {
            self.open.set(false);
            if !self.acted.get_untracked() {
                return;
            }
            on_end.run((Outcome { title: text::result_title_confirm(), lines: self.lines.get_untracked() },));
        }
    }
}

impl Default for Confirming {
    fn default() -> Self {
        Self::new()
    }
}

/// The dialog. `on_end` gets what became of each person once the last card is done, unless all were left for later.
#[component]
pub fn ConfirmDialog(confirming: Confirming, data: PeopleData, on_end: Callback<(Outcome,)>) -> AnyView {
    let work = confirming.work;
    let title = Signal::derive(move || {
        let name = confirming.now().map(|row| row.called().to_owned()).unwrap_or_default();
        if confirming.differs.get() { text::differ_title(&name) } else { text::confirm_title(&name) }
    });
    let strip = move || view! { <ClientStrip id=data.scope.provider.get() name=data.scope.name() /> };
    let content = move || match (confirming.now(), confirming.prepared.get()) {
        (None, _) => ().into_any(),
        (Some(_), None) => view! {
            <DialogBody>
                <p class="quiet">{text::confirm_reading()}</p>
                <SkeletonText lines=4 />
            </DialogBody>
        }
        .into_any(),
        (Some(_), Some(Err(problem))) => view! {
            <DialogBody>
                <ProblemCallout problem=problem on_again=move || confirming.prepare(data) />
            </DialogBody>
        }
        .into_any(),
        (Some(row), Some(Ok(_))) if confirming.differs.get() => differs(row, confirming, on_end),
        (Some(row), Some(Ok(_))) => card(row, confirming, data, on_end),
    };
    view! {
        <Dialog open=confirming.open title=title shape=Shape::Wide strip=strip closable=work.idle()>
            {content}
        </Dialog>
    }
    .into_any()
}

fn card(row: Row, confirming: Confirming, data: PeopleData, on_end: Callback<(Outcome,)>) -> AnyView {
    let who = view! {
        <div class="who">
            {avatar::round(row.colour(), row.called(), "l")}
            <span class="who__text">
                <span class="who__name" dir="auto">
                    {row.called().to_owned()}
                </span>
                <span class="who__sub">
                    <bdi>{row.email.clone()}</bdi>
                    " · "
                    {role(row.role)}
                </span>
            </span>
        </div>
    };
    let same = RwSignal::new(false);
    let work = confirming.work;
    let later = {
        let row = row.clone();
        move || confirming.go_on(row.clone(), Err(text::result_skipped_text().to_owned()), on_end)
    };
    let (body, confirm) = match confirming.key_of(&row.id) {
        Some(Ok(key)) => {
            let compared = view! {
                <Compare name=row.called().to_owned() words=key.words.clone() same=same disabled=work.busy />
                <Callout>
                    <p>{text::confirm_why()}</p>
                </Callout>
            };
            (compared.into_any(), Some(confirm_button(row, key, same, confirming, data, on_end)))
        }
        Some(Err(why)) => (unusable(why), None),
        None => (unusable(text::confirm_gone().to_owned()), None),
    };
    let may_differ = confirm.is_some();
    let total = Signal::derive(move || confirming.queue.with(Vec::len));
    let more = move || total.get() > confirming.place.get() + 1;
    view! {
        <DialogBody>
            <div class="stack" data-stack=move || more().then_some("")>
                {who}
                {work.failure_view()}
                {body}
            </div>
        </DialogBody>
        <div class="dialog__foot">
            {dots(confirming.lines, confirming.place, total)}
            <span class="push cluster">
                {may_differ
                    .then(|| {
                        view! {
                            <Button
                                variant=Variant::DangerQuiet
                                symbol=Icon::Warning
                                disabled=work.busy
                                on_click=move || confirming.differs.set(true)
                            >
                                {text::confirm_differ()}
                            </Button>
                        }
                    })}
                <Button disabled=work.busy on_click=later>
                    {move || if more() { text::confirm_next() } else { text::confirm_later() }}
                </Button>
                {confirm}
            </span>
        </div>
    }
    .into_any()
}

fn unusable(why: String) -> AnyView {
    view! {
        <Callout tone=Tone::Warning title=text::confirm_no_key_title()>
            <p>{why}</p>
            <p>{text::confirm_no_key()}</p>
        </Callout>
    }
    .into_any()
}

fn confirm_button(
    row: Row,
    key: ComparedKey,
    same: RwSignal<bool>,
    confirming: Confirming,
    data: PeopleData,
    on_end: Callback<(Outcome,)>,
) -> AnyView {
    let work = confirming.work;
    let label = text::confirm_do(row.called());
    let confirm = move || {
        if !same.get_untracked() || !work.start() {
            return;
        }
        let row = row.clone();
        let compared = vec![(row.id.clone(), key.clone())];
        spawn_local(async move {
            let provider = data.scope.provider.get_untracked();
            let outcome = confirm_people(&data.scope.portal(), &provider, compared).await;
            if let Some(outcomes) = work.finish(outcome, Problem::of) {
                data.reload();
                let _ = confirming.acted.try_set(true);
                let line = words::lines(std::slice::from_ref(&row), &outcomes).into_iter().next();
                let outcome = line.map_or(Ok(()), |line| line.outcome);
                confirming.go_on(row, outcome, on_end);
            }
        });
    };
    view! {
        <Button
            variant=Variant::Primary
            busy=work.busy
            disabled=Signal::derive(move || !same.get())
            on_click=confirm
        >
            {label}
        </Button>
    }
    .into_any()
}

/// Other words: what it means, and what to do. Confirming is not offered here.
fn differs(row: Row, confirming: Confirming, on_end: Callback<(Outcome,)>) -> AnyView {
    let name = row.called().to_owned();
    let leave = move || {
        confirming.acted.set(true);
        confirming.go_on(row.clone(), Err(text::result_differ().to_owned()), on_end);
    };
    view! {
        <DialogBody>
            <Callout tone=Tone::Danger alert=true>
                <p>{rich(text::differ_text(&name))}</p>
            </Callout>
        </DialogBody>
        <DialogFoot>
            <Button on_click=move || confirming.differs.set(false)>{text::differ_back()}</Button>
            <Button variant=Variant::Danger on_click=leave>
                {icon(Icon::Warning)}
                {text::differ_leave()}
            </Button>
        </DialogFoot>
    }
    .into_any()
}
