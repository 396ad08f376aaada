//! Several lines that may hold secrets. What is pasted stays in the field until it is taken: no signal ever holds it.

use leptos::{html, prelude::*};
use zeroize::Zeroizing;

use super::field::{describedby, frame};

/// Handle on what stands in a [`SecretArea`]. Copy it freely; it holds no text.
#[derive(Clone, Copy)]
pub struct Pasted(NodeRef<html::Textarea>);

impl Pasted {
    /// A handle for one field.
    #[must_use]
    pub fn new() -> Self {
        Self(NodeRef::new())
    }

    /// Takes the text out of the page: the field is empty afterwards, and the copy is wiped when dropped.
    #[must_use]
    pub fn take(self) -> Zeroizing<String> {
        let Some(area) = self.0.try_get_untracked().flatten() else { return Zeroizing::default() };
        let taken = Zeroizing::new(area.value());
        // Setting it from here also ends what Undo could bring back.
        area.set_value("");
        taken
    }
}

impl Default for Pasted {
    fn default() -> Self {
        Self::new()
    }
}

/// A field of several lines for text that holds secrets.
#[component]
pub fn SecretArea(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    pasted: Pasted,
    #[prop(into, optional)] help: Signal<Option<String>>,
    #[prop(into, optional)] error: Signal<Option<String>>,
) -> AnyView {
    let described = describedby(&id, Signal::default(), help, error);
    let control = view! {
        <textarea
            class="input"
            id=id.clone()
            dir="auto"
            spellcheck="false"
            autocomplete="off"
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described
            node_ref=pasted.0
        ></textarea>
    }
    .into_any();
    frame(&id, label, false, Signal::default(), help, error, control)
}
