//! From the form to the server: a change that meets another one is not sent.

use leptos::prelude::*;
use portal_client::members::{ChangeFailure, MemberNow, change_member};

use super::{Form, conflict};
use crate::{
    i18n::text::members as text,
    pages::{
        client::{
            collections,
            members::{desk::Desk, row::Row},
        },
        problem::Problem,
    },
    ui::{Draft, dom},
};

/// Saves, unless somebody else changed the member meanwhile: then both versions are shown.
pub async fn save(row: Row, form: Form, desk: Desk) {
    let client = desk.data.scope.id();
    let before = form.before.get_untracked();
    let change = untrack(|| form.change());
    let outcome = change_member(&desk.data.scope.portal(), &client, row.id(), &before, &change).await;
    if let Err(ChangeFailure::Conflict { now }) = &outcome {
        let _ = form.work.busy.try_set(false);
        let _ = form.now.try_set(Some((**now).clone()));
        dom::next_frame(|| dom::focus_id(conflict::CONFLICT));
        return;
    }
    collections::outdated(&client);
    if form.work.finish(outcome, failure).is_some() {
        desk.editing.draft.close();
        desk.toasts.success(text::changed(row.called()));
        if row.member.is_self {
            // The own rights may have changed: the profile says so, and the page follows it.
            let _ = desk.data.scope.session.sync().await;
        }
        desk.data.reload();
    }
}

/// After a choice between two versions: the form goes on from the member as it is now.
pub fn resolve(form: Form, draft: Draft, take_theirs: bool, now: MemberNow) {
    form.facts.goes_on_from(&now, take_theirs);
    if take_theirs {
        form.fields.fill(&now.access);
    }
    form.before.set(now.access);
    if take_theirs {
        draft.saved();
    }
    form.now.set(None);
}

fn failure(failure: &ChangeFailure) -> Problem {
    let own = |title: &'static str, words: &'static str| Problem {
        title,
        text: words.to_owned(),
        said: None,
        quote: None,
        again: false,
    };
    match failure {
        ChangeFailure::Gone => own(text::gone_title(), text::gone_text()),
        ChangeFailure::LastOwner => own(text::not_changed(), text::why_last_owner()),
        ChangeFailure::Conflict { .. } => own(text::conflict_title(), text::conflict_text()),
        ChangeFailure::Api(error) => Problem::of(error),
    }
}
