//! Misbehaving on request, for tests: `/dev/faults` takes rules, a layer around the API applies them.
//!
//! Only there when the development pages are on.

mod apply;
mod pages;
mod rule;

use std::sync::{Mutex, PoisonError};

pub use apply::{Cut, layer};
pub use pages::router;
pub use rule::{CutAt, Rule};

/// The rules in force.
#[derive(Debug, Default)]
pub struct Faults {
    rules: Mutex<Vec<Active>>,
}

/// A rule and how often it was met.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Active {
    /// The rule.
    #[serde(flatten)]
    pub rule: Rule,
    /// Requests that matched so far, including skipped ones.
    pub matched: u32,
}

impl Faults {
    /// Adds a rule behind those that are there.
    pub fn add(&self, rule: Rule) {
        self.lock().push(Active { rule, matched: 0 });
    }

    /// Removes all rules.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// The rules with their counts.
    #[must_use]
    pub fn list(&self) -> Vec<Active> {
        self.lock().clone()
    }

    /// The first rule that strikes this request. Every matching rule counts the request.
    fn strike(&self, method: &str, path: &str) -> Option<Rule> {
        let mut struck = None;
        for active in self.lock().iter_mut().filter(|active| active.rule.matches(method, path)) {
            active.matched = active.matched.saturating_add(1);
            if struck.is_none() && active.rule.strikes(active.matched) {
                struck = Some(active.rule.clone());
            }
        }
        struck
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Active>> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
