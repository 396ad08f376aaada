//! The sheet that gives access to several collections at once (COL-B, bulk): what is chosen is added or overwritten.

use std::{collections::BTreeSet, sync::Arc};

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::collections::{AccessLists, BulkFailure, give_access};
use portal_contracts::{limits, permissions::Feature};

use super::{
    desk::Desk,
    items::{items, lists},
    progress::Progress,
    results::{Again, Outcome},
};
use crate::{
    i18n::{number, text::collections as text},
    pages::{client::access::AccessSelector, clients::work::Work, problem::Problem},
    ui::{Button, Dialog, DialogBody, DialogFoot, Shape, Variant, dom},
};

const FIELD: &str = "collections-access-add";

/// The sheet; it is about the collections of the desk.
#[component]
pub fn GiveSheet(desk: Desk) -> AnyView {
    let work = Work::new();
    let progress = Progress::new();
    let title = Signal::derive(move || text::give_title(int(desk.give_to.with(Vec::len))));
    view! {
        <Dialog
            open=desk.give.open()
            draft=desk.give
            title=title
            shape=Shape::Sheet
            strip=desk.data.scope.strip()
            closable=work.idle()
            on_close=work.reset()
        >
            {form(desk, work, progress)}
        </Dialog>
    }
    .into_any()
}

fn int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn form(desk: Desk, work: Work, progress: Progress) -> AnyView {
    let value = desk.give.field("grants", Vec::new());
    let tried = RwSignal::new(false);
    let error =
        Signal::derive(move || (tried.get() && value.with(Vec::is_empty)).then(|| text::give_missing().to_owned()));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if value.with_untracked(Vec::is_empty) {
            dom::focus_id(FIELD);
        } else if work.start() {
            let added = value.with_untracked(|grants| lists(grants));
            spawn_local(run(desk, work, progress, desk.give_to.get_untracked(), added));
        }
    };
    let groups = untrack(|| desk.data.scope.has(Feature::Groups));
    view! {
        <form novalidate on:submit=submit>
            <DialogBody>
                <p class="quiet">{text::give_text()}</p>
                {work.failure_view()}
                <AccessSelector
                    id=FIELD
                    label=text::give_access()
                    placeholder=if groups { text::person_or_group() } else { text::person() }
                    items=items(desk.data)
                    value=value
                    empty=text::give_empty()
                    error=error
                    disabled=work.busy
                />
            </DialogBody>
            <DialogFoot>
                {progress.view()} <Button disabled=work.busy on_click=move || desk.give.open().set(false)>
                    {text::cancel()}
                </Button>
                <Button variant=Variant::Primary submit=true busy=work.busy>
                    {move || text::give_save(int(desk.give_to.with(Vec::len)))}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}

async fn run(desk: Desk, work: Work, progress: Progress, ids: Vec<String>, added: AccessLists) {
    let (portal, client) = (desk.data.scope.portal(), desk.data.scope.id());
    let shelf = desk.data.shelf_now();
    let outcome = progress.run(ids.len(), async |watch| give_access(&portal, &client, &ids, &added, watch).await).await;
    let Some((rows, after)) = work.finish(outcome, failure) else { return };
    if let Some(after) = after {
        desk.data.take(after);
    }
    desk.give.close();
    desk.selection.clear();
    let failed: BTreeSet<String> = rows.iter().filter(|row| row.outcome.is_err()).map(|row| row.id.clone()).collect();
    let again: Again = Arc::new(move || {
        if work.start() {
            spawn_local(Box::pin(run(desk, work, progress, failed.iter().cloned().collect(), added.clone())));
        }
    });
    let Some(shelf) = shelf else { return };
    let count = int(rows.len());
    let outcome = Outcome::of(text::result_give(), &shelf, &rows, Some(again));
    desk.report(outcome, || desk.toasts.success(text::given(count)));
}

/// Why nothing was done.
pub fn failure(failure: &BulkFailure) -> Problem {
    match failure {
        BulkFailure::TooMany => Problem {
            title: text::unknown_title(),
            text: text::too_many(&number(int(limits::SELECTION))),
            said: None,
            quote: None,
            again: false,
        },
        BulkFailure::Api(error) => Problem::of(error),
    }
}
