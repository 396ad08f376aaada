//! Choosing a file: the browser's own input, which also takes what is dropped on it.

use leptos::prelude::*;

use super::{
    field::frame,
    icon::{Icon, icon},
};
use crate::platform::files::LocalFile;

/// An area that takes one file, by pressing it or by dropping the file on it.
#[component]
pub fn FileField(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into, optional)] help: Signal<Option<String>>,
    /// Endings that the browser offers first.
    accept: &'static str,
    #[prop(into, optional)] disabled: Signal<bool>,
    on_file: Callback<(LocalFile,)>,
) -> AnyView {
    let described = super::field::describedby(&id, Signal::default(), help, Signal::default());
    let control = view! {
        <span class="file-field">
            {icon(Icon::Import)}
            <input
                type="file"
                id=id.clone()
                accept=accept
                aria-describedby=described
                disabled=move || disabled.get()
                on:change=move |event| {
                    if let Some(file) = LocalFile::chosen(&event) {
                        on_file.run((file,));
                    }
                }
            />
        </span>
    }
    .into_any();
    frame(&id, label, false, Signal::default(), help, Signal::default(), control)
}
