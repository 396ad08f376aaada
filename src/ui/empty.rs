//! What stands where content is missing: four kinds of empty, and skeletons while loading.

use leptos::prelude::*;

use super::{
    icon::{Icon, icon},
    tone::Tone,
};
use crate::i18n::text;

/// Why there is nothing to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyKind {
    /// Nothing yet: teach the next step.
    NothingYet,
    /// Nothing matches the filters: offer to clear them.
    NoMatch,
    /// Not permitted: say who can.
    NoPermission,
    /// Failed: offer to try again.
    Failed,
}

/// One of the four kinds of empty. The children are the actions.
#[component]
pub fn EmptyState(
    kind: EmptyKind,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let (symbol, tone) = match kind {
        EmptyKind::NothingYet => (Icon::Inbox, Tone::Neutral),
        EmptyKind::NoMatch => (Icon::Search, Tone::Neutral),
        EmptyKind::NoPermission => (Icon::Lock, Tone::Warning),
        EmptyKind::Failed => (Icon::Error, Tone::Danger),
    };
    view! {
        <div class="empty" data-tone=tone.attr() role=(kind == EmptyKind::Failed).then_some("alert")>
            <span class="empty__art">{icon(symbol)}</span>
            <p class="empty__title">{move || title.get()}</p>
            <p class="empty__text">{move || text.get()}</p>
            {children.map(|children| view! { <div class="empty__actions">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// Rows that hold the space of a table while it loads.
#[component]
pub fn SkeletonRows(#[prop(default = 8)] rows: usize) -> AnyView {
    view! {
        <div role="status" class="skeleton-rows">
            <span class="visually-hidden">{text::ui::loading()}</span>
            {(0..rows)
                .map(|row| {
                    let wide = if row % 3 == 0 { "2" } else { "3" };
                    view! {
                        <div class="skeleton-row" aria-hidden="true">
                            <span class="skeleton" data-shape="square"></span>
                            <span class="skeleton" data-w=wide></span>
                            <span class="skeleton" data-w="2"></span>
                            <span class="skeleton" data-w="1"></span>
                        </div>
                    }
                })
                .collect::<Vec<_>>()}
        </div>
    }
    .into_any()
}

/// Lines that hold the space of text while it loads.
#[component]
pub fn SkeletonText(#[prop(default = 3)] lines: usize) -> AnyView {
    view! {
        <div role="status" class="stack">
            <span class="visually-hidden">{text::ui::loading()}</span>
            {(0..lines)
                .map(|line| {
                    let wide = if line % 2 == 0 { "4" } else { "3" };
                    view! { <span class="skeleton" data-w=wide aria-hidden="true"></span> }
                })
                .collect::<Vec<_>>()}
        </div>
    }
    .into_any()
}
