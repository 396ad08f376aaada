//! The pieces of work of this tab, of all owners: one at a time is under way, and what has ended stays until its owner's
//! page has shown it, whatever runs for others meanwhile. What somebody did by hand, one after the other, is noted here as
//! well. Pure.

use std::{any::Any, fmt, sync::Arc};

use portal_client::bulk::Progress;

use crate::pages::people::results::{Line, Outcome};

/// What was sent with a piece of work, for another try: the page may be gone by then, and with it what was typed.
#[derive(Clone)]
pub struct Sent(Arc<dyn Any + Send + Sync>);

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sent")
    }
}

impl Sent {
    /// Keeps this.
    #[must_use]
    pub fn new(what: impl Any + Send + Sync) -> Self {
        Self(Arc::new(what))
    }

    /// What was kept, when it is of this kind.
    #[must_use]
    pub fn get<T: Any + Clone>(&self) -> Option<T> {
        self.0.downcast_ref::<T>().cloned()
    }
}

/// What is to be done.
#[derive(Debug)]
pub struct Job {
    /// Which kind of work.
    pub kind: &'static str,
    /// What is done, as a title.
    pub title: &'static str,
    /// For whom: pairs of id and name.
    pub rows: Vec<(String, String)>,
    /// The outcome of an earlier try, when this one is for those who failed.
    pub before: Option<Outcome>,
    /// What another try needs besides the ids.
    pub sent: Option<Sent>,
}

/// One piece of work for many.
#[derive(Clone, Debug)]
pub struct Run {
    /// Which kind of work; the page that began it knows the names.
    pub kind: &'static str,
    /// What is done, as a title.
    pub title: &'static str,
    /// What another try needs besides the ids.
    pub sent: Option<Sent>,
    owner: String,
    number: u64,
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

    /// Tells it from every other one of this tab.
    pub(super) const fn number(&self) -> u64 {
        self.number
    }

