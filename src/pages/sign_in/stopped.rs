//! Screens on which a sign-in ends: why, and what to do instead (AUTH-02, AUTH-07).

use leptos::prelude::*;

use super::{
    flow::{Downgrade, Stop},
    state::SignIn,
    words,
};
use crate::{
    i18n::text::sign_in as text,
    pages::card::Card,
    platform::page,
    ui::{Button, Callout, Size, Tone, Variant},
};

/// The attempt waited too long.
#[component]
pub fn TimedOut(state: SignIn) -> AnyView {
    view! {
        <Card title=text::timeout_title().into_any() lead=text::timeout_text().into_any() take_focus=true>
            <Button variant=Variant::Primary size=Size::Large block=true on_click=move || state.start_again()>
                {text::timeout_action()}
            </Button>
        </Card>
    }
    .into_any()
}

/// It goes no further.
#[component]
pub fn Stopped(state: SignIn, why: Stop) -> AnyView {
    let (title, words) = match &why {
        Stop::Downgrade(kind) => (
            text::downgrade_title(),
            match kind {
                Downgrade::Unknown => text::downgrade_unknown(),
                Downgrade::Low(_) => text::downgrade_low(),
                Downgrade::High(_) => text::downgrade_high(),
                Downgrade::SinceLastTime { .. } => text::downgrade_last_time(),
            },
        ),
        Stop::Sso => (text::sso_title(), text::sso_text()),
        Stop::NewerAccount => (text::newer_title(), text::newer_text()),
        Stop::OldAccount => (text::old_title(), text::old_text()),
        Stop::NoPassword => (text::no_password_title(), text::no_password_text()),
        Stop::Version => (text::version_title(), text::version_text()),
        Stop::DamagedKeys => (text::damaged_title(), text::damaged_text()),
        Stop::ForeignKeys => (text::mismatch_title(), text::mismatch_text()),
        Stop::Memory => (text::memory_title(), text::memory_text()),
        Stop::Worker => (text::worker_title(), text::worker_text()),
    };
    let worker = why == Stop::Worker;
    let facts = facts(&why);
    let alarming = matches!(why, Stop::Downgrade(_) | Stop::ForeignKeys);
    view! {
        <Card title=title.into_any() take_focus=true>
            <Callout tone=if alarming { Tone::Danger } else { Tone::Warning }>
                <p>{words}</p>
            </Callout>
            {facts}
            {alarming.then(|| view! { <p class="quiet">{text::downgrade_next()}</p> })}
            {worker
                .then(|| {
                    view! {
                        <Button variant=Variant::Primary size=Size::Large block=true on_click=page::reload>
                            {text::worker_reload()}
                        </Button>
                    }
                })}
            <Button size=Size::Large block=true on_click=move || state.change_email()>
                {text::back_to_sign_in()}
            </Button>
        </Card>
    }
    .into_any()
}

/// The numbers, for whoever looks into it.
fn facts(why: &Stop) -> Option<AnyView> {
    let rows: Vec<(&'static str, String)> = match why {
        Stop::Downgrade(Downgrade::Low(now) | Downgrade::High(now)) => {
            vec![(text::downgrade_asked(), words::kdf(now))]
        }
        Stop::Downgrade(Downgrade::SinceLastTime { before, now }) => {
            vec![(text::downgrade_before(), words::kdf(before)), (text::downgrade_asked(), words::kdf(now))]
        }
        _ => return None,
    };
    Some(
        view! {
            <dl class="facts">
                {rows
                    .into_iter()
                    .map(|(label, value)| {
                        view! {
                            <dt>{label}</dt>
                            <dd>{value}</dd>
                        }
                    })
                    .collect::<Vec<_>>()}
            </dl>
        }
        .into_any(),
    )
}
