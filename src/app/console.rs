//! Everything that the first visit of `/join` and `/sign-in` does not show: loaded as one chunk in release builds
//! (decision record 0003), plain code otherwise.
//!
//! [`page`] and [`late_public_page`] are the one list of late pages. Nothing outside of this file may name one of them or
//! the frame, or it would become part of what every visitor downloads.

use futures::future::{Either, select};
use leptos::{prelude::*, task::spawn_local};
use portal_client::{ApiError, sign_in::SignInFailure};

use super::{
    frame::{self, Frame},
    public,
    routes::{Match, RouteId},
};
use crate::{
    i18n::text,
    pages::{
        account::AccountPage,
        client::{
            collections::CollectionsPage, devices::DevicesPage, domains::DomainsPage, events::ClientEventsPage,
            groups::GroupsPage, import::ImportPage, integrations::IntegrationsPage, members::MembersPage,
            policies::PoliciesPage, reports::ReportsPage, scim::ScimPage, settings::ClientSettingsPage,
            setup::SetUpPage, sso::SsoPage, subscription::ClientSubscriptionPage,
        },
        clients::ClientsPage,
        join::{self, Held, ProviderSetupPage},
        judge,
        lock::LockPage,
        new_password::NewPasswordPage,
        provider::{events::ProviderEventsPage, people::PeoplePage},
        providers::ProvidersPage,
        sign_in::{self, Screen, SignIn},
        sign_up::SignUpPage,
        strength::StrengthPage,
    },
    platform::{page, timer},
    ui::{Button, Callout, SkeletonRows, Tone, Variant, dom},
};

/// How long the chunk may take before it counts as one that cannot be had, in milliseconds; as for the key agent.
const PATIENCE: f64 = 60_000.0;

/// The doors into the chunk.
#[derive(Clone, Copy)]
struct Late {
    /// Draws the console for the page that was found.
    console: fn(Memo<Option<Match>>) -> AnyView,
    /// Draws a public page.
    public: fn(RouteId) -> AnyView,
    /// Draws what comes after the password was sent.
    after_password: fn(SignIn, Screen) -> AnyView,
    /// Draws what becomes of an invitation.
    after_invitation: fn(Option<Held>, RwSignal<bool>) -> AnyView,
    /// See [`sign_in::Doors`].
    expect: sign_in::Expect,
    /// See [`sign_in::Doors`].
    sign_in: sign_in::Attempt,
    /// See [`sign_in::Doors`].
    judge: sign_in::Judge,
}

/// The page of a screen.
fn page(id: RouteId) -> AnyView {
    match id {
        RouteId::Providers => view! { <ProvidersPage /> }.into_any(),
        RouteId::ProviderSetup => view! { <ProviderSetupPage /> }.into_any(),
        RouteId::Clients => view! { <ClientsPage /> }.into_any(),
        RouteId::Client => view! { <SetUpPage /> }.into_any(),
        RouteId::ClientCollections => view! { <CollectionsPage /> }.into_any(),
        RouteId::ClientGroups => view! { <GroupsPage /> }.into_any(),
        RouteId::ClientSettings => view! { <ClientSettingsPage /> }.into_any(),
        RouteId::Sso => view! { <SsoPage /> }.into_any(),
        RouteId::DeviceApprovals => view! { <DevicesPage /> }.into_any(),
        RouteId::Integrations => view! { <IntegrationsPage /> }.into_any(),
        RouteId::ClientDomains => view! { <DomainsPage /> }.into_any(),
        RouteId::ClientScim => view! { <ScimPage /> }.into_any(),
        RouteId::Policies => view! { <PoliciesPage /> }.into_any(),
        RouteId::ClientSubscription => view! { <ClientSubscriptionPage /> }.into_any(),
        RouteId::People => view! { <PeoplePage /> }.into_any(),
        RouteId::Members => view! { <MembersPage /> }.into_any(),
        RouteId::ClientImport => view! { <ImportPage /> }.into_any(),
        RouteId::ClientReports => view! { <ReportsPage /> }.into_any(),
        RouteId::ClientEvents => view! { <ClientEventsPage /> }.into_any(),
        RouteId::ProviderEvents => view! { <ProviderEventsPage /> }.into_any(),
        RouteId::Account => view! { <AccountPage /> }.into_any(),
        RouteId::Start
        | RouteId::Join
        | RouteId::SignUp
        | RouteId::SignIn
        | RouteId::Lock
        | RouteId::NewPassword
        | RouteId::Strength => ().into_any(),
    }
}

/// A public page that nobody sees first: one comes to it from another one, or from a session.
fn late_public_page(id: RouteId) -> AnyView {
    match id {
        RouteId::Lock => view! { <LockPage /> }.into_any(),
        RouteId::NewPassword => view! { <NewPasswordPage /> }.into_any(),
        RouteId::Strength => view! { <StrengthPage /> }.into_any(),
        _ => view! { <SignUpPage /> }.into_any(),
    }
}

fn draw(matched: Memo<Option<Match>>) -> AnyView {
    view! { <Frame matched=matched page=frame::Pages(page) /> }.into_any()
}

