//! The policies of a client (POL-01…15; screens §2.13): a list in groups, and the open one beside it.

mod bearing;
mod chain;
mod confirm;
mod data;
mod detail;
mod domains;
mod fields;
mod form;
pub mod impact;
pub mod known;
mod labels;
mod list;
pub mod look;
mod obstacles;
mod plan;
mod query;
mod save;
pub mod words;

use leptos::prelude::*;
use portal_contracts::policies::PolicyType;

use data::PoliciesData;
use detail::PolicyDetail;
use query::Query;

use crate::{
    i18n::text::policies as text,
    pages::{client::scope::ClientScope, list_state::ListState},
    ui::{Button, Drafts, EmptyKind, EmptyState, Icon, IconButton, SkeletonRows},
};

/// What the parts of the page share. Copy it freely.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The policies.
    pub data: PoliciesData,
    /// The open policy and the search.
    pub list: ListState<Query>,
    /// What is unsaved.
    pub drafts: Drafts,
}

impl Desk {
    /// Opens another policy, or none, once unsaved changes of the open one are settled.
    pub fn open(self, policy: Option<PolicyType>) {
        if untrack(|| self.list.with(|query| query.policy == policy)) {
            return;
        }
        self.drafts.leave(move || self.list.set(|query| query.policy = policy));
    }
}

/// The page.
#[component]
pub fn PoliciesPage() -> AnyView {
    let data = PoliciesData::new(ClientScope::here());
    let desk = Desk { data, list: ListState::new(), drafts: expect_context::<Drafts>() };
    let face = Memo::new(move |_| match (data.read.with(Option::is_some), data.failure.with(Option::is_some)) {
        (true, _) => Face::Shown,
        (false, true) => Face::Failed,
        (false, false) => Face::Reading,
    });
    let body = move || match face.get() {
        Face::Reading => view! { <SkeletonRows rows=10 /> }.into_any(),
        Face::Failed => failed(data),
        Face::Shown => layout(desk),
    };
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
                <span class="page-head__count">{move || list::count(desk)}</span>
            </div>
            <div class="page-head__actions">
                <IconButton
                    symbol=Icon::Refresh
                    label=text::refresh()
                    disabled=data.reading
                    on_click=move || desk.drafts.leave(move || data.reload())
                />
            </div>
        </div>
        {body}
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Reading,
    Failed,
    Shown,
}

fn failed(data: PoliciesData) -> AnyView {
    let words = Signal::derive(move || {
        data.failure.with(|failure| failure.as_ref().map(|failure| failure.text.clone())).unwrap_or_default()
    });
    view! {
        <EmptyState kind=EmptyKind::Failed title=text::failed_title() text=words>
            <Button symbol=Icon::Refresh busy=data.reading on_click=move || data.reload()>
                {text::failed_again()}
            </Button>
        </EmptyState>
    }
    .into_any()
}

fn layout(desk: Desk) -> AnyView {
    // A reading, or somebody else's state taken over, begins the form anew; a save does not.
    let open = Memo::new(move |_| (desk.list.with(|query| query.policy), desk.data.round.get()));
    let back = Callback::new(move |()| desk.open(None));
    let detail = move || match open.get().0 {
        Some(kind) => view! { <PolicyDetail kind=kind data=desk.data on_back=back /> }.into_any(),
        None => start(desk),
    };
    view! {
        <div class="policy-layout" data-open=move || open.with(|(policy, _)| policy.is_some()).then_some("")>
            {list::list(desk)}
            {detail}
        </div>
    }
    .into_any()
}

/// What to begin with, while no policy is open.
fn start(desk: Desk) -> AnyView {
    let first: Vec<_> = words::FIRST
        .into_iter()
        .map(|kind| {
            view! {
                <li class="rows__row">
                    <span class="who__text">
                        <span class="who__name">{words::name(kind)}</span>
                        <span class="who__sub">{words::line(kind)}</span>
                    </span>
                    <span class="rows__end">
                        <Button label=text::first_open(&words::name(kind)) on_click=move || desk.open(Some(kind))>
                            {text::open()}
                        </Button>
                    </span>
                </li>
            }
        })
        .collect();
    view! {
        <section class="policy-detail policy-start" aria-labelledby="policy-first">
            <div class="policy-detail__body">
                <div class="stack" data-gap="s">
                    <h2 id="policy-first">{text::first_title()}</h2>
                    <p class="quiet">{text::first_text()}</p>
                </div>
                <ul class="rows">{first}</ul>
            </div>
        </section>
    }
    .into_any()
}
