//! What the page has read: the people of the provider.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::people::{Person, list_people};

use super::row::Row;
use crate::pages::{problem::Problem, provider::scope::Scope};

/// The people of the provider in the address, as read last.
#[derive(Clone, Copy)]
pub struct PeopleData {
    /// Whose people.
    pub scope: Scope,
    /// What went wrong when reading; old rows stay.
    pub failure: RwSignal<Option<Problem>>,
    /// Being read.
    pub reading: RwSignal<bool>,
    people: RwSignal<Option<Arc<Vec<Person>>>>,
    rows: Memo<Option<Arc<Vec<Row>>>>,
    round: StoredValue<u32>,
}

impl PeopleData {
    /// Reads the people, and again when the provider in the address changes.
    #[must_use]
    pub fn new(scope: Scope) -> Self {
        let people = RwSignal::new(None::<Arc<Vec<Person>>>);
        let rows = Memo::new(move |_| {
            people
                .with(|people| people.as_ref().map(|people| Arc::new(people.iter().map(Row::from).collect::<Vec<_>>())))
        });
        let data = Self {
            scope,
            failure: RwSignal::new(None),
            reading: RwSignal::new(false),
            people,
            rows,
            round: StoredValue::new(0),
        };
        Effect::new(move |before: Option<String>| {
            let now = scope.provider.get();
            if before.as_ref() != Some(&now) {
                untrack(|| {
                    data.people.set(None);
                    data.failure.set(None);
                    data.reload();
                });
            }
            now
        });
        data
    }

    /// All rows, in the order of the server; nothing until they were read once.
    #[must_use]
    pub fn rows(self) -> Option<Arc<Vec<Row>>> {
        self.rows.get()
    }

    /// The row of a person, reactively.
    #[must_use]
    pub fn row(self, id: &str) -> Option<Row> {
        self.rows.with(|rows| rows.as_ref()?.iter().find(|row| row.id == id).cloned())
    }

    /// What operations on these people need, in the order of the ids; those who are gone are left out.
    #[must_use]
    pub fn people(self, ids: &[String]) -> Vec<Person> {
        self.people.with_untracked(|people| {
            let Some(people) = people else { return Vec::new() };
            ids.iter().filter_map(|id| people.iter().find(|person| person.id == *id).cloned()).collect()
        })
    }

    /// Reads the list again; rows stay until new ones are there.
    pub fn reload(self) {
        let round = self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        });
        let Some(round) = round else { return };
        self.reading.set(true);
        spawn_local(async move {
            let provider = self.scope.provider.get_untracked();
            let outcome = list_people(&self.scope.portal(), &provider).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.reading.set(false);
            match outcome {
                Ok(read) => {
                    self.failure.set(None);
                    self.people.set(Some(Arc::new(read)));
                }
                Err(error) => self.failure.set(Some(Problem::of(&error))),
            }
        });
    }
}
