//! What the parts of the people page share, and how a wish becomes a dialog or an operation.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    bulk::{RowFailure, RowOutcome},
    people::resend_invitations,
};
use portal_contracts::enums::ProviderUserStatus;

use super::{
    actions::{Action, offered},
    confirming::ProviderWay,
    data::PeopleData,
    row::{Query, Row},
};
use crate::{
    i18n::text::people as text,
    pages::{
        clients::work::Work,
        list_state::ListState,
        people::{
            batches::{Batches, Ledger},
            confirm::{Confirming, Waiting},
            results::{self, Line, Outcome},
        },
        problem::Problem,
    },
    ui::{Draft, Selection, Toasts, use_toasts},
};

/// What the parts of the page share. Copy it freely.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The list.
    pub data: PeopleData,
    /// Search, filter and order.
    pub list: ListState<Query>,
    /// Who is chosen.
    pub selection: Selection,
    /// The stack of people who are to be confirmed.
    pub confirming: Confirming<ProviderWay>,
    /// The sheet that invites.
    pub invite: Draft,
    /// The dialog for a role, and whose.
    pub role: Draft,
    /// The person of that dialog.
    pub role_of: RwSignal<Option<Row>>,
    /// The dialog that removes, and whom.
    pub remove: RwSignal<bool>,
    /// The people of that dialog.
    pub remove_of: RwSignal<Vec<Row>>,
    /// The list of outcomes.
    pub results: RwSignal<bool>,
    /// What is in that list.
    pub outcome: RwSignal<Option<Outcome>>,
    /// Where outcomes are noted until they were read.
    pub batches: Batches,
    /// Work that has no dialog.
    pub work: Work,
    /// Notices.
    pub toasts: Toasts,
    /// What the list of outcomes is about, for another try.
    last: RwSignal<Option<Action>>,
}

impl Desk {
    /// A desk with everything closed; take it while the page is made.
    #[must_use]
    pub fn new(data: PeopleData) -> Self {
        let role = Draft::new("role");
        let results = RwSignal::new(false);
        let batches = Batches::of(Signal::derive(move || {
            [data.scope.user().as_str(), "/people/", &data.scope.provider.get()].concat()
        }));
        batches.read_in(results);
        Self {
            data,
            list: ListState::new(),
            selection: Selection::new(),
            confirming: Confirming::new(ProviderWay { data }, batches, Action::Confirm.name()),
            invite: Draft::new("invite"),
            role,
            role_of: role.kept("of", None),
            remove: RwSignal::new(false),
            remove_of: RwSignal::new(Vec::new()),
            results,
            outcome: RwSignal::new(None),
            batches,
            work: Work::new(),
            toasts: use_toasts(),
            last: RwSignal::new(None),
        }
    }

    /// The rows of these ids, in the order of the list.
    #[must_use]
    pub fn rows_of(self, keys: &[String]) -> Vec<Row> {
        let rows = untrack(|| self.data.rows()).unwrap_or_default();
        rows.iter().filter(|row| keys.contains(&row.id)).cloned().collect()
    }

    /// Who waits for a confirmation; reactive.
    #[must_use]
    pub fn waiting(self) -> Vec<Row> {
        let rows = self.data.rows().unwrap_or_default();
        rows.iter().filter(|row| row.status == ProviderUserStatus::Accepted).cloned().collect()
    }

    /// Opens the dialog of an action, or does what needs none.
    pub fn act(self, action: Action, rows: Vec<Row>) {
        match action {
            Action::Confirm => {
                let rows = rows.into_iter().filter(|row| offered(Action::Confirm, row)).map(Waiting::from).collect();
                self.confirming.ask(rows, Vec::new());
            }
            Action::Resend => self.resend(rows),
            Action::ChangeRole => {
                self.role_of.set(rows.into_iter().next());
                self.role.open().set(true);
            }
            Action::Remove => {
                self.remove_of.set(rows);
                self.remove.set(true);
            }
        }
    }

    fn resend(self, rows: Vec<Row>) {
        if rows.is_empty() || !self.work.start() {
            return;
        }
        let ledger = self.batches.ledger();
        spawn_local(async move {
            let provider = self.data.scope.provider.get_untracked();
            let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
            let outcome = resend_invitations(&self.data.scope.portal(), &provider, &ids).await;
            settle(self.work, &ledger, Action::Resend, &rows, outcome);
        });
    }

