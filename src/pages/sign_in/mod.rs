//! Signing in (screens §2.3; AUTH-01, 02, 03, 05, 07): address, master password, and what the server asks beyond them.

mod code;
mod concern;
mod device;
mod flow;
mod note;
mod second_step;
mod state;
mod stopped;
mod words;

use leptos::{ev, prelude::*, task::spawn_local};
use portal_agent::LocalBoxFuture;
use portal_client::{
    Portal, account,
    invitation::MailLink,
    kdf_judgement::KdfConcern,
    session::SignedOutReason,
    sign_in::{Arrival, SignInFailure, SignInStep},
};
use portal_contracts::SecretText;

use self::{
    concern::Concern,
    device::NewDevice,
    note::NoteView,
    second_step::{NoSecondStep, SecondStep},
    stopped::{Stopped, TimedOut},
};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::sign_in as text,
    pages::{
        card::{Card, UsernameForManagers},
        carried,
        sign_up::check_email,
    },
    session::{Opened, Session, place, prefs, use_session},
    ui::{Button, Callout, Checkbox, Icon, PasswordField, Size, TextField, Tone, Variant, dom, icon, rich},
};

pub use self::{flow::Screen, state::SignIn};

/// As [`portal_client::kdf_judgement::expect`].
pub type Expect = fn(Portal, String) -> LocalBoxFuture<'static, ()>;

/// As [`portal_client::sign_in::sign_in`].
pub type Attempt =
    fn(Portal, String, SecretText, Option<KdfConcern>) -> LocalBoxFuture<'static, Result<SignInStep, SignInFailure>>;

/// As [`crate::pages::judge::after_sign_in`].
pub type Judge = fn(Session, SecretText, Arrival) -> LocalBoxFuture<'static, ()>;

/// What of signing in nobody needs who only looks at the page: it comes while the password is typed.
#[derive(Clone, Copy)]
pub struct Doors {
    /// Draws [`after_password`].
    pub after_password: fn(SignIn, Screen) -> AnyView,
    /// Prepares for the password of an address.
    pub expect: Expect,
    /// Signs in.
    pub sign_in: Attempt,
    /// Judges the password that opened a session.
    pub judge: Judge,
}

/// Signs in. The link or page one came for is kept by the session meanwhile.
#[component]
pub fn SignInPage(
    /// The part that comes later.
    doors: Doors,
) -> AnyView {
    let session = use_session();
    let carried = carried::for_sign_in();
    let invited = session.link().and_then(|link| match &*link {
        Ok(MailLink::Provider(link)) => link.email.clone(),
        Ok(MailLink::ProviderSetUp(link)) => link.email.clone(),
        Ok(MailLink::Organization(link)) => link.email.clone(),
        Ok(MailLink::SignUp(_)) | Err(_) => None,
    });
    // Links of other programs may name an address; ours never do, and it does not stay in the address bar.
    let (asked, write_asked) = place::query("email");
    let asked = asked.get_untracked();
    write_asked("");
    let asked = Some(asked).filter(|email| check_email(email).is_none());
    let remembered = prefs::remembered_email();
    let remembers = remembered.is_some();
    let email = carried.email.or(invited).or(asked).or(remembered);
    let state = SignIn::new(session, doors, email, remembers);
    state.account_made.set(carried.account_made);
    if let Some(step) = carried.step {
        state.go_on(Ok(step));
    }
    on_cleanup(move || {
        if !session.is_open_untracked() {
            state.forget_attempt();
        }
    });
    let asked = Memo::new(move |before| before == Some(&true) || state.concern.with(Option::is_some));
    view! {
        {move || match state.screen.get() {
            Screen::Email => view! { <Email state=state /> }.into_any(),
            Screen::Password => view! { <MasterPassword state=state /> }.into_any(),
            screen => (doors.after_password)(state, screen),
        }}
        {move || asked.get().then(|| (doors.after_password)(state, Screen::Password))}
    }
    .into_any()
}

/// What comes after the password was sent; part of the console's chunk. With the password's screen: the question about
/// its derivation.
pub fn after_password(state: SignIn, screen: Screen) -> AnyView {
    match screen {
        Screen::Email => ().into_any(),
        Screen::Password => view! { <Concern state=state /> }.into_any(),
        Screen::SecondStep(step) => view! { <SecondStep state=state step=step /> }.into_any(),
        Screen::NoSecondStep(methods) => view! { <NoSecondStep state=state methods=methods /> }.into_any(),
        Screen::NewDevice => view! { <NewDevice state=state /> }.into_any(),
        Screen::TimedOut => view! { <TimedOut state=state /> }.into_any(),
        Screen::Stopped(why) => view! { <Stopped state=state why=why /> }.into_any(),
    }
}

/// Why one is here, in one line.
fn reason(state: SignIn) -> AnyView {
    let session = state.session;
    (move || {
        let ended = session.signed_out_reason() == Some(SignedOutReason::Expired);
        let words = if state.account_made.get() {
            Some((Tone::Success, text::account_created()))
        } else if session.signed_out_reason() == Some(SignedOutReason::PasswordChanged) {
            Some((Tone::Success, text::password_changed()))
        } else if ended {
            Some((Tone::Warning, text::session_ended()))
        } else if let Some(words) = session.link().and_then(|link| for_link(&link)) {
            Some((Tone::Info, words))
        } else if session.has_target() {
            Some((Tone::Info, text::for_page()))
        } else {
            None
        };
        words.map(|(tone, words)| {
            view! {
                <Callout tone=tone>
                    <p>{words}</p>
                </Callout>
            }
        })
    })
    .into_any()
}