const LATE: Late = Late {
    console: draw,
    public: late_public_page,
    after_password: sign_in::after_password,
    after_invitation: join::after_invitation,
    expect: |portal, email| Box::pin(async move { portal_client::kdf_judgement::expect(&portal, &email).await }),
    sign_in: |portal, email, password, yes_to| {
        Box::pin(async move { portal_client::sign_in::sign_in(&portal, &email, password, yes_to.as_ref()).await })
    },
    judge: |session, typed, arrival| {
        Box::pin(async move { judge::after_sign_in(session, &typed, arrival.password_policy).await })
    },
};

#[cfg(split)]
mod chunk {
    use super::{LATE, Late};

    #[wasm_split_helpers::wasm_split(console, preload(preload), fallible)]
    pub fn load() -> Result<Late, wasm_split_helpers::SplitLoaderError> {
        Ok(LATE)
    }
}

#[cfg(not(split))]
#[allow(clippy::unused_async, reason = "same signatures as the split build")]
mod chunk {
    use super::{LATE, Late};

    pub async fn preload() -> Result<(), ()> {
        Ok(())
    }

    pub async fn load() -> Result<Late, ()> {
        Ok(LATE)
    }
}

/// Fetches the chunk while a password is being typed.
pub fn prefetch() {
    spawn_local(async {
        // What fails now is tried again, and reported, when the console is shown.
        let _ = chunk::preload().await;
    });
}

/// The console, once its chunk is there.
pub fn view(matched: Memo<Option<Match>>) -> AnyView {
    late(
        move |late| (late.console)(matched),
        || {
            view! {
                <main class="page" id="content">
                    <SkeletonRows />
                </main>
            }
            .into_any()
        },
    )
}

/// A late public page, once the chunk is there.
pub fn public_page(id: RouteId) -> AnyView {
    late(
        move |late| {
            let page = (late.public)(id);
            view! { <public::PublicFrame>{page}</public::PublicFrame> }.into_any()
        },
        || view! { <public::PublicFrame>{nothing_yet()}</public::PublicFrame> }.into_any(),
    )
}

/// What the sign-in page shows after the password was sent. The chunk is under way since the password is typed.
fn after_password(state: SignIn, screen: Screen) -> AnyView {
    late(move |late| (late.after_password)(state, screen.clone()), nothing_yet)
}

/// What becomes of the invitation `link`, or of the one accepted earlier.
pub fn after_invitation(link: Option<Held>, declined: RwSignal<bool>) -> AnyView {
    late(move |late| (late.after_invitation)(link, declined), nothing_yet)
}

/// What it takes to open a session comes with the chunk as well; a chunk that cannot be had counts as a server that
/// cannot be reached.
pub const SIGN_IN: sign_in::Doors = sign_in::Doors {
    after_password,
    expect: |portal, email| {
        Box::pin(async move {
            if let Ok(late) = chunk::load().await {
                (late.expect)(portal, email).await;
            }
        })
    },
    sign_in: |portal, email, password, yes_to| {
        Box::pin(async move {
            let (load, patience) = (Box::pin(chunk::load()), Box::pin(timer::sleep(PATIENCE)));
            let Either::Left((Ok(late), _)) = select(load, patience).await else {
                return Err(SignInFailure::Api(ApiError::Offline));
            };
            (late.sign_in)(portal, email, password, yes_to).await
        })
    },
    judge: |session, typed, arrival| {
        Box::pin(async move {
            // Signing in has loaded it.
            if let Ok(late) = chunk::load().await {
                (late.judge)(session, typed, arrival).await;
            }
        })
    },
};

fn nothing_yet() -> AnyView {
    view! {
        <p class="visually-hidden" role="status">
            {text::ui::loading()}
        </p>
    }
    .into_any()
}

fn late(
    draw: impl Fn(Late) -> AnyView + Send + Sync + 'static,
    meanwhile: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let loaded = RwSignal::new(None::<Result<Late, ()>>);
    let load = move || {
        loaded.set(None);
        spawn_local(async move {
            let outcome = chunk::load().await.map_err(|_| ());
            let _ = loaded.try_set(Some(outcome));
            // What is read first was not there when the address changed.
            dom::next_frame(dom::focus_heading_if_lost);
        });
    };
    load();
    (move || match loaded.get() {
        Some(Ok(late)) => draw(late),
        None => meanwhile(),
        Some(Err(())) => missing(load),
    })
    .into_any()
}

fn missing(load: impl Fn() + Send + Sync + 'static) -> AnyView {
    view! {
        <public::PublicFrame>
            <div class="panel stack">
                <h1>{text::app::chunk_missing_title()}</h1>
                <Callout tone=Tone::Danger alert=true>
                    <p>{text::app::chunk_missing_text()}</p>
                </Callout>
                <Button variant=Variant::Primary block=true on_click=load>
                    {text::app::try_again()}
                </Button>
                <Button block=true on_click=page::reload>
                    {text::app::reload()}
                </Button>
            </div>
        </public::PublicFrame>
    }
    .into_any()
}