    /// Takes over what was noted: once, also when it was noted while another page or the lock screen was shown. Whoever tries
    /// again needs the list, so it is read first.
    pub fn collect(self) {
        let listed = self.data.rows().is_some() || self.data.failure.with(Option::is_some);
        // A stack that is open comes first: what it has come to is not to be covered.
        if self.confirming.open.get() || !listed {
            return;
        }
        let Some(run) = self.batches.take_ended() else { return };
        let (Some(action), Some(outcome)) = (Action::named(run.kind), run.outcome()) else { return };
        untrack(|| {
            // It may have been noted by a page that is gone, which could not read the list again.
            self.data.reload();
            self.report(action, outcome);
        });
    }

    /// Tries those again for whom it failed.
    pub fn retry(self, ids: &[String]) {
        if untrack(|| self.data.rows()).is_none() {
            // Nobody is known yet: the page says why, and the report stays to be read.
            self.data.reload();
            self.results.set(true);
            return;
        }
        let rows = self.rows_of(ids);
        match self.last.get_untracked() {
            // Words are compared again: the keys are fetched anew.
            Some(Action::Confirm) => {
                let before = self.outcome.get_untracked().map(|outcome| outcome.lines).unwrap_or_default();
                let gone = |line: &&Line| ids.contains(&line.id) && rows.iter().all(|row| row.id != line.id);
                let left = |id: &str, called: &str| {
                    Line::left(id.to_owned(), called.to_owned(), text::confirm_gone().to_owned())
                };
                let mut held: Vec<Line> = before.iter().filter(gone).map(|line| left(&line.id, &line.called)).collect();
                let (going, staying): (Vec<Row>, Vec<Row>) =
                    rows.into_iter().partition(|row| offered(Action::Confirm, row));
                // It had got through, and only the answer was lost.
                held.extend(staying.iter().map(|row| match row.status {
                    ProviderUserStatus::Confirmed => Line { outcome: Ok(()), ..left(&row.id, row.called()) },
                    _ => left(&row.id, row.called()),
                }));
                self.confirming.ask_again(going.into_iter().map(Waiting::from).collect(), held, before);
            }
            Some(action) if !rows.is_empty() => self.act(action, rows),
            // They are no longer in the list.
            _ => self.data.reload(),
        }
    }

    /// A single success is a notice; anything else is a list to read.
    fn report(self, action: Action, outcome: Outcome) {
        self.last.set(Some(action));
        self.selection.clear();
        let done = i64::try_from(outcome.done()).unwrap_or(i64::MAX);
        match outcome.lines.as_slice() {
            [line] if line.outcome.is_ok() => {
                self.batches.read();
                // An answer that came late settles what the list still calls open.
                self.results.set(false);
                self.toasts.success(match action {
                    Action::Resend => text::resent(done),
                    Action::Remove => text::removed(done),
                    Action::Confirm | Action::ChangeRole => text::confirm_done_one(&line.called),
                });
            }
            _ => {
                self.outcome.set(Some(outcome));
                self.results.set(true);
            }
        }
    }
}

/// Notes what became of these people, and tells whether it did. When the whole call failed the page says so; once the page is
/// gone, each of them gets the reason.
pub fn settle(
    work: Work,
    ledger: &Ledger,
    action: Action,
    rows: &[Row],
    outcome: Result<Vec<RowOutcome>, ApiError>,
) -> bool {
    let gone = work.busy.try_get_untracked().is_none();
    let of_each = |error: ApiError| {
        let failed = |row: &Row| RowOutcome { id: row.id.clone(), outcome: Err(RowFailure::Call(error.clone())) };
        rows.iter().map(failed).collect()
    };
    let outcome = if gone { Ok(outcome.unwrap_or_else(of_each)) } else { outcome };
    let Some(outcomes) = work.finish(outcome, Problem::of) else { return false };
    let rows: Vec<_> = rows.iter().cloned().map(Row::named).collect();
    let title = match action {
        Action::Remove => text::result_title_remove(),
        _ => text::result_title_resend(),
    };
    ledger.note(action.name(), Outcome { title, lines: results::lines(&rows, &outcomes) });
    true
}
