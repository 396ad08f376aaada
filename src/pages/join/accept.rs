//! A provider invitation (JOIN-01…05): the choice while signed out, acceptance at once when signed in or locked.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    invitation::{MailLink, ProviderInvitation},
    join::{self, Accepted, JoinFailure},
};

use super::{
    Held,
    choice::{Choice, OtherAccount, Words},
    failed::Failed,
    waiting::Waiting,
    watch::Goal,
};
use crate::{i18n::text::join as text, pages::card::WaitingCard, session::use_session, ui::rich};

fn with<T>(link: Held, read: impl FnOnce(&ProviderInvitation) -> T) -> Option<T> {
    link.with_value(|link| match &**link {
        Ok(MailLink::Provider(invitation)) => Some(read(invitation)),
        _ => None,
    })
}

/// What becomes of an invitation.
#[component]
pub fn Provider(link: Held, declined: RwSignal<bool>) -> AnyView {
    let session = use_session();
    // The address only: unlocking must not accept a second time.
    let account = Memo::new(move |_| session.account().map(|account| account.email));
    let insists = RwSignal::new(false);
    let outcome = RwSignal::new(None::<Result<Accepted, JoinFailure>>);
    let fits = Memo::new(move |_| {
        let email = account.get()?;
        Some(insists.get() || with(link, |invitation| invitation.is_for(&email)).unwrap_or_default())
    });
    let accept = Callback::new(move |()| {
        outcome.set(None);
        spawn_local(async move {
            let held = link.get_value();
            let Ok(MailLink::Provider(invitation)) = &*held else { return };
            let found = join::accept_provider_invitation(&session.portal(), invitation).await;
            let _ = outcome.try_set(Some(found));
        });
    });
    Effect::new(move |_| {
        if fits.get() == Some(true) {
            accept.run(());
        }
    });
    (move || match (account.get(), fits.get()) {
        (None, _) | (_, None) => choice(link, declined),
        (Some(email), Some(false)) => {
            let invited = with(link, |invitation| invitation.email.clone()).flatten().unwrap_or_default();
            let insist = move || insists.set(true);
            view! { <OtherAccount invited=invited signed_in=email on_insist=insist.into() /> }.into_any()
        }
        (Some(email), Some(true)) => match outcome.get() {
            None => view! { <WaitingCard text=text::accepting() /> }.into_any(),
            Some(Ok(accepted)) => {
                let (id, name) =
                    with(link, |invitation| (invitation.provider_id.clone(), invitation.provider_name.clone()))
                        .unwrap_or_default();
                let before = accepted == Accepted::Before;
                view! { <Waiting goal=Goal::Provider(id) name=name before=before /> }.into_any()
            }
            Some(Err(failure)) => {
                let who = with(link, |invitation| (invitation.provider_id.clone(), invitation.provider_name.clone()));
                view! { <Failed failure=failure email=email who=who.unwrap_or_default() on_again=accept /> }.into_any()
            }
        },
    })
    .into_any()
}

/// What somebody sees who is signed out.
pub fn choice(link: Held, declined: RwSignal<bool>) -> AnyView {
    view! { <Choice words=words(link) declined=declined /> }.into_any()
}

fn words(link: Held) -> Words {
    with(link, |invitation| Words {
        title: match &invitation.provider_name {
            Some(name) => rich(text::title_provider(name)),
            None => text::title_unnamed().into_any(),
        },
        lead: match &invitation.email {
            Some(email) => rich(text::invited(email)),
            None => text::invited_unknown().into_any(),
        },
        claim: text::claim(),
        who: (invitation.provider_id.clone(), invitation.provider_name.clone()),
    })
    .unwrap_or_else(|| Words {
        title: text::title_unnamed().into_any(),
        lead: text::invited_unknown().into_any(),
        claim: text::claim(),
        who: (String::new(), None),
    })
}
