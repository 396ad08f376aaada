//! The code that proves a new device (AUTH-05).

use leptos::prelude::*;
use portal_contracts::enums::TwoFactorProvider;

use super::{
    code::{Code, CodeForm, Mail, MailAgain},
    state::SignIn,
};
use crate::{
    i18n::text::sign_in as text,
    pages::card::Card,
    ui::{Button, Icon, Variant, icon, rich},
};

/// Asks for the code that the server has just mailed.
#[component]
pub fn NewDevice(state: SignIn) -> AnyView {
    let code = Code::new();
    let mail = Mail::new(state, true);
    let email = state.email.get_untracked();
    view! {
        <Card title=text::device_title().into_any() lead=rich(text::device_lead(&email))>
            <CodeForm
                state=state
                code=code
                method=Signal::stored(TwoFactorProvider::Email)
                on_code=move |typed: String| state.send_device_code(typed)
            >
                <p class="t-12 quiet">{text::device_why()}</p>
            </CodeForm>
            <hr />
            <ul class="checklist">
                <li>{icon(Icon::Mail)} <MailAgain mail=mail /></li>
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
    }
    .into_any()
}
