//! Settings of one client (ORG-01…03; screens §2.21).

mod api_key;
pub mod api_key_dialog;
mod api_key_shown;
mod data;
mod details;
mod management;
mod setting;
mod words;

use leptos::{prelude::*, task::spawn_local};
use portal_client::organization::{self, Organization};

use self::data::SettingsData;
use super::scope::ClientScope;
use crate::{
    i18n::text::client_settings as text,
    pages::problem::{Problem, ProblemCallout},
    ui::SkeletonText,
};

/// The page.
#[component]
pub fn ClientSettingsPage() -> AnyView {
    let scope = ClientScope::here();
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
            </div>
            <p class="page-head__lead">{text::lead()}</p>
        </div>
        <div class="page-body stack" data-width="settings" data-gap="l">
            // Another client is another form: nothing that was typed may come along.
            {scope.each(|scope| view! { <OfOneClient scope=scope /> }.into_any())}
        </div>
    }
    .into_any()
}

#[component]
fn OfOneClient(scope: ClientScope) -> AnyView {
    let read = RwSignal::new(None::<Result<Organization, Problem>>);
    let start = move || {
        read.set(None);
        let (portal, client) = (scope.portal(), scope.id());
        spawn_local(async move {
            let outcome = organization::read(&portal, &client).await;
            let _ = read.try_set(Some(outcome.map_err(|error| Problem::of(&error))));
        });
    };
    start();
    (move || match read.get() {
        None => view! { <SkeletonText lines=12 /> }.into_any(),
        Some(Err(problem)) => view! { <ProblemCallout problem=problem on_again=start /> }.into_any(),
        Some(Ok(base)) => {
            let data = SettingsData::new(scope, base);
            view! {
                <details::DetailsCard data=data />
                <words::WordsCard data=data />
                <management::ManagementCard data=data />
                <api_key::ApiKeyCard data=data />
            }
            .into_any()
        }
    })
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
