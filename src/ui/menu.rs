//! Menus on the native popover: it opens from its button, closes on Escape or a press elsewhere, and gives the focus back.
//! Arrow keys, Home, End and first letters move; an entry that is off says why in place.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    button::Size,
    dom,
    icon::{Icon, icon, icon_small},
};

/// A line of a menu.
#[derive(Clone)]
pub enum Entry {
    /// Does something.
    Action {
        /// Its icon.
        symbol: Icon,
        /// Verb first.
        label: String,
        /// Runs after the menu has closed.
        run: Callback<()>,
        /// Why it is off and who can; none when it is on.
        why: Option<String>,
        /// Destroys something.
        danger: bool,
    },
    /// Goes somewhere.
    Link {
        /// Its icon.
        symbol: Icon,
        /// Where it goes.
        label: String,
        /// Path inside the portal.
        href: String,
    },
    /// One of several settings, with a tick when it is on.
    Setting {
        /// Its name.
        label: String,
        /// Whether it is on.
        on: bool,
        /// Chooses it.
        run: Callback<()>,
    },
    /// A line between groups.
    Separator,
    /// Words above a group.
    Title(String),
}

impl Entry {
    /// An action that is on.
    pub fn action(symbol: Icon, label: impl Into<String>, run: impl Into<Callback<()>>) -> Self {
        Entry::Action { symbol, label: label.into(), run: run.into(), why: None, danger: false }
    }

    /// Switches an action off and says why, when there is a reason.
    #[must_use]
    pub fn unless(self, reason: Option<String>) -> Self {
        match self {
            Entry::Action { symbol, label, run, danger, .. } => {
                Entry::Action { symbol, label, run, danger, why: reason }
            }
            other => other,
        }
    }

    /// Marks an action that destroys something.
    #[must_use]
    pub fn dangerous(self) -> Self {
        match self {
            Entry::Action { symbol, label, run, why, .. } => Entry::Action { symbol, label, run, why, danger: true },
            other => other,
        }
    }
}

