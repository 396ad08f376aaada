//! Ways not to accept: ask for another invitation, or decline. Neither sends anything.

use leptos::prelude::*;

use crate::{
    i18n::text::join as text,
    session::use_session,
    ui::{Button, CopyButton, Dialog, DialogBody, DialogFoot, Icon, Variant, icon},
};

/// Both ways as lines below a choice.
#[component]
pub fn RefuseLines(declined: RwSignal<bool>) -> AnyView {
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
        <Ask open=asking />
        <Decline open=declining declined=declined />
    }
    .into_any()
}

/// Only the way to ask for another one.
#[component]
pub fn AskLine() -> AnyView {
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
        <Ask open=asking />
    }
    .into_any()
}

/// How one gets another invitation.
#[component]
pub fn Ask(open: RwSignal<bool>) -> AnyView {
    view! {
        <Dialog open=open title=text::ask_title()>
            <DialogBody>
                <p>{text::ask_text()}</p>
            </DialogBody>
            <DialogFoot>
                <CopyButton
                    label=text::ask_copy()
                    content=text::ask_message().to_owned()
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
