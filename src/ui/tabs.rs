//! Filters with counts that narrow a list, and a search field.

use leptos::{html, prelude::*};

use super::icon::{Icon, icon};
use crate::i18n::number;

/// One filter and how many it would show.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// The value, as in the URL.
    pub value: &'static str,
    /// Its name.
    pub label: &'static str,
    /// How many it would show, once known.
    pub count: Option<usize>,
}

/// Filters of which exactly one is on.
#[component]
pub fn Filters(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<(String,)>,
    #[prop(into)] options: Signal<Vec<Filter>>,
) -> AnyView {
    view! {
        <div class="filters" role="group" aria-label=label>
            <For each=move || options.get() key=|o| o.value let:option>
                {
                    let this = option.value;
                    let count = move || {
                        options
                            .with(|all| all.iter().find(|o| o.value == this).and_then(|o| o.count))
                            .map(|count| {
                                view! { <span class="num">{number(i64::try_from(count).unwrap_or(i64::MAX))}</span> }
                            })
                    };
                    view! {
                        <button
                            class="filter"
                            type="button"
                            aria-pressed=move || if value.with(|v| v == this) { "true" } else { "false" }
                            on:click=move |_| on_change.run((this.to_owned(),))
                        >
                            {option.label}
                            {count}
                        </button>
                    }
                }
            </For>
        </div>
    }
    .into_any()
}

/// A search field; `/` puts the cursor into it (see `app::shortcuts`), Escape empties it.
#[component]
pub fn SearchField(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<(String,)>,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
) -> AnyView {
    view! {
        <div class="input-group search">
            {icon(Icon::Search)}
            <input
                class="input"
                type="search"
                data-shortcut="search"
                placeholder=label.clone()
                aria-label=label
                autocomplete="off"
                spellcheck="false"
                dir="auto"
                prop:value=move || value.get()
                node_ref=node_ref
                on:input=move |event| on_change.run((event_target_value(&event),))
                on:keydown=move |event| {
                    if event.key() == "Escape" && !value.with_untracked(String::is_empty) {
                        event.prevent_default();
                        event.stop_propagation();
                        on_change.run((String::new(),));
                    }
                }
            />
            <kbd class="kbd" aria-hidden="true">
                "/"
            </kbd>
        </div>
    }
    .into_any()
}