/// How the button of a menu looks.
#[derive(Clone, Default)]
pub enum Trigger {
    /// Three dots, named by the label.
    #[default]
    Dots,
    /// A button with words and an icon in front.
    Words {
        /// Its icon.
        symbol: Icon,
        /// Looks like the primary button of the view.
        primary: bool,
    },
    /// Words without an outline, for what is seldom wanted.
    Quiet,
    /// Anything; the label is read out after what it shows. The class is that of the button.
    Custom(&'static str, ViewFn),
}

/// A button that opens a menu. The entries are made each time it opens.
#[component]
pub fn Menu(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] trigger: Trigger,
    /// Opens towards the start edge, for buttons at the start of a line.
    #[prop(optional)]
    from_start: bool,
    entries: Callback<(), Vec<Entry>>,
) -> AnyView {
    let id = dom::unique_id("menu");
    let open = RwSignal::new(false);
    let node = NodeRef::<html::Div>::new();
    let close = move || {
        if let Some(menu) = node.get_untracked() {
            // Fails only when it is closed already.
            let _ = menu.hide_popover();
        }
    };
    let before = move |event: ev::Event| {
        if opens(&event) {
            open.set(true);
        }
    };
    let toggled = move |event: ev::Event| {
        if opens(&event) {
            dom::next_frame(move || step(node, Step::First));
        } else {
            // Not before: the browser gives the focus back only while it is still inside the menu.
            open.set(false);
        }
    };
    let keys = move |event: ev::KeyboardEvent| {
        let step_to = match event.key().as_str() {
            "ArrowDown" => Step::Next,
            "ArrowUp" => Step::Previous,
            "Home" => Step::First,
            "End" => Step::Last,
            "Tab" => return close(),
            key if key.chars().count() == 1 && key != " " => Step::Letter(key.to_lowercase()),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        step(node, step_to);
    };
    let words = move || label.get();
    let (class, variant, size, is_icon, hidden_name) = match &trigger {
        Trigger::Dots => ("btn", Some("quiet"), Size::Small.attr(), Some(""), true),
        Trigger::Words { primary, .. } => ("btn", primary.then_some("primary"), None, None, false),
        Trigger::Quiet => ("btn", Some("quiet"), Size::Small.attr(), None, false),
        Trigger::Custom(class, _) => (*class, None, None, None, false),
    };
    let face = match trigger {
        Trigger::Dots => icon_small(Icon::More),
        Trigger::Words { symbol, .. } => view! {
            {icon(symbol)}
            {words}
            {icon_small(Icon::Down)}
        }
        .into_any(),
        Trigger::Quiet => view! {
            {words}
            {icon_small(Icon::Down)}
        }
        .into_any(),
        Trigger::Custom(_, face) => view! {
            {face.run()}
            <span class="visually-hidden">{words}</span>
        }
        .into_any(),
    };
    view! {
        <button
            class=class
            type="button"
            data-variant=variant
            data-size=size
            data-icon=is_icon
            popovertarget=id.clone()
            aria-haspopup="menu"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-label=move || hidden_name.then(words)
        >
            {face}
        </button>
        <div
            class="menu"
            id=id
            popover="auto"
            role="menu"
            data-from=from_start.then_some("start")
            aria-label=words
            node_ref=node
            on:beforetoggle=before
            on:toggle=toggled
            on:keydown=keys
        >
            {move || {
                open.get()
                    .then(|| entries.run(()).into_iter().map(|entry| line(entry, close)).collect::<Vec<_>>())
            }}
        </div>
    }
    .into_any()
}

fn line(entry: Entry, close: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    match entry {
        Entry::Action { symbol, label, run, why, danger } => {
            let off = why.is_some();
            view! {
                <button
                    class="menu__item"
                    type="button"
                    role="menuitem"
                    tabindex="-1"
                    data-tone=(danger && !off).then_some("danger")
                    aria-disabled=off.then_some("true")
                    on:click=move |_| {
                        if !off {
                            close();
                            run.run(());
                        }
                    }
                >
                    {icon(symbol)}
                    <span>{label} {why.map(|why| view! { <span class="menu__why">{why}</span> })}</span>
                </button>
            }
            .into_any()
        }
        Entry::Link { symbol, label, href } => view! {
            <a class="menu__item" role="menuitem" tabindex="-1" href=href on:click=move |_| close()>
                {icon(symbol)}
                <span dir="auto">{label}</span>
            </a>
        }
        .into_any(),
        Entry::Setting { label, on, run } => view! {
            <button
                class="menu__item"
                type="button"
                role="menuitemradio"
                tabindex="-1"
                aria-checked=if on { "true" } else { "false" }
                on:click=move |_| {
                    close();
                    run.run(());
                }
            >
                {if on { icon(Icon::Check) } else { view! { <span class="icon"></span> }.into_any() }}
                <span dir="auto">{label}</span>
            </button>
        }
        .into_any(),
        Entry::Separator => view! { <div class="menu__sep" role="separator"></div> }.into_any(),
        Entry::Title(title) => view! { <p class="menu__title" dir="auto">{title}</p> }.into_any(),
    }
}

fn opens(event: &ev::Event) -> bool {
    event.dyn_ref::<web_sys::ToggleEvent>().is_some_and(|event| event.new_state() == "open")
}

enum Step {
    First,
    Last,
    Next,
    Previous,
    Letter(String),
}

fn step(node: NodeRef<html::Div>, to: Step) {
    let Some(menu) = node.try_get_untracked().flatten() else { return };
    let Ok(found) = menu.query_selector_all(".menu__item") else { return };
    let items: Vec<HtmlElement> = (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect();
    let now = dom::focused().and_then(|f| items.iter().position(|item| *item == f));
    let count = items.len();
    if count == 0 {
        return;
    }
    let target = match to {
        Step::First => 0,
        Step::Last => count - 1,
        Step::Next => now.map_or(0, |i| (i + 1) % count),
        Step::Previous => now.map_or(count - 1, |i| (i + count - 1) % count),
        Step::Letter(letter) => {
            let start = now.map_or(0, |i| i + 1);
            let hit = (0..count).map(|i| (start + i) % count).find(|i| {
                items
                    .get(*i)
                    .and_then(|item| item.text_content())
                    .is_some_and(|words| words.trim().to_lowercase().starts_with(&letter))
            });
            match hit {
                Some(i) => i,
                None => return,
            }
        }
    };
    if let Some(item) = items.get(target) {
        let _ = item.focus();
    }
}
