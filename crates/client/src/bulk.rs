//! Doing something to many rows: in parts, with progress, with a way to stop, and with an outcome for every row
//! (screens §2.11).
//!
//! Nothing gets lost when the connection breaks half-way or the session locks: rows that were not sent, rows whose answer
//! never came and rows that were refused are told apart, and trying the failed ones again is safe.

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::rc::Rc;

use portal_agent::Fault;
use portal_contracts::limits;
use portal_contracts::providers::BulkResult;

use crate::error::ApiError;
use crate::patience::patiently;
use crate::portal::Portal;
use crate::text;

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOutcome {
    /// What names the row: a membership id, a group id, an address.
    pub id: String,
    /// Done, or why not.
    pub outcome: Result<(), RowFailure>,
}

/// Why one row of several was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFailure {
    /// The server says why; cleaned for display.
    Refused(String),
    /// The server says yes, but the list says no.
    NotDone,
    /// The row was not in the answer.
    NotAnswered,
    /// The key of the person cannot be used, or could not be wrapped.
    Key(Fault),
    /// Never sent, or it certainly did not arrive: stopped, or the run ended early.
    NotSent,
    /// Sent, but no answer came, and the list could not be read either. Repeating it is harmless.
    Unknown,
    /// The call of this row and its neighbours failed.
    Call(ApiError),
}

impl RowFailure {
    /// Whether trying again can help without anybody changing something first.
    #[must_use]
    pub const fn may_retry(&self) -> bool {
        !matches!(self, Self::Refused(_) | Self::Call(ApiError::Forbidden { .. } | ApiError::NotFound { .. }))
    }
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Rows with an outcome.
    pub done: usize,
    /// All rows.
    pub total: usize,
    /// Seconds until it goes on, while a server asked to slow down.
    pub waiting: Option<u32>,
}

/// The handle to a run: shows progress, and stops it. Clones are the same run.
#[derive(Clone, Default)]
pub struct Control {
    stop: Rc<Cell<bool>>,
    progress: Option<Rc<dyn Fn(Progress)>>,
}

impl Control {
    /// A run whose progress nobody watches.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A run that tells how far it has come.
    #[must_use]
    pub fn watched(progress: impl Fn(Progress) + 'static) -> Self {
        Self { stop: Rc::default(), progress: Some(Rc::new(progress)) }
    }

    /// Stops after the part that is on its way; the rows behind it are reported as not sent.
    pub fn stop(&self) {
        self.stop.set(true);
    }

    /// Whether it was stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.get()
    }

    pub(crate) fn tell(&self, progress: Progress) {
        if let Some(listener) = &self.progress {
            listener(progress);
        }
    }
}

/// Watches work that is one request in the end: hears how far its preparation is, and may stop it before it is sent.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Called after each part with the number of rows that are behind.
    pub done: &'a dyn Fn(usize),
    /// Asked before each part.
    pub stop: &'a dyn Fn() -> bool,
}

impl Watch<'_> {
    /// Nobody watches.
    pub const NOBODY: Watch<'static> = Watch { done: &|_| {}, stop: &|| false };
}

/// What became of all rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// One entry per asked row, in the same order.
    pub rows: Vec<RowOutcome>,
    /// The person stopped it.
    pub stopped: bool,
    /// What ended it early; the rows after it were not sent.
    pub error: Option<ApiError>,
}

impl Report {
    /// How many rows are done.
    #[must_use]
    pub fn done(&self) -> usize {
        self.rows.iter().filter(|row| row.outcome.is_ok()).count()
    }

