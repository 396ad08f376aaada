//! Carrying a plan out: one policy after the other, each read again before it is saved.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    Portal,
    policies::{Change, SaveFailure, read_policies, save_policy},
};
use portal_contracts::policies::{Policy, PolicyType};

use super::{data::PoliciesData, form::Form, plan::Plan, words};
use crate::{
    i18n::{self, text::policies as text},
    pages::{client::collections::outdated, clients::work::Work, problem::Problem},
    ui::Toasts,
};

/// One about sending in three forms: what is saved for one changes the others (screens §2.13, row 21).
const SEND: [PolicyType; 3] = [PolicyType::DisableSend, PolicyType::SendOptions, PolicyType::SendControls];

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
        let changes = untrack(|| self.changes(&plan));
        let (portal, client) = (self.data.scope.portal(), self.data.scope.id());
        spawn_local(async move {
            let mut done = Vec::new();
            let outcome = self.steps(&portal, &client, changes, &mut done).await;
            // Ownership of items makes collections.
            outdated(&client);
            let ended = |problem: Option<Problem>| {
                let outcome = problem.map_or(Ok(()), Err);
                let _ = self.work.finish(outcome, Problem::clone);
            };
            match outcome {
                Ok(saved) => {
                    ended(None);
                    if let Some(saved) = saved {
                        self.form.saved(saved);
                    }
                    self.tell(&plan, &done);
                }
                Err(SaveFailure::Changed(now)) if now.r#type == self.form.kind => {
                    ended(None);
                    self.data.put((*now).clone());
                    let _ = self.conflict.try_set(Some(*now));
                }
                Err(failure) => ended(Some(self.problem(&failure, &done))),
            }
        });
    }

    /// What the plan changes, in its order. Taken at once: the page may be gone before the last answer.
    fn changes(self, plan: &Plan) -> Vec<Change> {
        let form = self.form;
        let my_items = || text::my_items().to_owned();
        let other = |kind| {
            let seen = self.data.read.with(|read| read.as_ref().map(|read| read.get(kind)))?;
            Some(Change { enabled: plan.turns == Some(true), settings: seen.settings(), my_items: my_items(), seen })
        };
        let own = || Change {
            enabled: form.enabled.get(),
            settings: form.settings(),
            my_items: my_items(),
            seen: form.seen.get(),
        };
        plan.steps.iter().filter_map(|kind| if *kind == form.kind { Some(own()) } else { other(*kind) }).collect()
    }

    /// Carries the changes out; gives the policy of the form as it stands then.
    async fn steps(
        self,
        portal: &Portal,
        client: &str,
        changes: Vec<Change>,
        done: &mut Vec<String>,
    ) -> Result<Option<Policy>, SaveFailure> {
        let mut own = None;
        let changed: Vec<PolicyType> = changes.iter().map(|change| change.seen.r#type).collect();
        for change in changes {
            let kind = change.seen.r#type;
            let saved = save_policy(portal, client, change).await?;
            self.data.put(saved.clone());
            if kind == self.form.kind {
                own = Some(saved);
            } else {
                done.push(words::name(kind));
            }
        }
        if changed.iter().any(|kind| SEND.contains(kind)) {
            // Servers keep these in step. What cannot be read now is read before the next save anyway.
            if let Ok(read) = read_policies(portal, client).await {
                for kind in SEND {
                    self.data.put(read.get(kind));
                }
                own = own.map(|own| if SEND.contains(&own.r#type) { read.get(own.r#type) } else { own });
            }
        }
        Ok(own)
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
