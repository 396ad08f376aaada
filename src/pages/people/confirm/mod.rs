//! Confirming people (screens PPL-C, MEM-D): one card for each, words compared on the phone, then the key is shared with
//! that very key of theirs. Nobody is confirmed unseen, also not when several wait.

mod card;
mod check;
mod compare;
mod dots;
mod way;

use leptos::{prelude::*, task::spawn_local};

pub use way::{Ready, Refusal, Waiting, Way, ready};

use super::{
    batches::{Batches, Ledger},
    results::{Line, Outcome, call_failure},
};
use crate::{
    i18n::text::people as text,
    pages::{clients::work::Work, problem::Problem, problem::ProblemCallout},
    ui::{Button, Dialog, DialogBody, DialogFoot, Shape, SkeletonText},
};

/// What came back for the people of a stack.
type Prepared<K> = Result<Vec<Ready<K>>, Problem>;

/// The stack of people who are to be confirmed. Copy it freely.
pub struct Confirming<W: Way> {
    /// Whether the dialog is open.
    pub open: RwSignal<bool>,
    way: W,
    batches: Batches,
    kind: &'static str,
    /// Of the page that asked: another one may stand in the address when its dialog goes.
    ledger: StoredValue<Option<Ledger>>,
    queue: RwSignal<Vec<Waiting>>,
    place: RwSignal<usize>,
    ready: RwSignal<Option<Prepared<W::Key>>>,
    differs: RwSignal<bool>,
    lines: RwSignal<Vec<Line>>,
    /// Who cannot be confirmed now, and why.
    excluded: RwSignal<Vec<Line>>,
    /// For how many of them that was known before a key was looked for.
    held: RwSignal<usize>,
    /// What became of people in an earlier try, whose failed ones these are.
    before: RwSignal<Vec<Line>>,
    /// Somebody was confirmed, or was found to have other words, and it was not reported yet.
    acted: RwSignal<bool>,
    work: Work,
    /// Tells the keys that are waited for from those of an earlier stack.
    round: StoredValue<u32>,
}

impl<W: Way> Clone for Confirming<W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<W: Way> Copy for Confirming<W> {}

impl<W: Way> Confirming<W> {
    /// Nobody to confirm. What becomes of people is noted among the outcomes of the page, as this kind.
    #[must_use]
    pub fn new(way: W, batches: Batches, kind: &'static str) -> Self {
        Self {
            open: RwSignal::new(false),
            way,
            batches,
            kind,
            ledger: StoredValue::new(None),
            queue: RwSignal::new(Vec::new()),
            place: RwSignal::new(0),
            ready: RwSignal::new(None),
            differs: RwSignal::new(false),
            lines: RwSignal::new(Vec::new()),
            excluded: RwSignal::new(Vec::new()),
            held: RwSignal::new(0),
            before: RwSignal::new(Vec::new()),
            acted: RwSignal::new(false),
            work: Work::new(),
            round: StoredValue::new(0),
        }
    }

    /// Opens the dialog for these people and fetches their keys. `held` are those who were chosen too and cannot be
    /// confirmed by oneself, with the reason: nobody is left out in silence.
    pub fn ask(self, people: Vec<Waiting>, held: Vec<Line>) {
        if people.is_empty() && held.is_empty() {
            return;
        }
        self.ledger.set_value(Some(self.batches.ledger()));
        self.queue.set(people);
        self.place.set(0);
        self.lines.set(Vec::new());
        self.held.set(held.len());
        self.excluded.set(held);
        self.before.set(Vec::new());
        self.acted.set(false);
        self.open.set(true);
        self.prepare();
    }

    /// As [`Self::ask`], for those for whom it failed: the lines of `before` stay in the report, but for theirs.
    pub fn ask_again(self, people: Vec<Waiting>, held: Vec<Line>, before: Vec<Line>) {
        self.ask(people, held);
        self.before.set(before);
    }

