//! The field for a code and the button that has a code mailed, for the second step and for a new device.

use leptos::{ev, prelude::*, task::spawn_local};
use portal_contracts::enums::TwoFactorProvider;

use super::{
    flow::{CodeProblem, check_code},
    note::NoteView,
    state::SignIn,
    words,
};
use crate::{
    i18n::text::sign_in as text,
    pages::countdown::Countdown,
    ui::{Button, Size, TextField, Variant, dom},
};

/// Seconds until a code may be mailed again.
const RESEND: u32 = 30;

/// A code that is being typed.
#[derive(Clone, Copy)]
pub struct Code {
    /// What was typed.
    pub value: RwSignal<String>,
    problem: RwSignal<Option<CodeProblem>>,
}

impl Code {
    /// An empty field.
    #[must_use]
    pub fn new() -> Self {
        Code { value: RwSignal::new(String::new()), problem: RwSignal::new(None) }
    }

    /// Empties the field, for another method.
    pub fn clear(self) {
        self.value.set(String::new());
        self.problem.set(None);
    }

    /// The judged code, taken out of the page; nothing while something is wrong with it.
    fn take(self, method: TwoFactorProvider) -> Option<String> {
        match check_code(method, &self.value.get_untracked()) {
            Ok(code) => {
                self.clear();
                Some(code)
            }
            Err(problem) => {
                self.problem.set(Some(problem));
                dom::focus_id("code");
                None
            }
        }
    }
}

impl Default for Code {
    fn default() -> Self {
        Self::new()
    }
}

/// Field, message and button.
#[component]
pub fn CodeForm(
    state: SignIn,
    code: Code,
    method: Signal<TwoFactorProvider>,
    #[prop(into)] on_code: Callback<String>,
    /// What stands between field and button.
    children: Children,
) -> AnyView {
    let error = Signal::derive(move || code.problem.get().map(|problem| words::code_problem(problem).to_owned()));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if state.busy.get_untracked() {
            return;
        }
        if let Some(taken) = code.take(method.get_untracked()) {
            dom::focus_id("code");
            on_code.run(taken);
        }
    };
    dom::next_frame(|| dom::focus_id("code"));
    let waits = Signal::derive(move || state.pause.left() > 0);
    view! {
        <form class="stack" novalidate on:submit=send>
            <TextField
                id="code"
                label=text::code_label()
                value=code.value
                inputmode="numeric"
                autocomplete="one-time-code"
                large=true
                error=error
            />
            {children()}
            <NoteView state=state />
            <Button variant=Variant::Primary size=Size::Large block=true submit=true busy=state.busy disabled=waits>
                {text::second_submit()}
            </Button>
            <p class="visually-hidden" role="status">
                {move || state.busy.get().then(text::second_busy)}
            </p>
        </form>
    }
    .into_any()
}

/// How a mailed code fares. Copy it freely.
#[derive(Clone, Copy)]
pub struct Mail {
    state: SignIn,
    new_device: bool,
    busy: RwSignal<bool>,
    sent: RwSignal<bool>,
    failed: RwSignal<bool>,
    pause: Countdown,
}

impl Mail {
    /// Nothing was mailed yet.
    #[must_use]
    pub fn new(state: SignIn, new_device: bool) -> Self {
        Mail {
            state,
            new_device,
            busy: RwSignal::new(false),
            sent: RwSignal::new(false),
            failed: RwSignal::new(false),
            pause: Countdown::new(),
        }
    }

    /// Has a code mailed.
    pub fn send(self) {
        if self.busy.get_untracked() || self.pause.left_now() > 0 {
            return;
        }
        self.busy.set(true);
        self.sent.set(false);
        self.failed.set(false);
        spawn_local(async move {
            let on_its_way = self.state.mail_code(self.new_device).await;
            let _ = self.busy.try_set(false);
            let _ = self.sent.try_set(on_its_way);
            let _ = self.failed.try_set(!on_its_way);
            if on_its_way {
                self.pause.start(RESEND);
            }
        });
    }
}

/// The button that has a code mailed again, and what became of it.
#[component]
pub fn MailAgain(mail: Mail) -> AnyView {
    let waits = Signal::derive(move || mail.pause.left() > 0);
    view! {
        <span class="cluster">
            <Button
                variant=Variant::Link
                busy=mail.busy
                disabled=waits
                on_click=move || mail.send()
            >
                {move || match mail.pause.left() {
                    0 => text::resend().to_owned(),
                    left => text::resend_wait(left),
                }}
            </Button>
            <span class="t-12 quiet" role="status">
                {move || {
                    if mail.busy.get() {
                        text::second_email_sending()
                    } else if mail.failed.get() {
                        text::second_email_failed()
                    } else if mail.sent.get() {
                        text::resent()
                    } else {
                        ""
                    }
                }}
            </span>
        </span>
    }
    .into_any()
}
