//! The question about derivation settings that are unusual or below today's floor. Nothing was hashed yet (AUTH-01;
//! crypto specification §3.2).

use leptos::prelude::*;
use portal_client::kdf_judgement::KdfConcern;

use super::{state::SignIn, words};
use crate::{
    i18n::text::sign_in as text,
    ui::{Button, Callout, Dialog, DialogBody, DialogFoot, Tone, Variant, rich},
};

/// Asks while there is a concern. The safe answer has the focus.
#[component]
pub fn Concern(state: SignIn) -> AnyView {
    let open = RwSignal::new(false);
    let last = RwSignal::new(None::<KdfConcern>);
    Effect::new(move |_| {
        if let Some(concern) = state.concern.get() {
            last.set(Some(concern));
            open.set(true);
        }
    });
    let stop = move || {
        open.set(false);
        state.password.clear();
    };
    let agree = move || {
        open.set(false);
        state.send_password(last.get_untracked());
    };
    let weak = move || last.with(|concern| concern.as_ref().is_some_and(|concern| concern.below_floor));
    let title =
        Signal::derive(move || if weak() { text::weak_kdf_title() } else { text::foreign_salt_title() }.to_owned());
    view! {
        <Dialog
            open=open
            title=title
            on_close=move || {
                let _ = state.concern.try_set(None);
            }
        >
            <DialogBody>{move || last.get().map(explain)}</DialogBody>
            <DialogFoot>
                <Button variant=Variant::DangerQuiet on_click=agree>
                    {text::weak_kdf_use()}
                </Button>
                <Button variant=Variant::Primary on_click=stop>
                    {text::weak_kdf_stop()}
                </Button>
            </DialogFoot>
        </Dialog>
    }
    .into_any()
}

fn explain(concern: KdfConcern) -> AnyView {
    let KdfConcern { kdf, below_floor, foreign_salt } = concern;
    view! {
        <div class="stack">
            {below_floor
                .then(|| {
                    view! {
                        <p>{text::weak_kdf_lead()}</p>
                        <dl class="facts">
                            <dt>{text::weak_kdf_asked()}</dt>
                            <dd>{words::kdf(&kdf)}</dd>
                            <dt>{text::weak_kdf_floor()}</dt>
                            <dd>{words::floor(&kdf)}</dd>
                        </dl>
                    }
                })}
            {foreign_salt.map(|salt| view! { <p>{rich(text::foreign_salt_text(&salt))}</p> })}
            <Callout tone=Tone::Warning>
                <p>{text::weak_kdf_why()}</p>
            </Callout>
            <p class="quiet t-12">{text::weak_kdf_remember()}</p>
        </div>
    }
    .into_any()
}
