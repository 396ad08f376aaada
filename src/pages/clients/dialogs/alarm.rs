//! What is shown when the server returned another key than the one made here (attack BW09).

use leptos::prelude::*;

use crate::{
    i18n::text::clients as text,
    ui::{Button, Callout, DialogBody, DialogFoot, Tone, Variant, rich},
};

/// The warning. It is closed by a deliberate press only.
#[component]
pub fn Alarm(
    /// Name of the client.
    name: String,
    #[prop(into)] on_close: Callback<()>,
) -> AnyView {
    view! {
        <DialogBody>
            <Callout tone=Tone::Danger title=text::alarm_title() alert=true>
                <p>{text::alarm_text()}</p>
            </Callout>
            <p>{rich(text::alarm_client(&name))}</p>
            <p>{text::alarm_next()}</p>
        </DialogBody>
        <DialogFoot>
            <Button variant=Variant::Danger on_click=on_close>
                {text::alarm_close()}
            </Button>
        </DialogFoot>
    }
    .into_any()
}
