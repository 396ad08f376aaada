//! Provisioning of a client's people by SCIM (SCIM-01; screens §2.18). The route asks for the right and the plan.

mod directory;
mod form;
mod save;
mod words;

use futures::join;
use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    scim::{read_scim, scim_address},
};
use portal_contracts::scim::Connection;

use directory::directory;
use form::Form;
use save::Saver;

use crate::{
    i18n::text::scim as text,
    pages::{
        client::{saving, scope::ClientScope, sso::parts::card},
        problem::{Problem, ProblemCallout},
    },
    ui::{Callout, EmptyKind, EmptyState, Select, SkeletonText, Switch, Tone},
};

/// The page.
#[component]
pub fn ScimPage() -> AnyView {
    let scope = ClientScope::here();
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
            </div>
            <p class="page-head__lead">{text::lead()}</p>
        </div>
        <div class="page-body" data-width="settings">
            // Another client is another form: nothing that was chosen may come along.
            {scope.each(|scope| view! { <OfOneClient scope=scope /> }.into_any())}
        </div>
    }
    .into_any()
}

/// What the page begins with.
#[derive(Clone)]
enum Read {
    Known(Connection, Option<String>),
    NotBuiltIn,
    Failed(Problem),
}

#[component]
fn OfOneClient(scope: ClientScope) -> AnyView {
    let read = RwSignal::new(None::<Read>);
    let start = move || {
        read.set(None);
        let (portal, client) = (scope.portal(), scope.id());
        spawn_local(async move {
            let (connection, address) = join!(read_scim(&portal, &client), scim_address(&portal, &client));
            let _ = read.try_set(Some(match (connection, address) {
                (Ok(connection), Ok(address)) => Read::Known(connection, address),
                (Err(ApiError::NotFound { message: None }), _) => Read::NotBuiltIn,
                (Err(error), _) | (_, Err(error)) => Read::Failed(Problem::of(&error)),
            }));
        });
    };
    start();
    (move || match read.get() {
        None => view! { <SkeletonText lines=8 /> }.into_any(),
        Some(Read::Failed(problem)) => view! { <ProblemCallout problem=problem on_again=start /> }.into_any(),
        Some(Read::NotBuiltIn) => view! {
            <EmptyState
                kind=EmptyKind::NothingYet
                title=text::not_built_in_title()
                text=text::not_built_in_text()
            />
        }
        .into_any(),
        Some(Read::Known(seen, address)) => view! { <ScimForm seen=seen address=address scope=scope /> }.into_any(),
    })
    .into_any()
}

#[component]
fn ScimForm(seen: Connection, address: Option<String>, scope: ClientScope) -> AnyView {
    let form = Form::new(seen);
    let saver = Saver::new(scope, form);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        saver.save();
    };
    view! {
        <div class="stack" data-gap="l">
            <form class="stack" data-gap="l" novalidate on:submit=submit>
                {saver.work.failure_view()}
                {conflict(saver)}
                {card(text::section::base(), "scim-base", basics(form, saver))}
            </form>
            {directory(form, address, scope)}
        </div>
    }
    .into_any()
}

fn basics(form: Form, saver: Saver) -> AnyView {
    let choices = Signal::derive(move || words::choices(form.seen.with(Connection::provider)));
    let off = Memo::new(move |_| !form.enabled.get() && form.seen.with(Connection::provisions));
    view! {
        <Switch id="scim-enabled" label=text::switch() checked=form.enabled />
        <p class="field__help">{text::switch_help()}</p>
        {move || {
            off.get()
                .then(|| {
                    view! {
                        <Callout tone=Tone::Warning>
                            <p>{text::turns_off()}</p>
                        </Callout>
                    }
                })
        }}
        <div class="sso__short">
            <Select
                id="scim-provider"
                label=text::provider()
                value=form.provider
                choices=choices
                help=Some(text::provider_help().to_owned())
            />
        </div>
        <div class="cluster">
            {saving::foot(text::save(), saver.form.draft, saver.work.busy, move || saver.discard())}
        </div>
    }
    .into_any()
}

/// Somebody else was quicker: whose state is to stay.
fn conflict(saver: Saver) -> AnyView {
    (move || {
        saver.conflict.get().map(|now| {
            let theirs = {
                let now = now.clone();
                move || saver.take(now.clone())
            };
            let mine = move || {
                saver.form.seen.set(now.clone());
                saver.conflict.set(None);
                saver.save();
            };
            saving::conflict(text::changed_text(), theirs, mine)
        })
    })
    .into_any()
}