/// What comes of the link somebody came with, once they are signed in. A link that proves an address is for a new account.
fn for_link(link: &Opened) -> Option<&'static str> {
    match link {
        Ok(MailLink::Provider(_)) => Some(text::for_invitation()),
        Ok(MailLink::ProviderSetUp(_)) => Some(text::for_set_up()),
        Ok(MailLink::Organization(invitation)) if invitation.is_plain() => Some(text::for_organisation()),
        Ok(MailLink::Organization(_)) => Some(text::for_open_invitation()),
        Ok(MailLink::SignUp(_)) | Err(_) => None,
    }
}

/// Asks for the address.
#[component]
fn Email(state: SignIn) -> AnyView {
    let judged = RwSignal::new(false);
    let problem = move || judged.get().then(|| check_email(&state.email.get())).flatten();
    let error = Signal::derive(move || problem().map(|problem| words::email_problem(&problem).to_owned()));
    let next = move |event: ev::SubmitEvent| {
        event.prevent_default();
        judged.set(true);
        if check_email(&state.email.get_untracked()).is_some() {
            dom::focus_id("email");
            return;
        }
        state.note.set(None);
        state.screen.set(Screen::Password);
    };
    view! {
        <Card title=text::email_title().into_any()>
            {reason(state)}
            <form class="stack" novalidate on:submit=next>
                <TextField
                    id="email"
                    label=text::email_label()
                    value=state.email
                    kind="email"
                    autocomplete="username"
                    large=true
                    error=error
                />
                <Checkbox id="remember" label=text::remember() checked=state.remember />
                <Button variant=Variant::Primary size=Size::Large block=true submit=true>
                    {text::go_on()}
                </Button>
            </form>
            <hr />
            <ul class="checklist">
                <li>
                    {icon(Icon::Person)}
                    <span>
                        {text::no_account()} " " <a href=routes::route(RouteId::SignUp).path>{text::create()}</a>
                    </span>
                </li>
                <li>
                    {icon(Icon::Mail)}
                    <span>
                        {text::invited_question()} " "
                        <a href=routes::route(RouteId::Join).path>{text::invited_action()}</a>
                    </span>
                </li>
            </ul>
        </Card>
    }
    .into_any()
}

/// Asks for the master password.
#[component]
fn MasterPassword(state: SignIn) -> AnyView {
    let missing = RwSignal::new(false);
    let error = Signal::derive(move || {
        (missing.get() && state.password.length() == 0).then(|| text::password_missing().to_owned())
    });
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if state.password.peek().is_empty() {
            missing.set(true);
            state.password.focus();
            return;
        }
        missing.set(false);
        state.send_password(None);
    };
    // The field is in the page by the next frame.
    dom::next_frame(move || state.password.focus());
    let waits = Signal::derive(move || state.pause.left() > 0);
    view! {
        <Card
            title=text::password_title().into_any()
            lead=rich(text::signing_in_as(&state.email.get_untracked()))
        >
            {reason(state)}
            <form class="stack" novalidate on:submit=send>
                <UsernameForManagers email=state.email />
                <PasswordField
                    id="password"
                    label=text::password_label()
                    password=state.password
                    error=error
                    on_focus=move || state.expect_password()
                />
                <NoteView state=state />
                <Button
                    variant=Variant::Primary
                    size=Size::Large
                    block=true
                    submit=true
                    busy=state.busy
                    disabled=waits
                >
                    {text::submit()}
                </Button>
                <p class="visually-hidden" role="status">
                    {move || state.busy.get().then(text::busy)}
                </p>
            </form>
            <hr />
            <ul class="checklist">
                <li>
                    {icon(Icon::Person)}
                    <span>
                        // What is under way cannot be called back: it would open the first person's session.
                        <Button variant=Variant::Link disabled=state.busy on_click=move || state.change_email()>
                            {text::not_you()}
                        </Button>
                    </span>
                </li>
                <li>{icon(Icon::Help)} <Hint state=state /></li>
            </ul>
        </Card>
    }
    .into_any()
}

/// Has the hint mailed.
#[component]
fn Hint(state: SignIn) -> AnyView {
    // None while nothing was asked; then whether the request arrived.
    let sent = RwSignal::new(None::<bool>);
    let busy = RwSignal::new(false);
    let send = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let email = state.email.get_untracked();
            let arrived = account::send_hint(&state.session.portal(), &email).await.is_ok();
            let _ = busy.try_set(false);
            let _ = sent.try_set(Some(arrived));
        });
    };
    view! {
        <span>
            <Button variant=Variant::Link busy=busy on_click=send>
                {text::hint_action()}
            </Button>
            <span class="t-12 quiet" role="status">
                {move || match sent.get() {
                    None => "",
                    Some(true) => text::hint_sent(),
                    Some(false) => text::hint_failed(),
                }}
            </span>
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use portal_client::invitation::parse_link;

    use super::*;

    #[test]
    fn each_kind_of_link_says_what_really_comes_of_it() {
        const ID: &str = "11111111-2222-3333-4444-555555555555";
        let said = |route: &str, more: &str| {
            let ids = format!("providerId={ID}&providerUserId={ID}&organizationId={ID}&organizationUserId={ID}");
            for_link(&parse_link(&format!("https://v/#/{route}?{ids}&token=t&email=a%40b.c{more}")))
        };
        assert_eq!(said("providers/accept-provider", ""), Some(text::for_invitation()));
        assert_eq!(said("providers/setup-provider", ""), Some(text::for_set_up()));
        assert_eq!(said("accept-organization", ""), Some(text::for_organisation()));
        assert_eq!(said("accept-organization", "&initOrganization=true"), Some(text::for_open_invitation()));
        assert_eq!(said("accept-organization", "&orgSsoIdentifier=acme"), Some(text::for_open_invitation()));
        assert_eq!(said("finish-signup", ""), None);
        assert_eq!(said("elsewhere", ""), None);
    }
}