    /// Whether all are done.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.rows.iter().all(|row| row.outcome.is_ok())
    }

    /// The rows worth another try.
    #[must_use]
    pub fn to_retry(&self) -> Vec<String> {
        let worth = |row: &&RowOutcome| row.outcome.as_ref().is_err_and(RowFailure::may_retry);
        self.rows.iter().filter(worth).map(|row| row.id.clone()).collect()
    }

    /// Nothing was sent, because something that had to be known first could not be read.
    #[must_use]
    pub fn not_begun(ids: &[String], error: ApiError) -> Self {
        let row = |id: &String| RowOutcome { id: id.clone(), outcome: Err(RowFailure::NotSent) };
        Self { rows: ids.iter().map(row).collect(), stopped: false, error: Some(error) }
    }

    /// Puts the outcomes of another try in the place of the earlier ones.
    pub fn take_over(&mut self, again: Self) {
        let mut newer: BTreeMap<String, Result<(), RowFailure>> =
            again.rows.into_iter().map(|row| (row.id, row.outcome)).collect();
        for row in &mut self.rows {
            if let Some(outcome) = newer.remove(&row.id) {
                row.outcome = outcome;
            }
        }
        self.stopped = again.stopped;
        self.error = again.error;
    }

    /// Judges the rows that are not done by what a list shows afterwards: an earlier try may have arrived although its
    /// answer did not, and what is not there did not arrive.
    pub fn settle(&mut self, reached: impl Fn(&str) -> bool) {
        for row in &mut self.rows {
            match &row.outcome {
                Ok(()) => {}
                Err(_) if reached(&row.id) => row.outcome = Ok(()),
                Err(RowFailure::Unknown) => row.outcome = Err(RowFailure::NotSent),
                Err(_) => {}
            }
        }
    }
}

/// Runs `call` over parts of `size` rows. At most 500 rows are sent; the ones behind are reported as not sent.
///
/// A part that is refused as a whole fails its own rows only. When the connection, the session or the server fails, or a
/// right is missing, the run ends: going on would meet the same wall. 429 is waited out.
pub async fn run(
    portal: &Portal,
    ids: &[String],
    size: usize,
    control: &Control,
    call: impl AsyncFn(&[String]) -> Result<Vec<RowOutcome>, ApiError>,
) -> Report {
    run_dividing(portal, ids, size, control, |_| false, call).await
}

/// As [`run`], for calls that servers refuse as a whole because of one row: where `divides` says so the part is sent again
/// row by row, so that a bad row costs its neighbours nothing. When that helped none of them it is not about a row, and
/// the parts behind are not divided any more.
pub async fn run_dividing(
    portal: &Portal,
    ids: &[String],
    size: usize,
    control: &Control,
    divides: impl Fn(&ApiError) -> bool,
    call: impl AsyncFn(&[String]) -> Result<Vec<RowOutcome>, ApiError>,
) -> Report {
    let mut report = Report::default();
    let total = ids.len();
    let within = ids.get(..total.min(limits::SELECTION)).unwrap_or(ids);
    control.tell(Progress { done: 0, total, waiting: None });
    let mut parts: VecDeque<&[String]> = within.chunks(size.max(1)).collect();
    let mut divided: Option<Range<usize>> = None;
    while let Some(part) = parts.pop_front() {
        if control.is_stopped() {
            report.stopped = true;
            break;
        }
        let place = (report.rows.len(), total);
        match patiently(portal, place, control, async || call(part).await).await {
            Ok(rows) => report.rows.extend(in_order(part, rows)),
            Err(error) if part.len() > 1 && divides(&error) && !in_vain(&report, divided.as_ref()) => {
                let from = report.rows.len();
                divided = Some(from..from + part.len());
                part.chunks(1).rev().for_each(|row| parts.push_front(row));
                continue;
            }
            Err(error) => {
                let (failure, goes_on) = judge(&error);
                report.rows.extend(part.iter().map(|id| RowOutcome { id: id.clone(), outcome: Err(failure.clone()) }));
                if control.is_stopped() {
                    report.stopped = true;
                    break;
                }
                if !goes_on {
                    report.error = Some(error);
                    break;
                }
            }
        }
        control.tell(Progress { done: report.rows.len(), total, waiting: None });
    }
    let unsent = ids.iter().skip(report.rows.len());
    let unsent: Vec<RowOutcome> =
        unsent.map(|id| RowOutcome { id: id.clone(), outcome: Err(RowFailure::NotSent) }).collect();
    report.rows.extend(unsent);
    report
}

