//! A failed call in words: what happened, why, and the next step. Pages with words of their own for a case come first;
//! this is for the rest.

use leptos::prelude::*;
use portal_agent::Fault;
use portal_client::ApiError;

use crate::{
    i18n::text::errors,
    ui::{Button, Callout, Tone, Variant},
};

/// A failed call, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What happened.
    pub title: &'static str,
    /// Why, and what to do.
    pub text: String,
    /// What the server says about it, word for word.
    pub said: Option<String>,
    /// An id to quote to whoever runs the server.
    pub quote: Option<String>,
    /// Whether the same thing may work a little later.
    pub again: bool,
}

impl Problem {
    fn plain(title: &'static str, text: &'static str, again: bool) -> Self {
        Problem { title, text: text.to_owned(), said: None, quote: None, again }
    }

    fn said(title: &'static str, text: &'static str, said: Option<String>) -> Self {
        Problem { said, ..Self::plain(title, text, false) }
    }

    /// A refusal whose reason the page knows better than the status says.
    #[must_use]
    pub fn refused(text: &'static str, said: Option<String>) -> Self {
        Self::said(errors::refused_title(), text, said)
    }

    /// The words for an error.
    #[must_use]
    pub fn of(error: &ApiError) -> Self {
        match error {
            ApiError::Offline => Self::plain(errors::offline_title(), errors::offline_text(), true),
            ApiError::Timeout => Self::plain(errors::away_title(), errors::away_text(), true),
            ApiError::Server { id, message: None, .. } => {
                Problem { quote: id.clone(), ..Self::plain(errors::away_title(), errors::away_text(), true) }
            }
            ApiError::Server { id, message, .. } => Problem {
                quote: id.clone(),
                said: message.clone(),
                ..Self::plain(errors::failed_title(), errors::failed_text(), true)
            },
            ApiError::RateLimited { retry_after } => Problem {
                text: match retry_after {
                    Some(seconds) => errors::limited_text(i64::from(*seconds)),
                    None => errors::limited_unknown().to_owned(),
                },
                ..Self::plain(errors::limited_title(), "", true)
            },
            ApiError::Forbidden { message } => {
                Self::said(errors::forbidden_title(), errors::forbidden_text(), message.clone())
            }
            ApiError::NotFound { .. } => Self::plain(errors::missing_title(), errors::missing_text(), true),
            ApiError::SessionOver | ApiError::SignedOut => {
                Self::plain(errors::session_title(), errors::session_text(), false)
            }
            ApiError::Validation { message, .. } => {
                Self::said(errors::refused_title(), errors::refused_text(), Some(message.clone()))
            }
            ApiError::Refused { message, .. } => {
                Self::said(errors::refused_title(), errors::refused_text(), message.clone())
            }
            ApiError::BadAnswer => Self::plain(errors::unreadable_title(), errors::unreadable_text(), true),
            ApiError::ClockWrong { .. } => Self::plain(errors::clock_title(), errors::clock_text(), true),
            ApiError::Cancelled => Self::plain(errors::cancelled_title(), errors::cancelled_text(), true),
            ApiError::Keys(fault) => Self::of_fault(*fault),
        }
    }

    /// Why, what to do and what the server says, where there is room for text only.
    #[must_use]
    pub fn line(&self) -> String {
        match &self.said {
            Some(said) => format!("{} “{said}”", self.text),
            None => self.text.clone(),
        }
    }

    /// The words for a fault of the key agent.
    #[must_use]
    pub fn of_fault(fault: Fault) -> Self {
        match fault {
            Fault::Gone | Fault::Stale => Self::plain(errors::worker_title(), errors::worker_text(), false),
            Fault::Environment => Self::plain(errors::memory_title(), errors::memory_text(), false),
            Fault::Unsupported => Self::plain(errors::unsupported_title(), errors::unsupported_text(), false),
            Fault::Locked => Self::plain(errors::session_title(), errors::session_text(), false),
            Fault::Parse | Fault::Key | Fault::Decrypt | Fault::Utf8 | Fault::Kdf => {
                Self::plain(errors::damaged_title(), errors::damaged_text(), false)
            }
        }
    }
}

/// Shows a failed call where it happened; read out when it appears.
#[component]
pub fn ProblemCallout(
    problem: Problem,
    /// Offered when the same thing may work later.
    #[prop(into, optional)]
    on_again: Option<Callback<()>>,
) -> AnyView {
    let again = on_again.filter(|_| problem.again);
    view! {
        <Callout tone=Tone::Danger title=problem.title alert=true>
            <p>{problem.text}</p>
            {problem.said.map(said)}
            {problem.quote.map(|id| view! { <p class="t-12">{errors::quote()} " " <code>{id}</code></p> })}
            {again
                .map(|again| {
                    view! {
                        <p class="callout__actions">
                            <Button variant=Variant::Link on_click=move || again.run(())>
                                {errors::try_again()}
                            </Button>
                        </p>
                    }
                })}
        </Callout>
    }
    .into_any()
}

/// A list could not be read again: its old rows stay, and this stands above them.
pub fn stale_list(problem: Problem, again: impl Fn() + Send + Sync + 'static) -> AnyView {
    view! {
        <ProblemCallout problem=problem on_again=again />
        <p class="quiet">{errors::stale()}</p>
    }
    .into_any()
}

/// The server's own words, set apart: they are a claim of the server, not ours.
#[must_use]
pub fn said(text: String) -> AnyView {
    view! { <blockquote class="said" dir="auto">{text}</blockquote> }.into_any()
}
