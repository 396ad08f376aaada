//! The chain around a policy: what it stands on and what stands on it, before anything is saved.

use leptos::prelude::*;
use portal_contracts::policies::{Footing, PolicyType};

use super::{
    form::Form,
    plan::{Link, Plan, links},
    words,
};
use crate::{
    i18n::text::policies as text,
    ui::{Icon, Status, Tone},
};

/// The chain; nothing for a policy that stands alone.
pub fn chain(form: Form, footing: Memo<Footing>, plan: Memo<Plan>) -> AnyView {
    let links = Memo::new(move |_| links(form.kind, form.turns(), &footing.get()));
    (move || {
        let links = links.get();
        (links.len() > 1).then(|| {
            let nodes: Vec<_> = links.into_iter().map(|(kind, link)| node(kind, link)).collect();
            view! {
                <section class="stack" data-gap="s" aria-labelledby="policy-chain">
                    <h3 id="policy-chain" class="t-13">
                        {text::chain_title()}
                    </h3>
                    {lead(&plan.get())}
                    <ol class="chain">{nodes}</ol>
                </section>
            }
        })
    })
    .into_any()
}

fn lead(plan: &Plan) -> Option<AnyView> {
    let others = i64::try_from(plan.steps.len().saturating_sub(1)).unwrap_or(i64::MAX);
    let words = match plan.turns {
        Some(true) if others > 0 => text::chain_lead_on(others),
        Some(false) if others > 0 => text::chain_lead_off(others),
        _ => return None,
    };
    Some(view! { <p class="t-13">{words}</p> }.into_any())
}

fn node(kind: PolicyType, link: Link) -> AnyView {
    let (symbol, tone, word) = match link {
        Link::On => (Icon::Success, Tone::Success, text::chain_on()),
        Link::GoesOn => (Icon::Warning, Tone::Warning, text::chain_first()),
        Link::This => (Icon::Shield, Tone::Primary, text::chain_this()),
        Link::StandsOn => (Icon::Success, Tone::Success, text::chain_stands()),
        Link::GoesOff => (Icon::Warning, Tone::Warning, text::chain_off_first()),
        Link::Later => (Icon::Arrow, Tone::Neutral, text::chain_later()),
    };
    view! {
        <li data-beside=matches!(link, Link::StandsOn | Link::GoesOff | Link::Later).then_some("")>
            <div
                class="chain__link"
                data-now=(link == Link::This).then_some("")
                data-later=(link == Link::Later).then_some("")
            >
                <span class="medium">{words::name(kind)}</span>
                <Status symbol=symbol tone=tone>
                    {word}
                </Status>
            </div>
        </li>
    }
    .into_any()
}
