//! The settings of a policy on the page.

use leptos::prelude::*;
use portal_contracts::policies::{Field, FieldKind, PolicyType, TextRule};

use super::{
    form::{Form, Input},
    labels,
};
use crate::{
    i18n::{number, text::policies as text},
    ui::{Callout, Checkbox, RadioCards, Select, TextArea, TextField, Tone},
};

/// The id of the input of a setting.
#[must_use]
pub fn id_of(name: &str) -> String {
    format!("policy-{name}")
}

/// All settings; nothing for a policy that has none. `transfer` says whether the plan has "My items".
pub fn settings(form: Form, transfer: bool) -> AnyView {
    let inputs = form.inputs();
    let shown: Vec<_> =
        inputs.into_iter().filter(|(field, _)| transfer || field.name != "enableIndividualItemsTransfer").collect();
    if shown.is_empty() {
        return ().into_any();
    }
    let rows: Vec<_> = shown.into_iter().map(|(field, input)| row(form, field, input)).collect();
    view! {
        <section class="stack policy-settings" aria-labelledby="policy-settings">
            <h3 id="policy-settings" class="t-13">
                {text::settings_title()}
            </h3>
            {rows}
            {empty_host(form)}
        </section>
    }
    .into_any()
}

/// A policy for apps without a host does nothing; the server allows it all the same.
fn empty_host(form: Form) -> AnyView {
    let empty = move || {
        form.kind == PolicyType::AutomaticLogin && form.enabled.get() && form.settings().text("idpHost").is_none()
    };
    (move || {
        empty().then(|| {
            view! {
                <Callout tone=Tone::Warning>
                    <p>{text::field::idp_host_empty()}</p>
                </Callout>
            }
        })
    })
    .into_any()
}

fn row(form: Form, field: Field, input: Input) -> AnyView {
    let heading = labels::heading(form.kind, &field);
    let applies = Memo::new(move |_| form.applies(&field));
    view! {
        {heading.map(|heading| view! { <p class="policy-settings__heading t-13">{heading}</p> })}
        {move || applies.get().then(|| control(form, field, input.clone()))}
    }
    .into_any()
}

fn control(form: Form, field: Field, input: Input) -> AnyView {
    let id = id_of(field.name);
    let label = labels::label(&field);
    let error = Signal::derive(move || form.error(field.name));
    match (field.kind, input) {
        (_, Input::Flag(checked)) => match labels::help(&field) {
            Some(help) => view! { <Checkbox id=id label=label checked=checked help=help /> }.into_any(),
            None => view! { <Checkbox id=id label=label checked=checked /> }.into_any(),
        },
        (_, Input::Any(boxes)) => any(&field, boxes),
        (_, Input::Time { hours, minutes }) => time(form, field, hours, minutes),
        (FieldKind::Text { most, rule }, Input::Text(value)) => text_field(form, field, value, most, rule),
        (FieldKind::Number { .. }, Input::Text(value)) => {
            let help = labels::help(&field);
            view! {
                <div class="policy-settings__number">
                    <TextField
                        id=id
                        label=label
                        value=value
                        inputmode="numeric"
                        help=Signal::stored(help)
                        error=error
                        on_blur=move || form.leave(field.name)
                    />
                </div>
            }
            .into_any()
        }
        (_, Input::Text(value)) if labels::as_cards(&field) => {
            view! { <RadioCards id=id legend=label value=value choices=labels::choices(&field) error=error /> }
                .into_any()
        }
        (_, Input::Text(value)) => view! {
            <div class="policy-settings__number">
                <Select id=id label=label value=value choices=labels::choices(&field) error=error />
            </div>
        }
        .into_any(),
    }
}

fn text_field(form: Form, field: Field, value: RwSignal<String>, most: usize, rule: TextRule) -> AnyView {
    let (id, label) = (id_of(field.name), labels::label(&field));
    let error = Signal::derive(move || form.error(field.name));
    let help = Signal::stored(labels::help(&field));
    let leave = move || form.leave(field.name);
    let count = Signal::derive(move || {
        let length = i64::try_from(value.with(|value| value.trim().chars().count())).unwrap_or(i64::MAX);
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        (rule == TextRule::Free).then(|| text::field::characters(&number(length), &number(most)))
    });
    if most > 100 && rule == TextRule::Free {
        view! { <TextArea id=id label=label value=value count=count help=help error=error on_blur=leave /> }.into_any()
    } else {
        view! { <TextField id=id label=label value=value count=count help=help error=error on_blur=leave /> }.into_any()
    }
}

/// One check box for each kind.
fn any(field: &Field, boxes: Vec<(i64, RwSignal<bool>)>) -> AnyView {
    let names = labels::choices(field);
    let boxes: Vec<_> = boxes
        .into_iter()
        .map(|(value, checked)| {
            let name = names.iter().find(|choice| choice.value == value.to_string());
            let name = name.map(|choice| choice.label.clone()).unwrap_or_default();
            view! { <Checkbox id=format!("{}-{value}", id_of(field.name)) label=name checked=checked /> }
        })
        .collect();
    let help = format!("{}-help", id_of(field.name));
    let described = help.clone();
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend class="field__label">{labels::label(field)}</legend>
            {boxes}
            <p class="field__help" id=help>
                {text::field::send_types_help()}
            </p>
        </fieldset>
    }
    .into_any()
}

/// Hours and minutes side by side; the error stands below the hours.
fn time(form: Form, field: Field, hours: RwSignal<String>, minutes: RwSignal<String>) -> AnyView {
    let error = Signal::derive(move || form.error(field.name));
    let leave = move || form.leave(field.name);
    view! {
        <div class="cluster policy-settings__time" data-align="start">
            <TextField
                id=id_of(field.name)
                label=text::field::hours()
                value=hours
                inputmode="numeric"
                error=error
                on_blur=leave
            />
            <TextField
                id=format!("{}-rest", id_of(field.name))
                label=text::field::minutes()
                value=minutes
                inputmode="numeric"
                on_blur=leave
            />
        </div>
    }
    .into_any()
}
