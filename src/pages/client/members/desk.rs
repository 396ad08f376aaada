//! What the parts of the members page share, and how a wish becomes a dialog or an operation.

use leptos::prelude::*;
use portal_client::members::{delete_accounts, remove_members, resend_invitations, restore_members, revoke_members};
use portal_contracts::enums::OrganizationUserStatus;

use super::{
    actions::{Action, Why, split, why_not},
    confirming::ClientWay,
    data::MembersData,
    edit::Editing,
    granting::Granting,
    invite::{self, Inviting},
    query::Query,
    row::Row,
    words,
};
use crate::{
    i18n::text::{members as text, people},
    pages::{
        client::collections,
        list_state::ListState,
        people::{
            batches::{Batches, Job, Sent},
            confirm::{Confirming, Waiting},
            results::{self, Line, Outcome},
        },
    },
    session::place::{self, Go},
    ui::{Draft, Selection, Toasts, Tone, use_toasts},
};

/// What the parts of the page share. Copy it freely.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The list.
    pub data: MembersData,
    /// Search, filter and order.
    pub list: ListState<Query>,
    /// Who is chosen.
    pub selection: Selection,
    /// The stack of people who are to be confirmed.
    pub confirming: Confirming<ClientWay>,
    /// Which collections one may give.
    pub granting: Granting,
    /// The sheet that invites.
    pub inviting: Inviting,
    /// The sheet that changes a member.
    pub editing: Editing,
    /// The dialog before something is taken away.
    pub prompt: RwSignal<bool>,
    /// What is to be taken away, and from whom.
    pub prompt_for: RwSignal<Option<(Action, Vec<Row>)>>,
    /// The dialog for a new master password.
    pub recover: Draft,
    /// Whose.
    pub recover_of: RwSignal<Option<Row>>,
    /// The member whose events are shown, in the address; empty = none.
    pub events_of: Memo<String>,
    /// The list of outcomes.
    pub results: RwSignal<bool>,
    /// What is in that list.
    pub outcome: RwSignal<Option<Outcome>>,
    /// Work for many.
    pub batches: Batches,
    /// Notices.
    pub toasts: Toasts,
    /// What the list of outcomes is about, for another try.
    last: RwSignal<Option<Action>>,
    show_events: StoredValue<Go>,
}

impl Desk {
    /// A desk with everything closed; take it while the page is made.
    #[must_use]
    pub fn new(data: MembersData) -> Self {
        let owner = Signal::derive(move || [data.user().as_str(), "/", &data.scope.client.get()].concat());
        let (events_of, show_events) = place::query("viewEvents");
        let results = RwSignal::new(false);
        let batches = Batches::of(owner);
        batches.read_in(results);
        Self {
            data,
            list: ListState::new(),
            selection: Selection::new(),
            confirming: Confirming::new(ClientWay { data }, batches, Action::Confirm.name()),
            granting: Granting::new(data),
            inviting: Inviting::new(data),
            editing: Editing::new(),
            prompt: RwSignal::new(false),
            prompt_for: RwSignal::new(None),
            recover: Draft::new("recover"),
            recover_of: RwSignal::new(None),
            events_of,
            results,
            outcome: RwSignal::new(None),
            batches,
            toasts: use_toasts(),
            last: RwSignal::new(None),
            show_events: StoredValue::new(show_events),
        }
    }

    /// Who waits for a confirmation and can get it from here; reactive.
    #[must_use]
    pub fn waiting(self) -> Vec<Row> {
        let rules = self.data.rules.get();
        let rows = self.data.rows().unwrap_or_default();
        let waits = |row: &&Row| {
            row.member.status == OrganizationUserStatus::Accepted && why_not(Action::Confirm, row, &rules).is_none()
        };
        rows.iter().filter(waits).cloned().collect()
    }

    /// Shows the events of a member; an empty id closes them.
    pub fn show_events(self, id: &str) {
        // What the list wrote last must not be lost.
        self.list.flush();
        let _ = self.show_events.try_with_value(|go| go(id));
    }

