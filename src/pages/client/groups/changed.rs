//! What somebody else did to the group while its sheet was open, and the two ways on.

use leptos::prelude::*;
use portal_client::groups::ChangedMeanwhile;

use super::{sheet::Sheet, words};
use crate::{
    i18n::text::groups as text,
    ui::{Button, Callout, Tone, Variant},
};

/// Names what changed. Taking theirs closes the draft and reads the group anew; keeping mine saves over what was shown.
pub fn changed_view(
    change: &ChangedMeanwhile,
    sheet: Sheet,
    save: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let desk = sheet.desk;
    let lines = words::changes(change, desk.data)
        .into_iter()
        .map(|line| view! { <li dir="auto">{line}</li> })
        .collect::<Vec<_>>();
    let (now, id) = (change.now.clone(), change.now.group.id.clone());
    let take = move || {
        let (id, tab) = (id.clone(), desk.tab.get_untracked());
        desk.sheet.close();
        desk.data.reload();
        // The dialog's content is made anew with what is there now.
        crate::ui::dom::next_frame(move || desk.open(&id, tab));
    };
    let mine = move || {
        sheet.changed.set(None);
        sheet.seen.set(Some(now.clone()));
        save();
    };
    view! {
        <Callout tone=Tone::Warning title=text::changed_title() alert=true>
            <p>{text::changed_text()}</p>
            <ul class="names" tabindex="0" aria-label=text::changed_title()>
                {lines}
            </ul>
            <p class="callout__actions">
                <Button variant=Variant::Link on_click=take>
                    {text::changed_take()}
                </Button>
                <Button variant=Variant::Link on_click=mine>
                    {text::changed_mine()}
                </Button>
            </p>
        </Callout>
    }
    .into_any()
}
