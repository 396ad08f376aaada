//! One step: number or tick, what is known, what it is for, the way on, and "not needed" with a reason.

use leptos::prelude::*;
use portal_client::setup::{Step, StepState};

use super::{data::SetUpData, kept::Reason, words};
use crate::{
    app::routes::{self, Need},
    i18n::{number, text::setup as text},
    ui::{Badge, Button, Entry, Icon, LinkButton, Menu, Size, Tone, Trigger, Variant, icon_small},
};

/// How a step looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Done,
    Now,
    Later,
    NotNeeded,
}

pub fn view(data: SetUpData, step: Step, place: usize) -> AnyView {
    let look = Memo::new(move |_| match data.state(step) {
        Some(StepState::Done) => Look::Done,
        Some(StepState::NotInPlan) => Look::NotNeeded,
        _ if data.skipped(step).is_some() => Look::NotNeeded,
        _ if data.now() == Some(step) => Look::Now,
        _ => Look::Later,
    });
    let state = move || match look.get() {
        Look::Done => "done",
        Look::Now => "now",
        Look::Later | Look::NotNeeded => "later",
    };
    let fact = move || data.read.with(|read| read.as_ref().map(|read| words::fact(read, step)));
    let sign = move || match look.get() {
        Look::Done => icon_small(Icon::Check),
        Look::NotNeeded => icon_small(Icon::Minus),
        Look::Now | Look::Later => number(i64::try_from(place).unwrap_or_default()).into_any(),
    };
    let id = ["setup-", step.name()].concat();
    let labelled = id.clone();
    view! {
        <li class="step" data-state=state aria-current=move || (look.get() == Look::Now).then_some("step")>
            <div class="step__no">
                <span>{sign}</span>
            </div>
            <section class="card" aria-labelledby=labelled>
                <div class="step__head">
                    <h2 class="step__title" id=id>
                        {words::title(step)}
                    </h2>
                    <span class="step__fact">{fact}</span>
                    {move || badge(look.get())}
                    {move || (look.get() == Look::Done).then(|| way(data, step, Look::Done))}
                </div>
                {move || match look.get() {
                    Look::Done => None,
                    Look::NotNeeded => not_needed(data, step),
                    look => Some(open(data, step, look)),
                }}
            </section>
        </li>
    }
    .into_any()
}

fn badge(look: Look) -> Option<AnyView> {
    match look {
        Look::Now => Some(view! { <Badge tone=Tone::Primary>{text::now()}</Badge> }.into_any()),
        Look::NotNeeded => Some(view! { <Badge>{text::not_needed()}</Badge> }.into_any()),
        Look::Done | Look::Later => None,
    }
}

/// A step that is still to be taken.
fn open(data: SetUpData, step: Step, look: Look) -> AnyView {
    view! {
        <div class="card__body stack">
            <p class="quiet">{words::purpose(step)}</p>
            <div class="cluster">
                {way(data, step, look)} <span class="push">{skip_menu(data, step)}</span>
            </div>
        </div>
    }
    .into_any()
}

/// The link to where it is done, if the role may go there.
fn way(data: SetUpData, step: Step, look: Look) -> Option<AnyView> {
    let route = words::page(step)?;
    let Some(Need::Client(action, feature)) = route.needs else { return None };
    let may = untrack(|| data.scope.allows(action) && feature.is_none_or(|feature| data.scope.has(feature)));
    if !may {
        return None;
    }
    let href = routes::path(route.id, &[("client", &data.scope.id())]);
    let words = if look == Look::Done { text::open() } else { words::next(step) };
    let (variant, size) = match look {
        Look::Now => (Variant::Primary, Size::Medium),
        Look::Done => (Variant::Quiet, Size::Small),
        Look::Later | Look::NotNeeded => (Variant::Plain, Size::Medium),
    };
    let more = (look == Look::Done).then(|| view! { <span class="visually-hidden">": " {words::title(step)}</span> });
    Some(view! { <LinkButton href=href variant=variant size=size>{words} {more}</LinkButton> }.into_any())
}

fn skip_menu(data: SetUpData, step: Step) -> AnyView {
    let entries = Callback::new(move |()| {
        let entry = |reason: Reason| {
            Entry::action(Icon::Minus, words::reason(step, reason), move || data.skip(step, Some(reason)))
        };
        [Entry::Title(text::not_needed_menu().to_owned())].into_iter().chain(Reason::ALL.map(entry)).collect()
    });
    view! { <Menu label=text::not_needed() trigger=Trigger::Quiet entries=entries /> }.into_any()
}

/// Why a step is not needed; what the plan lacks says so in its fact already.
fn not_needed(data: SetUpData, step: Step) -> Option<AnyView> {
    let reason = data.skipped(step)?;
    Some(
        view! {
            <div class="card__body cluster">
                <p class="quiet">{words::reason(step, reason)} ". " {text::kept_here()}</p>
                <span class="push">
                    <Button variant=Variant::Quiet size=Size::Small on_click=move || data.skip(step, None)>
                        {text::needed_after_all()}
                    </Button>
                </span>
            </div>
        }
        .into_any(),
    )
}
