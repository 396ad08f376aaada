//! Badges and states: shape and word first, colour third.

use leptos::prelude::*;

use super::{
    icon::{Icon, icon},
    tone::Tone,
};

/// A short word in a box. `line` draws an outline only, for kinds rather than states (a plan).
#[component]
pub fn Badge(
    #[prop(optional)] tone: Tone,
    #[prop(optional)] line: bool,
    #[prop(optional)] symbol: Option<Icon>,
    children: Children,
) -> AnyView {
    view! {
        <span class="badge" data-tone=tone.attr() data-variant=line.then_some("line")>
            {symbol.map(icon)}
            {children()}
        </span>
    }
    .into_any()
}

/// A state in a list: icon and word. The normal case stays neutral, so that the exception is the only colour.
#[component]
pub fn Status(#[prop(optional)] tone: Tone, symbol: Icon, children: Children) -> AnyView {
    view! {
        <span class="status" data-tone=tone.attr()>
            {icon(symbol)}
            {children()}
        </span>
    }
    .into_any()
}
