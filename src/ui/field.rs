//! Fields: label above, help below, the error in place with an icon and words.

use leptos::{html, prelude::*};

use super::icon::{Icon, icon};
use crate::i18n::text;

/// What every field shares. `control` is the input; it must carry `id`, and `describedby(id)` for its description.
pub(super) fn frame(
    id: &str,
    label: Signal<String>,
    optional: bool,
    count: Signal<Option<String>>,
    help: Signal<Option<String>>,
    error: Signal<Option<String>>,
    control: AnyView,
) -> AnyView {
    let count_id = format!("{id}-count");
    let help_id = format!("{id}-help");
    let error_id = format!("{id}-error");
    view! {
        <div class="field">
            <div class="field__label">
                <label for=id.to_owned()>
                    {move || label.get()}
                    {optional.then(|| view! { " " <span class="field__optional">{text::ui::optional()}</span> })}
                </label>
                // Outside of the label: a name that changes with every letter could not be found again.
                {move || {
                    let count_id = count_id.clone();
                    count.get().map(|count| view! { <span class="field__count num" id=count_id>{count}</span> })
                }}
            </div>
            {control}
            {move || {
                let help_id = help_id.clone();
                help.get().map(|help| view! { <p class="field__help" id=help_id>{help}</p> })
            }}
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

/// The ids that describe a field now: its error first, then its help and its count.
pub(super) fn describedby(
    id: &str,
    count: Signal<Option<String>>,
    help: Signal<Option<String>>,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Send + Sync + Clone + 'static + use<> {
    let count_id = format!("{id}-count");
    let help_id = format!("{id}-help");
    let error_id = format!("{id}-error");
    move || {
        let mut ids = Vec::new();
        if error.with(Option::is_some) {
            ids.push(error_id.as_str());
        }
        if help.with(Option::is_some) {
            ids.push(help_id.as_str());
        }
        if count.with(Option::is_some) {
            ids.push(count_id.as_str());
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// A line of text. Fields for passwords: [`super::PasswordField`].
#[component]
pub fn TextField(
    /// Unique in the page; error summaries link to it.
    #[prop(into)]
    id: String,
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    /// `type` of the input: `text`, `email`, `number`…
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(into, optional)] placeholder: Option<String>,
    /// Says "optional" beside the label.
    #[prop(optional)]
    optional: bool,
    /// 40 px high, for public pages.
    #[prop(optional)]
    large: bool,
    #[prop(optional)] readonly: bool,
    #[prop(into, optional)] disabled: Signal<bool>,
    /// A count beside the label ("20 of 50").
    #[prop(into, optional)]
    count: Signal<Option<String>>,
    #[prop(into, optional)] help: Signal<Option<String>>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
    #[prop(into, optional)] on_blur: Option<Callback<()>>,
) -> AnyView {
    let described = describedby(&id, count, help, error);
    let control = view! {
        <input
            class="input"
            id=id.clone()
            type=kind
            autocomplete=autocomplete
            inputmode=inputmode
            maxlength=maxlength.map(|n| n.to_string())
            placeholder=placeholder
            data-size=large.then_some("l")
            dir="auto"
            spellcheck="false"
            readonly=readonly
            disabled=move || disabled.get()
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described
            prop:value=move || value.get()
            node_ref=node_ref
            on:input=move |event| value.set(event_target_value(&event))
            on:blur=move |_| tell(on_blur)
        />
    }
    .into_any();
    frame(&id, label, optional, count, help, error, control)
}

/// Tells a page that the focus came or went. A field blurs once more while it is taken out of the page: then the listener
/// is gone already, and nothing is to be heard.
pub(super) fn tell(listener: Option<Callback<()>>) {
    if let Some(listener) = listener {
        let _ = listener.try_run(());
    }
}

/// Text of several lines.
#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into, optional)] count: Signal<Option<String>>,
    #[prop(into, optional)] help: Signal<Option<String>>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(into, optional)] on_blur: Option<Callback<()>>,
) -> AnyView {
    let described = describedby(&id, count, help, error);
    let control = view! {
        <textarea
            class="input"
            id=id.clone()
            dir="auto"
            spellcheck="false"
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
            on:blur=move |_| tell(on_blur)
        ></textarea>
    }
    .into_any();
    frame(&id, label, false, count, help, error, control)
}
