//! The dots below a stack of cards: which of how many.

use leptos::prelude::*;

use crate::{
    i18n::{number, text::people as text},
    pages::people::results::Line,
};

/// Which of how many, when there are several.
#[must_use]
pub fn dots(lines: RwSignal<Vec<Line>>, place: RwSignal<usize>, total: Signal<usize>) -> AnyView {
    (move || {
        let total = total.get();
        let place = place.get();
        (total > 1).then(|| {
            let as_number = |n: usize| number(i64::try_from(n).unwrap_or(i64::MAX));
            let dots = (0..total.min(12))
                .map(|at| {
                    let done = lines.with(|lines| lines.get(at).is_some_and(|line| line.outcome.is_ok()));
                    let state = if at == place {
                        Some("now")
                    } else if done {
                        Some("done")
                    } else {
                        None
                    };
                    view! { <span class="dots__dot" data-state=state aria-hidden="true"></span> }
                })
                .collect::<Vec<_>>();
            view! {
                <span class="dots">
                    {dots} <span class="quiet num">{text::confirm_place(&as_number(place + 1), &as_number(total))}</span>
                </span>
            }
        })
    })
    .into_any()
}
