//! The message beside a form of the sign-in page: each case in its own words, with the next step.

use leptos::prelude::*;

use super::{flow::Note, state::SignIn};
use crate::{
    i18n::text::sign_in as text,
    pages::problem::said,
    platform::page,
    ui::{Callout, Tone},
};

/// Clocks that are so far apart, in seconds, make codes of an authenticator app fail.
const CLOCK_MATTERS: i64 = 60;

/// Shown and read out while there is a message.
#[component]
pub fn NoteView(state: SignIn) -> AnyView {
    (move || state.note.get().map(|note| draw(state, note))).into_any()
}

fn draw(state: SignIn, note: Note) -> AnyView {
    let plain = |tone: Tone, title: &'static str, words: String| {
        view! {
            <Callout tone=tone title=title alert=true>
                <p>{words}</p>
            </Callout>
        }
        .into_any()
    };
    match note {
        Note::Wrong => plain(Tone::Danger, text::wrong_title(), text::wrong_text(&page::host())),
        Note::WrongCode => {
            let off = state.session.portal().clock_off().is_some_and(|seconds| seconds.abs() > CLOCK_MATTERS);
            let words = if off { text::code_wrong_clock() } else { text::code_wrong() };
            plain(Tone::Danger, text::code_wrong_title(), words.to_owned())
        }
        Note::Limited(None) => plain(Tone::Warning, text::limited_title(), text::limited_unknown().to_owned()),
        Note::Limited(Some(_)) => {
            // Read out once when it appears; the seconds are for the eye.
            view! {
                <Callout tone=Tone::Warning title=text::limited_title() alert=true>
                    <p>{text::limited_unknown_wait()}</p>
                    <p aria-live="off" class="num">
                        {move || match state.pause.left() {
                            0 => text::limited_over().to_owned(),
                            left => text::limited_text(left),
                        }}
                    </p>
                </Callout>
            }
            .into_any()
        }
        Note::Offline => plain(Tone::Warning, text::offline_title(), text::offline_text().to_owned()),
        Note::Away => plain(Tone::Warning, text::away_title(), text::away_text().to_owned()),
        Note::Clock => plain(Tone::Warning, text::clock_title(), text::clock_text().to_owned()),
        Note::Unreadable => plain(Tone::Danger, text::unreadable_title(), text::unreadable_text().to_owned()),
        Note::AddressUnsupported => plain(Tone::Danger, text::refused_title(), text::email_unsupported().to_owned()),
        Note::Refused(None) => plain(Tone::Danger, text::refused_title(), text::refused_silent().to_owned()),
        Note::Refused(Some(words)) => view! {
            <Callout tone=Tone::Danger title=text::refused_title() alert=true>
                <p>{text::refused_text()}</p>
                {said(words)}
            </Callout>
        }
        .into_any(),
    }
}
