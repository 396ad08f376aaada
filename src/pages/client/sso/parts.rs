//! Pieces of the form.

use leptos::prelude::*;

use super::{
    form::{Form, id_of},
    inputs::SECRET,
    words,
};
use crate::{
    i18n::text::sso as text,
    ui::{Checkbox, CopyButton, SecretField, Select, Size, TextField},
};

/// A card with a heading.
pub fn card(title: &'static str, id: &'static str, content: AnyView) -> AnyView {
    view! {
        <section class="card" aria-labelledby=id>
            <div class="card__head">
                <h2 id=id>{title}</h2>
            </div>
            <div class="card__body stack">{content}</div>
        </section>
    }
    .into_any()
}

/// A text.
pub fn text_field(form: Form, name: &'static str) -> AnyView {
    let value = form.text(name);
    let error = Signal::derive(move || form.error(name));
    let help = Signal::stored(words::help(name));
    let leave = move || form.leave(name);
    if name == SECRET {
        return view! {
            <SecretField id=id_of(name) label=words::label(name) value=value error=error on_blur=leave />
        }
        .into_any();
    }
    view! { <TextField id=id_of(name) label=words::label(name) value=value help=help error=error on_blur=leave /> }
        .into_any()
}

/// One of several.
pub fn select(form: Form, name: &'static str) -> AnyView {
    let value = form.text(name);
    let choices = words::choices(name, &value.get_untracked());
    let error = Signal::derive(move || form.error(name));
    view! {
        <div class="sso__short">
            <Select id=id_of(name) label=words::label(name) value=value choices=choices error=error />
        </div>
    }
    .into_any()
}

/// Yes or no.
pub fn check(form: Form, name: &'static str) -> AnyView {
    view! { <Checkbox id=id_of(name) label=words::label(name) checked=form.flag(name) /> }.into_any()
}

/// A value of this server that goes into the identity provider's own form.
pub fn shown(label: &'static str, value: Signal<String>) -> AnyView {
    view! {
        <div class="sso__shown">
            <span class="field__label">{label}</span>
            <span class="cluster">
                <code class="sso__value" dir="ltr">
                    {move || value.get()}
                </code>
                <CopyButton label=text::copy() content=value size=Size::Small />
            </span>
        </div>
    }
    .into_any()
}
