//! Accepted, waiting to be confirmed (JOIN-06): the own words, and the look-out for the confirmation.

use leptos::prelude::*;

use super::{
    organization::Member,
    watch::{Found, Goal, Watch},
};
use crate::{
    app::routes::{self, RouteId},
    i18n::{self, text::join as text, text::join_organisation as organisation},
    pages::{card::Card, lock::UnlockForm},
    session::{Session, place::use_replace, use_session},
    ui::{Badge, Button, Callout, CopyButton, Icon, KeyProof, LinkButton, Size, Tone, Variant, rich},
};

/// Waits, shows the words, and goes on into the portal.
#[component]
pub fn Waiting(
    /// What one waits for, where a link says it.
    #[prop(optional)]
    goal: Goal,
    /// Its claimed name.
    #[prop(optional_no_strip)]
    name: Option<String>,
    /// The invitation had been accepted before.
    #[prop(optional)]
    before: bool,
) -> AnyView {
    let session = use_session();
    let kind = match goal {
        Goal::Any => Kind::Any,
        Goal::Provider(_) => Kind::Provider,
        Goal::Organization(_) => Kind::Organization,
    };
    let watch = Watch::start(session, goal);
    let replace = use_replace();
    Effect::new(move |_| {
        // Clients need keys: while locked the guard asks for the password first and then goes there.
        let to = match watch.found.get() {
            Some(Found::Provider(id)) => routes::path(RouteId::Clients, &[("provider", &id)]),
            Some(Found::Console(id)) => routes::path(RouteId::Client, &[("client", &id)]),
            Some(Found::Member(_) | Found::KeyRefused) | None => return,
        };
        replace(&to);
        session.set_link(None);
    });
    (move || match watch.found.get() {
        Some(Found::Provider(_) | Found::Console(_)) => {
            let lead = match kind {
                Kind::Organization => organisation::confirmed_text(),
                Kind::Any | Kind::Provider => text::confirmed_text(),
            };
            view! {
                <Card title=text::confirmed_title().into_any() lead=lead.into_any() take_focus=true>
                    ""
                </Card>
            }
            .into_any()
        }
        Some(Found::Member(id)) => view! { <Member id=id name=name.clone() /> }.into_any(),
        Some(Found::KeyRefused) => {
            let words = match kind {
                Kind::Organization => organisation::key_refused_text(),
                Kind::Any | Kind::Provider => text::key_refused_text(),
            };
            view! {
                <Card title=text::key_refused_title().into_any() take_focus=true>
                    <Callout tone=Tone::Danger alert=true>
                        <p>{words}</p>
                    </Callout>
                    <LinkButton size=Size::Large block=true href=routes::route(RouteId::Providers).path>
                        {text::go_to_portal()}
                    </LinkButton>
                </Card>
            }
            .into_any()
        }
        None => {
            let (title, lead) = match (kind, before) {
                (Kind::Any, _) => (text::not_listed_title(), text::not_listed_text()),
                (Kind::Provider, false) => (text::waiting_title(), text::waiting_lead()),
                (Kind::Provider, true) => (text::already_title(), text::already_text()),
                (Kind::Organization, false) => (organisation::waiting_title(), text::waiting_lead()),
                (Kind::Organization, true) => (text::already_title(), organisation::already_text()),
            };
            let name = name.clone();
            view! {
                <Card title=title.into_any() top=badge(kind) lead=lead.into_any() take_focus=true>
                    {name.map(|name| view! { <p class="quiet">{rich(text::waiting_for(&name))}</p> })}
                    <Words />
                    <State watch=watch />
                    {(kind == Kind::Any).then(elsewhere)}
                </Card>
            }
            .into_any()
        }
    })
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Any,
    Provider,
    Organization,
}

fn badge(kind: Kind) -> AnyView {
    let words = match kind {
        Kind::Organization => organisation::waiting_badge(),
        Kind::Any | Kind::Provider => text::waiting_badge(),
    };
    view! {
        <p>
            <Badge tone=Tone::Warning symbol=Icon::Clock>
                {words}
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
