//! Import into a client (IMP-01…04; screens §2.14): choose, rehearse, import, receipt. The file is read by a worker that
//! has no network; this page sees names and numbers, and hands sealed items on.

mod choose;
mod finish;
mod how;
mod kinds;
mod problems;
mod rehearse;
mod state;
mod trees;
mod trouble;
mod words;
mod work;

use leptos::prelude::*;

use self::state::{ImportState, Step};
use super::scope::ClientScope;
use crate::{
    i18n::text::import as text,
    ui::{Icon, icon_small, rich},
};

/// The page.
#[component]
pub fn ImportPage() -> AnyView {
    let scope = ClientScope::here();
    // Another client is another import: nothing of a file may come along.
    scope.each(|scope| view! { <OfOneClient scope=scope /> }.into_any())
}

#[component]
fn OfOneClient(scope: ClientScope) -> AnyView {
    let state = ImportState::new(scope);
    state.read_targets();
    state.keep_planned();
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
            </div>
            <div class="page-head__actions">{steps(state)}</div>
            <p class="page-head__lead">
                {move || match state.step.get() {
                    Step::Rehearse => rich(text::lead_rehearsal(&state.file.get())),
                    _ => text::lead().into_any(),
                }}
            </p>
        </div>
        <div class="page-body stack" data-gap="l">
            {trouble::view(state.trouble)}
            {move || match state.step.get() {
                Step::Choose => choose::choose(state),
                Step::Password => choose::password(state),
                Step::Rehearse => rehearse::rehearse(state),
                Step::Import => finish::running(state),
                Step::Receipt => finish::receipt(state),
            }}
        </div>
    }
    .into_any()
}

fn steps(state: ImportState) -> AnyView {
    let names = [text::step_choose(), text::step_rehearse(), text::step_import(), text::step_receipt()];
    let own = Memo::new(move |_| match state.step.get() {
        Step::Choose | Step::Password => 0,
        Step::Rehearse => 1,
        Step::Import => 2,
        Step::Receipt => 3,
    });
    view! {
        <ol class="stepper" aria-label=text::steps()>
            {names
                .into_iter()
                .enumerate()
                .map(|(at, name)| {
                    let done = move || at < own.get() || own.get() == 3;
                    view! {
                        <li
                            data-state=move || done().then_some("done")
                            aria-current=move || (own.get() == at).then_some("step")
                        >
                            <span class="stepper__no">
                                {move || {
                                    if done() { icon_small(Icon::Check) } else { words::count(at + 1).into_any() }
                                }}
                            </span>
                            <span class="stepper__text">{name}</span>
                        </li>
                    }
                })
                .collect::<Vec<_>>()}
        </ol>
    }
    .into_any()
}
