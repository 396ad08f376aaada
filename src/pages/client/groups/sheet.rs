//! The sheet of a group: name, members, collections. It reads the group before it shows the form, and again before it
//! saves: what somebody else did meanwhile is shown, never overwritten unseen.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    groups::{Attempt, ChangedMeanwhile, GroupDetails, read_group},
};

use super::{desk::Desk, form::Form, words};
use crate::{
    i18n::text::groups as text,
    pages::problem::{Problem, ProblemCallout},
    ui::{Button, Dialog, DialogBody, DialogFoot, Shape, SkeletonText},
};

/// The tab with the name.
pub const INFO: &str = "info";
/// The tab with the members.
pub const MEMBERS: &str = "members";
/// The tab with the collections.
pub const COLLECTIONS: &str = "collections";

/// What the sheet works on.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// The page.
    pub desk: Desk,
    /// The group as it was read; `None` for a new one.
    pub seen: RwSignal<Option<GroupDetails>>,
    /// How it differs now from what was read.
    pub changed: RwSignal<Option<ChangedMeanwhile>>,
    /// A new group that may have arrived although no answer came: so that a repeat makes no second one.
    pub attempt: RwSignal<Attempt>,
    /// Something runs.
    pub busy: RwSignal<bool>,
}

/// The sheet; it is open while its draft is.
#[component]
pub fn GroupSheet(desk: Desk) -> AnyView {
    let sheet = Sheet {
        desk,
        seen: desk.sheet.kept("seen", None),
        changed: RwSignal::new(None),
        // Also after a lock, which may have taken the answer away.
        attempt: desk.sheet.kept("attempt", Attempt::default()),
        busy: RwSignal::new(false),
    };
    let title = Signal::derive(move || {
        let id = desk.target.get();
        if id.is_empty() {
            text::sheet_new().to_owned()
        } else {
            desk.data.row(&id).map(|row| row.name).unwrap_or_default()
        }
    });
    let closed = Callback::new(move |()| {
        let _ = sheet.changed.try_set(None);
        if !desk.sheet.held() {
            let _ = sheet.seen.try_set(None);
            let _ = sheet.attempt.try_set(Attempt::default());
            desk.closed();
        }
    });
    view! {
        <Dialog
            open=desk.sheet.open()
            draft=desk.sheet
            title=title
            shape=Shape::Sheet
            strip=desk.data.scope.strip()
            closable=Signal::derive(move || !sheet.busy.get())
            on_close=closed
        >
            <Content sheet=sheet />
        </Dialog>
    }
    .into_any()
}

/// Reads the group, unless it is a new one, and shows the form.
#[component]
fn Content(sheet: Sheet) -> AnyView {
    let desk = sheet.desk;
    let state = RwSignal::new(None::<Result<(), Problem>>);
    let start = move || {
        let id = desk.target.get_untracked();
        if id.is_empty() {
            sheet.seen.set(None);
            state.set(Some(Ok(())));
            return;
        }
        state.set(None);
        let (portal, client) = (desk.data.scope.portal(), desk.data.scope.id());
        spawn_local(async move {
            let outcome = read_group(&portal, &client, &id).await;
            if state.try_get_untracked().is_none() {
                return;
            }
            match outcome {
                Ok(read) => {
                    // What was typed before a lock was typed over what was seen then.
                    if !desk.sheet.waits() || sheet.seen.with_untracked(Option::is_none) {
                        sheet.seen.set(Some(read));
                    }
                    state.set(Some(Ok(())));
                }
                Err(error) => state.set(Some(Err(problem(&error)))),
            }
        });
    };
    start();
    (move || match state.get() {
        None => view! {
            <DialogBody>
                <SkeletonText lines=6 />
            </DialogBody>
        }
        .into_any(),
        Some(Ok(())) => view! { <Form sheet=sheet /> }.into_any(),
        Some(Err(problem)) => view! {
            <DialogBody>
                <ProblemCallout problem=problem on_again=start />
            </DialogBody>
            <DialogFoot>
                <Button on_click=move || desk.sheet.open().set(false)>{text::cancel()}</Button>
            </DialogFoot>
        }
        .into_any(),
    })
    .into_any()
}

fn problem(error: &ApiError) -> Problem {
    match error {
        ApiError::NotFound { .. } => words::failure(&portal_client::groups::GroupFailure::Gone),
        other => Problem { title: text::reading_failed(), ..Problem::of(other) },
    }
}
