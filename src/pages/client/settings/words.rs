//! The fingerprint words of the client, and what is known of its key.

use leptos::{prelude::*, task::spawn_local};
use portal_client::organization::{Fingerprint, KeyOrigin, read_fingerprint};

use super::{data::SettingsData, section};
use crate::{
    i18n::text::client_settings as text,
    pages::problem::{Problem, ProblemCallout},
    ui::{Callout, CopyButton, KeyProof, SkeletonText, Tone},
};

/// Reads the words when the card appears.
#[component]
pub fn WordsCard(data: SettingsData) -> AnyView {
    let found = RwSignal::new(None::<Result<Option<Fingerprint>, Problem>>);
    let read = move || {
        found.set(None);
        let (portal, client) = (data.scope.portal(), data.base.with_untracked(|base| base.id.clone()));
        spawn_local(async move {
            let outcome = read_fingerprint(&portal, &client).await;
            let _ = found.try_set(Some(outcome.map_err(|error| Problem::of(&error))));
        });
    };
    read();
    let content = view! {
        <p class="quiet">{text::words_lead()}</p>
        {move || match found.get() {
            None => view! { <SkeletonText lines=5 /> }.into_any(),
            Some(Ok(Some(fingerprint))) => shown(fingerprint),
            Some(Ok(None)) => view! { <p>{text::words_none()}</p> }.into_any(),
            Some(Err(problem)) => {
                let problem = Problem { title: text::words_failed(), ..problem };
                view! { <ProblemCallout problem=problem on_again=read /> }.into_any()
            }
        }}
    }
    .into_any();
    section(text::words_title(), content)
}

fn shown(fingerprint: Fingerprint) -> AnyView {
    let phrase = fingerprint.words.join("-");
    let origin = match fingerprint.origin {
        KeyOrigin::Proven => known(Tone::Success, text::words_proven(), text::words_proven_text()),
        KeyOrigin::Claimed => known(Tone::Warning, text::words_claimed(), text::words_claimed_text()),
        KeyOrigin::Foreign => {
            // No words: comparing those of a foreign key would only lend it trust.
            return view! {
                <Callout tone=Tone::Danger title=text::words_foreign_title() alert=true>
                    <p>{text::words_foreign_text()}</p>
                </Callout>
            }
            .into_any();
        }
    };
    view! {
        {origin}
        <KeyProof words=fingerprint.words caption=text::words_caption() label=text::words_title() />
        <div class="cluster">
            <CopyButton label=text::words_copy() content=phrase />
        </div>
    }
    .into_any()
}

fn known(tone: Tone, title: &'static str, why: &'static str) -> AnyView {
    view! {
        <Callout tone=tone title=title>
            <p>{why}</p>
        </Callout>
    }
    .into_any()
}
