//! Buttons, and links that look like buttons.

use leptos::{html, prelude::*};

use super::icon::{Icon, icon};

/// How a button looks. One primary button per view; a dangerous one names what it hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Variant {
    /// Outlined.
    #[default]
    Plain,
    /// The one action of a view.
    Primary,
    /// Destroys something.
    Danger,
    /// Leads to something that destroys.
    DangerQuiet,
    /// Without outline.
    Quiet,
    /// Looks like a link, acts like a button.
    Link,
}

impl Variant {
    const fn attr(self) -> Option<&'static str> {
        match self {
            Variant::Plain => None,
            Variant::Primary => Some("primary"),
            Variant::Danger => Some("danger"),
            Variant::DangerQuiet => Some("danger-quiet"),
            Variant::Quiet => Some("quiet"),
            Variant::Link => Some("link"),
        }
    }
}

/// Height of a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Size {
    /// 28 px.
    Small,
    /// 32 px.
    #[default]
    Medium,
    /// 40 px, for public pages.
    Large,
}

impl Size {
    /// The value of `data-size`.
    #[must_use]
    pub const fn attr(self) -> Option<&'static str> {
        match self {
            Size::Small => Some("s"),
            Size::Medium => None,
            Size::Large => Some("l"),
        }
    }
}

/// A button. While `busy` it keeps its focus, says so, and ignores further presses.
#[component]
pub fn Button(
    #[prop(optional)] variant: Variant,
    #[prop(optional)] size: Size,
    /// As wide as its container.
    #[prop(optional)]
    block: bool,
    /// Submits the form around it.
    #[prop(optional)]
    submit: bool,
    #[prop(into, optional)] busy: Signal<bool>,
    #[prop(into, optional)] disabled: Signal<bool>,
    #[prop(optional)] symbol: Option<Icon>,
    /// Says more than the visible words, where these need their surroundings ("Resend" in a row).
    #[prop(into, optional)]
    label: Option<String>,
    #[prop(optional)] node_ref: NodeRef<html::Button>,
    #[prop(into, optional)] on_click: Option<Callback<()>>,
    children: Children,
) -> AnyView {
    view! {
        <button
            class="btn"
            type=if submit { "submit" } else { "button" }
            data-variant=variant.attr()
            data-size=size.attr()
            data-block=block.then_some("")
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || busy.get().then_some("true")
            aria-label=label
            disabled=move || disabled.get()
            node_ref=node_ref
            on:click=move |event| {
                if busy.get_untracked() {
                    event.prevent_default();
                } else if let Some(on_click) = on_click {
                    on_click.run(());
                }
            }
        >
            {symbol.map(icon)}
            {children()}
        </button>
    }
    .into_any()
}

/// A button that shows an icon only; its name is for assistive technology and the tooltip.
#[component]
pub fn IconButton(
    symbol: Icon,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] size: Size,
    #[prop(into, optional)] pressed: Signal<Option<bool>>,
    #[prop(into, optional)] disabled: Signal<bool>,
    #[prop(optional)] node_ref: NodeRef<html::Button>,
    #[prop(into)] on_click: Callback<()>,
) -> AnyView {
    view! {
        <button
            class="btn"
            type="button"
            data-variant="quiet"
            data-size=size.attr()
            data-icon=""
            aria-label=move || label.get()
            title=move || label.get()
            aria-pressed=move || pressed.get().map(|on| if on { "true" } else { "false" })
            disabled=move || disabled.get()
            node_ref=node_ref
            on:click=move |_| on_click.run(())
        >
            {icon(symbol)}
        </button>
    }
    .into_any()
}

/// A link that looks like a button, for going somewhere.
#[component]
pub fn LinkButton(
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] variant: Variant,
    #[prop(optional)] size: Size,
    #[prop(optional)] block: bool,
    #[prop(optional)] symbol: Option<Icon>,
    children: Children,
) -> AnyView {
    view! {
        <a
            class="btn"
            href=move || href.get()
            data-variant=variant.attr()
            data-size=size.attr()
            data-block=block.then_some("")
        >
            {symbol.map(icon)}
            {children()}
        </a>
    }
    .into_any()
}
