//! What stands where content is missing: four kinds of empty, skeletons while loading, progress while working.

use leptos::prelude::*;

use super::{
    bar::bar,
    icon::{Icon, icon},
    tone::Tone,
};
use crate::i18n::{number, text};

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

/// Progress of work that takes more than a second, with a number when one is known.
#[component]
pub fn Progress(
    /// What is being done.
    #[prop(into)]
    label: Signal<String>,
    /// How many are done.
    #[prop(into)]
    done: Signal<u64>,
    /// Of how many; 0 while not known.
    #[prop(into)]
    total: Signal<u64>,
    /// Offers to stop.
    #[prop(into, optional)]
    on_cancel: Option<Callback<()>>,
) -> AnyView {
    let as_number = |n: u64| number(i64::try_from(n).unwrap_or(i64::MAX));
    view! {
        <div class="progress">
            <p class="progress__line">
                <span>{move || label.get()}</span>
                <span class="num">
                    {move || {
                        (total.get() > 0)
                            .then(|| text::ui::count_of(&as_number(done.get()), &as_number(total.get())))
                    }}
                </span>
            </p>
            <div
                role="progressbar"
                aria-label=move || label.get()
                aria-valuemin="0"
                aria-valuemax=move || total.get().to_string()
                aria-valuenow=move || (total.get() > 0).then(|| done.get().to_string())
            >
                {move || bar(done.get(), total.get().max(1), Tone::Primary)}
            </div>
            {on_cancel
                .map(|on_cancel| {
                    view! {
                        <super::Button variant=super::Variant::Link on_click=move || on_cancel.run(())>
                            {text::ui::cancel()}
                        </super::Button>
                    }
                })}
        </div>
    }
    .into_any()
}
