//! The sheet that gives access to several collections at once (COL-B, bulk): what is chosen is added or overwritten.

use leptos::{ev, prelude::*};
use portal_contracts::permissions::Feature;

use super::{
    desk::Desk,
    items::{items, lists, note},
    jobs::Task,
};
use crate::{
    i18n::text::collections as text,
    pages::client::access::AccessSelector,
    ui::{Button, Dialog, DialogBody, DialogFoot, Shape, Variant, dom},
};

const FIELD: &str = "collections-access-add";

/// The sheet; it is about the collections of the desk.
#[component]
pub fn GiveSheet(desk: Desk) -> AnyView {
    let title = Signal::derive(move || text::give_title(int(desk.give_to.with(Vec::len))));
    view! {
        <Dialog
            open=desk.give.open()
            draft=desk.give
            title=title
            shape=Shape::Sheet
            strip=desk.data.scope.strip()
        >
            {form(desk)}
        </Dialog>
    }
    .into_any()
}

fn int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn form(desk: Desk) -> AnyView {
    let value = desk.give.field("grants", Vec::new());
    let tried = RwSignal::new(false);
    let error =
        Signal::derive(move || (tried.get() && value.with(Vec::is_empty)).then(|| text::give_missing().to_owned()));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if value.with_untracked(Vec::is_empty) {
            dom::focus_id(FIELD);
        } else {
            let added = value.with_untracked(|grants| lists(grants));
            let rows = desk.named(&desk.give_to.get_untracked());
            if desk.owner().begin(Task::Give(added), None, rows, None) {
                desk.give.close();
            } else {
                desk.say_busy();
            }
        }
    };
    let groups = untrack(|| desk.data.scope.has(Feature::Groups));
    view! {
        <form novalidate on:submit=submit>
            <DialogBody>
                <p class="quiet">{text::give_text()}</p>
                {note(desk.data)}
                <AccessSelector
                    id=FIELD
                    label=text::give_access()
                    placeholder=if groups { text::person_or_group() } else { text::person() }
                    items=items(desk.data)
                    value=value
                    empty=text::give_empty()
                    error=error
                />
            </DialogBody>
            <DialogFoot>
                <Button on_click=move || desk.give.open().set(false)>{text::cancel()}</Button>
                <Button variant=Variant::Primary submit=true>
                    {move || text::give_save(int(desk.give_to.with(Vec::len)))}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}