/// Whether dividing helped nobody the last time.
fn in_vain(report: &Report, divided: Option<&Range<usize>>) -> bool {
    let rows = divided.and_then(|divided| report.rows.get(divided.clone()));
    rows.is_some_and(|rows| rows.iter().all(|row| row.outcome.is_err()))
}

/// What the error of a part means for its rows, and whether the next part is worth sending.
fn judge(error: &ApiError) -> (RowFailure, bool) {
    match error {
        ApiError::Refused { message: Some(said), .. } | ApiError::Validation { message: said, .. } => {
            (RowFailure::Refused(said.clone()), true)
        }
        ApiError::Refused { .. } => (RowFailure::Call(error.clone()), true),
        ApiError::RateLimited { .. } => (RowFailure::NotSent, false),
        ApiError::SessionOver | ApiError::SignedOut => (RowFailure::NotSent, false),
        _ if error.outcome_unknown() => (RowFailure::Unknown, false),
        _ => (RowFailure::Call(error.clone()), false),
    }
}

/// One outcome per asked row, whatever the answer's order.
fn in_order(part: &[String], rows: Vec<RowOutcome>) -> Vec<RowOutcome> {
    let mut found: BTreeMap<String, Result<(), RowFailure>> =
        rows.into_iter().map(|row| (row.id, row.outcome)).collect();
    let outcome = |id: &String| found.remove(id).unwrap_or(Err(RowFailure::NotAnswered));
    let outcomes: Vec<_> = part.iter().map(outcome).collect();
    part.iter().zip(outcomes).map(|(id, outcome)| RowOutcome { id: id.clone(), outcome }).collect()
}

/// The outcomes of a bulk answer, one per asked row.
pub(crate) fn outcomes(ids: &[String], results: &[BulkResult]) -> Vec<RowOutcome> {
    let by_id: BTreeMap<&str, &BulkResult> = results.iter().map(|result| (result.id.as_str(), result)).collect();
    ids.iter()
        .map(|id| {
            let outcome = match by_id.get(id.as_str()) {
                Some(result) if result.error.is_empty() => Ok(()),
                Some(result) => Err(RowFailure::Refused(text::clean(&result.error, text::MESSAGE))),
                None => Err(RowFailure::NotAnswered),
            };
            RowOutcome { id: id.clone(), outcome }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, outcome: Result<(), RowFailure>) -> RowOutcome {
        RowOutcome { id: id.to_owned(), outcome }
    }

    #[test]
    fn a_list_read_afterwards_has_the_last_word() {
        let mut report = Report {
            rows: vec![
                row("arrived", Err(RowFailure::Unknown)),
                row("lost", Err(RowFailure::Unknown)),
                row("before", Err(RowFailure::Refused("Already revoked.".into()))),
                row("refused", Err(RowFailure::Refused("No.".into()))),
            ],
            ..Report::default()
        };
        report.settle(|id| id == "arrived" || id == "before");
        let outcomes: Vec<_> = report.rows.iter().map(|row| row.outcome.clone()).collect();
        let refused = Err(RowFailure::Refused("No.".into()));
        assert_eq!(outcomes, [Ok(()), Err(RowFailure::NotSent), Ok(()), refused]);
        assert_eq!((report.to_retry(), report.done()), (vec!["lost".to_owned()], 2));
    }

    #[test]
    fn another_try_replaces_only_its_own_rows() {
        let mut report =
            Report { rows: vec![row("a", Ok(())), row("b", Err(RowFailure::NotSent))], stopped: true, error: None };
        report.take_over(Report { rows: vec![row("b", Ok(()))], ..Report::default() });
        assert!(report.is_complete() && !report.stopped);
    }

    #[test]
    fn answers_are_matched_by_id_not_by_place() {
        let asked = ["a".to_owned(), "b".to_owned()];
        let rows = in_order(&asked, vec![row("b", Ok(())), row("strange", Ok(()))]);
        assert_eq!(rows, [row("a", Err(RowFailure::NotAnswered)), row("b", Ok(()))]);
    }
}
