//! Callouts inside a page, and the summary of a form's errors.

use leptos::{html, prelude::*};

use super::{
    icon::{Icon, icon},
    tone::Tone,
};
use crate::i18n::text;

const fn symbol(tone: Tone) -> Icon {
    match tone {
        Tone::Danger => Icon::Error,
        Tone::Warning => Icon::Warning,
        Tone::Success => Icon::Success,
        Tone::Neutral | Tone::Primary | Tone::Info => Icon::Info,
    }
}

/// A remark in the page: what happened, why, and the next step. With `alert` it is read out when it appears.
#[component]
pub fn Callout(
    #[prop(optional)] tone: Tone,
    #[prop(into, optional)] title: Option<String>,
    #[prop(optional)] alert: bool,
    children: Children,
) -> AnyView {
    view! {
        <div class="callout" data-tone=tone.attr() role=alert.then_some("alert")>
            {icon(symbol(tone))}
            <div>
                {title.map(|title| view! { <p class="callout__title">{title}</p> })}
                {children()}
            </div>
        </div>
    }
    .into_any()
}

/// The fields of a form that need attention, each a link to its field. It takes the focus when it appears.
#[component]
pub fn ErrorSummary(
    /// Pairs of the field's id and its message; empty hides the summary.
    #[prop(into)]
    errors: Signal<Vec<(String, String)>>,
) -> AnyView {
    let some = Memo::new(move |_| errors.with(|e| !e.is_empty()));
    (move || {
        some.get().then(|| {
            let node = NodeRef::<html::Div>::new();
            node.on_load(|element| super::dom::next_frame(move || drop(element.focus())));
            view! {
                <div class="error-summary" role="alert" tabindex="-1" node_ref=node>
                    <p class="error-summary__title">
                        {move || text::ui::fields_need_attention(errors.with(|e| i64::try_from(e.len()).unwrap_or(i64::MAX)))}
                    </p>
                    <ul>
                        {move || {
                            errors
                                .get()
                                .into_iter()
                                .map(|(id, message)| {
                                    let href = format!("#{id}");
                                    view! {
                                        <li>
                                            <a
                                                href=href
                                                on:click=move |event| {
                                                    event.prevent_default();
                                                    event.stop_propagation();
                                                    super::dom::focus_id(&id);
                                                }
                                            >
                                                {message}
                                            </a>
                                        </li>
                                    }
                                })
                                .collect::<Vec<_>>()
                        }}
                    </ul>
                </div>
            }
        })
    })
    .into_any()
}
