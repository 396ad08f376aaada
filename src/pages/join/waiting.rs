//! Accepted, waiting to be confirmed (JOIN-06): the own words, and the look-out for the confirmation.

use leptos::prelude::*;

use super::watch::{Found, Watch};
use crate::{
    app::routes::{self, RouteId},
    i18n::{self, text::join as text},
    pages::{card::Card, lock::UnlockForm},
    session::{Session, place::use_replace, use_session},
    ui::{Badge, Button, Callout, CopyButton, Icon, KeyProof, LinkButton, Size, Tone, Variant, rich},
};

/// Waits, shows the words, and goes on into the portal.
#[component]
pub fn Waiting(
    /// Id and claimed name of the provider, where a link says it.
    #[prop(optional_no_strip)]
    provider: Option<(String, Option<String>)>,
    /// The invitation had been accepted before.
    #[prop(optional)]
    before: bool,
) -> AnyView {
    let session = use_session();
    let (id, name) = provider.map_or((None, None), |(id, name)| (Some(id), name));
    let invited = id.is_some();
    let watch = Watch::start(session, id);
    let replace = use_replace();
    Effect::new(move |_| {
        if let Some(Found::Confirmed(id)) = watch.found.get() {
            // Clients need keys: while locked the guard asks for the password first and then goes there.
            replace(&routes::path(RouteId::Clients, &[("provider", &id)]));
            session.set_link(None);
        }
    });
    (move || match watch.found.get() {
        Some(Found::Confirmed(_)) => view! {
            <Card title=text::confirmed_title().into_any() lead=text::confirmed_text().into_any() take_focus=true>
                ""
            </Card>
        }
        .into_any(),
        Some(Found::KeyRefused) => view! {
            <Card title=text::key_refused_title().into_any() take_focus=true>
                <Callout tone=Tone::Danger alert=true>
                    <p>{text::key_refused_text()}</p>
                </Callout>
                <LinkButton size=Size::Large block=true href=routes::route(RouteId::Providers).path>
                    {text::go_to_portal()}
                </LinkButton>
            </Card>
        }
        .into_any(),
        None => {
            let (title, lead) = match (invited, before) {
                (true, false) => (text::waiting_title(), text::waiting_lead().into_any()),
                (true, true) => (text::already_title(), text::already_text().into_any()),
                (false, _) => (text::not_listed_title(), text::not_listed_text().into_any()),
            };
            let name = name.clone();
            view! { <Card title=title.into_any() top=badge() lead=lead take_focus=true>
                {name.map(|name| view! { <p class="quiet">{rich(text::waiting_for(&name))}</p> })}
                <Words />
                <State watch=watch />
                {(!invited).then(elsewhere)}
            </Card> }
            .into_any()
        }
    })
    .into_any()
}

fn badge() -> AnyView {
    view! {
        <p>
            <Badge tone=Tone::Warning symbol=Icon::Clock>
                {text::waiting_badge()}
            </Badge>
        </p>
    }
    .into_any()
}

/// A link that was not opened yet, for people who wait for nothing.
fn elsewhere() -> AnyView {
    view! {
        <hr />
        <details class="disclosure">
            <summary>{text::paste_other()}</summary>
            <super::paste::PasteForm />
        </details>
    }
    .into_any()
}

/// The words, while the keys are at hand.
fn own_words(session: Session) -> Memo<Option<Vec<String>>> {
    Memo::new(move |_| {
        let words = session.account().map(|account| account.fingerprint).unwrap_or_default();
        (session.is_open() && !words.is_empty()).then_some(words)
    })
}

/// The five words of the own key; while locked, the way to them.
#[component]
fn Words() -> AnyView {
    let session = use_session();
    let words = own_words(session);
    (move || match words.get() {
        Some(words) => view! { <KeyProof words=words caption=text::qr_help() label=text::words_label() /> }.into_any(),
        None => view! {
            <Callout tone=Tone::Info>
                <p>{text::words_locked()}</p>
            </Callout>
            <UnlockForm />
        }
        .into_any(),
    })
    .into_any()
}

/// When the server was last asked, and the buttons.
#[component]
fn State(watch: Watch) -> AnyView {
    let session = use_session();
    let words = own_words(session);
    let state = move || {
        if watch.failed.get() {
            text::check_failed().to_owned()
        } else if watch.paused.get() {
            text::check_paused().to_owned()
        } else {
            watch.checked.get().map(|at| text::checked_at(&i18n::date_time(at))).unwrap_or_default()
        }
    };
    let leave = move || {
        session.set_link(None);
        session.sign_out();
    };
    view! {
        <div class="cluster">
            {move || {
                words
                    .get()
                    .map(|words| view! { <CopyButton label=text::words_copy() content=words.join("-") /> })
            }}
            <Button symbol=Icon::Refresh busy=watch.checking on_click=move || watch.look()>
                {text::check_again()}
            </Button>
            <Button variant=Variant::Quiet on_click=leave>
                {text::waiting_sign_out()}
            </Button>
        </div>
        <p class="t-12 quiet">{state} " " {text::may_close()}</p>
        <p class="visually-hidden" role="status">
            {move || watch.failed.get().then(text::check_failed)}
        </p>
    }
    .into_any()
}
