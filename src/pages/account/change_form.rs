//! The form that changes the master password: on the account page, and where it has to be changed before anything else.

use leptos::prelude::*;
use portal_contracts::limits;

use super::{
    change::{Form, as_number},
    password_form::Field,
};
use crate::{
    i18n::text,
    pages::{
        problem::ProblemCallout,
        sign_up::{RuleList, rules::Rule},
        strength::{Meter, StrengthMeter, words_of},
    },
    session::use_session,
    ui::{
        Button, Callout, Checkbox, Dialog, DialogBody, DialogFoot, Draft, ErrorSummary, Password, PasswordField,
        TextField, Tone, Variant,
    },
};

/// Changes the master password; every session ends with that.
#[component]
pub fn ChangeForm(
    /// What the new one has to meet.
    #[prop(optional)]
    rules: Vec<Rule>,
    /// What to call the present one.
    #[prop(default = text::account::current_label())]
    current_label: &'static str,
    /// Where there is a way around it.
    #[prop(into, optional)]
    on_cancel: Option<Callback<()>>,
) -> AnyView {
    let session = use_session();
    let new = Password::new();
    let words = Signal::derive(move || words_of(session));
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
        rules: StoredValue::new(rules),
        broken_rule: RwSignal::new(false),
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
        form.new.version();
        form.broken_rule.set(false);
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
        Some(text::account::new_count(length, &as_number(form.least())))
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
                label=current_label
                password=form.current
                large=false
                error=error(Field::Current)
                on_focus=move || session.expect_password()
            />
            {(!form.rules.with_value(Vec::is_empty))
                .then(|| {
                    view! {
                        <Callout tone=Tone::Info title=text::sign_up::policy_title()>
                            <RuleList rules=form.rules.get_value() password=form.new meter=form.meter />
                        </Callout>
                    }
                })}
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
                {on_cancel
                    .map(|cancel| {
                        view! {
                            <Button disabled=form.busy on_click=move || cancel.run(())>
                                {text::account::cancel()}
                            </Button>
                        }
                    })}
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