    /// Opens the dialog of an action, or does what needs none.
    pub fn act(self, action: Action, rows: Vec<Row>) {
        let first = rows.first().cloned();
        match action {
            Action::Confirm => {
                let (going, held) = self.split(action, &rows);
                self.confirming.ask(going.into_iter().map(Waiting::from).collect(), held);
            }
            Action::Resend | Action::Restore => {
                let (going, held) = self.split(action, &rows);
                let going: Vec<_> = going.into_iter().map(Row::named).collect();
                // Who is left out stands in the same list, with the reason.
                let held = (!held.is_empty()).then(|| Outcome { title: words::outcome_title(action), lines: held });
                match held {
                    Some(held) if going.is_empty() => self.report(held, || ()),
                    held => self.run(action, going, held),
                }
            }
            Action::EditRole | Action::EditGroups | Action::EditCollections => {
                if let Some(row) = first {
                    self.editing.open(row, action);
                }
            }
            Action::Events => {
                if let Some(row) = first {
                    self.show_events(row.id());
                }
            }
            Action::Recover => {
                self.recover_of.set(first);
                self.recover.open().set(true);
            }
            Action::Revoke | Action::Remove | Action::Delete => {
                self.prompt_for.set(Some((action, rows)));
                self.prompt.set(true);
            }
        }
    }

    /// Those for whom it can be done, and those who are left out, with the reason.
    fn split(self, action: Action, rows: &[Row]) -> (Vec<&Row>, Vec<Line>) {
        let (going, staying) = split(action, &rows.iter().collect::<Vec<_>>(), &self.data.rules.get_untracked());
        (going, held(action, &staying))
    }

    /// Does it for all of them, pairs of id and name, some at a time. `before` are the outcomes of an earlier try.
    pub fn run(self, action: Action, rows: Vec<(String, String)>, before: Option<Outcome>) {
        let again = before.is_some();
        let portal = self.data.scope.portal();
        let client = self.data.scope.id();
        let job = Job { kind: action.name(), title: words::outcome_title(action), rows, before, sent: None };
        let begun = self.batches.start(job, move |rows, control| async move {
            let ids: Vec<String> = rows.iter().map(|(id, _)| id.clone()).collect();
            let report = match action {
                Action::Revoke => revoke_members(&portal, &client, &ids, &control).await,
                Action::Restore => restore_members(&portal, &client, &ids, text::my_items(), &control).await,
                Action::Remove => remove_members(&portal, &client, &ids, &control).await,
                Action::Delete => delete_accounts(&portal, &client, &ids, &control).await,
                _ => resend_invitations(&portal, &client, &ids, &control).await,
            };
            if action != Action::Resend {
                // Whoever is gone is in no access list; whoever comes back may get a collection of their own.
                collections::outdated(&client);
            }
            results::lines(&rows, &report.rows)
        });
        if !begun {
            self.say_busy();
            // What was to be tried again is still to be read.
            self.results.set(again);
        }
    }

    /// Something runs already.
    pub fn say_busy(self) {
        self.toasts.danger(text::still_busy(), text::still_busy_text());
    }

    /// Takes over work that is over: once, also when it ended while another page was shown. Whoever tries again needs the
    /// list, so it is read first.
    pub fn collect(self) {
        let listed = self.data.rows().is_some() || self.data.failure.with(Option::is_some);
        // A stack that is open comes first: what it has come to is not to be covered.
        if self.confirming.open.get() || !listed {
            return;
        }
        let Some(run) = self.batches.take_ended() else { return };
        let Some(outcome) = run.outcome() else { return };
        untrack(|| {
            self.data.reload();
            let action = Action::named(run.kind);
            self.last.set(action);
            if let Some(access) = run.sent.as_ref().and_then(Sent::get) {
                self.inviting.sent.set(access);
            }
            let done = i64::try_from(outcome.done()).unwrap_or(i64::MAX);
            if run.kind == invite::KIND && outcome.all_done() {
                self.batches.read();
                self.toasts.show(Tone::Success, text::invited(done), text::invited_text().to_owned());
                return;
            }
            let notice = match action {
                Some(Action::Confirm) => outcome.lines.first().map(|line| people::confirm_done_one(&line.called)),
                other => other.map(|action| words::all_done(action, done)),
            };
            self.report(outcome, || {
                if let Some(notice) = notice {
                    self.toasts.success(notice);
                }
            });
        });
    }

