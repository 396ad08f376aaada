//! The first step of an account without invitation: the address, and the mail that proves it (REG-01).

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::{
    config,
    invitation::MailLink,
    sign_up::{self, SignUpFailure, Verification},
};

use super::{
    form::{self, Field},
    words,
};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::sign_up as text,
    pages::{
        card::Card,
        countdown::Countdown,
        problem::{Problem, ProblemCallout},
    },
    session::use_session,
    ui::{Button, Callout, ErrorSummary, Icon, LinkButton, Size, TextField, Tone, Variant, icon, rich},
};

/// Seconds until the mail may be asked for again.
const RESEND: u32 = 30;

/// Where the first step stands. Copy it freely.
#[derive(Clone, Copy)]
struct Step {
    name: RwSignal<String>,
    email: RwSignal<String>,
    busy: RwSignal<bool>,
    judged: RwSignal<bool>,
    failure: RwSignal<Option<SignUpFailure>>,
    /// The mail is out to this address.
    sent: RwSignal<Option<String>>,
    resent: RwSignal<bool>,
    countdown: Countdown,
}

impl Step {
    fn findings(self) -> Vec<form::Finding> {
        form::check_email_form(&self.name.get(), &self.email.get())
    }

    fn error(self, field: Field) -> Signal<Option<String>> {
        Signal::derive(move || {
            let found = if self.judged.get() { self.findings() } else { Vec::new() };
            found.into_iter().find(|finding| finding.field == field).map(|found| words::problem(&found.problem))
        })
    }

    fn summary(self) -> Signal<Vec<(String, String)>> {
        Signal::derive(move || {
            let found = if self.judged.get() { self.findings() } else { Vec::new() };
            // One field in error speaks for itself.
            if found.len() < 2 {
                return Vec::new();
            }
            let pair = |found: form::Finding| (words::field_id(found.field).to_owned(), words::problem(&found.problem));
            found.into_iter().map(pair).collect()
        })
    }
}

/// Asks for the address, then says that the mail is on its way.
#[component]
pub fn EmailStep(
    /// An address that is known already.
    #[prop(into)]
    known: String,
) -> AnyView {
    let step = Step {
        name: RwSignal::new(String::new()),
        email: RwSignal::new(known),
        busy: RwSignal::new(false),
        judged: RwSignal::new(false),
        failure: RwSignal::new(None),
        sent: RwSignal::new(None),
        resent: RwSignal::new(false),
        countdown: Countdown::new(),
    };
    let session = use_session();
    let send = Callback::new(move |again: bool| {
        if step.busy.get_untracked() {
            return;
        }
        step.judged.set(true);
        step.failure.set(None);
        step.resent.set(false);
        if let Some(first) = untrack(|| step.findings()).first() {
            crate::ui::dom::focus_id(words::field_id(first.field));
            return;
        }
        step.busy.set(true);
        spawn_local(async move {
            let (email, name) = (step.email.get_untracked().trim().to_owned(), step.name.get_untracked());
            let outcome = sign_up::request_verification(&session.portal(), &email, Some(&name)).await;
            let _ = step.busy.try_set(false);
            match outcome {
                Ok(Verification::MailSent) => {
                    let _ = step.sent.try_set(Some(email));
                    let _ = step.resent.try_set(again);
                    step.countdown.start(RESEND);
                }
                Ok(Verification::NotNeeded(link)) => session.set_link(Some(Ok(MailLink::SignUp(link)))),
                Err(failure) => {
                    let _ = step.failure.try_set(Some(failure));
                }
            }
        });
    });
    (move || match step.sent.get() {
        None => view! { <Ask step=step send=send /> }.into_any(),
        Some(email) => view! { <Sent step=step email=email send=send /> }.into_any(),
    })
    .into_any()
}

