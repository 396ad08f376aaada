//! A new account (screens §2.2; REG-01…08, 10). Without a link it begins with the address; with a link of a mail, which
//! proves the address, with the master password.

mod email;
mod finish;
mod form;
mod form_state;
mod questions;
mod refused;
mod rule_list;
pub mod rules;
mod submit;
mod words;

use std::rc::Rc;

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    invitation::MailLink,
    sign_up::{self, SignUpFailure},
};

use self::{email::EmailStep, finish::Finish};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::sign_up as text,
    pages::{
        card::{Card, WaitingCard},
        problem::{Problem, ProblemCallout},
    },
    session::{Opened, use_session},
    ui::{Button, LinkButton, Size, Variant, rich},
};

pub use self::form::{Problem as FieldProblem, check_email};
pub use self::rule_list::RuleList;

/// Makes an account.
#[component]
pub fn SignUpPage() -> AnyView {
    let session = use_session();
    let restoring = Memo::new(move |_| session.is_restoring());
    (move || {
        if restoring.get() {
            return view! { <WaitingCard text=text::checking_link() /> }.into_any();
        }
        // Asked once: the account that this very page makes is signed in before the page is left.
        match untrack(|| session.account()) {
            Some(account) => view! { <SignedIn email=account.email /> }.into_any(),
            None => view! { <SignedOut /> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn SignedOut() -> AnyView {
    let session = use_session();
    (move || {
        let Some(link) = session.link() else { return view! { <EmailStep known="" /> }.into_any() };
        match &*link {
            Ok(MailLink::SignUp(_)) => view! { <Checked link=StoredValue::new_local(link) /> }.into_any(),
            Ok(MailLink::Provider(_) | MailLink::Organization(_)) => {
                view! { <Finish link=StoredValue::new_local(link) /> }.into_any()
            }
            Ok(MailLink::ProviderSetUp(set_up)) => {
                view! { <EmailStep known=set_up.email.clone().unwrap_or_default() /> }.into_any()
            }
            Err(_) => view! { <EmailStep known="" /> }.into_any(),
        }
    })
    .into_any()
}

/// What is known about a link from a verification mail.
#[derive(Clone)]
enum Checking {
    Running,
    Good,
    Expired,
    Failed(ApiError),
}

/// Asks whether the link still works before anybody fills in a form for it (REG-10).
#[component]
fn Checked(link: StoredValue<Rc<Opened>, LocalStorage>) -> AnyView {
    let session = use_session();
    let state = RwSignal::new(Checking::Running);
    let check = Callback::new(move |()| {
        state.set(Checking::Running);
        spawn_local(async move {
            let held = link.get_value();
            let Ok(MailLink::SignUp(mail)) = &*held else { return };
            let found = match sign_up::check_verification_link(&session.portal(), mail).await {
                Ok(()) => Checking::Good,
                Err(SignUpFailure::Api(error)) => Checking::Failed(error),
                Err(_) => Checking::Expired,
            };
            let _ = state.try_set(found);
        });
    });
    check.run(());
    (move || match state.get() {
        Checking::Running => view! { <WaitingCard text=text::checking_link() /> }.into_any(),
        Checking::Good => view! { <Finish link=link /> }.into_any(),
        Checking::Expired => view! { <Expired words=text::expired_text() /> }.into_any(),
        Checking::Failed(error) => view! {
            <Card title=text::finish_title().into_any()>
                <ProblemCallout problem=Problem::of(&error) on_again=check />
            </Card>
        }
        .into_any(),
    })
    .into_any()
}

/// The link no longer works: says why, and offers to start again.
#[component]
pub fn Expired(
    /// Why, and who can help.
    words: &'static str,
) -> AnyView {
    let session = use_session();
    view! {
        <Card title=text::expired_title().into_any() lead=words.into_any() take_focus=true>
            <div class="stack" data-gap="s">
                <Button
                    variant=Variant::Primary
                    size=Size::Large
                    block=true
                    on_click=move || session.set_link(None)
                >
                    {text::start_again()}
                </Button>
                <LinkButton size=Size::Large block=true href=routes::route(RouteId::SignIn).path>
                    {text::sign_in()}
                </LinkButton>
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn SignedIn(email: String) -> AnyView {
    let session = use_session();
    let gone = RwSignal::new(false);
    let leave = move || {
        session.sign_out();
        gone.set(true);
    };
    (move || {
        if gone.get() {
            return view! { <SignedOut /> }.into_any();
        }
        view! {
            <Card title=text::signed_in_title().into_any() lead=rich(text::signed_in_text(&email))>
                <div class="stack" data-gap="s">
                    <LinkButton variant=Variant::Primary size=Size::Large block=true href=routes::route(RouteId::Start).path>
                        {text::signed_in_open()}
                    </LinkButton>
                    <Button size=Size::Large block=true on_click=leave>
                        {text::signed_in_sign_out()}
                    </Button>
                </div>
            </Card>
        }
        .into_any()
    })
    .into_any()
}
