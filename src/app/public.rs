//! What stands around public pages: one card in the middle, and nothing else to read. A page brings its own
//! `<div class="panel stack">` with an `<h1>`.

use leptos::prelude::*;
use portal_agent::Fault;
use portal_client::ApiError;

use super::routes::{self, RouteId};
use crate::{
    i18n::text,
    platform::page,
    session::{
        Session,
        prefs::{self, Theme},
    },
    ui::{Button, Callout, Icon, IconButton, LinkButton, Size, Tone, Variant, icon::mark},
};

/// Head, card and foot of a public page.
#[component]
pub fn PublicFrame(children: Children) -> AnyView {
    view! {
        <a class="skip-link" href="#content">
            {text::app::skip()}
        </a>
        <div class="public">
            {arches()}
            <header class="public__head">
                {mark()} <strong>{text::titles::product()}</strong> <span class="push">
                    <ThemeButton />
                </span>
            </header>
            <main class="public__main" id="content">
                {children()}
            </main>
            <footer class="public__foot">
                <a href=routes::path(RouteId::Strength, &[])>{text::titles::strength()}</a>
            </footer>
        </div>
    }
    .into_any()
}

/// Goes through the themes: system, light, dark.
#[component]
pub fn ThemeButton() -> AnyView {
    let theme = RwSignal::new(prefs::theme());
    let label = move || match theme.get() {
        Theme::System => text::app::theme_is_system(),
        Theme::Light => text::app::theme_is_light(),
        Theme::Dark => text::app::theme_is_dark(),
    };
    let next = move || {
        let chosen = match theme.get_untracked() {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        };
        prefs::set_theme(chosen);
        theme.set(chosen);
    };
    view! { <IconButton symbol=Icon::Sun size=Size::Small label=Signal::derive(move || label().to_owned()) on_click=next /> }
        .into_any()
}

fn arches() -> AnyView {
    view! {
        <svg class="public__arches" viewBox="0 0 1440 960" preserveAspectRatio="xMidYMin slice" aria-hidden="true">
            {(0..9)
                .map(|step| {
                    let (left, radius) = (570 - 95 * step, 150 + 95 * step);
                    let path = format!("M{left} 960V720a{radius} {radius} 0 0 1 {} 0V960", 2 * radius);
                    view! { <path d=path /> }
                })
                .collect::<Vec<_>>()}
        </svg>
    }
    .into_any()
}

/// No such page.
pub fn not_found() -> AnyView {
    view! {
        <PublicFrame>
            <div class="panel stack">
                <h1>{text::titles::not_found()}</h1>
                <p class="quiet">{text::app::not_found_text()}</p>
                <LinkButton variant=Variant::Primary size=Size::Large block=true href="/">
                    {text::app::to_start()}
                </LinkButton>
            </div>
        </PublicFrame>
    }
    .into_any()
}

/// While a stored session is being looked at, and when that did not work.
pub fn waiting(session: Session) -> AnyView {
    view! {
        <PublicFrame>
            {move || match session.unrestored() {
                None => view! { <p class="visually-hidden" role="status">{text::ui::loading()}</p> }.into_any(),
                // Trying again changes nothing; sign-in says the same of such an account.
                Some(ApiError::Keys(Fault::Unsupported)) => {
                    unrestored(session, text::sign_in::newer_title(), text::sign_in::newer_text(), false)
                }
                Some(_) => {
                    unrestored(session, text::app::unreachable_title(), text::app::unreachable_text(), true)
                }
            }}
        </PublicFrame>
    }
    .into_any()
}

fn unrestored(session: Session, title: &'static str, words: &'static str, again: bool) -> AnyView {
    let again = again.then(|| {
        view! {
            <Button variant=Variant::Primary size=Size::Large block=true on_click=move || session.restore()>
                {text::app::try_again()}
            </Button>
        }
    });
    let leave = move || {
        session.sign_out();
        session.restore();
    };
    view! {
        <div class="panel stack">
            <h1>{title}</h1>
            <Callout tone=Tone::Danger alert=true>
                <p>{words}</p>
            </Callout>
            {again}
            <Button size=Size::Large block=true on_click=leave>
                {text::app::sign_out()}
            </Button>
        </div>
    }
    .into_any()
}

/// The key agent cannot be loaded: without it nothing works, so nothing else is shown.
pub fn agent_missing() -> AnyView {
    view! {
        <PublicFrame>
            <div class="panel stack">
                <h1>{text::app::agent_missing_title()}</h1>
                <Callout tone=Tone::Danger alert=true>
                    <p>{text::app::agent_missing_text()}</p>
                </Callout>
                <p class="quiet">{text::app::agent_missing_next()}</p>
                <Button variant=Variant::Primary size=Size::Large block=true on_click=page::reload>
                    {text::app::reload()}
                </Button>
            </div>
        </PublicFrame>
    }
    .into_any()
}
