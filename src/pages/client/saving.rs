//! What forms that stay on their page have in common: the foot with the button that saves, and the question whose state is
//! to stay when somebody else was quicker.

use leptos::prelude::*;

use crate::{
    i18n::text::saving as text,
    ui::{Button, Callout, Draft, Tone, Variant},
};

/// Somebody else was quicker. `kept` says where what was typed is.
pub fn conflict(
    kept: &'static str,
    theirs: impl Fn() + Send + Sync + 'static,
    mine: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    view! {
        <Callout tone=Tone::Warning title=text::conflict_title() alert=true>
            <p>{kept}</p>
            <p class="callout__actions">
                <Button variant=Variant::Link on_click=theirs>
                    {text::theirs()}
                </Button>
                <Button variant=Variant::Link on_click=mine>
                    {text::mine()}
                </Button>
            </p>
        </Callout>
    }
    .into_any()
}

/// The foot of a form: `save` is the name of its button, which submits.
pub fn foot(
    save: &'static str,
    draft: Draft,
    busy: RwSignal<bool>,
    discard: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let changed = Memo::new(move |_| draft.changed());
    view! {
        <Button
            variant=Variant::Primary
            submit=true
            busy=busy
            disabled=Signal::derive(move || !changed.get())
        >
            {save}
        </Button>
        {move || {
            changed
                .get()
                .then(|| {
                    view! {
                        <Button variant=Variant::Quiet disabled=busy on_click=discard>
                            {text::discard()}
                        </Button>
                    }
                })
        }}
        {move || (!changed.get()).then(|| view! { <span class="push quiet t-12">{text::unchanged()}</span> })}
    }
    .into_any()
}
