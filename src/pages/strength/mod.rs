//! The public strength test (screens §4; PWD-01, 02) and the meter that forms for new passwords use.

mod guessable;
mod meter;
mod rating;
mod words;

use leptos::prelude::*;

pub use self::{
    guessable::{inviter, own_words, words_of},
    meter::{Known, Meter, StrengthMeter},
};
use crate::{
    i18n::text::strength as text,
    pages::card::Card,
    platform::strength::LONGEST,
    ui::{Icon, Password, PasswordField, icon},
};

/// Lets anybody try a password. Needs no session and makes no request.
#[component]
pub fn StrengthPage() -> AnyView {
    let password = Password::new();
    let meter = Meter::new(password, Signal::stored(Vec::new()));
    let count = Signal::derive(move || {
        let length = password.length();
        (length > 0).then(|| text::length_note(i64::try_from(length).unwrap_or(i64::MAX)))
    });
    let help = Signal::derive(move || {
        let long = password.length() > LONGEST;
        Some(if long { text::long_note(&LONGEST.to_string()) } else { text::field_help().to_owned() })
    });
    view! {
        <Card title=text::title().into_any() lead=text::lead().into_any()>
            <div class="stack" data-gap="s">
                <PasswordField
                    id="try"
                    label=text::field_label()
                    password=password
                    autocomplete="off"
                    count=count
                    help=help
                    on_focus=meter.warm_up()
                />
                <StrengthMeter meter=meter />
            </div>
            <Times meter=meter />
            <hr />
            <section class="stack" data-gap="s" aria-labelledby="advice">
                <h2 id="advice" class="t-13">
                    {text::advice_title()}
                </h2>
                <ul class="checklist">
                    {[
                        (Icon::Person, text::advice_unique()),
                        (Icon::Shield, text::advice_random()),
                        (Icon::Sliders, text::advice_long()),
                        (Icon::Key, text::advice_manager()),
                    ]
                        .into_iter()
                        .map(|(symbol, words)| view! { <li>{icon(symbol)} <span>{words}</span></li> })
                        .collect::<Vec<_>>()}
                </ul>
            </section>
        </Card>
    }
    .into_any()
}

/// How long guessing takes in three situations, once there is a rating.
#[component]
fn Times(meter: Meter) -> AnyView {
    let known = meter.known();
    (move || {
        known.with(|known| {
            let Known::Rated(rated) = known else { return None };
            let row = |label: &'static str, per_second: f64| {
                view! {
                    <dt>{label}</dt>
                    <dd>{words::span(rating::span(rated.guesses_log10, per_second))}</dd>
                }
            };
            Some(view! {
                <section class="stack" data-gap="s" aria-labelledby="times">
                    <h2 id="times" class="t-13">
                        {text::time_label()}
                    </h2>
                    <dl class="facts" data-values="short">
                        {row(text::online(), rating::ONLINE)} {row(text::offline_slow(), rating::OFFLINE_SLOW)}
                        {row(text::offline_fast(), rating::OFFLINE_FAST)}
                    </dl>
                </section>
            })
        })
    })
    .into_any()
}