    fn prepare(self) {
        self.ready.set(None);
        self.differs.set(false);
        self.work.failure.set(None);
        self.round.update_value(|round| *round = round.wrapping_add(1));
        let round = self.round.get_value();
        let ids: Vec<String> = self.queue.with_untracked(|queue| queue.iter().map(|one| one.id.clone()).collect());
        if ids.is_empty() {
            self.ready.set(Some(Ok(Vec::new())));
            return;
        }
        spawn_local(async move {
            let outcome = self.way.prepare(ids).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            if let (Ok(ready), Some(queue)) = (&outcome, self.queue.try_get_untracked()) {
                let (queue, excluded) = sort_out(queue, ready);
                self.queue.set(queue);
                self.excluded.update(|known| known.extend(excluded));
            }
            let _ = self.ready.try_set(Some(outcome));
        });
    }

    /// A confirmation did not get through, and the kept keys are used up: reads those of the people who are left again.
    /// Their words are compared again too, for they belong to the keys that are used then.
    fn again(self) {
        let Some(place) = self.place.try_get_untracked() else { return };
        let problem = self.work.failure.get_untracked();
        self.queue.update(|queue| drop(queue.drain(..place.min(queue.len()))));
        self.place.set(0);
        self.prepare();
        self.work.failure.set(problem);
        // It may have got through all the same, and only the answer was lost.
        self.way.reload();
    }

    fn now(self) -> Option<Waiting> {
        let place = self.place.get();
        self.queue.with(|queue| queue.get(place).cloned())
    }

    /// The words and the kept key of a person.
    fn key_of(self, id: &str) -> Option<(Vec<String>, W::Key)> {
        self.ready.with(|ready| {
            let Some(Ok(ready)) = ready else { return None };
            ready.iter().find(|one| one.id == id)?.outcome.as_ref().ok().cloned()
        })
    }

    /// Notes what became of the person now shown and goes on to the next one, or ends.
    fn go_on(self, who: &Waiting, outcome: Result<(), Refusal>) {
        self.lines.update(|lines| lines.push(line(who, outcome)));
        self.differs.set(false);
        self.work.failure.set(None);
        self.place.update(|place| *place += 1);
        if self.place.get_untracked() >= self.queue.with_untracked(Vec::len) {
            self.open.set(false);
            self.report();
        }
    }

    /// The server answered about a person. When the page went meanwhile (a lock takes it too), what it said joins the report
    /// that was noted then.
    fn answered(self, who: &Waiting, outcome: Result<Result<(), Refusal>, Problem>, ledger: Option<&Ledger>) {
        if self.place.try_get_untracked().is_none() {
            let failed = |problem: Problem| Err(Refusal { why: call_failure(&problem), again: problem.again });
            let outcome = outcome.unwrap_or_else(failed);
            self.note(ledger, vec![line(who, outcome)]);
        } else if let Some(outcome) = self.work.finish(outcome, Clone::clone) {
            self.way.reload();
            self.acted.set(true);
            self.go_on(who, outcome);
        } else {
            self.again();
        }
    }

    /// Notes once what became of everybody, also when the dialog is closed before the last card or goes with its page: those
    /// whose card was not reached are left for later.
    fn report(self) {
        let ledger = self.ledger.try_get_value().flatten();
        let before = self.before.try_update(std::mem::take).unwrap_or_default();
        let Some(acted) = self.acted.try_update(std::mem::take) else { return };
        // Only a page that goes away closes while an answer is waited for.
        let waits = self.work.busy.get_untracked();
        let mut lines = self.excluded.get_untracked();
        if acted || waits {
            lines.extend(self.lines.get_untracked());
            let mut left = self.queue.get_untracked().into_iter().skip(self.place.get_untracked());
            let unanswered = || Refusal { why: text::failed_no_answer_yet().to_owned(), again: true };
            lines.extend(left.by_ref().take(usize::from(waits)).map(|who| line(&who, Err(unanswered()))));
            lines.extend(left.map(|who| later(&who)));
        } else if before.is_empty() {
            return;
        }
        // Where nothing came of another try, the report of the first one is still to be read.
        let title = text::result_title_confirm();
        let whole = Outcome { title, lines: before }.with(Outcome { title, lines });
        self.note(ledger.as_ref(), whole.lines);
    }

