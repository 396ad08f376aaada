//! A field for several values shown as chips: e-mail addresses, pasted or typed.

use leptos::{html, prelude::*};

use super::{
    field::{describedby, frame},
    icon::{Icon, icon, icon_small},
};
use crate::i18n::text;

/// Several addresses. Enter, comma, semicolon, space or leaving the field makes a chip; Backspace in the empty field takes
/// the last one back. `invalid` marks chips that cannot be used.
#[component]
pub fn TokensField(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    values: RwSignal<Vec<String>>,
    invalid: fn(&str) -> bool,
    #[prop(into, optional)] count: Signal<Option<String>>,
    #[prop(into, optional)] help: Signal<Option<String>>,
    #[prop(into, optional)] error: Signal<Option<String>>,
) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    let described = describedby(&id, count, help, error);
    let take = move || {
        let Some(input) = node.get_untracked() else { return };
        let typed = input.value();
        if typed.trim().is_empty() {
            return;
        }
        input.set_value("");
        values.update(|values| {
            for value in typed.split([',', ';', ' ', '\n', '\t']).map(str::trim).filter(|v| !v.is_empty()) {
                if !values.iter().any(|v| v.eq_ignore_ascii_case(value)) {
                    values.push(value.to_owned());
                }
            }
        });
    };
    let control = view! {
        <div class="tokens">
            <For each=move || values.get() key=String::clone let:value>
                {
                    let gone = value.clone();
                    let bad = invalid(&value);
                    view! {
                        <span class="chip" data-tone=bad.then_some("danger")>
                            {bad.then(|| icon_small(Icon::Error))}
                            <span dir="auto" class="truncate">
                                {value.clone()}
                            </span>
                            <button
                                class="chip__remove"
                                type="button"
                                aria-label=text::ui::remove_address(&value)
                                on:click=move |_| {
                                    values.update(|values| values.retain(|v| *v != gone));
                                    if let Some(input) = node.get_untracked() {
                                        let _ = input.focus();
                                    }
                                }
                            >
                                {icon(Icon::X)}
                            </button>
                        </span>
                    }
                }
            </For>
            <input
                id=id.clone()
                type="text"
                inputmode="email"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                node_ref=node
                on:blur=move |_| take()
                on:input=move |event| {
                    if event_target_value(&event).contains([',', ';', ' ', '\n', '\t']) {
                        take();
                    }
                }
                on:keydown=move |event| {
                    let empty = node.get_untracked().is_none_or(|input| input.value().is_empty());
                    match event.key().as_str() {
                        "Enter" if !empty => {
                            event.prevent_default();
                            take();
                        }
                        "Backspace" if empty => values.update(|values| drop(values.pop())),
                        _ => {}
                    }
                }
            />
        </div>
    }
    .into_any();
    frame(&id, label, false, count, help, error, control)
}
