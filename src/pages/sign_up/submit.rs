//! Sends the form for a master password: fields, rules, breach check, questions, then the account (REG-02…08).

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    account,
    breach::{self, BreachOutcome},
    invitation::MailLink,
    sign_in::SignInStep,
    sign_up::{self, HintProblem, SignUpFailure, SignUpOutcome},
};
use portal_contracts::SecretText;

use super::{
    form::{self, Breach, Field, Finding, Problem},
    form_state::{FormState, RulesKnown, Stage, proof},
    words,
};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::sign_up as text,
    pages::carried::{self, ToSignIn},
    session::place::Go,
    ui::{Toasts, dom},
};

/// What the submission needs besides the form.
#[derive(Clone)]
pub struct Way {
    /// To other pages.
    pub go: Go,
    /// For notices.
    pub toasts: Toasts,
}

/// Runs a submission. With `insist` the person has answered the question about this very password.
pub fn submit(form: FormState, way: Way, insist: bool) {
    if form.stage.get_untracked() != Stage::Idle {
        return;
    }
    form.failure.set(None);
    if !untrack(|| form.findings()).is_empty() {
        // The summary is made anew, so that it takes the focus and is read out the second time as well.
        form.judged.set(false);
        dom::next_frame(move || {
            let _ = form.judged.try_set(true);
        });
        return;
    }
    // Set before anything is awaited: a double click sends one form.
    let waits = form.rules_known.get_untracked() == RulesKnown::Soon;
    form.stage.set(if waits { Stage::Reading } else { Stage::Comparing });
    spawn_local(async move {
        if rules_known(form).await && (insist || may_go_on(form).await) {
            create(form, way).await;
        }
        let _ = form.stage.try_set(Stage::Idle);
    });
}

/// A form that is quicker than the rules of the organisation waits for them. False: they could not be read, and whoever
/// sends the form has to know that before they send it without.
async fn rules_known(form: FormState) -> bool {
    if form.rules_known.try_get_untracked() != Some(RulesKnown::Soon) {
        return true;
    }
    form.rules_settled().await;
    match form.rules_known.try_get_untracked() {
        Some(RulesKnown::Yes) => {
            // They ask for more of the fields, and these may have changed meanwhile.
            let fine = untrack(|| form.findings()).is_empty();
            if !fine {
                form.judged.set(true);
            }
            fine
        }
        Some(RulesKnown::Soon | RulesKnown::No) => {
            dom::next_frame(|| dom::focus_id(words::RULES_UNREAD));
            false
        }
        // The page is gone.
        None => false,
    }
}

/// Rules, breach check, question. False: the form waits for the person.
async fn may_go_on(form: FormState) -> bool {
    let _ = form.stage.try_set(Stage::Comparing);
    let password = form.password.peek();
    let version = untrack(|| form.password.version());
    let score = form.meter.score_of(&password).await;
    if form.stage.is_disposed() {
        return false;
    }
    let broken = form.rules.with_untracked(|rules| form::check_rules(&password, rules, score));
    if let Some(finding) = broken {
        form.break_rule(finding);
        form.judged.set(true);
        return false;
    }
    let found = if form.wants_breach_check.get_untracked() {
        match breach::check_breach(&form.session.portal(), SecretText::new(password.to_string())).await {
            BreachOutcome::Found(count) => Breach::Found(count),
            BreachOutcome::NotFound => Breach::Clear,
            BreachOutcome::CouldNotCheck => Breach::Unreachable,
        }
    } else {
        Breach::NotAsked
    };
    if form.stage.is_disposed() || untrack(|| form.password.version()) != version {
        // Changed meanwhile: the answer is about another password.
        return false;
    }
    form.breach.set((found != Breach::NotAsked).then_some(found));
    let question = form::question(score, found);
    form.question.set(question);
    question.is_none()
}

async fn create(form: FormState, way: Way) {
    let portal = form.session.portal();
    let link = form.link();
    let Some(proof) = proof(&link) else { return };
    let (email, hint, name) = (form.email.get_untracked(), form.hint.get_untracked(), form.name.get_untracked());
    let password = SecretText::new(form.password.peek().to_string());
    let tell = |step| {
        let _ = form.stage.try_set(Stage::Creating(step));
    };
    let outcome = sign_up::finish_sign_up_told(&portal, &email, password, Some(&hint), proof, &tell).await;
    match outcome {
        Ok(outcome) => {
            form.clear();
            if matches!(&*link, Ok(MailLink::SignUp(_))) {
                form.session.set_link(None);
            }
            arrive(form, way, outcome, email, &name).await;
        }
        Err(SignUpFailure::Hint(problem)) => {
            let problem = match problem {
                HintProblem::TooLong => Problem::HintLong { count: form::length(&hint) },
                HintProblem::IsPassword | HintProblem::ContainsPassword => Problem::HintIsPassword,
            };
            form.break_rule(Finding { field: Field::Hint, problem });
            form.judged.set(true);
        }
        Err(failure) => {
            // Where something was decided the password has no further use here; after a cut connection the form
            // stays as it was, and sending it again is harmless.
            if !matches!(failure, SignUpFailure::Api(_)) {
                form.clear();
                form.judged.set(false);
            }
            form.failure.set(Some(failure));
        }
    }
}

async fn arrive(form: FormState, way: Way, outcome: SignUpOutcome, email: String, name: &str) {
    let to = match outcome {
        SignUpOutcome::SignIn(SignInStep::SignedIn(_)) => {
            if form.asks_name && !name.trim().is_empty() {
                // Only a convenience for those who confirm; it can be set later under the account.
                let _ = account::rename(&form.session.portal(), name.trim()).await;
            }
            way.toasts.success(text::created());
            RouteId::Start
        }
        SignUpOutcome::SignIn(step) => {
            carried::to_sign_in(ToSignIn { email: Some(email), step: Some(step), account_made: true });
            RouteId::SignIn
        }
        SignUpOutcome::PleaseSignIn => {
            carried::to_sign_in(ToSignIn { email: Some(email), step: None, account_made: true });
            RouteId::SignIn
        }
    };
    (way.go)(routes::route(to).path);
}
