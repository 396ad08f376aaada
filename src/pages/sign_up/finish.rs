//! The form for a master password (REG-02…08).

use std::{cmp::Ordering, rc::Rc};

use leptos::{ev, prelude::*};
use portal_client::{
    invitation::MailLink,
    join,
    sign_up::{SignUpFailure, SignUpStep},
};
use portal_contracts::limits;

use super::{
    Expired,
    form::{self, Breach, Field},
    form_state::{FormState, RulesKnown, Stage},
    questions::Questions,
    refused::Refused,
    rule_list::RuleList,
    rules,
    submit::{Way, submit},
    words,
};
use crate::{
    i18n::text::sign_up as text,
    pages::{
        card::{Card, UsernameForManagers},
        strength::StrengthMeter,
    },
    session::{Opened, place::use_go, use_session},
    ui::{
        Button, Callout, Checkbox, ErrorSummary, Icon, PasswordField, Size, TextField, Tone, Variant, icon, rich,
        use_toasts,
    },
};

/// The form for the account of a link, until the link turns out to be used up.
#[component]
pub fn Finish(link: StoredValue<Rc<Opened>, LocalStorage>) -> AnyView {
    let form = FormState::new(use_session(), link.get_value());
    let (expired_words, afterwards) = (why_expired(&form.link()), afterwards(&form.link()));
    let way = StoredValue::new_local(Way { go: use_go(), toasts: use_toasts() });
    read_rules(form);
    let expired = Memo::new(move |_| form.failure.with(|failure| *failure == Some(SignUpFailure::LinkRefused)));
    (move || {
        if expired.get() {
            view! { <Expired words=expired_words /> }.into_any()
        } else {
            view! { <Whole form=form way=way afterwards=afterwards /> }.into_any()
        }
    })
    .into_any()
}

/// Why a link makes no account any more, and who sends another one.
fn why_expired(link: &Opened) -> &'static str {
    match link {
        Ok(MailLink::Provider(_)) => text::expired_invite_text(),
        Ok(MailLink::Organization(_)) => text::expired_organisation_text(),
        Ok(MailLink::SignUp(_) | MailLink::ProviderSetUp(_)) | Err(_) => text::expired_text(),
    }
}

/// What comes of the invitation once the account is there.
fn afterwards(link: &Opened) -> Option<&'static str> {
    match link {
        Ok(MailLink::Provider(_)) => Some(text::account_for_invitation()),
        Ok(MailLink::Organization(invitation)) if invitation.is_plain() => Some(text::account_for_organisation()),
        Ok(MailLink::Organization(_)) => Some(text::account_for_open_invitation()),
        Ok(MailLink::SignUp(_) | MailLink::ProviderSetUp(_)) | Err(_) => None,
    }
}

#[component]
fn Whole(form: FormState, way: StoredValue<Way, LocalStorage>, afterwards: Option<&'static str>) -> AnyView {
    let lead = (!form.asks_email).then(|| rich(text::finish_lead(&form.email.get_untracked())));
    view! {
        <Card title=text::finish_title().into_any() lead=lead>
            <form
                class="stack"
                novalidate
                on:submit=move |event: ev::SubmitEvent| {
                    event.prevent_default();
                    submit(form, way.get_value(), false);
                }
            >
                <Fields form=form />
                <Progress form=form />
                <ErrorSummary errors=form.summary() />
                <Refused form=form way=way />
                <Button variant=Variant::Primary size=Size::Large block=true submit=true busy=form.busy()>
                    {text::submit()}
                </Button>
                {afterwards.map(|words| view! { <p class="t-12 quiet">{words}</p> })}
            </form>
            <Questions form=form way=way />
        </Card>
    }
    .into_any()
}

#[component]
fn Fields(form: FormState) -> AnyView {
    let count = Signal::derive(move || {
        let (length, least) = (form.password.length(), form.rules.with(|rules| rules::minimum(rules)));
        Some(text::password_count(words::as_i64(length), &words::counted(least)))
    });
    let hint_count = Signal::derive(move || {
        let length = form.hint.with(|hint| form::length(hint));
        Some(text::hint_count(&words::counted(length), &words::counted(limits::HINT)))
    });
    view! {
        {form
            .asks_email
            .then(|| {
                view! {
                    <TextField
                        id=words::field_id(Field::Email)
                        label=text::email_label()
                        value=form.email
                        kind="email"
                        autocomplete="username"
                        large=true
                        error=form.error(Field::Email)
                        on_blur=form.on_blur(Field::Email)
                    />
                }
            })}
        {(!form.asks_email).then(|| view! { <UsernameForManagers email=form.email /> })}
        {form
            .asks_name
            .then(|| {
                view! {
                    <TextField
                        id=words::field_id(Field::Name)
                        label=text::name_label()
                        value=form.name
                        autocomplete="name"
                        optional=true
                        large=true
                        help=text::name_help().to_owned()
                        error=form.error(Field::Name)
                        on_blur=form.on_blur(Field::Name)
                    />
                }
            })}
        <Rules form=form />
        <div class="stack" data-gap="s">
            <PasswordField
                id=words::field_id(Field::Password)
                label=text::password_label()
                password=form.password
                autocomplete="new-password"
                count=count
                error=form.error(Field::Password)
                on_focus=form.meter.warm_up()
                on_blur=form.on_blur(Field::Password)
            />
            <StrengthMeter meter=form.meter />
        </div>
        <PasswordField
            id=words::field_id(Field::Repeat)
            label=text::repeat_label()
            password=form.repeat
            autocomplete="new-password"
            error=form.error(Field::Repeat)
            on_blur=form.on_blur(Field::Repeat)
        />
        <TextField
            id=words::field_id(Field::Hint)
            label=text::hint_label()
            value=form.hint
            optional=true
            large=true
            count=hint_count
            help=text::hint_help().to_owned()
            error=form.error(Field::Hint)
            on_blur=form.on_blur(Field::Hint)
        />
        <Checkbox
            id="breach-check"
            label=text::breach_label()
            checked=form.wants_breach_check
            help=text::breach_help()
        />
    }
    .into_any()
}

