//! What confirming means for the members of a client: they get the client's key.

use leptos::prelude::*;
use portal_client::{
    LocalBoxFuture,
    bulk::Control,
    comparing::ComparedKey,
    members::{confirm_members, prepare_confirm},
};

use super::data::MembersData;
use crate::{
    i18n::{Rich, text::members as text},
    pages::{
        client::collections,
        people::confirm::{Ready, Refusal, Way, ready},
        problem::Problem,
    },
};

/// The way of a client's members.
#[derive(Clone, Copy)]
pub struct ClientWay {
    /// The list they stand in.
    pub data: MembersData,
}

impl Way for ClientWay {
    type Key = ComparedKey;

    fn strip(self) -> AnyView {
        self.data.scope.strip().run()
    }

    fn prepare(self, ids: Vec<String>) -> LocalBoxFuture<'static, Result<Vec<Ready<ComparedKey>>, Problem>> {
        let scope = self.data.scope;
        let members = self.data.members(&ids);
        let client = scope.id();
        Box::pin(async move {
            let found = prepare_confirm(&scope.portal(), &client, &members).await;
            found.map(ready).map_err(|error| Problem::of(&error))
        })
    }

    fn confirm(self, id: String, key: ComparedKey) -> LocalBoxFuture<'static, Result<Result<(), Refusal>, Problem>> {
        let scope = self.data.scope;
        let client = scope.id();
        Box::pin(async move {
            let compared = vec![(id, key)];
            let report = confirm_members(&scope.portal(), &client, compared, text::my_items(), &Control::new()).await;
            // Where members own nothing themselves each gets a collection with the key.
            collections::outdated(&client);
            let report = report.map_err(|error| Problem::of(&error))?;
            Ok(match report.rows.into_iter().next() {
                Some(row) => row.outcome.map_err(Refusal::from),
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
        text::differ_text(name, &untrack(|| self.data.scope.name()))
    }

    fn button(self, name: &str) -> String {
        text::confirm_do(name, &untrack(|| self.data.scope.name()))
    }
}
