//! What a client subscribes to, in plain words (BILL-01; screens ORG-C).

mod features;
mod plan;
mod seats;

use leptos::{prelude::*, task::spawn_local};
use portal_client::organization::{Payer, Subscription, read_subscription};

use super::scope::ClientScope;
use crate::{
    i18n::text::client_subscription as text,
    pages::problem::{Problem, ProblemCallout},
    ui::{Callout, SkeletonText, Tone},
};

/// What the page has read. Copy it freely.
#[derive(Clone, Copy)]
struct Data {
    scope: ClientScope,
    found: RwSignal<Option<Subscription>>,
    failure: RwSignal<Option<Problem>>,
    round: StoredValue<u32>,
}

impl Data {
    fn new(scope: ClientScope) -> Self {
        let data = Self { scope, found: RwSignal::new(None), failure: RwSignal::new(None), round: StoredValue::new(0) };
        Effect::new(move |before: Option<String>| {
            let now = scope.client.get();
            if before.as_ref() != Some(&now) {
                untrack(|| {
                    data.found.set(None);
                    data.reload();
                });
            }
            now
        });
        data
    }

    /// Reads again; what was read stays until the new is there.
    fn reload(self) {
        let round = self.round.try_update_value(|round| {
            *round = round.wrapping_add(1);
            *round
        });
        let Some(round) = round else { return };
        spawn_local(async move {
            let outcome = read_subscription(&self.scope.portal(), &self.scope.id()).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            match outcome {
                Ok(read) => {
                    self.failure.set(None);
                    self.found.set(Some(read));
                }
                Err(error) => self.failure.set(Some(Problem::of(&error))),
            }
        });
    }
}

/// The page.
#[component]
pub fn ClientSubscriptionPage() -> AnyView {
    let data = Data::new(ClientScope::here());
    let failure = move || {
        data.failure.get().map(|problem| view! { <ProblemCallout problem=problem on_again=move || data.reload() /> })
    };
    let face = Memo::new(move |_| match data.found.with(Option::is_some) {
        true => Face::Shown,
        false if data.failure.with(Option::is_some) => Face::Failed,
        false => Face::Reading,
    });
    let part = move |draw: fn(&Subscription) -> AnyView| move || data.found.with(|found| found.as_ref().map(draw));
    let body = move || match face.get() {
        Face::Shown => view! {
            {part(notices)}
            {part(plan::card)}
            {seats::card(data)}
            {part(features::card)}
        }
        .into_any(),
        Face::Failed => ().into_any(),
        Face::Reading => view! { <SkeletonText lines=12 /> }.into_any(),
    };
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
            </div>
            <p class="page-head__lead">{text::lead()}</p>
        </div>
        <div class="page-body stack" data-width="settings" data-gap="l">
            {failure}
            {body}
        </div>
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Reading,
    Failed,
    Shown,
}

fn notices(found: &Subscription) -> AnyView {
    let inactive = found.inactive.then(|| {
        let words = match found.payer {
            Payer::OtherProvider { .. } => text::inactive_theirs(),
            Payer::OwnProvider { .. } | Payer::Itself => text::inactive_ours(),
        };
        view! {
            <Callout tone=Tone::Danger title=text::inactive_title()>
                <p>{words}</p>
            </Callout>
        }
    });
    let trial = found.trial_days.map(|days| {
        view! {
            <Callout tone=Tone::Info title=text::trial_title(days)>
                <p>{text::trial_text()}</p>
            </Callout>
        }
    });
    view! {
        {inactive}
        {trial}
    }
    .into_any()
}

/// A part of the page.
fn section(title: &'static str, content: AnyView) -> AnyView {
    let id = crate::ui::dom::unique_id("section");
    let labelled = id.clone();
    view! {
        <section class="card" aria-labelledby=labelled>
            <div class="card__head">
                <h2 id=id>{title}</h2>
            </div>
            <div class="card__body stack">{content}</div>
        </section>
    }
    .into_any()
}
