//! What the parts of the devices page share, and how an answer becomes an operation.

use leptos::prelude::*;
use portal_agent::Fault;
use portal_client::{
    ApiError,
    bulk::{Report, RowFailure},
    devices::{DeviceRequest, Verdict, answer_devices},
};

use super::{
    data::DevicesData,
    row::{Query, Row},
    words,
};
use crate::{
    i18n::text::devices as text,
    pages::{
        list_state::ListState,
        people::{
            batches::{Batches, Job},
            results::{self, Line, Outcome},
        },
    },
    ui::{Toasts, use_toasts},
};

/// What the parts of the page share. Copy it freely.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The list.
    pub data: DevicesData,
    /// Search, filter and order.
    pub list: ListState<Query>,
    /// The dialog before an answer.
    pub ask: RwSignal<bool>,
    /// What is to be answered, and to whom.
    pub ask_for: RwSignal<Option<(Verdict, Vec<Row>)>>,
    /// The list of outcomes.
    pub results: RwSignal<bool>,
    /// What is in that list.
    pub outcome: RwSignal<Option<Outcome>>,
    /// Work for many.
    pub batches: Batches,
    /// Notices.
    pub toasts: Toasts,
    /// What was answered last and to whom, for another try: with the words that were compared, not with what the list
    /// says by then.
    last: RwSignal<Option<(Verdict, Vec<Row>)>>,
}

impl Desk {
    /// A desk with everything closed; take it while the page is made.
    #[must_use]
    pub fn new(data: DevicesData) -> Self {
        let owner = Signal::derive(move || {
            let user = data.scope.portal().account().map(|account| account.user_id).unwrap_or_default();
            [user.as_str(), "/", &data.scope.client.get(), "/devices"].concat()
        });
        let results = RwSignal::new(false);
        let batches = Batches::of(owner);
        batches.read_in(results);
        Self {
            data,
            list: ListState::new(),
            ask: RwSignal::new(false),
            ask_for: RwSignal::new(None),
            results,
            outcome: RwSignal::new(None),
            batches,
            toasts: use_toasts(),
            last: RwSignal::new(None),
        }
    }

    /// Opens the dialog before an answer.
    pub fn ask(self, verdict: Verdict, rows: Vec<Row>) {
        if !rows.is_empty() {
            self.ask_for.set(Some((verdict, rows)));
            self.ask.set(true);
        }
    }

    /// Answers. `before` are the outcomes of an earlier try.
    pub fn run(self, verdict: Verdict, rows: &[Row], before: Option<Outcome>) {
        let again = before.is_some();
        let portal = self.data.scope.portal();
        let client = self.data.scope.id();
        let requests: Vec<DeviceRequest> = rows.iter().map(|row| row.request.clone()).collect();
        let job = Job {
            kind: words::kind(verdict),
            title: words::outcome_title(verdict),
            rows: rows.iter().map(Row::named).collect(),
            before,
            sent: None,
        };
        let begun = self.batches.start(job, move |rows, control| async move {
            let report = answer_devices(&portal, &client, &requests, verdict, &control).await;
            lines(&rows, report)
        });
        if begun {
            self.last.set(Some((verdict, rows.to_vec())));
        } else {
            self.toasts.danger(text::still_busy(), text::still_busy_text());
            // What was to be tried again is still to be read.
            self.results.set(again);
        }
    }

    /// Takes over work that is over: once, also when it ended while another page was shown.
    pub fn collect(self) {
        let Some(run) = self.batches.take_ended() else { return };
        let Some(outcome) = run.outcome() else { return };
        untrack(|| {
            self.data.reload();
            let verdict = words::of_kind(run.kind);
            if outcome.all_done() {
                self.batches.read();
                let done = i64::try_from(outcome.done()).unwrap_or(i64::MAX);
                self.toasts.success(words::all_done(verdict, done, &self.data.scope.name()));
            } else {
                self.outcome.set(Some(outcome));
                self.results.set(true);
            }
        });
    }

    /// Tries those again that failed.
    pub fn retry(self, ids: &[String]) {
        // After another page was shown the words have to be compared anew.
        let last = self.last.get_untracked();
        let again = last
            .map(|(verdict, rows)| (verdict, rows.into_iter().filter(|row| ids.contains(&row.id)).collect::<Vec<_>>()));
        match again {
            Some((verdict, rows)) if !rows.is_empty() => self.run(verdict, &rows, self.outcome.get_untracked()),
            _ => {
                self.toasts.danger(text::look_first(), text::look_first_text());
                self.results.set(true);
            }
        }
    }
}

/// One line for each row, in words that fit devices.
fn lines(rows: &[(String, String)], report: Report) -> Vec<Line> {
    let mut lines = results::lines(rows, &report.rows);
    for row in report.rows {
        let why = match row.outcome {
            Err(RowFailure::Call(ApiError::NotFound { .. }) | RowFailure::NotAnswered) => text::row_gone(),
            Err(RowFailure::Key(Fault::Key | Fault::Parse | Fault::Decrypt)) => text::row_key(),
            Err(RowFailure::Key(Fault::Stale)) => text::row_stale(),
            _ => continue,
        };
        if let Some(line) = lines.iter_mut().find(|line| line.id == row.id) {
            line.outcome = Err(why.to_owned());
            line.again = false;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use portal_client::bulk::RowOutcome;

    use super::*;

    #[test]
    fn what_is_gone_or_damaged_is_not_tried_again_and_the_rest_may_be() {
        let rows = ["gone", "key", "late"].map(|id| (id.to_owned(), id.to_owned()));
        let outcome = |id: &str, failure| RowOutcome { id: id.into(), outcome: Err(failure) };
        let report = Report {
            rows: vec![
                outcome("gone", RowFailure::Call(ApiError::NotFound { message: None })),
                outcome("key", RowFailure::Key(Fault::Decrypt)),
                outcome("late", RowFailure::NotSent),
            ],
            ..Report::default()
        };
        let lines = lines(&rows, report);
        assert_eq!(lines.iter().map(|line| line.again).collect::<Vec<_>>(), [false, false, true]);
        assert_ne!(lines[0].outcome, lines[1].outcome);
    }
}
