//! Ways not to accept: ask for another invitation, or decline. Neither sends anything.

use leptos::prelude::*;

use crate::{
    i18n::text::{join as text, join_organisation as organisation},
    session::use_session,
    ui::{Button, CopyButton, Dialog, DialogBody, DialogFoot, Icon, Variant, icon},
};

/// Who sends invitations of a kind, and so another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Inviter {
    /// An admin of a provider.
    #[default]
    Provider,
    /// An admin of an organisation.
    Organization,
}

/// Both ways as lines below a choice.
#[component]
pub fn RefuseLines(#[prop(optional)] inviter: Inviter, declined: RwSignal<bool>) -> AnyView {
    let declining = RwSignal::new(false);
    let asking = RwSignal::new(false);
    view! {
        <ul class="checklist">
            <li>
                {icon(Icon::Mail)}
                <span>
                    {text::wrong_address_question()} " "
                    <Button variant=Variant::Link on_click=move || asking.set(true)>
                        {text::wrong_address_action()}
                    </Button>
                </span>
            </li>
            <li>
                {icon(Icon::X)}
                <span>
                    {text::not_expected_question()} " "
                    <Button variant=Variant::Link on_click=move || declining.set(true)>
                        {text::not_expected_action()}
                    </Button>
                </span>
            </li>
        </ul>
        <Ask open=asking inviter=inviter />
        <Decline open=declining declined=declined />
    }
    .into_any()
}

/// Only the way to ask for another one.
#[component]
pub fn AskLine(#[prop(optional)] inviter: Inviter) -> AnyView {
    let asking = RwSignal::new(false);
    view! {
        <ul class="checklist">
            <li>
                {icon(Icon::Mail)}
                <span>
                    <Button variant=Variant::Link on_click=move || asking.set(true)>
                        {text::ask_new()}
                    </Button>
                </span>
            </li>
        </ul>
        <Ask open=asking inviter=inviter />
    }
    .into_any()
}

/// How one gets another invitation.
#[component]
pub fn Ask(open: RwSignal<bool>, #[prop(optional)] inviter: Inviter) -> AnyView {
    let (words, message) = match inviter {
        Inviter::Provider => (text::ask_text(), text::ask_message()),
        Inviter::Organization => (organisation::ask_text(), organisation::ask_message()),
    };
    view! {
        <Dialog open=open title=text::ask_title()>
            <DialogBody>
                <p>{words}</p>
            </DialogBody>
            <DialogFoot>
                <CopyButton
                    label=text::ask_copy()
                    content=message.to_owned()
                    variant=Variant::Primary
                />
            </DialogFoot>
        </Dialog>
    }
    .into_any()
}

/// What declining means, and the button that forgets the link.
#[component]
fn Decline(open: RwSignal<bool>, declined: RwSignal<bool>) -> AnyView {
    let session = use_session();
    let forget = move || {
        open.set(false);
        session.set_link(None);
        declined.set(true);
    };
    view! {
        <Dialog open=open title=text::decline_title()>
            <DialogBody>
                <div class="stack">
                    <p>{text::decline_text()}</p>
                    <p>{text::decline_tell()}</p>
                </div>
            </DialogBody>
            <DialogFoot>
                <Button on_click=move || open.set(false)>{text::keep()}</Button>
                <Button variant=Variant::Primary on_click=forget>
                    {text::decline_forget()}
                </Button>
            </DialogFoot>
        </Dialog>
    }
    .into_any()
}
