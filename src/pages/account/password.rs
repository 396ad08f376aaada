//! Changing the master password: judged here, compared with breaches, asked when it is weak, then sent. Every session ends.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    account::{self, PasswordFailure},
    breach::{BreachOutcome, check_breach},
    sign_up::HintProblem,
};
use portal_contracts::{SecretText, limits};

use super::{
    password_form::{self, Field},
    section,
};
use crate::{
    i18n::{number, text},
    pages::{
        problem::{Problem, ProblemCallout},
        strength::{Meter, StrengthMeter, own_words},
    },
    session::{Session, use_session},
    ui::{
        Button, Callout, Checkbox, Dialog, DialogBody, DialogFoot, Draft, ErrorSummary, Password, PasswordField,
        TextField, Tone, Variant,
    },
};

#[derive(Clone, Copy)]
struct Form {
    session: Session,
    current: Password,
    new: Password,
    repeat: Password,
    hint: RwSignal<String>,
    wants_breach_check: RwSignal<bool>,
    meter: Meter,
    judged: RwSignal<bool>,
    busy: RwSignal<bool>,
    wrong_current: RwSignal<bool>,
    telling_hint: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
    lost: RwSignal<bool>,
    ask: RwSignal<Vec<String>>,
    asking: RwSignal<bool>,
}

#[component]
pub fn MasterPassword() -> AnyView {
    let open = RwSignal::new(false);
    let content = view! {
        <p class="quiet">{text::account::password_lead()}</p>
        {move || {
            if open.get() {
                view! { <ChangeForm on_cancel=move || open.set(false) /> }.into_any()
            } else {
                view! {
                    <div class="cluster">
                        <Button on_click=move || open.set(true)>{text::account::password_change()}</Button>
                    </div>
                }
                    .into_any()
            }
        }}
    }
    .into_any();
    section(text::account::password_title(), content)
}

#[component]
fn ChangeForm(#[prop(into)] on_cancel: Callback<()>) -> AnyView {
    let session = use_session();
    let new = Password::new();
    let words = Signal::derive(move || {
        let account = session.account();
        let (email, name) = account.map(|a| (a.email, a.name.unwrap_or_default())).unwrap_or_default();
        own_words(&[&email, &name])
    });
    let form = Form {
        session,
        current: Password::new(),
        new,
        repeat: Password::new(),
        hint: RwSignal::new(String::new()),
        wants_breach_check: RwSignal::new(true),
        meter: Meter::new(new, words),
        judged: RwSignal::new(false),
        busy: RwSignal::new(false),
        wrong_current: RwSignal::new(false),
        telling_hint: RwSignal::new(false),
        problem: RwSignal::new(None),
        lost: RwSignal::new(false),
        ask: RwSignal::new(Vec::new()),
        asking: RwSignal::new(false),
    };
    // A password is never kept: it only makes leaving ask.
    Draft::new("master-password").watch("new", move || new.length() > 0);
    Effect::new(move |_| {
        form.current.version();
        form.wrong_current.set(false);
    });
    Effect::new(move |_| {
        form.hint.track();
        form.telling_hint.set(false);
    });
    let findings = Memo::new(move |_| form.findings());
    let error = move |field: Field| {
        Signal::derive(move || {
            form.judged
                .get()
                .then(|| findings.with(|f| f.iter().find(|(at, _)| *at == field).map(|(_, w)| w.clone())))?
        })
    };
    let summary = Signal::derive(move || {
        if !form.judged.get() {
            return Vec::new();
        }
        findings.with(|f| f.iter().map(|(field, words)| (field.id().to_owned(), words.clone())).collect())
    });
    let count = Signal::derive(move || {
        let length = i64::try_from(new.length()).unwrap_or(i64::MAX);
        Some(text::account::new_count(length, &as_number(limits::MASTER_PASSWORD)))
    });
    let hint_count = Signal::derive(move || {
        let length = form.hint.with(|hint| hint.chars().count());
        Some(text::account::hint_count(&as_number(length), &as_number(limits::HINT)))
    });
    let email = session.portal().account().map(|account| account.email).unwrap_or_default();
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                form.submit();
            }
        >
            <input
                class="visually-hidden"
                type="email"
                autocomplete="username"
                readonly
                tabindex="-1"
                aria-hidden="true"
                value=email
            />
            <ErrorSummary errors=summary />
            {move || form.problem.get().map(|problem| view! { <ProblemCallout problem=problem /> })}
            {move || {
                form.lost
                    .get()
                    .then(|| {
                        view! {
                            <Callout tone=Tone::Warning title=text::account::lost_title() alert=true>
                                <p>{text::account::lost_text()}</p>
                            </Callout>
                        }
                    })
            }}
            <PasswordField
                id=Field::Current.id()
                label=text::account::current_label()
                password=form.current
                large=false
                error=error(Field::Current)
                on_focus=move || session.expect_password()
            />
            <div class="stack" data-gap="s">
                <PasswordField
                    id=Field::New.id()
                    label=text::account::new_label()
                    password=form.new
                    autocomplete="new-password"
                    large=false
                    count=count
                    error=error(Field::New)
                    on_focus=form.meter.warm_up()
                />
                <StrengthMeter meter=form.meter />
            </div>
            <PasswordField
                id=Field::Repeat.id()
                label=text::account::repeat_label()
                password=form.repeat
                autocomplete="new-password"
                large=false
                error=error(Field::Repeat)
            />
            <TextField
                id=Field::Hint.id()
                label=text::account::hint_label()
                value=form.hint
                optional=true
                count=hint_count
                help=text::account::hint_help()
                error=error(Field::Hint)
            />
            <Checkbox
                id="account-breach"
                label=text::account::breach_label()
                checked=form.wants_breach_check
                help=text::account::breach_help()
            />
            <div class="cluster">
                <Button variant=Variant::Primary submit=true busy=form.busy>
                    {text::account::submit()}
                </Button>
                <Button disabled=form.busy on_click=move || on_cancel.run(())>
                    {text::account::cancel()}
                </Button>
            </div>
        </form>
        <Question form=form />
    }
    .into_any()
}

