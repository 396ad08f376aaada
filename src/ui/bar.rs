//! Bars drawn as SVG: the width is an attribute, so no inline style is needed and right-to-left mirrors it.

use leptos::prelude::*;

use super::{rich::rich, tone::Tone};
use crate::i18n::{number, text};

/// A bar filled to `part` of `whole`.
#[must_use]
pub fn bar(part: u64, whole: u64, tone: Tone) -> AnyView {
    let whole = whole.max(1);
    view! {
        <svg class="bar" viewBox=format!("0 0 {whole} 1") preserveAspectRatio="none" aria-hidden="true">
            <rect
                class="bar__fill"
                data-tone=tone.attr().unwrap_or("muted")
                x="0"
                width=part.min(whole).to_string()
                height="1"
            />
        </svg>
    }
    .into_any()
}

/// Seats used of seats assigned: amber from 92 %, red when none is left.
#[component]
pub fn SeatsBar(used: i64, assigned: i64) -> AnyView {
    let tone = if assigned > 0 && used >= assigned {
        Tone::Danger
    } else if used * 100 >= assigned * 92 && assigned > 0 {
        Tone::Warning
    } else {
        Tone::Primary
    };
    let part = u64::try_from(used).unwrap_or(0);
    let whole = u64::try_from(assigned).unwrap_or(0);
    view! {
        <span class="seats">
            {bar(part, whole, tone)}
            <span class="seats__num">
                {rich(text::ui::seats_used(&number(used), &number(assigned)))}
            </span>
        </span>
    }
    .into_any()
}

/// How strong a password is: five boxes, a word, one tip and the time to guess it.
#[component]
pub fn StrengthBar(
    /// 0 to 4; none while nothing is rated.
    #[prop(into)]
    score: Signal<Option<u8>>,
    /// One tip, or what would help.
    #[prop(into)]
    tip: Signal<String>,
    /// The time to guess it, as words.
    #[prop(into)]
    time: Signal<Option<String>>,
) -> AnyView {
    use super::icon::{Icon, icon_small};
    let look = move || match score.get() {
        None => (Tone::Neutral, None),
        Some(0) => (Tone::Danger, Some((Icon::Error, text::ui::strength_0()))),
        Some(1) => (Tone::Danger, Some((Icon::Error, text::ui::strength_1()))),
        Some(2) => (Tone::Warning, Some((Icon::Warning, text::ui::strength_2()))),
        Some(3) => (Tone::Info, Some((Icon::Info, text::ui::strength_3()))),
        Some(_) => (Tone::Success, Some((Icon::Success, text::ui::strength_4()))),
    };
    view! {
        <div class="strength" data-tone=move || look().0.attr()>
            <svg class="strength__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                {["0", "20.4", "40.8", "61.2", "81.6"]
                    .into_iter()
                    .zip(0_u8..)
                    .map(|(x, box_no)| {
                        let class = move || {
                            if score.get().is_some_and(|s| box_no <= s) { "strength__fill" } else { "strength__track" }
                        };
                        view! { <rect class=class x=x width="18.4" height="4" /> }
                    })
                    .collect::<Vec<_>>()}
            </svg>
            <div class="stack" data-gap="s" role="status">
                {move || {
                    look()
                        .1
                        .map(|(symbol, word)| {
                            view! {
                                <p class="strength__line">
                                    <span class="strength__word">
                                        {icon_small(symbol)}
                                        <span class="visually-hidden">{text::ui::strength()} " "</span>
                                        {word}
                                    </span>
                                    <span class="quiet">{move || time.get()}</span>
                                </p>
                            }
                        })
                }}
                <p class="strength__tip">{move || tip.get()}</p>
            </div>
        </div>
    }
    .into_any()
}
