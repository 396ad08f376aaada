//! Changing the master password: judged here, compared with breaches, asked when it is weak, then sent. Every session ends.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    account::{self, PasswordFailure},
    breach::{BreachOutcome, check_breach},
    sign_up::HintProblem,
};
use portal_contracts::{SecretText, limits};

use super::password_form::{self, Field};
use crate::{
    i18n::{number, text},
    pages::{
        problem::Problem,
        sign_up::rules::{self, Holds, Rule},
        strength::Meter,
    },
    session::Session,
    ui::Password,
};

/// What is typed and how far it has come. Copy it freely; passwords stay in their inputs.
#[derive(Clone, Copy)]
pub struct Form {
    pub(super) session: Session,
    pub(super) current: Password,
    pub(super) new: Password,
    pub(super) repeat: Password,
    pub(super) hint: RwSignal<String>,
    pub(super) wants_breach_check: RwSignal<bool>,
    pub(super) meter: Meter,
    pub(super) judged: RwSignal<bool>,
    pub(super) busy: RwSignal<bool>,
    pub(super) wrong_current: RwSignal<bool>,
    pub(super) telling_hint: RwSignal<bool>,
    pub(super) problem: RwSignal<Option<Problem>>,
    pub(super) lost: RwSignal<bool>,
    pub(super) rules: StoredValue<Vec<Rule>>,
    /// A rule is broken that only the rating could tell.
    pub(super) broken_rule: RwSignal<bool>,
    pub(super) ask: RwSignal<Vec<String>>,
    pub(super) asking: RwSignal<bool>,
}

impl Form {
    /// Everything wrong now, in words; reactive.
    pub(super) fn findings(self) -> Vec<(Field, String)> {
        for field in [self.current, self.new, self.repeat] {
            field.version();
        }
        let hint = self.hint.get();
        let least = self.least();
        let found = password_form::check(&self.current.peek(), &self.new.peek(), &self.repeat.peek(), &hint, least);
        let mut found: Vec<(Field, String)> =
            found.into_iter().map(|(field, problem)| (field, words(field, problem, least))).collect();
        let new_is_fine = !found.iter().any(|(field, _)| *field == Field::New);
        if new_is_fine && (self.broken_rule.get() || self.breaks_rules(None)) {
            let place = found.iter().position(|(field, _)| *field != Field::Current).unwrap_or(found.len());
            found.insert(place, (Field::New, text::sign_up::password_rules().to_owned()));
        }
        if self.wrong_current.get() {
            found.insert(0, (Field::Current, text::account::current_wrong().to_owned()));
        }
        if self.telling_hint.get() {
            found.push((Field::Hint, text::account::hint_tells().to_owned()));
        }
        found
    }

    /// Fewest characters of the new password.
    pub(super) fn least(self) -> usize {
        self.rules.with_value(|rules| rules::minimum(rules))
    }

    /// Whether the new password breaks a rule; without a rating those about the rating are passed over.
    fn breaks_rules(self, score: Option<u8>) -> bool {
        let new = self.new.peek();
        self.rules.with_value(|rules| rules.iter().any(|rule| rules::holds(*rule, &new, score) == Holds::No))
    }

    /// Judges, compares, asks, sends.
    pub(super) fn submit(self) {
        self.judged.set(true);
        self.problem.set(None);
        self.lost.set(false);
        if self.busy.get_untracked() || !untrack(|| self.findings()).is_empty() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let new = self.new.peek();
            let score = self.meter.score_of(&new).await;
            if self.rules.try_get_value().is_some() && self.breaks_rules(score) {
                let _ = self.busy.try_set(false);
                let _ = self.broken_rule.try_set(true);
                return;
            }
            let breach = if self.wants_breach_check.try_get_untracked().unwrap_or(false) {
                Some(check_breach(&self.session.portal(), secret(&new)).await)
            } else {
                None
            };
            let mut reasons = Vec::new();
            if score.is_some_and(|score| score < 3) {
                reasons.push(text::account::ask_weak().to_owned());
            }
            match breach {
                Some(BreachOutcome::Found(count)) => {
                    reasons.push(text::account::ask_found(i64::try_from(count).unwrap_or(i64::MAX)));
                }
                Some(BreachOutcome::CouldNotCheck) => reasons.push(text::account::ask_unknown().to_owned()),
                Some(BreachOutcome::NotFound) | None => {}
            }
            if reasons.is_empty() {
                self.send();
            } else {
                let _ = self.busy.try_set(false);
                let _ = self.ask.try_set(reasons);
                let _ = self.asking.try_set(true);
            }
        });
    }

    pub(super) fn send(self) {
        // The look-up of leaked passwords may have taken longer than the page stayed.
        if self.busy.is_disposed() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let hint = self.hint.get_untracked();
            let (current, new) = (self.current.peek(), self.new.peek());
            let portal = self.session.portal();
            let outcome = account::change_password(&portal, secret(&current), secret(&new), Some(&hint)).await;
            if outcome.is_ok() {
                // Those of this account are over as well, and what they hold opens by the old password.
                self.session.sessions_changed();
            }
            if self.busy.try_set(false).is_some() {
                // The page is gone, and with it the session: it worked.
                return;
            }
            match outcome {
                // The session is over; the guard leads to sign-in, which says why.
                Ok(()) => {}
                Err(PasswordFailure::WrongPassword) => self.wrong_current.set(true),
                Err(PasswordFailure::Hint(HintProblem::TooLong)) => self.judged.set(true),
                Err(PasswordFailure::Hint(_)) => self.telling_hint.set(true),
                Err(PasswordFailure::Api(error)) => {
                    self.lost.set(error.outcome_unknown());
                    self.problem.set(Some(Problem::of(&error)));
                }
            }
        });
    }
}

fn words(field: Field, problem: password_form::Problem, least: usize) -> String {
    use password_form::Problem as P;
    match (field, problem) {
        (Field::Current, _) => text::account::current_missing().to_owned(),
        (_, P::Missing) => text::account::new_missing().to_owned(),
        (_, P::Short(missing)) => {
            text::account::new_short(i64::try_from(missing).unwrap_or(i64::MAX), &as_number(least))
        }
        (_, P::Same) => text::account::new_same().to_owned(),
        (_, P::Differs) => text::account::repeat_differs().to_owned(),
        (_, P::Long) => text::account::hint_long(&as_number(limits::HINT)),
    }
}

fn secret(password: &str) -> SecretText {
    SecretText::new(password.to_owned())
}

pub(super) fn as_number(count: usize) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}
