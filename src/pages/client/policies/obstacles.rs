//! What stands in the way of saving, and what to do about it.

use leptos::prelude::*;

use super::{plan::Plan, words};
use crate::{
    i18n::text::policies as text,
    ui::{Callout, Tone},
};

/// What no chain of changes solves.
pub fn obstacles(plan: Memo<Plan>) -> AnyView {
    let shown = Memo::new(move |_| {
        let found: Vec<&'static str> = plan.with(|plan| {
            let unenrolled = plan.bearing.unenrolled.then(text::enrolment_held);
            plan.obstacles.iter().filter_map(|obstacle| words::obstacle(*obstacle)).chain(unenrolled).collect()
        });
        (found, plan.with(|plan| (plan.turns, plan.is_blocked())))
    });
    (move || {
        let (found, (turns, blocked)) = shown.get();
        (!found.is_empty()).then(|| {
            let title = match turns {
                Some(true) => text::held_on_title(),
                Some(false) => text::held_title(),
                None => text::held_save_title(),
            };
            let lines: Vec<_> = found.into_iter().map(|words| view! { <p>{words}</p> }).collect();
            match blocked {
                true => view! {
                    <Callout tone=Tone::Warning title=title>
                        {lines}
                    </Callout>
                },
                false => view! { <Callout tone=Tone::Info>{lines}</Callout> },
            }
        })
    })
    .into_any()
}
