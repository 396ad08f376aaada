//! One screen of a public page: a card with its heading.

use leptos::{html, prelude::*};

use crate::ui::dom;

/// A part of a card that may be missing.
#[derive(Default)]
pub struct Slot(Option<AnyView>);

impl From<AnyView> for Slot {
    fn from(view: AnyView) -> Self {
        Slot(Some(view))
    }
}

impl IntoRender for Slot {
    type Output = Option<AnyView>;

    fn into_render(self) -> Option<AnyView> {
        self.0
    }
}

impl From<Option<AnyView>> for Slot {
    fn from(view: Option<AnyView>) -> Self {
        Slot(view)
    }
}

/// The card. A screen that replaces another one in the same page takes the focus to its heading, so that screen readers
/// start there; screens with one field focus the field themselves.
#[component]
pub fn Card(
    title: AnyView,
    /// What stands above the heading: an avatar, a badge.
    #[prop(into, optional)]
    top: Slot,
    /// One or two sentences below the heading.
    #[prop(into, optional)]
    lead: Slot,
    /// Takes the focus when it appears.
    #[prop(optional)]
    take_focus: bool,
    children: Children,
) -> AnyView {
    let id = dom::unique_id("card");
    let labelled = id.clone();
    let heading = NodeRef::<html::H1>::new();
    if take_focus {
        heading.on_load(|heading| dom::next_frame(move || drop(heading.focus())));
    }
    view! {
        <section class="panel stack" aria-labelledby=labelled>
            {top.0}
            <div class="stack" data-gap="s">
                <h1 id=id tabindex="-1" node_ref=heading>
                    {title}
                </h1>
                {lead.0.map(|lead| view! { <p class="quiet">{lead}</p> })}
            </div>
            {children()}
        </section>
    }
    .into_any()
}

/// A card that only says that something is being looked at.
#[component]
pub fn WaitingCard(#[prop(into)] text: String) -> AnyView {
    view! {
        <section class="panel" aria-busy="true">
            <p class="status quiet" role="status">
                <span class="spinner" aria-hidden="true"></span>
                {text}
            </p>
        </section>
    }
    .into_any()
}

/// The address that a password belongs to, for password managers only.
#[component]
pub fn UsernameForManagers(#[prop(into)] email: Signal<String>) -> AnyView {
    view! {
        <input
            class="visually-hidden"
            type="email"
            autocomplete="username"
            readonly
            tabindex="-1"
            aria-hidden="true"
            prop:value=move || email.get()
        />
    }
    .into_any()
}
