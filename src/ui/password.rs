//! Password fields. The password stays in the input until it is taken: no signal ever holds it.

use leptos::{html, prelude::*};
use zeroize::Zeroizing;

use super::{
    field::{describedby, frame, tell},
    icon::{Icon, icon},
};
use crate::i18n::text;

/// Handle on what was typed into a [`PasswordField`]. Copy it freely; it holds no password.
#[derive(Clone, Copy)]
pub struct Password {
    node: NodeRef<html::Input>,
    length: RwSignal<usize>,
    version: RwSignal<u32>,
}

impl Password {
    /// A handle for one field.
    #[must_use]
    pub fn new() -> Self {
        Password { node: NodeRef::new(), length: RwSignal::new(0), version: RwSignal::new(0) }
    }

    /// How many characters are in the field; reactive.
    #[must_use]
    pub fn length(self) -> usize {
        self.length.get()
    }

    /// Counts the changes of the field; reactive. Track it to compare or to rate again.
    #[allow(clippy::must_use_candidate, reason = "reading it is how one tracks it")]
    pub fn version(self) -> u32 {
        self.version.get()
    }

    /// A copy that is wiped when dropped. The field keeps its content.
    #[must_use]
    pub fn peek(self) -> Zeroizing<String> {
        Zeroizing::new(self.input().map(|input| input.value()).unwrap_or_default())
    }

    /// Takes the password out of the page: the field is empty afterwards.
    #[must_use]
    pub fn take(self) -> Zeroizing<String> {
        let taken = self.peek();
        self.clear();
        taken
    }

    /// Puts a password into the field, in the place of what is there.
    pub fn put(self, password: &str) {
        if let Some(input) = self.input() {
            input.set_value(password);
        }
        self.changed();
    }

    /// Empties the field.
    pub fn clear(self) {
        if let Some(input) = self.input() {
            input.set_value("");
        }
        self.changed();
    }

    /// Puts the cursor into the field.
    pub fn focus(self) {
        if let Some(input) = self.input() {
            // A field that is gone cannot take the focus, which is fine.
            let _ = input.focus();
        }
    }

    /// A late answer may find the field gone.
    fn input(self) -> Option<web_sys::HtmlInputElement> {
        self.node.try_get_untracked().flatten()
    }

    fn changed(self) {
        let length = self.input().map_or(0, |input| input.value().encode_utf16().count());
        self.length.set(length);
        self.version.update(|v| *v = v.wrapping_add(1));
    }
}

impl Default for Password {
    fn default() -> Self {
        Self::new()
    }
}

/// A password field with a button that shows what was typed. Paste and password managers work.
#[component]
pub fn PasswordField(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    password: Password,
    /// `current-password` to give one, `new-password` to set one.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    #[prop(default = true)] large: bool,
    #[prop(into, optional)] disabled: Signal<bool>,
    #[prop(into, optional)] count: Signal<Option<String>>,
    #[prop(into, optional)] help: Signal<Option<String>>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    /// Loads what is needed to rate a password, for instance.
    #[prop(into, optional)]
    on_focus: Option<Callback<()>>,
    #[prop(into, optional)] on_blur: Option<Callback<()>>,
) -> AnyView {
    let shown = RwSignal::new(false);
    let described = describedby(&id, count, help, error);
    let toggle = id.clone();
    let control = view! {
        <div class="input-group">
            <input
                class="input"
                id=id.clone()
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                data-size=large.then_some("l")
                disabled=move || disabled.get()
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                node_ref=password.node
                on:input=move |_| password.changed()
                on:focus=move |_| tell(on_focus)
                on:blur=move |_| tell(on_blur)
            />
            <button
                class="btn"
                type="button"
                data-variant="quiet"
                data-icon=""
                aria-controls=toggle
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                aria-label=text::ui::show_password()
                title=move || if shown.get() { text::ui::hide_password() } else { text::ui::show_password() }
                on:click=move |_| shown.update(|on| *on = !*on)
            >
                {move || icon(if shown.get() { Icon::EyeOff } else { Icon::Eye })}
            </button>
        </div>
    }
    .into_any();
    frame(&id, label, false, count, help, error, control)
}

/// A secret that is set up rather than typed to sign in (a client secret): hidden until somebody wants to see it, and no
/// matter for password managers.
#[component]
pub fn SecretField(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into, optional)] help: Signal<Option<String>>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(into, optional)] on_blur: Option<Callback<()>>,
) -> AnyView {
    let shown = RwSignal::new(false);
    let described = describedby(&id, Signal::default(), help, error);
    let toggle = id.clone();
    let control = view! {
        <div class="input-group">
            <input
                class="input"
                id=id.clone()
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                on:blur=move |_| tell(on_blur)
            />
            <button
                class="btn"
                type="button"
                data-variant="quiet"
                data-icon=""
                aria-controls=toggle
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                aria-label=text::ui::show_secret()
                title=move || if shown.get() { text::ui::hide_secret() } else { text::ui::show_secret() }
                on:click=move |_| shown.update(|on| *on = !*on)
            >
                {move || icon(if shown.get() { Icon::EyeOff } else { Icon::Eye })}
            </button>
        </div>
    }
    .into_any();
    frame(&id, label, false, Signal::default(), help, error, control)
}
