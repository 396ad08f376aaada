//! Something that is done for many, some at a time: it goes on while one looks at other pages, tells how far it is, can be
//! stopped, and keeps what became of each when the connection breaks or the session locks half-way (MEM-09). What is done
//! by hand, one card after the other, is kept the same way (MEM-05).

mod runs;

use std::{cell::RefCell, future::Future};

use leptos::{prelude::*, task::spawn_local};
use portal_client::bulk::{Control, Progress};

use runs::Runs;
pub use runs::{Job, Run, Sent};

use super::results::{Line, Outcome};
use crate::{
    i18n::{number, text::people as text},
    session::leaving,
    ui::{Button, Size, Tone, bar::bar},
};

thread_local! {
    // Not part of a page: pages come and go while it runs.
    static RUNS: ArcRwSignal<Runs> = {
        leaving::at_sign_out(forget);
        ArcRwSignal::new(Runs::default())
    };
    static CONTROL: RefCell<Control> = RefCell::default();
}

/// Stops what runs and forgets all outcomes: another person may come.
fn forget() {
    CONTROL.with_borrow(Control::stop);
    RUNS.with(|runs| runs.update(Runs::forget));
}

/// The work of one owner. Copy it freely.
#[derive(Clone, Copy)]
pub struct Batches {
    owner: Signal<String>,
    runs: RwSignal<Runs>,
    /// What the page has taken over.
    taken: StoredValue<Option<u64>>,
}

impl Batches {
    /// The work of this owner, the user and the page of a client or provider, that runs or ended unread. Make it where
    /// the page is made.
    #[must_use]
    pub fn of(owner: Signal<String>) -> Self {
        Self { owner, runs: RwSignal::from(RUNS.with(ArcRwSignal::clone)), taken: StoredValue::new(None) }
    }

    /// Whether new work has to wait, for own work or that of another client; reactive.
    #[must_use]
    pub fn busy(self) -> bool {
        self.runs.with(Runs::busy)
    }

    /// Whether something runs now, for whomever.
    #[must_use]
    pub fn any() -> bool {
        RUNS.with(|runs| runs.with_untracked(Runs::busy))
    }

    /// Own work that is over, once for each page; reactive. It stays until [`Batches::read`]: a lock takes the page away,
    /// and what it showed must be found again.
    #[must_use]
    pub fn take_ended(self) -> Option<Run> {
        let owner = self.owner.get();
        let run = self.runs.with(|runs| runs.ended(&owner).cloned())?;
        if self.taken.get_value() == Some(run.number()) {
            return None;
        }
        self.taken.set_value(Some(run.number()));
        Some(run)
    }

    /// What was taken over has been read.
    pub fn read(self) {
        if let Some(number) = self.taken.try_get_value().flatten() {
            let _ = self.runs.try_update(|runs| runs.read(number));
        }
    }

    /// What was taken over has been read once this dialog, which shows it, is closed. Call it where the page is made.
    pub fn read_in(self, open: RwSignal<bool>) {
        Effect::new(move |before: Option<bool>| {
            let open = open.get();
            if before == Some(true) && !open {
                self.read();
            }
            open
        });
    }

    /// Begins, unless something runs already. `work` gets the pairs of id and name, and the handle that stops it; it tells
    /// what became of each.
    pub fn start<W, F>(self, job: Job, work: W) -> bool
    where
        W: FnOnce(Vec<(String, String)>, Control) -> F + 'static,
        F: Future<Output = Vec<Line>>,
    {
        Self::begin(&self.owner.get_untracked(), job, work)
    }

    /// As [`Batches::start`], for an owner who is known already: also when the page went while something was waited for.
    pub fn begin<W, F>(owner: &str, job: Job, work: W) -> bool
    where
        W: FnOnce(Vec<(String, String)>, Control) -> F + 'static,
        F: Future<Output = Vec<Line>>,
    {
        let runs = RUNS.with(ArcRwSignal::clone);
        let Some((number, rows)) = runs.try_update(|runs| runs.begin(owner, job)).flatten() else { return false };
        let watched = runs.clone();
        let control = Control::watched(move |progress| watched.update(|runs| runs.progress(number, progress)));
        CONTROL.replace(control.clone());
        spawn_local(async move {
            let lines = work(rows, control).await;
            runs.update(|runs| runs.end(number, lines));
        });
        true
    }

    /// Where to note what is done by hand for this owner. Take it before something is waited for.
    #[must_use]
    pub fn ledger(self) -> Ledger {
        Ledger { owner: self.owner.get_untracked(), age: self.runs.with_untracked(Runs::age) }
    }

    fn stop(self) {
        CONTROL.with_borrow(Control::stop);
        self.runs.update(Runs::stopping);
    }

    /// Own work that is not over.
    fn shown(self) -> Option<(&'static str, Progress, bool)> {
        let owner = self.owner.get();
        self.runs.with(|runs| runs.shown(&owner))
    }
}

/// Where outcomes of what was done by hand are noted until its owner's page has shown them. It outlives the page, not the
/// sign-out.
#[derive(Clone, Debug)]
pub struct Ledger {
    owner: String,
    age: u64,
}

impl Ledger {
    /// Notes what became of each; the page takes it over with [`Batches::take_ended`].
    pub fn note(&self, kind: &'static str, outcome: Outcome) {
        RUNS.with(|runs| runs.update(|runs| runs.note(&self.owner, self.age, kind, outcome)));
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