/// Asks whether a weak or leaked password is meant.
#[component]
fn Question(form: Form) -> AnyView {
    view! {
        <Dialog open=form.asking title=text::account::ask_title()>
            <DialogBody>
                {move || form.ask.get().into_iter().map(|reason| view! { <p>{reason}</p> }).collect::<Vec<_>>()}
            </DialogBody>
            <DialogFoot>
                <Button
                    variant=Variant::DangerQuiet
                    on_click=move || {
                        form.asking.set(false);
                        form.send();
                    }
                >
                    {text::account::ask_yes()}
                </Button>
                <Button
                    variant=Variant::Primary
                    on_click=move || {
                        form.asking.set(false);
                        form.new.focus();
                    }
                >
                    {text::account::ask_no()}
                </Button>
            </DialogFoot>
        </Dialog>
    }
    .into_any()
}

impl Form {
    /// Everything wrong now, in words; reactive.
    fn findings(self) -> Vec<(Field, String)> {
        for field in [self.current, self.new, self.repeat] {
            field.version();
        }
        let hint = self.hint.get();
        let found = password_form::check(&self.current.peek(), &self.new.peek(), &self.repeat.peek(), &hint);
        let mut found: Vec<(Field, String)> =
            found.into_iter().map(|(field, problem)| (field, words(field, problem))).collect();
        if self.wrong_current.get() {
            found.insert(0, (Field::Current, text::account::current_wrong().to_owned()));
        }
        if self.telling_hint.get() {
            found.push((Field::Hint, text::account::hint_tells().to_owned()));
        }
        found
    }

    /// Judges, compares, asks, sends.
    fn submit(self) {
        self.judged.set(true);
        self.problem.set(None);
        self.lost.set(false);
        if self.busy.get_untracked() || !untrack(|| self.findings()).is_empty() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let new = self.new.peek();
            let score = self.meter.score_of(&new).await;
            let breach = if self.wants_breach_check.try_get_untracked().unwrap_or(false) {
                Some(check_breach(&self.session.portal(), secret(&new)).await)
            } else {
                None
            };
            let mut reasons = Vec::new();
            if score.is_some_and(|score| score < 3) {
                reasons.push(text::account::ask_weak().to_owned());
            }
            match breach {
                Some(BreachOutcome::Found(count)) => {
                    reasons.push(text::account::ask_found(i64::try_from(count).unwrap_or(i64::MAX)));
                }
                Some(BreachOutcome::CouldNotCheck) => reasons.push(text::account::ask_unknown().to_owned()),
                Some(BreachOutcome::NotFound) | None => {}
            }
            if reasons.is_empty() {
                self.send();
            } else {
                let _ = self.busy.try_set(false);
                let _ = self.ask.try_set(reasons);
                let _ = self.asking.try_set(true);
            }
        });
    }

    fn send(self) {
        self.busy.set(true);
        spawn_local(async move {
            let hint = self.hint.get_untracked();
            let (current, new) = (self.current.peek(), self.new.peek());
            let portal = self.session.portal();
            let outcome = account::change_password(&portal, secret(&current), secret(&new), Some(&hint)).await;
            if self.busy.try_set(false).is_some() {
                // The page is gone, and with it the session: it worked.
                return;
            }
            match outcome {
                // The session is over; the guard leads to sign-in, which says why.
                Ok(()) => {}
                Err(PasswordFailure::WrongPassword) => self.wrong_current.set(true),
                Err(PasswordFailure::Hint(HintProblem::TooLong)) => self.judged.set(true),
                Err(PasswordFailure::Hint(_)) => self.telling_hint.set(true),
                Err(PasswordFailure::Api(error)) => {
                    self.lost.set(error.outcome_unknown());
                    self.problem.set(Some(Problem::of(&error)));
                }
            }
        });
    }
}

fn words(field: Field, problem: password_form::Problem) -> String {
    use password_form::Problem as P;
    match (field, problem) {
        (Field::Current, _) => text::account::current_missing().to_owned(),
        (_, P::Missing) => text::account::new_missing().to_owned(),
        (_, P::Short(missing)) => {
            text::account::new_short(i64::try_from(missing).unwrap_or(i64::MAX), &as_number(limits::MASTER_PASSWORD))
        }
        (_, P::Same) => text::account::new_same().to_owned(),
        (_, P::Differs) => text::account::repeat_differs().to_owned(),
        (_, P::Long) => text::account::hint_long(&as_number(limits::HINT)),
    }
}

fn secret(password: &str) -> SecretText {
    SecretText::new(password.to_owned())
}

fn as_number(count: usize) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}
