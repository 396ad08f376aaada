//! Invitations (screens §2.1; JOIN-01…07, 09): what a link offers, what becomes of it, and the way on when it does not
//! work. The link itself, with its token, is kept by the session in memory; the address bar never shows it.

mod accept;
mod choice;
mod failed;
mod organization;
mod paste;
mod poll;
mod refuse;
mod set_up;
mod set_up_form;
mod waiting;
mod watch;

use std::rc::Rc;

use leptos::prelude::*;
use portal_client::invitation::{LinkError, MailLink};

use self::{accept::Provider, organization::Organization, paste::Paste, set_up::SetUp, waiting::Waiting};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::join as text,
    pages::{
        card::{Card, WaitingCard},
        problem::{Problem, ProblemCallout},
    },
    session::{Opened, Session, place::use_replace, use_session},
    ui::{LinkButton, Size, Variant},
};

pub use self::set_up_form::ProviderSetupPage;

/// A link in a view. It is no value that can be compared or sent, so it is held by reference.
pub type Held = StoredValue<Rc<Opened>, LocalStorage>;

/// The door to [`after_invitation`].
pub type Late = fn(Option<Held>, RwSignal<bool>) -> AnyView;

/// Shows what stands behind the link somebody came with, or asks for one.
#[component]
pub fn JoinPage(
    /// Draws [`after_invitation`], once its chunk is there.
    late: Late,
) -> AnyView {
    let session = use_session();
    let declined = RwSignal::new(false);
    let restoring = Memo::new(move |_| session.is_restoring());
    let signed_in = Memo::new(move |_| session.account().is_some());
    (move || {
        if declined.get() {
            return view! { <Declined /> }.into_any();
        }
        if restoring.get() {
            return view! { <WaitingCard text=text::reading() /> }.into_any();
        }
        if let Some(error) = session.unrestored() {
            let again = move || session.restore();
            return view! {
                <Card title=text::title_unnamed().into_any()>
                    <ProblemCallout problem=Problem::of(&error) on_again=again />
                </Card>
            }
            .into_any();
        }
        match session.link() {
            None if signed_in.get() && !works_somewhere(session) => late(None, declined),
            None => view! { <Paste signed_in=signed_in /> }.into_any(),
            Some(link) => opened(link, signed_in.get(), declined, late),
        }
    })
    .into_any()
}

/// Whether the account belongs to a provider or runs an organisation already.
fn works_somewhere(session: Session) -> bool {
    untrack(|| {
        session.workspace().is_some_and(|workspace| !workspace.providers.is_empty() || !workspace.clients.is_empty())
    })
}

fn opened(link: Rc<Opened>, signed_in: bool, declined: RwSignal<bool>, late: Late) -> AnyView {
    let held = StoredValue::new_local(Rc::clone(&link));
    match &*link {
        // What most people see first; everything that follows is loaded meanwhile.
        Ok(MailLink::Provider(_)) if !signed_in => accept::choice(held, declined),
        Ok(MailLink::SignUp(_)) => view! { <ToSignUp /> }.into_any(),
        Ok(_) => late(Some(held), declined),
        Err(error) => view! { <Broken error=*error /> }.into_any(),
    }
}

/// What becomes of a link, or of an invitation accepted earlier; part of the console's chunk.
pub fn after_invitation(link: Option<Held>, declined: RwSignal<bool>) -> AnyView {
    let Some(held) = link else { return view! { <Waiting /> }.into_any() };
    held.with_value(|link| match &**link {
        Ok(MailLink::Provider(_)) => view! { <Provider link=held declined=declined /> }.into_any(),
        Ok(MailLink::ProviderSetUp(_)) => view! { <SetUp link=held declined=declined /> }.into_any(),
        Ok(MailLink::Organization(_)) => view! { <Organization link=held declined=declined /> }.into_any(),
        Ok(MailLink::SignUp(_)) | Err(_) => ().into_any(),
    })
}

/// A link that proves an address belongs to the form for a new account.
#[component]
fn ToSignUp() -> AnyView {
    let replace = use_replace();
    Effect::new(move |_| replace(routes::route(RouteId::SignUp).path));
    view! { <WaitingCard text=text::reading() /> }.into_any()
}

/// The link misses a part, or is none.
#[component]
fn Broken(error: LinkError) -> AnyView {
    let words = match error {
        LinkError::Incomplete => text::incomplete_text(),
        LinkError::Unknown => text::paste_not_link(),
    };
    view! {
        <Card title=text::incomplete_title().into_any() lead=words.into_any()>
            <paste::PasteForm />
            <refuse::AskLine />
        </Card>
    }
    .into_any()
}

/// The invitation was declined: nothing was sent, and the page forgot it.
#[component]
fn Declined() -> AnyView {
    view! {
        <Card title=text::declined_title().into_any() lead=text::declined_text().into_any() take_focus=true>
            <LinkButton size=Size::Large block=true variant=Variant::Primary href=routes::route(RouteId::SignIn).path>
                {text::go_to_sign_in()}
            </LinkButton>
        </Card>
    }
    .into_any()
}
