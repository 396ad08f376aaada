//! Single sign-on of a client (SSO-01…04; screens §2.16): one long form.

mod certificate;
mod decryption;
mod form;
mod inputs;
mod oidc;
pub mod parts;
mod saml;
mod save;
mod words;

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::sso::read_sso;
use portal_contracts::{
    policies::PolicyType,
    sso::{IDENTIFIER, OrganizationSso, SsoType},
};

use decryption::decryption;
use form::{Form, id_of};
use save::Saver;

use crate::{
    i18n::text::sso as text,
    pages::{
        client::{policies::known::Known, saving, scope::ClientScope},
        problem::{Problem, ProblemCallout},
    },
    ui::{Callout, Choice, ErrorSummary, RadioCards, SkeletonText, Switch, TextField, Tone},
};

/// The page.
#[component]
pub fn SsoPage() -> AnyView {
    let scope = ClientScope::here();
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::title()}</h1>
            </div>
            <p class="page-head__lead">{text::lead()}</p>
        </div>
        <div class="page-body" data-width="settings">
            // Another client is another form: nothing that was typed may come along.
            {scope.each(|scope| view! { <OfOneClient scope=scope /> }.into_any())}
        </div>
    }
    .into_any()
}

#[component]
fn OfOneClient(scope: ClientScope) -> AnyView {
    let read = RwSignal::new(None::<Result<OrganizationSso, Problem>>);
    let start = move || {
        read.set(None);
        let (portal, client) = (scope.portal(), scope.id());
        spawn_local(async move {
            let outcome = read_sso(&portal, &client).await;
            let _ = read.try_set(Some(outcome.map_err(|error| Problem::of(&error))));
        });
    };
    start();
    let again = Callback::new(move |now: OrganizationSso| read.set(Some(Ok(now))));
    (move || match read.get() {
        None => view! { <SkeletonText lines=12 /> }.into_any(),
        Some(Err(problem)) => view! { <ProblemCallout problem=problem on_again=start /> }.into_any(),
        Some(Ok(seen)) => view! { <SsoForm seen=seen scope=scope on_taken_over=again /> }.into_any(),
    })
    .into_any()
}

/// The form. `on_taken_over` begins it anew with what somebody else saved.
#[component]
fn SsoForm(seen: OrganizationSso, scope: ClientScope, on_taken_over: Callback<OrganizationSso>) -> AnyView {
    let form = Form::new(seen);
    let known = Known::read(scope);
    let saver = Saver::new(scope, form, known);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        saver.save();
    };
    let discard = move || {
        saver.discard();
        if let Some(now) = form.newer() {
            on_taken_over.run(now);
        }
    };
    let kind = Memo::new(move |_| form.kind());
    let errors = Signal::derive(move || form.errors());
    let shut_out = move || {
        let was_on = form.seen.with(|seen| seen.enabled);
        was_on && !form.enabled.get() && known.is_on(PolicyType::RequireSso) == Some(true)
    };
    view! {
        <form class="stack" data-gap="l" novalidate on:submit=submit>
            <ErrorSummary errors=errors />
            {saver.work.failure_view()}
            {conflict(saver, on_taken_over)}
            {basics(form)}
            {decryption(form, scope, known)}
            {move || match kind.get() {
                Some(SsoType::OpenIdConnect) => oidc::oidc(form),
                Some(SsoType::Saml) => saml::saml(form),
                _ => ().into_any(),
            }}
            {move || {
                shut_out()
                    .then(|| {
                        view! {
                            <Callout tone=Tone::Warning>
                                <p>{text::required_on()}</p>
                            </Callout>
                        }
                    })
            }}
            <div class="sso__foot">
            {saving::foot(text::save(), saver.form.draft, saver.work.busy, discard)}
        </div>
        </form>
    }
    .into_any()
}

fn basics(form: Form) -> AnyView {
    let kinds = vec![
        Choice::new("1", text::kind::oidc()).help(text::kind::oidc_help()),
        Choice::new("2", text::kind::saml()).help(text::kind::saml_help()),
    ];
    let content = view! {
        <Switch id="sso-enabled" label=text::allow() checked=form.enabled />
        <p class="field__help">{text::allow_help()}</p>
        <TextField
            id=id_of(IDENTIFIER)
            label=text::identifier()
            value=form.identifier
            help=Signal::stored(words::help(IDENTIFIER))
            error=Signal::derive(move || form.error(IDENTIFIER))
            on_blur=move || form.leave(IDENTIFIER)
        />
        <RadioCards
            id=id_of("configType")
            legend=text::kind_label()
            value=form.text("configType")
            choices=kinds
            error=Signal::derive(move || form.error("configType"))
        />
    };
    parts::card(text::section::base(), "sso-base", content.into_any())
}

/// Somebody else was quicker: whose state is to stay.
fn conflict(saver: Saver, on_taken_over: Callback<OrganizationSso>) -> AnyView {
    (move || {
        saver.conflict.get().map(|now| {
            let theirs = {
                let now = now.clone();
                move || {
                    saver.form.draft.reset();
                    on_taken_over.run(now.clone());
                }
            };
            let mine = move || {
                saver.form.know(now.clone());
                saver.conflict.set(None);
                saver.save();
            };
            saving::conflict(text::changed_text(), theirs, mine)
        })
    })
    .into_any()
}
