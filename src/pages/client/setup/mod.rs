//! The guided set-up of a client (SETUP-01): its first page. Beside the steps stands what is known about the client.

mod data;
mod facts;
mod kept;
mod step;
mod words;

use leptos::prelude::*;
use portal_client::setup::{Progress, Step};

pub use data::OpenSetUp;
use data::SetUpData;
pub use kept::Kept;

use super::scope::ClientScope;
use crate::{
    i18n::{number, text::setup as text},
    pages::problem::{Problem, ProblemCallout},
    ui::{Icon, IconButton, SkeletonText, Status, Tone},
};

/// The first page of a client.
#[component]
pub fn SetUpPage() -> AnyView {
    let scope = ClientScope::here();
    let data = SetUpData::new(scope);
    let by_provider = Memo::new(move |_| scope.standing().provider);
    let complete = Memo::new(move |_| data.progress().is_some_and(Progress::is_complete));
    let title = move || if complete.get() { text::title_done(&scope.name()) } else { text::title(&scope.name()) };
    let aside = move || if by_provider.get() { facts::for_provider(scope) } else { facts::for_member(scope) };
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1 dir="auto">{title}</h1>
                {move || data.progress().map(|progress| view! { <span class="page-head__count">{count(progress)}</span> })}
            </div>
            <div class="page-head__actions">
                <IconButton symbol=Icon::Refresh label=text::refresh() on_click=move || data.read_again() />
            </div>
            <p class="page-head__lead">{text::lead()}</p>
        </div>
        <div class="page-body split" data-layout="aside">
            <div class="stack">
                {move || failure(data)} {move || data.read.with(Option::is_none).then(|| skeleton(data))}
                {move || data.read.with(Option::is_some).then(|| steps(data))}
            </div>
            <aside class="stack" aria-label=text::about()>
                {move || data.read.with(Option::is_some).then(|| checks(data))} {aside}
            </aside>
        </div>
    }
    .into_any()
}

/// "4 of 6".
#[must_use]
pub fn count(progress: Progress) -> String {
    let int = |count: usize| number(i64::try_from(count).unwrap_or(i64::MAX));
    text::count(&int(progress.done), &int(progress.of))
}

fn failure(data: SetUpData) -> Option<AnyView> {
    data.failure.get().map(|problem| {
        let problem = Problem { again: true, ..problem };
        view! { <ProblemCallout problem=problem on_again=move || data.reload() /> }.into_any()
    })
}

fn skeleton(data: SetUpData) -> AnyView {
    (move || data.failure.with(Option::is_none).then(|| view! { <SkeletonText lines=8 /> })).into_any()
}

fn steps(data: SetUpData) -> AnyView {
    view! {
        <ol class="steps" aria-busy=move || data.reading.get().then_some("true")>
            {Step::ALL
                .into_iter()
                .enumerate()
                .map(|(at, which)| step::view(data, which, at + 1))
                .collect::<Vec<_>>()}
        </ol>
    }
    .into_any()
}

/// What to look at before the client is handed over.
fn checks(data: SetUpData) -> AnyView {
    let lines =
        Memo::new(move |_| data.read.with(|read| read.as_ref().map(|read| words::checks(read))).unwrap_or_default());
    let line = |(good, words): (bool, String)| {
        let (symbol, tone) = if good { (Icon::Success, Tone::Neutral) } else { (Icon::Warning, Tone::Warning) };
        view! {
            <li>
                <Status symbol=symbol tone=tone>
                    <span dir="auto">{words}</span>
                </Status>
            </li>
        }
    };
    (move || {
        lines.with(|lines| !lines.is_empty()).then(|| {
            view! {
                <section class="card" aria-labelledby="setup-checks">
                    <div class="card__head">
                        <h2 id="setup-checks">{text::checks_title()}</h2>
                    </div>
                    <ul class="card__body setup-checks">{move || lines.get().into_iter().map(line).collect::<Vec<_>>()}</ul>
                </section>
            }
        })
    })
    .into_any()
}
