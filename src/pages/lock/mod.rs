//! The lock page (LOCK-01): the master password opens the keys here, without the server.

mod form;

use leptos::prelude::*;

pub use self::form::UnlockForm;
use crate::{
    i18n::text::lock as text,
    pages::card::Card,
    platform::page,
    session::{LockReason, use_session},
    ui::{Button, Callout, Dialog, DialogBody, DialogFoot, Icon, Tone, Variant, icon},
};

/// Unlocks, or signs out. The guard of the app brings people back to where they were.
#[component]
pub fn LockPage() -> AnyView {
    let session = use_session();
    let asking = RwSignal::new(false);
    let email = move || session.account().map(|account| account.email).unwrap_or_default();
    let reason = move || match session.lock_reason() {
        LockReason::Idle => Some((Tone::Info, text::reason_idle())),
        LockReason::Reload => Some((Tone::Info, text::reason_reload())),
        LockReason::AgentStopped => Some((Tone::Warning, text::reason_stopped())),
        LockReason::Asked => None,
    };
    view! {
        <Card title=text::title().into_any() lead=text::lead().into_any()>
            <dl class="facts">
                <dt>{text::account()}</dt>
                <dd dir="auto">{email}</dd>
                <dt>{text::server()}</dt>
                <dd>{page::host()}</dd>
            </dl>
            {move || {
                reason()
                    .map(|(tone, words)| {
                        view! {
                            <Callout tone=tone>
                                <p>{words}</p>
                            </Callout>
                        }
                    })
            }}
            <UnlockForm take_focus=true />
            <ul class="checklist">
                {move || {
                    session.has_target().then(|| view! { <li>{icon(Icon::Undo)} <span>{text::comes_back()}</span></li> })
                }}
                <li>
                    {icon(Icon::Person)}
                    <span>
                        <Button variant=Variant::Link on_click=move || asking.set(true)>
                            {text::sign_out()}
                        </Button>
                    </span>
                </li>
            </ul>
        </Card>
        <Dialog open=asking title=text::sign_out_title()>
            <DialogBody>
                <p>{text::sign_out_text()}</p>
            </DialogBody>
            <DialogFoot>
                <Button on_click=move || asking.set(false)>{text::cancel()}</Button>
                <Button
                    variant=Variant::Primary
                    on_click=move || {
                        asking.set(false);
                        session.sign_out();
                    }
                >
                    {text::sign_out_confirm()}
                </Button>
            </DialogFoot>
        </Dialog>
    }
    .into_any()
}
