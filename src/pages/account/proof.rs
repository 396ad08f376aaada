//! The words of the own key, and whether a second step is on.

use leptos::prelude::*;

use super::section;
use crate::{
    i18n::text,
    session::use_session,
    ui::{CopyButton, Icon, KeyProof, Status, Tone},
};

#[component]
pub fn Proof() -> AnyView {
    let session = use_session();
    let words = Memo::new(move |_| session.account().map(|account| account.fingerprint).unwrap_or_default());
    let two_step = move || session.workspace().map(|workspace| workspace.two_factor_enabled);
    let key = view! {
        <p class="quiet">{text::account::proof_lead()}</p>
        {move || {
            let words = words.get();
            if words.is_empty() {
                return view! { <p class="quiet">{text::account::proof_missing()}</p> }.into_any();
            }
            let phrase = words.join("-");
            view! {
                <KeyProof words=words caption=text::account::proof_caption() />
                <div class="cluster">
                    <CopyButton label=text::account::proof_copy() content=phrase />
                </div>
            }
                .into_any()
        }}
    }
    .into_any();
    let second = view! {
        <p>
            {move || {
                two_step()
                    .map(|on| {
                        let (tone, symbol, words) = if on {
                            (Tone::Neutral, Icon::Success, text::account::two_step_on())
                        } else {
                            (Tone::Warning, Icon::Warning, text::account::two_step_off())
                        };
                        view! {
                            <Status tone=tone symbol=symbol>
                                {words}
                            </Status>
                        }
                    })
            }}
        </p>
        <p class="quiet t-13">{text::account::two_step_where()}</p>
    }
    .into_any();
    view! {
        {section(text::account::proof_title(), key)}
        {section(text::account::two_step_title(), second)}
    }
    .into_any()
}
