//! Five words to compare with a person on the phone: two of them are typed as they are heard, or all five are
//! compared by eye and ticked.

use leptos::prelude::*;

use super::{
    Way,
    check::{Answer, judge, places, seed},
};
use crate::{
    i18n::{number, text::people},
    platform::random,
    ui::{Button, Checkbox, FingerprintWords, Icon, Tone, Variant, dom, icon, rich},
};

/// The comparison. `same` becomes true once the words were found to be the same.
#[component]
pub(super) fn Compare<W: Way>(
    /// What the person is called.
    name: String,
    /// What is said about provider or client.
    way: W,
    /// Words of the very key that will be used.
    words: Vec<String>,
    same: RwSignal<bool>,
    #[prop(into)] disabled: Signal<bool>,
) -> AnyView {
    let all = RwSignal::new(false);
    let ticked = RwSignal::new(false);
    let (first, second) = places(words.len(), seed(&random::uuid()));
    let typed = [RwSignal::new(String::new()), RwSignal::new(String::new())];
    let answers = {
        let words = words.clone();
        Memo::new(move |_| {
            [(first, 0), (second, 1)].map(|(place, field)| {
                let word = words.get(place).map(String::as_str).unwrap_or_default();
                typed.get(field).map_or(Answer::Empty, |typed| typed.with(|typed| judge(word, typed)))
            })
        })
    };
    Effect::new(move |_| {
        let right = if all.get() { ticked.get() } else { answers.get() == [Answer::Right; 2] };
        same.set(right);
    });
    let lead = {
        let name = name.clone();
        move || {
            if all.get() {
                rich(way.ask_all(&name))
            } else {
                rich(way.ask_two(&name, &place_no(first), &place_no(second)))
            }
        }
    };
    let shown = words.clone();
    let body = move || {
        if all.get() {
            return view! {
                <FingerprintWords words=shown.clone() />
                <Checkbox
                    id="confirm-all-same"
                    label=people::confirm_tick()
                    checked=ticked
                    disabled=disabled
                />
            }
            .into_any();
        }
        view! {
            {asked(&shown, [first, second], typed, answers, disabled)}
            {verdict([first, second], answers)}
        }
        .into_any()
    };
    view! {
        <p>{lead}</p>
        {body}
        <p>
            <Button variant=Variant::Link disabled=disabled on_click=move || all.update(|all| *all = !*all)>
                {move || if all.get() { people::confirm_first_way() } else { people::confirm_other_way() }}
            </Button>
        </p>
    }
    .into_any()
}

fn place_no(place: usize) -> String {
    number(i64::try_from(place + 1).unwrap_or(i64::MAX))
}

fn asked(
    words: &[String],
    asked: [usize; 2],
    typed: [RwSignal<String>; 2],
    answers: Memo<[Answer; 2]>,
    disabled: Signal<bool>,
) -> AnyView {
    let cards = words
        .iter()
        .enumerate()
        .map(|(place, word)| {
            let no = place_no(place);
            match asked.iter().position(|wanted| *wanted == place) {
                Some(field) => field_card(no, field, typed, answers, disabled),
                None => view! {
                    <li class="word">
                        <span class="word__no" aria-hidden="true">
                            {no}
                        </span>
                        <span class="word__text">{word.clone()}</span>
                    </li>
                }
                .into_any(),
            }
        })
        .collect::<Vec<_>>();
    view! {
        <ol class="words" lang="en" dir="ltr">
            {cards}
        </ol>
    }
    .into_any()
}

fn field_card(
    no: String,
    field: usize,
    typed: [RwSignal<String>; 2],
    answers: Memo<[Answer; 2]>,
    disabled: Signal<bool>,
) -> AnyView {
    let id = if field == 0 { "confirm-word-first" } else { "confirm-word-second" };
    let value = typed.get(field).copied();
    let answer = move || answers.with(|answers| answers.get(field).copied().unwrap_or(Answer::Empty));
    view! {
        <li class="word" data-hidden="">
            <label class="word__no" for=id>
                <span aria-hidden="true">{no.clone()}</span>
                <span class="visually-hidden">{people::confirm_word(&no)}</span>
            </label>
            <input
                class="input"
                id=id
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                placeholder=people::confirm_ask()
                aria-describedby="confirm-verdict"
                aria-invalid=move || (answer() == Answer::Wrong).then_some("true")
                disabled=move || disabled.get()
                prop:value=move || value.map(|value| value.get()).unwrap_or_default()
                on:input=move |event| {
                    if let Some(value) = value {
                        value.set(event_target_value(&event));
                    }
                    // The first right word leads on to the second field.
                    if field == 0 && answer() == Answer::Right {
                        dom::focus_id("confirm-word-second");
                    }
                }
            />
        </li>
    }
    .into_any()
}

fn verdict(asked: [usize; 2], answers: Memo<[Answer; 2]>) -> AnyView {
    let said = Memo::new(move |_| {
        let answers = answers.get();
        let wrong = answers.iter().zip(asked).find(|(answer, _)| **answer == Answer::Wrong).map(|(_, place)| place);
        let right = answers.iter().filter(|answer| **answer == Answer::Right).count();
        (wrong, right)
    });
    let look = move || match said.get() {
        (Some(place), _) => (Tone::Danger, Icon::Error, people::confirm_wrong(&place_no(place))),
        (None, 2) => (Tone::Success, Icon::Success, people::confirm_right().to_owned()),
        (None, 1) => (Tone::Success, Icon::Success, people::confirm_one_right().to_owned()),
        (None, _) => (Tone::Neutral, Icon::Phone, people::confirm_waits().to_owned()),
    };
    view! {
        <p class="status" id="confirm-verdict" role="status" data-tone=move || look().0.attr()>
            {move || icon(look().1)}
            {move || look().2}
        </p>
    }
    .into_any()
}
