//! Sentences with data in them: names from outside are set apart and carry their own direction.

use leptos::prelude::*;

use crate::i18n::{Part, Rich};

/// Shows a sentence; what is marked in the text file becomes `<strong dir="auto">`.
#[must_use]
pub fn rich(sentence: Rich) -> AnyView {
    sentence
        .0
        .into_iter()
        .map(|part| match part {
            Part::Text(text) => text.into_any(),
            Part::Data(data) => view! { <bdi>{data}</bdi> }.into_any(),
            Part::Strong(data) => view! { <strong dir="auto">{data}</strong> }.into_any(),
        })
        .collect::<Vec<_>>()
        .into_any()
}
