//! Everything behind sign-in: loaded as one chunk in release builds (decision record 0003), plain code otherwise.
//!
//! [`page`] is the one list of console pages. Nothing outside of this file may name a page of the console or the frame, or
//! it would become part of what every visitor downloads.

use leptos::{prelude::*, task::spawn_local};

use super::{
    frame::{self, Frame},
    public,
    routes::{Match, RouteId},
};
use crate::{
    i18n::text,
    pages::{
        account::AccountPage, client::ClientPage, clients::ClientsPage, join::ProviderSetupPage,
        provider::people::PeoplePage, providers::ProvidersPage,
    },
    platform::page,
    ui::{Button, Callout, SkeletonRows, Tone, Variant},
};

/// Draws the console for the page that was found.
type Draw = fn(Memo<Option<Match>>) -> AnyView;

/// The page of a screen.
fn page(id: RouteId) -> AnyView {
    match id {
        RouteId::Providers => view! { <ProvidersPage /> }.into_any(),
        RouteId::ProviderSetup => view! { <ProviderSetupPage /> }.into_any(),
        RouteId::Clients => view! { <ClientsPage /> }.into_any(),
        RouteId::Client => view! { <ClientPage /> }.into_any(),
        RouteId::People => view! { <PeoplePage /> }.into_any(),
        RouteId::Account => view! { <AccountPage /> }.into_any(),
        RouteId::Start | RouteId::Join | RouteId::SignUp | RouteId::SignIn | RouteId::Lock | RouteId::Strength => {
            ().into_any()
        }
    }
}

fn draw(matched: Memo<Option<Match>>) -> AnyView {
    view! { <Frame matched=matched page=frame::Pages(page) /> }.into_any()
}

#[cfg(split)]
mod chunk {
    use super::{Draw, draw};

    #[wasm_split_helpers::wasm_split(console, preload(preload), fallible)]
    pub fn load() -> Result<Draw, wasm_split_helpers::SplitLoaderError> {
        Ok(draw as Draw)
    }
}

#[cfg(not(split))]
#[allow(clippy::unused_async, reason = "same signatures as the split build")]
mod chunk {
    use super::{Draw, draw};

    pub async fn preload() -> Result<(), ()> {
        Ok(())
    }

    pub async fn load() -> Result<Draw, ()> {
        Ok(draw)
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
    let loaded = RwSignal::new(None::<Result<Draw, ()>>);
    let load = move || {
        loaded.set(None);
        spawn_local(async move {
            let outcome = chunk::load().await.map_err(|_| ());
            let _ = loaded.try_set(Some(outcome));
        });
    };
    load();
    (move || match loaded.get() {
        Some(Ok(draw)) => draw(matched),
        None => view! {
            <main class="page" id="content">
                <SkeletonRows />
            </main>
        }
        .into_any(),
        Some(Err(())) => view! {
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
        .into_any(),
    })
    .into_any()
}
