//! The second step (AUTH-03): code of an authenticator app or by e-mail, with a way to switch between them.

use leptos::prelude::*;
use portal_client::sign_in::TwoStep;
use portal_contracts::enums::TwoFactorProvider;

use super::{
    code::{Code, CodeForm, Mail, MailAgain},
    state::SignIn,
    words,
};
use crate::{
    i18n::text::sign_in as text,
    pages::card::Card,
    ui::{Button, Checkbox, Dialog, DialogBody, Icon, Size, Variant, icon, rich},
};

/// Asks for the code.
#[component]
pub fn SecondStep(state: SignIn, step: TwoStep) -> AnyView {
    let first = step.usable.first().copied().unwrap_or(TwoFactorProvider::Authenticator);
    let method = RwSignal::new(first);
    let code = Code::new();
    let mail = Mail::new(state, false);
    let remember = RwSignal::new(false);
    let choosing = RwSignal::new(false);
    if first == TwoFactorProvider::Email {
        mail.send();
    }
    let choose = Callback::new(move |chosen: TwoFactorProvider| {
        choosing.set(false);
        if method.get_untracked() == chosen {
            return;
        }
        code.clear();
        state.note.set(None);
        method.set(chosen);
        if chosen == TwoFactorProvider::Email {
            mail.send();
        }
    });
    let send = move |typed: String| {
        state.send_code(method.get_untracked(), typed, remember.get_untracked());
    };
    let by_mail = move || method.get() == TwoFactorProvider::Email;
    let masked = step.masked_email.clone();
    let lead = move || match (by_mail(), &masked) {
        (false, _) => text::second_authenticator().into_any(),
        (true, Some(email)) => rich(text::second_email(email)),
        (true, None) => text::second_email_unknown().into_any(),
    };
    let others = step.usable.len() + step.other.len() > 1;
    view! {
        <Card title=text::second_title().into_any() lead=lead.into_any()>
            <CodeForm state=state code=code method=method.into() on_code=send>
                <Checkbox
                    id="remember-device"
                    label=text::remember_device()
                    checked=remember
                    help=text::remember_device_help()
                />
            </CodeForm>
            <hr />
            <ul class="checklist">
                {move || by_mail().then(|| view! { <li>{icon(Icon::Mail)} <MailAgain mail=mail /></li> })}
                {others
                    .then(|| {
                        view! {
                            <li>
                                {icon(Icon::Key)}
                                <span>
                                    <Button variant=Variant::Link on_click=move || choosing.set(true)>
                                        {text::other_way()}
                                    </Button>
                                </span>
                            </li>
                        }
                    })}
                <li>
                    {icon(Icon::Left)}
                    <span>
                        <Button variant=Variant::Link on_click=move || state.start_again()>
                            {text::back_to_sign_in()}
                        </Button>
                    </span>
                </li>
            </ul>
        </Card>
        <OtherWays open=choosing step=step choose=choose />
    }
    .into_any()
}

/// All second steps of the account: those that work here as buttons, the others with the reason why not.
#[component]
fn OtherWays(open: RwSignal<bool>, step: TwoStep, choose: Callback<TwoFactorProvider>) -> AnyView {
    let step = StoredValue::new(step);
    let buttons = move || {
        let usable = step.with_value(|step| step.usable.clone());
        let button = |usable: TwoFactorProvider| {
            view! {
                <Button size=Size::Large block=true on_click=move || choose.run(usable)>
                    {words::method(usable)}
                </Button>
            }
        };
        usable.into_iter().map(button).collect::<Vec<_>>()
    };
    view! {
        <Dialog open=open title=text::other_way_title()>
            <DialogBody>
                <div class="stack">
                    <p>{text::other_way_lead()}</p>
                    <div class="stack" data-gap="s">
                        {buttons()}
                    </div>
                    {step.with_value(|step| unsupported(&step.other))}
                </div>
            </DialogBody>
        </Dialog>
    }
    .into_any()
}

fn unsupported(methods: &[TwoFactorProvider]) -> Option<AnyView> {
    (!methods.is_empty()).then(|| {
        view! {
            <div class="stack" data-gap="s">
                <p class="quiet">{text::method_unsupported()}</p>
                <ul class="checklist">
                    {methods
                        .iter()
                        .map(|method| view! { <li>{icon(Icon::Off)} <span>{words::method(*method)}</span></li> })
                        .collect::<Vec<_>>()}
                </ul>
            </div>
        }
        .into_any()
    })
}

/// The account has second steps, and none of them works here.
#[component]
pub fn NoSecondStep(state: SignIn, methods: Vec<TwoFactorProvider>) -> AnyView {
    view! {
        <Card title=text::unusable_title().into_any() lead=text::unusable_text().into_any() take_focus=true>
            {unsupported(&methods)}
            <Button size=Size::Large block=true on_click=move || state.start_again()>
                {text::back_to_sign_in()}
            </Button>
        </Card>
    }
    .into_any()
}
