//! The field for addresses: each becomes a chip that says whether it can be used.

use leptos::{ev, html, prelude::*};

use super::addresses;
use crate::{
    i18n::{number, text},
    ui::{Icon, dom, icon, icon_small},
};

/// How a chip looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Will be invited.
    Good,
    /// In the list already.
    Known,
    /// In the list, with the access taken away.
    Revoked,
    /// Seems to belong elsewhere.
    Foreign,
    /// No address.
    Bad,
}

/// The field. Enter or leaving it makes a chip, and so do comma, semicolon and space after an address; Backspace in the
/// empty field takes the last one back; a pasted list is taken apart. It is a text area because a field of one line
/// would swallow the line breaks of a list.
#[component]
pub fn AddressChips(
    /// Unique in the page.
    id: &'static str,
    chips: RwSignal<Vec<String>>,
    /// Addresses that were left out because they were there.
    repeated: RwSignal<Vec<String>>,
    /// How many can be invited at once.
    most: usize,
    /// How an address looks; read reactively.
    kind: Callback<(String,), Kind>,
    #[prop(into)] error: Signal<Option<String>>,
    #[prop(into)] disabled: Signal<bool>,
) -> AnyView {
    let node = NodeRef::<html::Textarea>::new();
    let take = move |typed: &str| {
        let mut left_out = Vec::new();
        chips.update(|chips| left_out = addresses::add(chips, typed));
        repeated.set(left_out);
    };
    let take_typed = move || {
        // The field blurs once more while it is taken out of the page.
        let Some(input) = node.try_get_untracked().flatten() else { return };
        let typed = input.value();
        if !typed.trim().is_empty() {
            input.set_value("");
            take(&typed);
        }
    };
    let take_pasted = move || {
        let pasted = node.try_get_untracked().flatten().map(|input| input.value()).unwrap_or_default();
        // A part of an address stays as it is, to be completed.
        if pasted.contains([',', ';']) || addresses::complete(&pasted) {
            take_typed();
        }
    };
    let focus = move || {
        if let Some(input) = node.try_get_untracked().flatten() {
            // A field that is gone cannot take the focus, which is fine.
            let _ = input.focus();
        }
    };
    let typed = move |event: ev::KeyboardEvent| {
        let typed = node.get_untracked().map(|input| input.value()).unwrap_or_default();
        match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                take_typed();
            }
            "," | ";" | " " if addresses::complete(&typed) => {
                event.prevent_default();
                take_typed();
            }
            "Backspace" if typed.is_empty() => chips.update(|chips| drop(chips.pop())),
            _ => {}
        }
    };
    let help_id = [id, "-help"].concat();
    let error_id = [id, "-error"].concat();
    let described = {
        let (help_id, error_id) = (help_id.clone(), error_id.clone());
        move || if error.with(Option::is_some) { [error_id.as_str(), " ", &help_id].concat() } else { help_id.clone() }
    };
    let counted = move || {
        let as_number = |n: usize| number(i64::try_from(n).unwrap_or(i64::MAX));
        text::people::addresses_count(&as_number(chips.with(Vec::len)), &as_number(most))
    };
    view! {
        <div class="field">
            <label class="field__label" for=id>
                <span>{text::people::addresses()}</span>
                <span class="field__count num">{counted}</span>
            </label>
            <div class="tokens">
                <For each=move || chips.get() key=String::clone let:address>
                    {chip(address, chips, kind, focus)}
                </For>
                <textarea
                    id=id
                    rows="1"
                    inputmode="email"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    dir="ltr"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    disabled=move || disabled.get()
                    node_ref=node
                    on:keydown=typed
                    on:input=move |event| {
                        // Lines only come by paste or drop: Enter makes a chip.
                        if event_target_value(&event).contains(['\n', '\r']) {
                            take_typed();
                        }
                    }
                    on:paste=move |_| dom::next_frame(take_pasted)
                    on:blur=move |_| take_typed()
                ></textarea>
            </div>
            <p class="field__help" id=help_id>
                {text::people::addresses_help()}
            </p>
            {move || {
                let error_id = error_id.clone();
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="field__error" id=error_id>
                                {icon(Icon::Error)} <span>{error}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

fn chip(
    address: String,
    chips: RwSignal<Vec<String>>,
    kind: Callback<(String,), Kind>,
    focus: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let judged = address.clone();
    // What an address is may become known later, from a list that is still being read.
    let kind = Memo::new(move |_| kind.run((judged.clone(),)));
    let tone = move || match kind.get() {
        Kind::Good => None,
        Kind::Known | Kind::Revoked | Kind::Foreign => Some("warning"),
        Kind::Bad => Some("danger"),
    };
    let sign = move || {
        let (symbol, said) = match kind.get() {
            Kind::Good => return None,
            Kind::Known => (Icon::Warning, text::people::chip_known()),
            Kind::Revoked => (Icon::Warning, text::people::chip_revoked()),
            Kind::Foreign => (Icon::Warning, text::people::chip_foreign()),
            Kind::Bad => (Icon::Error, text::people::chip_bad()),
        };
        Some(view! {
            {icon_small(symbol)}
            <span class="visually-hidden">{said} " "</span>
        })
    };
    let gone = address.clone();
    view! {
        <span class="chip" data-tone=tone>
            {sign}
            <span class="truncate" dir="auto">
                {address.clone()}
            </span>
            <button
                class="chip__remove"
                type="button"
                aria-label=text::ui::remove_address(&address)
                on:click=move |_| {
                    chips.update(|chips| chips.retain(|chip| *chip != gone));
                    focus();
                }
            >
                {icon_small(Icon::X)}
            </button>
        </span>
    }
    .into_any()
}
