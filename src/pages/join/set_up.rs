//! A set-up link (JOIN-09): only signing in, then on to the form.

use leptos::prelude::*;
use portal_client::invitation::{MailLink, ProviderSetUp};

use super::{Held, choice::OtherAccount, refuse::RefuseLines};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::join as text,
    pages::card::{Card, WaitingCard},
    session::{place::use_replace, use_session},
    ui::{Callout, LinkButton, Size, Tone, Variant, rich},
};

fn with<T: Default>(link: Held, read: impl FnOnce(&ProviderSetUp) -> T) -> T {
    link.with_value(|link| match &**link {
        Ok(MailLink::ProviderSetUp(set_up)) => read(set_up),
        _ => T::default(),
    })
}

/// Signs in first, then shows the form.
#[component]
pub fn SetUp(link: Held, declined: RwSignal<bool>) -> AnyView {
    let session = use_session();
    let account = Memo::new(move |_| session.account().map(|account| account.email));
    let insists = RwSignal::new(false);
    let fits = Memo::new(move |_| {
        let email = account.get()?;
        Some(insists.get() || with(link, |set_up| set_up.is_for(&email)))
    });
    let replace = use_replace();
    Effect::new(move |_| {
        if fits.get() == Some(true) {
            // The guard asks for the password first, where the session is locked.
            let id = with(link, |set_up| set_up.provider_id.clone());
            replace(&routes::path(RouteId::ProviderSetup, &[("provider", &id)]));
        }
    });
    (move || match (account.get(), fits.get()) {
        (Some(_), Some(true)) => view! { <WaitingCard text=text::reading() /> }.into_any(),
        (Some(email), Some(false)) => {
            let invited = with(link, |set_up| set_up.email.clone()).unwrap_or_default();
            let insist = move || insists.set(true);
            view! { <OtherAccount invited=invited signed_in=email on_insist=insist.into() /> }.into_any()
        }
        _ => choice(link, declined),
    })
    .into_any()
}

fn choice(link: Held, declined: RwSignal<bool>) -> AnyView {
    let lead = match with(link, |set_up| set_up.email.clone()) {
        Some(email) => rich(text::setup_lead(&email)),
        None => text::setup_lead_unknown().into_any(),
    };
    view! {
        <Card title=text::setup_title().into_any() lead=lead>
            <div class="stack" data-gap="s">
                <LinkButton
                    variant=Variant::Primary
                    size=Size::Large
                    block=true
                    href=routes::route(RouteId::SignIn).path
                >
                    {text::setup_sign_in()}
                </LinkButton>
                <LinkButton size=Size::Large block=true href=routes::route(RouteId::SignUp).path>
                    {text::setup_create()}
                </LinkButton>
                <p class="t-12 quiet">{text::setup_create_help()}</p>
            </div>
            <Callout tone=Tone::Info>
                <p>{text::setup_once()}</p>
            </Callout>
            <hr />
            <RefuseLines declined=declined />
        </Card>
    }
    .into_any()
}
