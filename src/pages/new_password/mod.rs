//! The master password has to be changed before anything else (screens REG-C): an admin has set a temporary one by account
//! recovery, or it is weaker than an organisation allows.

use leptos::prelude::*;

use super::{
    account::ChangeForm,
    card::Card,
    sign_up::rules::{self, Rule},
};
use crate::{
    i18n::text::{account, new_password as text},
    session::{Demand, use_session},
    ui::{Button, Callout, Size, Tone, Variant},
};

/// Says why, and changes it. Afterwards one signs in with the new one and goes on where one was.
#[component]
pub fn NewPasswordPage() -> AnyView {
    let session = use_session();
    // Kept as it is now: after the change the session is over, and with it the demand.
    let Some(demand) = untrack(|| session.demand()) else { return ().into_any() };
    let (lead, current, rules): (&'static str, &'static str, Vec<Rule>) = match &demand {
        Demand::Recovered => (text::recovered(), text::temporary_label(), Vec::new()),
        Demand::Weak(policy) => (text::weak(), account::current_label(), rules::rules(policy)),
        Demand::WeakToJoin(policy) => (text::weak_to_join(), account::current_label(), rules::rules(policy)),
    };
    let way_around = matches!(demand, Demand::WeakToJoin(_)).then(|| {
        let leave = move || {
            session.set_link(None);
            session.set_demand(None);
        };
        view! {
            <Button size=Size::Large block=true on_click=leave>
                {text::do_not_join()}
            </Button>
        }
    });
    view! {
        <Card title=text::title().into_any() take_focus=true>
            <Callout tone=Tone::Warning>
                <p>{lead}</p>
            </Callout>
            <p class="quiet">{text::after()}</p>
            <ChangeForm rules=rules current_label=current />
            <hr />
            <div class="stack" data-gap="s">
                {way_around}
                <Button
                    variant=Variant::Quiet
                    size=Size::Large
                    block=true
                    on_click=move || session.sign_out()
                >
                    {text::sign_out()}
                </Button>
            </div>
        </Card>
    }
    .into_any()
}
