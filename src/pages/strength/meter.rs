//! Rates a password field while it is typed into, without holding up the typing (REG-03).

use std::time::Duration;

use futures::{FutureExt as _, pin_mut, select_biased};
use leptos::{prelude::*, task::spawn_local};
use zeroize::Zeroizing;

use super::{
    rating::{self, OFFLINE_SLOW},
    words,
};
use crate::{
    i18n::text,
    platform::{strength, strength_protocol::Rated, timer},
    ui::{Button, Password, StrengthBar, Variant},
};

/// How long typing must pause before it is rated.
const PAUSE: Duration = Duration::from_millis(150);
/// How long a submission waits for the rating, in milliseconds.
const PATIENCE: f64 = 8_000.0;

/// What is known about the strength.
#[derive(Clone, PartialEq)]
pub enum Known {
    /// Nothing typed.
    Nothing,
    /// Typed, not rated yet.
    Soon,
    /// Rated.
    Rated(Rated),
    /// The worker cannot be had.
    Unknown,
}

/// The rating of one field. Copy it freely; it holds no password.
#[derive(Clone, Copy)]
pub struct Meter {
    password: Password,
    own_words: Signal<Vec<String>>,
    known: RwSignal<Known>,
    round: StoredValue<u32>,
}

impl Meter {
    /// Rates a field from now on. `own_words` are easy to guess for this very person.
    #[must_use]
    pub fn new(password: Password, own_words: Signal<Vec<String>>) -> Self {
        let this = Meter { password, own_words, known: RwSignal::new(Known::Nothing), round: StoredValue::new(0) };
        Effect::new(move |_| {
            let _ = password.version();
            own_words.track();
            this.rate_soon();
        });
        this
    }

    /// Fetches the worker; call it when the field gets the focus.
    #[must_use]
    pub fn warm_up(self) -> Callback<()> {
        Callback::new(|()| strength::warm_up())
    }

    /// What is known; reactive.
    #[must_use]
    pub fn known(self) -> Signal<Known> {
        self.known.into()
    }

    /// The score, once there is one; reactive.
    #[must_use]
    pub fn score(self) -> Option<u8> {
        self.known.with(|known| if let Known::Rated(rated) = known { Some(rated.score) } else { None })
    }

    /// Rates exactly this password, for a submission. None when the worker does not answer.
    pub async fn score_of(self, password: &str) -> Option<u8> {
        let answer = strength::rate(password, self.own_words.get_untracked()).fuse();
        let late = timer::sleep(PATIENCE).fuse();
        pin_mut!(answer, late);
        select_biased! {
            rated = answer => rated.map(|rated| rated.score),
            () = late => None,
        }
    }

    fn rate_soon(self) {
        let round = self.round.get_value().wrapping_add(1);
        self.round.set_value(round);
        let is_current = move || self.round.try_get_value() == Some(round);
        if self.password.peek().is_empty() {
            self.known.set(Known::Nothing);
            return;
        }
        if !matches!(self.known.get_untracked(), Known::Rated(_)) {
            self.known.set(Known::Soon);
        }
        set_timeout(
            move || {
                if !is_current() {
                    return;
                }
                spawn_local(async move {
                    let start: Zeroizing<String> =
                        Zeroizing::new(self.password.peek().chars().take(strength::LONGEST).collect());
                    let words = self.own_words.try_get_untracked().unwrap_or_default();
                    let rated = strength::rate(&start, words).await;
                    if is_current() {
                        let _ = self.known.try_set(rated.map_or(Known::Unknown, Known::Rated));
                    }
                });
            },
            PAUSE,
        );
    }

    fn again(self) {
        self.known.set(Known::Soon);
        self.rate_soon();
    }
}

/// Bar, word, time and one tip for a [`Meter`].
#[component]
pub fn StrengthMeter(meter: Meter) -> AnyView {
    let tip = Signal::derive(move || {
        meter.known.with(|known| match known {
            Known::Nothing => text::strength::tip_empty().to_owned(),
            Known::Soon => text::strength::rating_loading().to_owned(),
            Known::Unknown => text::strength::rating_failed().to_owned(),
            Known::Rated(rated) => words::tip(rating::tip(rated.score, rated.warning, &rated.suggestions)).to_owned(),
        })
    });
    let time = Signal::derive(move || {
        meter.known.with(|known| match known {
            Known::Rated(rated) => {
                let span = words::span(rating::span(rated.guesses_log10, OFFLINE_SLOW));
                Some(text::strength::time_to_guess(&span))
            }
            _ => None,
        })
    });
    let unknown = move || meter.known.with(|known| *known == Known::Unknown);
    view! {
        <StrengthBar score=Signal::derive(move || meter.score()) tip=tip time=time />
        {move || {
            unknown()
                .then(|| {
                    view! {
                        <p class="t-12">
                            <Button variant=Variant::Link on_click=move || meter.again()>
                                {text::strength::rating_retry()}
                            </Button>
                        </p>
                    }
                })
        }}
    }
    .into_any()
}
