//! What stands around public pages: one card in the middle, and nothing else to read. A page brings its own
//! `<div class="panel stack">` with an `<h1>`.

use leptos::prelude::*;
use portal_agent::Fault;
use portal_client::ApiError;

use super::routes::{self, RouteId};
use crate::{
    i18n::text,
    pages::{
        card::Card,
        problem::{Problem, ProblemCallout},
    },
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
                Some(error) => unrestored(session, &error),
            }}
        </PublicFrame>
    }
    .into_any()
}

/// Why a stored session could not be looked at. The session is kept, so all but a kind of account that this version does
/// not know can be tried again.
fn unrestored(session: Session, error: &ApiError) -> AnyView {
    let problem = why_unrestored(error);
    let again = problem.again.then(|| {
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
        <Card title=text::app::unrestored_title().into_any() lead=text::app::unrestored_lead().into_any()>
            <ProblemCallout problem=problem />
            {again}
            <Button size=Size::Large block=true on_click=leave>
                {text::app::sign_out()}
            </Button>
        </Card>
    }
    .into_any()
}

fn why_unrestored(error: &ApiError) -> Problem {
    let plain = |title: &'static str, words: &'static str, again: bool| Problem {
        title,
        text: words.to_owned(),
        said: None,
        quote: None,
        again,
    };
    match error {
        // Sign-in says the same of such an account.
        ApiError::Keys(Fault::Unsupported) => plain(text::sign_in::newer_title(), text::sign_in::newer_text(), false),
        // What is refused here is the account itself: no role at a provider has a part in it.
        ApiError::Forbidden { message } => {
            Problem { said: message.clone(), ..plain(text::app::kept_out_title(), text::app::kept_out_text(), true) }
        }
        other => Problem { again: true, ..Problem::of(other) },
    }
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_reason_why_a_session_is_not_restored_has_words_of_its_own() {
        let errors = [
            ApiError::Offline,
            ApiError::RateLimited { retry_after: None },
            ApiError::Server { status: 503, id: None, message: None },
            ApiError::ClockWrong { seconds: 900 },
            ApiError::BadAnswer,
            ApiError::Forbidden { message: None },
            ApiError::Keys(Fault::Unsupported),
        ];
        let titles: BTreeSet<&str> = errors.iter().map(|error| why_unrestored(error).title).collect();
        assert_eq!(titles.len(), errors.len());
    }

    #[test]
    fn only_an_account_that_this_version_cannot_open_is_not_tried_again() {
        let refused = why_unrestored(&ApiError::Forbidden { message: Some("Locked out.".into()) });
        assert!(refused.again && refused.said.as_deref() == Some("Locked out."));
        let failed = ApiError::Server { status: 500, id: Some("r-1".into()), message: None };
        assert_eq!(why_unrestored(&failed), Problem::of(&failed));
        assert!(!why_unrestored(&ApiError::Keys(Fault::Unsupported)).again);
    }
}