/// What the organisation asks for, each rule with whether it is met (REG-05).
#[component]
fn Rules(form: FormState) -> AnyView {
    (move || match form.rules_known.get() {
        RulesKnown::Soon => ().into_any(),
        RulesKnown::No => view! {
            <div id=words::RULES_UNREAD tabindex="-1">
                <Callout tone=Tone::Warning title=text::policy_title()>
                    <p>{text::policy_unread()}</p>
                    <p class="callout__actions">
                        <Button variant=Variant::Link on_click=move || read_rules(form)>
                            {text::policy_retry()}
                        </Button>
                    </p>
                </Callout>
            </div>
        }
        .into_any(),
        RulesKnown::Yes if form.rules.with(Vec::is_empty) => ().into_any(),
        RulesKnown::Yes => view! {
            <Callout tone=Tone::Info title=text::policy_title()>
                <p>{text::policy_lead()}</p>
                <RuleList rules=form.rules password=form.password meter=form.meter />
            </Callout>
        }
        .into_any(),
    })
    .into_any()
}

/// Reads what the inviting organisation asks of passwords. Provider invitations carry no rules.
fn read_rules(form: FormState) {
    let link = form.link();
    let Ok(MailLink::Organization(_)) = &*link else { return };
    form.read_rules(async move {
        let Ok(MailLink::Organization(invitation)) = &*link else { return };
        let known = match join::read_terms(&form.session.portal(), invitation).await {
            Ok(terms) => {
                let _ = form.rules.try_set(rules::rules(&terms.password));
                RulesKnown::Yes
            }
            Err(_) => RulesKnown::No,
        };
        let _ = form.rules_known.try_set(known);
    });
}

/// What runs now, and what the breach check said.
#[component]
fn Progress(form: FormState) -> AnyView {
    let running = move || match form.stage.get() {
        Stage::Idle => None,
        Stage::Reading => Some(text::rules_busy()),
        Stage::Comparing if form.wants_breach_check.get_untracked() => Some(text::breach_busy()),
        Stage::Comparing => None,
        Stage::Creating(step) => Some(step_words(step)),
    };
    let creating = Memo::new(move |_| match form.stage.get() {
        Stage::Creating(step) => Some(step),
        Stage::Idle | Stage::Reading | Stage::Comparing => None,
    });
    let found = move || {
        form.breach.get().map(|breach| match breach {
            Breach::NotAsked => ().into_any(),
            Breach::Clear => view! {
                <Callout tone=Tone::Success title=text::breach_clear_title()>
                    <p>{text::breach_clear_text()}</p>
                </Callout>
            }
            .into_any(),
            Breach::Found(count) => view! {
                <Callout tone=Tone::Danger title=text::exposed_title()>
                    <p>{text::exposed_text(i64::try_from(count).unwrap_or(i64::MAX))}</p>
                </Callout>
            }
            .into_any(),
            Breach::Unreachable => view! {
                <Callout tone=Tone::Warning title=text::breach_failed_title()>
                    <p>{text::breach_failed_text()}</p>
                </Callout>
            }
            .into_any(),
        })
    };
    view! {
        {found}
        // While keys are made the steps say more; what is read out stays one line.
        <p class=move || if creating.get().is_some() { "visually-hidden" } else { "t-12 quiet" } role="status">
            {running}
        </p>
        {move || creating.get().map(steps)}
    }
    .into_any()
}

const STEPS: [SignUpStep; 3] = [SignUpStep::Keys, SignUpStep::Sending, SignUpStep::SigningIn];

const fn step_words(step: SignUpStep) -> &'static str {
    match step {
        SignUpStep::Keys => text::step_keys(),
        SignUpStep::Sending => text::step_sending(),
        SignUpStep::SigningIn => text::step_signing_in(),
    }
}

fn steps(now: SignUpStep) -> AnyView {
    let line = |step: SignUpStep| {
        let (state, symbol) = match step.cmp(&now) {
            Ordering::Less => ("done", Icon::Success),
            Ordering::Equal => ("now", Icon::Refresh),
            Ordering::Greater => ("later", Icon::Minus),
        };
        view! {
            <li data-state=state aria-current=(step == now).then_some("step")>
                {icon(symbol)}
                <span>{step_words(step)}</span>
            </li>
        }
    };
    view! { <ol class="checklist" data-part="progress">{STEPS.map(line).into_iter().collect::<Vec<_>>()}</ol> }
        .into_any()
}
