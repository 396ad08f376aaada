//! Tabs that change what a sheet shows, filters with counts that narrow a list, and a search field.

use leptos::{ev, html, prelude::*};

use super::{
    dom,
    icon::{Icon, icon, icon_small},
};
use crate::i18n::{number, text};

/// One of several [`Tabs`].
#[derive(Clone, Copy)]
pub struct Tab {
    /// The value, as in the sheet's signal.
    pub value: &'static str,
    /// Its name.
    pub label: &'static str,
    /// How many there are behind it, where that is worth a number.
    pub count: Option<Signal<usize>>,
    /// Something behind it needs attention; says so with an icon and a word.
    pub wrong: Signal<bool>,
}

impl Tab {
    /// A tab without a number.
    #[must_use]
    pub fn new(value: &'static str, label: &'static str) -> Self {
        Tab { value, label, count: None, wrong: Signal::stored(false) }
    }

    /// With a number.
    #[must_use]
    pub fn count(mut self, count: impl Into<Signal<usize>>) -> Self {
        self.count = Some(count.into());
        self
    }

    /// Marked while something behind it needs attention.
    #[must_use]
    pub fn wrong(mut self, wrong: impl Into<Signal<bool>>) -> Self {
        self.wrong = wrong.into();
        self
    }
}

/// The tabs of a sheet, above its body; one [`TabPanel`] goes with each. Arrow keys move, as usual.
#[component]
pub fn Tabs(
    /// Unique in the page; panels take the same one.
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    value: RwSignal<&'static str>,
    tabs: Vec<Tab>,
) -> AnyView {
    let values: Vec<&'static str> = tabs.iter().map(|tab| tab.value).collect();
    let keys = move |event: ev::KeyboardEvent| {
        let now = values.iter().position(|tab| *tab == value.get_untracked()).unwrap_or_default();
        let last = values.len().saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => {
                if now == last {
                    0
                } else {
                    now + 1
                }
            }
            "ArrowLeft" | "ArrowUp" => now.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(tab) = values.get(to) {
            value.set(tab);
            dom::focus_id(&tab_id(id, tab));
        }
    };
    view! {
        <div class="sheet__tabs">
            <div class="tabs" role="tablist" aria-label=move || label.get() on:keydown=keys>
                {tabs
                    .into_iter()
                    .map(|tab| {
                        let this = tab.value;
                        let on = move || value.get() == this;
                        view! {
                            <button
                                class="tab"
                                type="button"
                                role="tab"
                                id=tab_id(id, this)
                                aria-selected=move || if on() { "true" } else { "false" }
                                aria-controls=panel_id(id, this)
                                tabindex=move || if on() { "0" } else { "-1" }
                                on:click=move |_| value.set(this)
                            >
                                {move || {
                                    tab.wrong
                                        .get()
                                        .then(|| {
                                            view! {
                                                <span class="tab__wrong">{icon_small(Icon::Error)}</span>
                                                <span class="visually-hidden">{text::ui::tab_wrong()} " "</span>
                                            }
                                        })
                                }}
                                {tab.label}
                                {tab
                                    .count
                                    .map(|count| {
                                        view! {
                                            <span class="count">
                                                {move || number(i64::try_from(count.get()).unwrap_or(i64::MAX))}
                                            </span>
                                        }
                                    })}
                            </button>
                        }
                    })
                    .collect::<Vec<_>>()}
            </div>
        </div>
    }
    .into_any()
}

/// What is behind a tab. It stays while another one is shown, so that nothing typed is lost.
#[component]
pub fn TabPanel(
    /// As given to [`Tabs`].
    id: &'static str,
    /// The value of its tab.
    tab: &'static str,
    value: RwSignal<&'static str>,
    children: Children,
) -> AnyView {
    view! {
        <div
            class="stack"
            data-gap="l"
            role="tabpanel"
            id=panel_id(id, tab)
            aria-labelledby=tab_id(id, tab)
            hidden=move || value.get() != tab
        >
            {children()}
        </div>
    }
    .into_any()
}

fn tab_id(id: &str, tab: &str) -> String {
    [id, "-tab-", tab].concat()
}

fn panel_id(id: &str, tab: &str) -> String {
    [id, "-panel-", tab].concat()
}

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
