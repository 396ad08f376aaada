//! What confirming means for the people of a provider or of a client: the dialog itself is the same for both.

use leptos::prelude::AnyView;
use portal_client::{
    LocalBoxFuture,
    bulk::RowFailure,
    comparing::{ComparedKey, ToCompare},
};

use crate::{
    i18n::Rich,
    pages::{people::results::row_failure, problem::Problem},
};

/// Somebody who waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Membership id.
    pub id: String,
    /// What the person is called.
    pub called: String,
    /// Address.
    pub email: String,
    /// What they will be: the role, in words.
    pub about: String,
}

/// A person whose key was fetched: the words belong to the very key that will be used.
#[derive(Clone, Debug)]
pub struct Ready<K> {
    /// Membership id.
    pub id: String,
    /// The words and the kept key, or why the person cannot be confirmed now, in words.
    pub outcome: Result<(Vec<String>, K), String>,
}

/// Why somebody was not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// In words.
    pub why: String,
    /// Whether another try may help.
    pub again: bool,
}

impl Refusal {
    /// For a reason that stays.
    #[must_use]
    pub fn stays(why: &str) -> Self {
        Self { why: why.to_owned(), again: false }
    }

    /// The server sent no answer about the person.
    #[must_use]
    pub fn unanswered() -> Self {
        Self::from(RowFailure::NotAnswered)
    }
}

impl From<RowFailure> for Refusal {
    fn from(failure: RowFailure) -> Self {
        Self { why: row_failure(&failure), again: failure.may_retry() }
    }
}

/// How keys are fetched and shared, and what is said on the way.
pub trait Way: Copy + Send + Sync + 'static {
    /// A fetched key.
    type Key: Clone + Send + Sync + 'static;

    /// Whose people: the strip above the dialog.
    fn strip(self) -> AnyView;
    /// Fetches the keys of people, one entry for each of the ids.
    fn prepare(self, ids: Vec<String>) -> LocalBoxFuture<'static, Result<Vec<Ready<Self::Key>>, Problem>>;
    /// Shares the key of provider or client with one person: whether it was done, or why not.
    fn confirm(self, id: String, key: Self::Key) -> LocalBoxFuture<'static, Result<Result<(), Refusal>, Problem>>;
    /// Reads the list again after somebody was confirmed.
    fn reload(self);
    /// How to ask for two words.
    fn ask_two(self, name: &str, first: &str, second: &str) -> Rich;
    /// How to compare all words.
    fn ask_all(self, name: &str) -> Rich;
    /// What it means when the words differ.
    fn differ(self, name: &str) -> Rich;
    /// The button that confirms.
    fn button(self, name: &str) -> String;
}

/// What the operations prepared, in words.
#[must_use]
pub fn ready(prepared: Vec<ToCompare>) -> Vec<Ready<ComparedKey>> {
    prepared
        .into_iter()
        .map(|one| Ready {
            id: one.id,
            outcome: one.outcome.map(|key| (key.words.clone(), key)).map_err(|failure| row_failure(&failure)),
        })
        .collect()
}