    fn note(self, ledger: Option<&Ledger>, lines: Vec<Line>) {
        if let Some(ledger) = ledger {
            ledger.note(self.kind, Outcome { title: text::result_title_confirm(), lines });
        }
    }
}

fn line(who: &Waiting, outcome: Result<(), Refusal>) -> Line {
    let again = outcome.as_ref().is_err_and(|refusal| refusal.again);
    let outcome = outcome.map_err(|refusal| refusal.why);
    Line { id: who.id.clone(), called: who.called.clone(), outcome, again }
}

fn later(who: &Waiting) -> Line {
    Line::left(who.id.clone(), who.called.clone(), text::result_skipped_text().to_owned())
}

/// Those with a key to compare, and those without, with the reason.
fn sort_out<K>(queue: Vec<Waiting>, ready: &[Ready<K>]) -> (Vec<Waiting>, Vec<Line>) {
    let mut excluded = Vec::new();
    let mut left = Vec::new();
    for who in queue {
        let why = match ready.iter().find(|one| one.id == who.id).map(|one| &one.outcome) {
            Some(Ok(_)) => {
                left.push(who);
                continue;
            }
            Some(Err(why)) => why.clone(),
            None => text::confirm_gone().to_owned(),
        };
        excluded.push(Line::left(who.id, who.called, why));
    }
    (left, excluded)
}

/// The dialog. What became of each person is noted among the outcomes of the page once the last card is done or the dialog
/// is closed, unless all were left for later.
#[component]
pub fn ConfirmDialog<W: Way>(confirming: Confirming<W>) -> AnyView {
    let work = confirming.work;
    let title = Signal::derive(move || match confirming.now() {
        Some(who) if confirming.differs.get() => text::differ_title(&who.called),
        Some(who) => text::confirm_title(&who.called),
        None => text::confirm_no_key_title().to_owned(),
    });
    let strip = move || confirming.way.strip();
    let content = move || match confirming.ready.get() {
        None => view! {
            <DialogBody>
                <p class="quiet">{text::confirm_reading()}</p>
                <SkeletonText lines=4 />
            </DialogBody>
        }
        .into_any(),
        Some(Err(problem)) => view! {
            <DialogBody>
                <ProblemCallout problem=problem on_again=move || confirming.prepare() />
            </DialogBody>
        }
        .into_any(),
        Some(Ok(_)) => match confirming.now() {
            Some(who) if confirming.differs.get() => card::differs(who, confirming),
            Some(who) => card::card(who, confirming),
            None => nobody(confirming),
        },
    };
    let closed = Callback::new(move |()| confirming.report());
    view! {
        <Dialog
            open=confirming.open
            title=title
            shape=Shape::Wide
            strip=strip
            closable=work.idle()
            on_close=closed
        >
            {content}
        </Dialog>
    }
    .into_any()
}

/// Nobody of those chosen can be confirmed now.
fn nobody<W: Way>(confirming: Confirming<W>) -> AnyView {
    let keyless = move || confirming.excluded.with(Vec::len) > confirming.held.get();
    view! {
        <DialogBody>
            {card::excluded(confirming.excluded)}
            {move || keyless().then(|| view! { <p>{text::confirm_no_key()}</p> })}
        </DialogBody>
        <DialogFoot>
            <Button on_click=move || confirming.open.set(false)>{text::result_close()}</Button>
        </DialogFoot>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(id: &str) -> Waiting {
        Waiting { id: id.to_owned(), called: id.to_uppercase(), email: String::new(), about: String::new() }
    }

    #[test]
    fn people_without_a_usable_key_are_left_out_with_the_reason() {
        let ready = [
            Ready { id: "a".into(), outcome: Ok((vec!["word".into()], ())) },
            Ready { id: "b".into(), outcome: Err("damaged".into()) },
        ];
        let (queue, excluded) = sort_out(vec![waiting("a"), waiting("b"), waiting("c")], &ready);
        assert_eq!(queue, [waiting("a")]);
        assert_eq!(excluded.len(), 2);
        assert_eq!(excluded[0].outcome, Err("damaged".to_owned()));
        assert!(excluded[1].outcome.is_err());
    }
}
