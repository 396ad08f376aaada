//! What confirming means for the people of a provider: they get the provider key.

use leptos::prelude::*;
use portal_client::{
    LocalBoxFuture,
    comparing::ComparedKey,
    people::{confirm_people, prepare_confirm},
};

use super::{data::PeopleData, row::Row};
use crate::{
    i18n::{Rich, text::people as text},
    pages::{
        people::confirm::{Ready, Refusal, Waiting, Way, ready},
        problem::Problem,
        providers::role,
    },
    ui::ClientStrip,
};

/// The way of a provider's people.
#[derive(Clone, Copy)]
pub struct ProviderWay {
    /// The list they stand in.
    pub data: PeopleData,
}

impl From<Row> for Waiting {
    fn from(row: Row) -> Self {
        Self { called: row.called().to_owned(), about: role(row.role).to_owned(), id: row.id, email: row.email }
    }
}

impl Way for ProviderWay {
    type Key = ComparedKey;

    fn strip(self) -> AnyView {
        let scope = self.data.scope;
        view! { <ClientStrip id=scope.provider.get() name=scope.name() /> }.into_any()
    }

    fn prepare(self, ids: Vec<String>) -> LocalBoxFuture<'static, Result<Vec<Ready<ComparedKey>>, Problem>> {
        let scope = self.data.scope;
        let people = self.data.people(&ids);
        let provider = scope.provider.get_untracked();
        Box::pin(async move {
            let found = prepare_confirm(&scope.portal(), &provider, &people).await;
            found.map(ready).map_err(|error| Problem::of(&error))
        })
    }

    fn confirm(self, id: String, key: ComparedKey) -> LocalBoxFuture<'static, Result<Result<(), Refusal>, Problem>> {
        let scope = self.data.scope;
        let provider = scope.provider.get_untracked();
        Box::pin(async move {
            let outcomes = confirm_people(&scope.portal(), &provider, vec![(id, key)])
                .await
                .map_err(|error| Problem::of(&error))?;
            Ok(match outcomes.into_iter().next() {
                Some(outcome) => outcome.outcome.map_err(Refusal::from),
                None => Err(Refusal::unanswered()),
            })
        })
    }

    fn reload(self) {
        self.data.reload();
    }

    fn ask_two(self, name: &str, first: &str, second: &str) -> Rich {
        text::confirm_call(name, first, second)
    }

    fn ask_all(self, name: &str) -> Rich {
        text::confirm_all(name)
    }

    fn differ(self, name: &str) -> Rich {
        text::differ_text(name)
    }

    fn button(self, name: &str) -> String {
        text::confirm_do(name)
    }
}
