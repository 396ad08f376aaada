//! Something that is done for many, some at a time: it goes on while one looks at other pages, tells how far it is, can be
//! stopped, and keeps what became of each when the connection breaks or the session locks half-way (MEM-09).

use std::{cell::RefCell, future::Future};

use leptos::{prelude::*, task::spawn_local};
use portal_client::bulk::{Control, Progress};

use super::results::{Line, Outcome};
use crate::{
    i18n::{number, text::people as text},
    ui::{Button, Size, Tone, bar::bar},
};

thread_local! {
    // Not part of a page: pages come and go while it runs.
    static RUN: ArcRwSignal<Option<Run>> = ArcRwSignal::new(None);
    static CONTROL: RefCell<Control> = RefCell::default();
}

/// One piece of work for many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// For whom it runs: the user and the client or provider. Nobody else sees it.
    pub owner: String,
    /// Which kind of work; the page that began it knows the names.
    pub kind: &'static str,
    /// What is done, as a title.
    pub title: &'static str,
    before: Option<Outcome>,
    progress: Progress,
    stopping: bool,
    lines: Option<Vec<Line>>,
}

impl Run {
    /// What became of each, once it is over.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        let now = Outcome { title: self.title, lines: self.lines.clone()? };
        Some(match self.before.clone() {
            Some(before) => before.with(now),
            None => now,
        })
    }
}

/// What is to be done.
pub struct Job {
    /// Which kind of work.
    pub kind: &'static str,
    /// What is done, as a title.
    pub title: &'static str,
    /// For whom: pairs of id and name.
    pub rows: Vec<(String, String)>,
    /// The outcome of an earlier try, when this one is for those who failed.
    pub before: Option<Outcome>,
}

/// The work of one owner. Copy it freely.
#[derive(Clone, Copy)]
pub struct Batches {
    owner: Signal<String>,
    run: RwSignal<Option<Run>>,
}

impl Batches {
    /// The work of this owner that runs or ended unseen.
    #[must_use]
    pub fn of(owner: Signal<String>) -> Self {
        Self { owner, run: RwSignal::from(RUN.with(ArcRwSignal::clone)) }
    }

    /// Whether new work has to wait, for own work or that of another client; reactive.
    #[must_use]
    pub fn busy(self) -> bool {
        self.run.with(|run| run.as_ref().is_some_and(|run| run.lines.is_none()))
    }

    /// Own work that is over and was not looked at yet, once; reactive.
    #[must_use]
    pub fn take_ended(self) -> Option<Run> {
        let owner = self.owner.get();
        let ended = self.run.with(|run| run.as_ref().is_some_and(|run| run.lines.is_some() && run.owner == owner));
        if ended { self.run.try_update(Option::take).flatten() } else { None }
    }

    /// Begins, unless something runs already. `work` gets the pairs of id and name, and the handle that stops it; it tells
    /// what became of each.
    pub fn start<W, F>(self, job: Job, work: W) -> bool
    where
        W: FnOnce(Vec<(String, String)>, Control) -> F + 'static,
        F: Future<Output = Vec<Line>>,
    {
        if job.rows.is_empty() || untrack(|| self.busy()) {
            return false;
        }
        let signal = RUN.with(ArcRwSignal::clone);
        let watched = signal.clone();
        let control = Control::watched(move |progress| {
            watched.update(|run| {
                if let Some(run) = run {
                    run.progress = progress;
                }
            });
        });
        CONTROL.replace(control.clone());
        let Job { kind, title, rows, before } = job;
        let progress = Progress { done: 0, total: rows.len(), waiting: None };
        let owner = self.owner.get_untracked();
        signal.set(Some(Run { owner, kind, title, before, progress, stopping: false, lines: None }));
        spawn_local(async move {
            let lines = work(rows, control).await;
            signal.update(|run| {
                if let Some(run) = run {
                    run.lines = Some(lines);
                }
            });
        });
        true
    }

    fn stop(self) {
        CONTROL.with_borrow(Control::stop);
        self.run.update(|run| {
            if let Some(run) = run {
                run.stopping = true;
            }
        });
    }

    /// Own work that is not over.
    fn shown(self) -> Option<(&'static str, Progress, bool)> {
        let owner = self.owner.get();
        self.run.with(|run| {
            // One alone is done in a moment: a bar would only flash up.
            let shown = |run: &&Run| run.lines.is_none() && run.owner == owner && run.progress.total > 1;
            let run = run.as_ref().filter(shown)?;
            Some((run.title, run.progress, run.stopping))
        })
    }
}

/// How far own work is, with a way to stop it.
#[component]
pub fn BatchProgress(batches: Batches) -> AnyView {
    let shown = Memo::new(move |_| batches.shown());
    let head = Memo::new(move |_| shown.get().map(|(title, _, stopping)| (title, stopping)));
    let progress = move || shown.get().map(|(_, progress, _)| progress).unwrap_or_default();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    (move || {
        head.get().map(|(title, stopping)| {
            let said = move || {
                let progress = progress();
                text::batch_place(&number(count(progress.done)), &number(count(progress.total)))
            };
            let drawing = move || {
                let progress = progress();
                let whole = u64::try_from(progress.total).unwrap_or(1);
                bar(u64::try_from(progress.done).unwrap_or(0), whole, Tone::Primary)
            };
            let note = move || match progress().waiting {
                _ if stopping => text::batch_stopping().to_owned(),
                Some(seconds) => text::batch_waiting(i64::from(seconds)),
                None => text::batch_keep_open().to_owned(),
            };
            view! {
                <div class="batch" role="group" aria-label=title>
                    <p class="batch__line">
                        <strong>{title}</strong>
                        <span class="num" role="status">
                            {said}
                        </span>
                    </p>
                    {drawing}
                    <p class="batch__line quiet t-12">
                        <span>{note}</span>
                        <Button size=Size::Small disabled=stopping on_click=move || batches.stop()>
                            {text::batch_stop()}
                        </Button>
                    </p>
                </div>
            }
        })
    })
    .into_any()
}
