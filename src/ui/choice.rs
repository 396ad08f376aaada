//! Choices on native inputs: check box, radio cards, select.

use leptos::prelude::*;

use super::icon::{Icon, icon, icon_small};

/// A check box with its label and, below, what it means.
#[component]
pub fn Checkbox(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    checked: RwSignal<bool>,
    #[prop(into, optional)] help: Option<String>,
    #[prop(into, optional)] disabled: Signal<bool>,
) -> AnyView {
    let help_id = format!("{id}-help");
    let described = help.is_some().then(|| help_id.clone());
    view! {
        <div class="choice">
            <span class="check">
                <input
                    type="checkbox"
                    id=id.clone()
                    aria-describedby=described
                    disabled=move || disabled.get()
                    prop:checked=move || checked.get()
                    on:change=move |event| checked.set(event_target_checked(&event))
                />
                {icon(Icon::Check)}
            </span>
            <label class="choice__label" for=id>
                {move || label.get()}
            </label>
            {help.map(|help| view! { <span class="choice__help" id=help_id>{help}</span> })}
        </div>
    }
    .into_any()
}

/// A switch with its label: on or off, at once or with the form around it.
#[component]
pub fn Switch(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    checked: RwSignal<bool>,
    #[prop(into, optional)] disabled: Signal<bool>,
) -> AnyView {
    let target = id.clone();
    view! {
        <label class="switch" for=target>
            <input
                type="checkbox"
                role="switch"
                id=id
                disabled=move || disabled.get()
                prop:checked=move || checked.get()
                on:change=move |event| checked.set(event_target_checked(&event))
            />
            {move || label.get()}
        </label>
    }
    .into_any()
}

/// One of several [`RadioCards`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value, as in the form's signal.
    pub value: String,
    /// The name.
    pub label: String,
    /// What it means, what it costs, or why it cannot be chosen.
    pub help: Option<String>,
    /// Cannot be chosen; say why in `help`.
    pub disabled: bool,
}

impl Choice {
    /// A choice that can be made.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Choice { value: value.into(), label: label.into(), help: None, disabled: false }
    }

    /// With words below its name.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Shown but off, and why.
    #[must_use]
    pub fn off(mut self, why: impl Into<String>) -> Self {
        self.disabled = true;
        self.help = Some(why.into());
        self
    }
}

/// Cards of which exactly one is chosen.
#[component]
pub fn RadioCards(
    /// Unique in the page; the cards get `<id>-<value>`.
    #[prop(into)]
    id: String,
    #[prop(into)] legend: String,
    value: RwSignal<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into, optional)] error: Signal<Option<String>>,
) -> AnyView {
    let group = id.clone();
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    view! {
        <fieldset
            class="field"
            id=id
            tabindex="-1"
            aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
        >
            <legend class="field__label">{legend}</legend>
            <div class="options">
                {move || {
                    choices
                        .get()
                        .into_iter()
                        .map(|choice| card(&group, choice, value))
                        .collect::<Vec<_>>()
                }}
            </div>
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
        </fieldset>
    }
    .into_any()
}

fn card(group: &str, choice: Choice, value: RwSignal<String>) -> AnyView {
    let id = format!("{group}-{}", choice.value);
    let this = choice.value.clone();
    let target = id.clone();
    view! {
        <label class="option" for=target>
            <span class="check">
                <input
                    type="radio"
                    id=id
                    name=group.to_owned()
                    value=choice.value.clone()
                    disabled=choice.disabled
                    prop:checked=move || value.with(|v| *v == this)
                    on:change=move |_| value.set(choice.value.clone())
                />
            </span>
            <span class="option__name">{choice.label}</span>
            {choice.help.map(|help| view! { <span class="option__help">{help}</span> })}
        </label>
    }
    .into_any()
}

/// A native select with its label above.
#[component]
pub fn Select(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    /// The label is for assistive technology only, as in toolbars.
    #[prop(optional)]
    bare: bool,
    #[prop(into, optional)] help: Signal<Option<String>>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(into, optional)] disabled: Signal<bool>,
    #[prop(into, optional)] on_change: Option<Callback<(String,)>>,
) -> AnyView {
    let described = super::field::describedby(&id, Signal::default(), help, error);
    let control = view! {
        <span class="select">
            <select
                id=id.clone()
                aria-label=move || bare.then(|| label.get())
                aria-describedby=described
                disabled=move || disabled.get()
                prop:value=move || value.get()
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    value.set(chosen.clone());
                    if let Some(on_change) = on_change {
                        on_change.run((chosen,));
                    }
                }
            >
                {move || {
                    choices
                        .get()
                        .into_iter()
                        .map(|choice| {
                            let selected = value.with_untracked(|v| *v == choice.value);
                            view! {
                                <option value=choice.value disabled=choice.disabled selected=selected>
                                    {choice.label}
                                </option>
                            }
                        })
                        .collect::<Vec<_>>()
                }}
            </select>
            {icon_small(Icon::Down)}
        </span>
    }
    .into_any();
    if bare { control } else { super::field::frame(&id, label, false, Signal::default(), help, error, control) }
}