    /// Tries those again who failed.
    pub fn retry(self, ids: &[String]) {
        let Some(action) = self.last.get_untracked() else {
            self.inviting.again(ids);
            return;
        };
        if action == Action::Confirm {
            return self.confirm_again(ids);
        }
        // Not from the list: who was removed although the answer was lost is no longer in it, and still has to be settled.
        let outcome = self.outcome.get_untracked();
        let rows = outcome.as_ref().map(|outcome| outcome.named(ids)).unwrap_or_default();
        self.run(action, rows, outcome);
    }

    /// Words are compared again: the keys are fetched anew.
    fn confirm_again(self, ids: &[String]) {
        if untrack(|| self.data.rows()).is_none() {
            // Nobody is known yet: the page says why, and the report stays to be read.
            self.data.reload();
            self.results.set(true);
            return;
        }
        let before = self.outcome.get_untracked().map(|outcome| outcome.lines).unwrap_or_default();
        let rows = self.data.rows_of(ids);
        let (going, mut held) = self.split(Action::Confirm, &rows);
        let gone = |line: &&Line| ids.contains(&line.id) && rows.iter().all(|row| row.id() != line.id);
        held.extend(
            before
                .iter()
                .filter(gone)
                .map(|line| Line::left(line.id.clone(), line.called.clone(), people::confirm_gone().to_owned())),
        );
        self.confirming.ask_again(going.into_iter().map(Waiting::from).collect(), held, before);
    }

    /// A single success is a notice; anything else is a list to read.
    pub fn report(self, outcome: Outcome, notice: impl FnOnce()) {
        if self.outcome.try_get_untracked().is_none() {
            // The page is gone.
            return;
        }
        self.selection.clear();
        if outcome.all_done() && outcome.lines.len() == 1 {
            self.batches.read();
            // An answer that came late settles what the list still calls open.
            self.results.set(false);
            notice();
        } else if !outcome.lines.is_empty() {
            self.outcome.set(Some(outcome));
            self.results.set(true);
        }
    }
}

/// Who stays as they are, and why.
fn held(action: Action, staying: &[(&Row, Why)]) -> Vec<Line> {
    let line = |(row, why): &(&Row, Why)| {
        let (id, called) = row.named();
        Line::left(id, called, words::why(*why, action).to_owned())
    };
    staying.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use portal_contracts::enums::OrganizationUserStatus::Accepted;
    use portal_contracts::enums::OrganizationUserType::{Admin, Owner, User};
    use portal_contracts::permissions::{ClientStanding, Permissions};

    use super::super::{
        actions::{Rules, fits_all, tests::STAFF},
        row::tests::member,
    };
    use super::*;

    #[test]
    fn whoever_is_left_out_is_named_with_the_reason() {
        let standing = ClientStanding { provider: false, role: Some(Admin), permissions: Permissions::NONE };
        let rules = Rules { standing, ..STAFF };
        let (owner, user) = (member("o", "Olga", Owner, Accepted), member("u", "Ulla", User, Accepted));
        // The button is offered: the state of both fits.
        assert!(fits_all(Action::Confirm, &[&owner, &user], &rules));
        let (going, staying) = split(Action::Confirm, &[&owner, &user], &rules);
        assert_eq!(going, [&user]);
        let lines = held(Action::Confirm, &staying);
        assert_eq!(lines, [Line::left("o".into(), "Olga".into(), text::why_too_high().into())]);
        // They stay in the list when the others are done.
        let done = Line { id: "u".into(), called: "Ulla".into(), outcome: Ok(()), again: false };
        let whole = Outcome { title: "", lines }.with(Outcome { title: "", lines: vec![done] });
        assert_eq!((whole.lines.len(), whole.done(), whole.to_retry()), (2, 1, Vec::new()));
    }
}