#[component]
fn Ask(step: Step, send: Callback<bool>) -> AnyView {
    let session = use_session();
    let closed = RwSignal::new(false);
    spawn_local(async move {
        // Only a hint: the server decides when the form is sent.
        if let Ok(info) = config::read_config(&session.portal()).await {
            let _ = closed.try_set(!info.sign_up_open);
        }
    });
    view! {
        <Card title=text::email_title().into_any() lead=text::email_lead().into_any()>
            {move || {
                closed
                    .get()
                    .then(|| {
                        view! {
                            <Callout tone=Tone::Warning title=text::disabled_title()>
                                <p>{text::disabled_text()}</p>
                            </Callout>
                        }
                    })
            }}
            <form
                class="stack"
                novalidate
                on:submit=move |event: ev::SubmitEvent| {
                    event.prevent_default();
                    send.run(false);
                }
            >
                <TextField
                    id=words::field_id(Field::Email)
                    label=text::email_label()
                    value=step.email
                    kind="email"
                    autocomplete="email"
                    large=true
                    error=step.error(Field::Email)
                />
                <TextField
                    id=words::field_id(Field::Name)
                    label=text::name_label()
                    value=step.name
                    autocomplete="name"
                    optional=true
                    large=true
                    help=text::name_help().to_owned()
                    error=step.error(Field::Name)
                />
                <ErrorSummary errors=step.summary() />
                <Failure step=step send=send />
                <Button variant=Variant::Primary size=Size::Large block=true submit=true busy=step.busy>
                    {text::email_submit()}
                </Button>
            </form>
            <hr />
            <ul class="checklist">
                <li>
                    {icon(Icon::Person)}
                    <span>
                        {text::have_account()} " " <a href=routes::route(RouteId::SignIn).path>{text::sign_in()}</a>
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

/// What went wrong with the request for the mail.
#[component]
fn Failure(step: Step, send: Callback<bool>) -> AnyView {
    (move || {
        step.failure.get().map(|failure| match failure {
            SignUpFailure::Api(error) => {
                let again = move || send.run(step.sent.with_untracked(Option::is_some));
                view! { <ProblemCallout problem=Problem::of(&error) on_again=again /> }.into_any()
            }
            other => {
                let (title, words) = match other {
                    SignUpFailure::ClosedOrTaken => (text::refused_title(), text::closed_or_taken()),
                    SignUpFailure::Closed => (text::disabled_title(), text::disabled_text()),
                    SignUpFailure::AddressTaken => (text::taken_title(), text::taken_text()),
                    SignUpFailure::AddressUnsupported => (text::refused_title(), text::email_unsupported()),
                    _ => (text::refused_title(), text::domain_claimed()),
                };
                view! {
                    <Callout tone=Tone::Danger title=title alert=true>
                        <p>{words}</p>
                    </Callout>
                }
                .into_any()
            }
        })
    })
    .into_any()
}

#[component]
fn Sent(step: Step, email: String, send: Callback<bool>) -> AnyView {
    let waits = Signal::derive(move || step.countdown.left() > 0);
    let change = move || {
        step.sent.set(None);
        step.judged.set(false);
    };
    view! {
        <Card title=text::sent_title().into_any() lead=rich(text::sent_lead(&email)) take_focus=true>
            <ul class="checklist">
                <li>{icon(Icon::Clock)} <span>{text::sent_valid()}</span></li>
                <li>{icon(Icon::Mail)} <span>{text::sent_spam()}</span></li>
                <li>{icon(Icon::Person)} <span>{text::sent_exists()}</span></li>
            </ul>
            <Failure step=step send=send />
            <p class="visually-hidden" role="status">
                {move || step.resent.get().then(text::sent_resent)}
            </p>
            <div class="stack" data-gap="s">
                <Button
                    size=Size::Large
                    block=true
                    busy=step.busy
                    disabled=waits
                    on_click=move || send.run(true)
                >
                    {move || match step.countdown.left() {
                        0 => text::sent_resend().to_owned(),
                        left => text::sent_resend_wait(left),
                    }}
                </Button>
                <Button size=Size::Large block=true on_click=change>
                    {text::sent_change()}
                </Button>
                <LinkButton size=Size::Large block=true variant=Variant::Quiet href=routes::route(RouteId::SignIn).path>
                    {text::sign_in()}
                </LinkButton>
            </div>
        </Card>
    }
    .into_any()
}