    const fn is_over(&self) -> bool {
        self.lines.is_some()
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Runs {
    list: Vec<Run>,
    last: u64,
    /// How often all of it was forgotten.
    age: u64,
}

impl Runs {
    /// Whether one is under way, whoever's.
    pub fn busy(&self) -> bool {
        self.list.iter().any(|run| !run.is_over())
    }

    /// Notes that this begins for an owner and gives its number; nothing while another one is under way.
    pub fn begin(&mut self, owner: &str, job: Job) -> Option<(u64, Vec<(String, String)>)> {
        if job.rows.is_empty() || self.busy() {
            return None;
        }
        // Another try takes the place of the first one. What is still to be read of other work stays.
        self.list.retain(|run| run.owner != owner || run.kind != job.kind);
        self.last += 1;
        let Job { kind, title, rows, before, sent } = job;
        let progress = Progress { done: 0, total: rows.len(), waiting: None };
        self.list.push(Run {
            owner: owner.to_owned(),
            number: self.last,
            kind,
            title,
            before,
            sent,
            progress,
            stopping: false,
            lines: None,
        });
        Some((self.last, rows))
    }

    /// The one under way has come so far.
    pub fn progress(&mut self, number: u64, progress: Progress) {
        if let Some(run) = self.under_way().filter(|run| run.number == number) {
            run.progress = progress;
        }
    }

    /// The one under way is to stop.
    pub fn stopping(&mut self) {
        if let Some(run) = self.under_way() {
            run.stopping = true;
        }
    }

    /// It is over. Nothing is noted about one that was forgotten meanwhile.
    pub fn end(&mut self, number: u64, lines: Vec<Line>) {
        if let Some(run) = self.under_way().filter(|run| run.number == number) {
            run.lines = Some(lines);
        }
    }

    /// Tells which sign-in this is: what was begun in an earlier one is not noted any more.
    pub const fn age(&self) -> u64 {
        self.age
    }

    /// What became of things that were done by hand. It joins what is unread of the same kind, so that an answer that came
    /// late is found in the same list.
    pub fn note(&mut self, owner: &str, age: u64, kind: &'static str, outcome: Outcome) {
        if age != self.age || outcome.lines.is_empty() {
            return;
        }
        let known = |run: &Run| run.owner == owner && run.kind == kind && run.is_over();
        let before = self.list.iter().position(known).and_then(|place| self.list.remove(place).outcome());
        // A number of its own: the page takes over again what has changed.
        self.last += 1;
        self.list.push(Run {
            owner: owner.to_owned(),
            number: self.last,
            kind,
            title: outcome.title,
            before,
            sent: None,
            progress: Progress::default(),
            stopping: false,
            lines: Some(outcome.lines),
        });
    }

    /// What is over for an owner and was not read yet.
    pub fn ended(&self, owner: &str) -> Option<&Run> {
        self.list.iter().find(|run| run.owner == owner && run.is_over())
    }

    /// It was read.
    pub fn read(&mut self, number: u64) {
        self.list.retain(|run| run.number != number || !run.is_over());
    }

    /// Everything is forgotten, also what is under way.
    pub fn forget(&mut self) {
        self.list.clear();
        self.age += 1;
    }

    /// Title, progress and whether it is stopping, of what an owner waits for.
    pub fn shown(&self, owner: &str) -> Option<(&'static str, Progress, bool)> {
        // One alone is done in a moment: a bar would only flash up.
        let shown = |run: &&Run| !run.is_over() && run.owner == owner && run.progress.total > 1;
        let run = self.list.iter().find(shown)?;
        Some((run.title, run.progress, run.stopping))
    }

    fn under_way(&mut self) -> Option<&mut Run> {
        self.list.iter_mut().find(|run| !run.is_over())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(ids: &[&str]) -> Job {
        let rows = ids.iter().map(|id| ((*id).to_owned(), id.to_uppercase())).collect();
        Job { kind: "revoke", title: "Revoked", rows, before: None, sent: None }
    }

    fn line(id: &str, outcome: Result<(), String>) -> Line {
        Line { id: id.to_owned(), called: id.to_uppercase(), outcome, again: true }
    }

    fn retry_of(runs: &Runs, owner: &str) -> Option<Vec<String>> {
        Some(runs.ended(owner)?.outcome()?.to_retry())
    }

    #[test]
    fn what_ended_for_one_client_survives_work_for_another() {
        let mut runs = Runs::default();
        let (first, _) = runs.begin("me/a", job(&["x", "y"])).unwrap();
        assert!(runs.begin("me/b", job(&["z"])).is_none(), "one at a time");
        runs.end(first, vec![line("x", Ok(())), line("y", Err("lost".into()))]);
        let (second, _) = runs.begin("me/b", job(&["z"])).unwrap();
        assert_eq!(retry_of(&runs, "me/a"), Some(vec!["y".to_owned()]));
        runs.end(second, vec![line("z", Ok(()))]);
        assert_eq!(retry_of(&runs, "me/b"), Some(Vec::new()));
        runs.read(second);
        assert!(runs.ended("me/b").is_none());
        assert_eq!(retry_of(&runs, "me/a"), Some(vec!["y".to_owned()]));
        runs.read(first);
        assert!(runs.ended("me/a").is_none());
    }

    #[test]
    fn another_try_takes_the_place_of_the_first_with_what_was_sent() {
        let mut runs = Runs::default();
        let (first, _) = runs.begin("me/a", Job { sent: Some(Sent::new(7_u8)), ..job(&["x", "y"]) }).unwrap();
        runs.end(first, vec![line("x", Ok(())), line("y", Err("lost".into()))]);
        let run = runs.ended("me/a").unwrap();
        assert_eq!(run.sent.as_ref().and_then(Sent::get::<u8>), Some(7));
        assert_eq!(run.sent.as_ref().and_then(Sent::get::<u16>), None);
        let before = run.outcome();
        let (second, rows) = runs.begin("me/a", Job { before, ..job(&["y"]) }).unwrap();
        assert_eq!(rows.len(), 1);
        // The page closed the first list only now.
        runs.read(first);
        assert!(runs.busy());
        runs.end(second, vec![line("y", Ok(()))]);
        let outcome = runs.ended("me/a").unwrap().outcome().unwrap();
        assert_eq!((outcome.lines.len(), outcome.all_done()), (2, true));
    }

    #[test]
    fn nothing_is_left_after_a_sign_out_and_late_ends_are_not_noted() {
        let mut runs = Runs::default();
        let (first, _) = runs.begin("me/a", job(&["x"])).unwrap();
        runs.end(first, vec![line("x", Ok(()))]);
        let (second, _) = runs.begin("me/b", job(&["y"])).unwrap();
        runs.forget();
        assert!(!runs.busy() && runs.ended("me/a").is_none());
        let (third, _) = runs.begin("me/b", job(&["z"])).unwrap();
        runs.progress(second, Progress { done: 9, total: 9, waiting: None });
        runs.end(second, vec![line("y", Ok(()))]);
        assert!(runs.busy() && runs.ended("me/b").is_none());
        runs.end(third, vec![line("z", Ok(()))]);
        assert_eq!(runs.ended("me/b").and_then(Run::outcome).unwrap().lines[0].id, "z");
    }

    #[test]
    fn what_was_done_by_hand_is_kept_and_late_answers_join_it() {
        let mut runs = Runs::default();
        let age = runs.age();
        let outcome = |lines| Outcome { title: "Confirmed", lines };
        runs.note("me/a", age, "confirm", outcome(Vec::new()));
        assert!(runs.ended("me/a").is_none(), "nothing to read");
        runs.note("me/a", age, "confirm", outcome(vec![line("x", Ok(())), line("y", Err("later".into()))]));
        let first = runs.ended("me/a").unwrap().number();
        runs.note("me/a", age, "confirm", outcome(vec![line("y", Ok(()))]));
        let run = runs.ended("me/a").unwrap();
        assert_ne!(run.number(), first);
        assert_eq!(run.outcome().map(|outcome| (outcome.lines.len(), outcome.all_done())), Some((2, true)));
        // It is no work that is under way, and other work leaves it to be read.
        assert!(!runs.busy());
        runs.begin("me/a", job(&["z"])).unwrap();
        assert_eq!(runs.ended("me/a").map(|run| run.kind), Some("confirm"));
        runs.forget();
        runs.note("me/a", age, "confirm", outcome(vec![line("y", Ok(()))]));
        assert!(runs.ended("me/a").is_none(), "somebody else may be here");
    }

    #[test]
    fn nobody_sees_how_far_work_for_others_is() {
        let mut runs = Runs::default();
        let (number, _) = runs.begin("me/a", job(&["x", "y"])).unwrap();
        runs.progress(number, Progress { done: 1, total: 2, waiting: None });
        runs.stopping();
        let shown = runs.shown("me/a").unwrap();
        assert_eq!((shown.1.done, shown.2), (1, true));
        assert!(runs.shown("me/b").is_none());
        assert!(runs.begin("me/b", job(&[])).is_none());
    }
}
