//! Carrying a plan out: one policy after the other, each read again before it is saved.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    policies::{Change, SaveFailure, save_policy},
};
use portal_contracts::policies::Policy;

use super::{data::PoliciesData, form::Form, plan::Plan, words};
use crate::{
    i18n::{self, text::policies as text},
    pages::{clients::work::Work, problem::Problem},
    ui::Toasts,
};

/// What saving needs to know. Copy it freely.
#[derive(Clone, Copy)]
pub struct Saver {
    /// The policies.
    pub data: PoliciesData,
    /// The form.
    pub form: Form,
    /// Whether something runs, and what went wrong.
    pub work: Work,
    /// The policy as somebody else left it.
    pub conflict: RwSignal<Option<Policy>>,
    /// Notices.
    pub toasts: Toasts,
}

impl Saver {
    /// Carries the plan out, unless something runs already.
    pub fn run(self, plan: Plan) {
        if !self.work.start() {
            return;
        }
        self.conflict.set(None);
        spawn_local(async move {
            let mut done = Vec::new();
            let outcome = self.steps(&plan, &mut done).await;
            match outcome {
                Ok(saved) => {
                    let _ = self.work.finish(Ok::<(), ApiError>(()), Problem::of);
                    self.form.saved(saved);
                    self.tell(&plan, &done);
                }
                Err(SaveFailure::Changed(now)) if now.r#type == self.form.kind => {
                    let _ = self.work.finish(Ok::<(), ApiError>(()), Problem::of);
                    self.data.put((*now).clone());
                    let _ = self.conflict.try_set(Some(*now));
                }
                Err(failure) => {
                    let _ = self.work.finish(Err::<(), _>(failure), |failure| self.problem(failure, &done));
                }
            }
        });
    }

    async fn steps(self, plan: &Plan, done: &mut Vec<String>) -> Result<Policy, SaveFailure> {
        let (portal, client) = (self.data.scope.portal(), self.data.scope.id());
        let form = self.form;
        let mut last = None;
        for kind in &plan.steps {
            let own = *kind == form.kind;
            let change = untrack(|| {
                let seen = match self.data.read.get() {
                    Some(read) if !own => read.get(*kind),
                    _ => form.seen.get(),
                };
                Change {
                    enabled: if own { form.enabled.get() } else { plan.turns == Some(true) },
                    settings: if own { form.settings() } else { seen.settings() },
                    my_items: text::my_items().to_owned(),
                    seen,
                }
            });
            let saved = save_policy(&portal, &client, change).await?;
            self.data.put(saved.clone());
            if own {
                last = Some(saved);
            } else {
                done.push(words::name(*kind));
            }
        }
        // The own policy is the last of every plan.
        Ok(last.unwrap_or_else(|| form.seen.get_untracked()))
    }

    fn tell(self, plan: &Plan, done: &[String]) {
        let mut names = done.to_vec();
        names.push(words::name(self.form.kind));
        let names = i18n::list(&names);
        let words = match plan.turns {
            Some(true) => text::turned_on(&names),
            Some(false) => text::turned_off(&names),
            None => text::saved(&names),
        };
        self.toasts.success(words);
    }

    fn problem(self, failure: &SaveFailure, done: &[String]) -> Problem {
        let problem = match failure {
            SaveFailure::Changed(now) => {
                self.data.put((**now).clone());
                Problem {
                    title: text::changed_title(),
                    text: text::changed_other(&words::name(now.r#type)),
                    said: None,
                    quote: None,
                    again: false,
                }
            }
            SaveFailure::Api(error) => Problem::of(error),
        };
        if done.is_empty() {
            return problem;
        }
        let before = text::chain_stopped(&i18n::list(done), &words::name(self.form.kind));
        Problem { text: [before.as_str(), " ", &problem.text].concat(), ..problem }
    }
}
