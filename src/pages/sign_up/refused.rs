//! Why the account was not made, with a way on.

use leptos::prelude::*;
use portal_client::sign_up::SignUpFailure;

use super::{
    form_state::FormState,
    submit::{Way, submit},
};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::sign_up as text,
    pages::{
        carried::{self, ToSignIn},
        problem::{Problem, ProblemCallout},
    },
    ui::{Button, Callout, Tone, Variant},
};

/// Beside the button, while there is a refusal. A link that no longer works is a screen of its own.
#[component]
pub fn Refused(form: FormState, way: StoredValue<Way, LocalStorage>) -> AnyView {
    let to_sign_in = move || {
        carried::to_sign_in(ToSignIn { email: Some(form.email.get_untracked()), ..ToSignIn::default() });
        way.with_value(|way| (way.go)(routes::route(RouteId::SignIn).path));
    };
    (move || {
        form.failure.get().map(|failure| match failure {
            SignUpFailure::AddressTaken => view! {
                <Callout tone=Tone::Warning title=text::taken_title() alert=true>
                    <p>{text::taken_text()}</p>
                    <p class="callout__actions">
                        <Button variant=Variant::Link on_click=to_sign_in>
                            {text::sign_in()}
                        </Button>
                    </p>
                </Callout>
            }
            .into_any(),
            SignUpFailure::ClosedOrTaken => plain(text::refused_title(), text::closed_or_taken()),
            SignUpFailure::Closed => plain(text::disabled_title(), text::disabled_text()),
            SignUpFailure::DomainBlocked => plain(text::refused_title(), text::domain_claimed()),
            SignUpFailure::AddressUnsupported => plain(text::refused_title(), text::email_unsupported()),
            SignUpFailure::Api(error) => {
                let again = move || submit(form, way.get_value(), false);
                view! { <ProblemCallout problem=Problem::of(&error) on_again=again /> }.into_any()
            }
            SignUpFailure::LinkRefused | SignUpFailure::Hint(_) => ().into_any(),
        })
    })
    .into_any()
}

fn plain(title: &'static str, words: &'static str) -> AnyView {
    view! {
        <Callout tone=Tone::Danger title=title alert=true>
            <p>{words}</p>
        </Callout>
    }
    .into_any()
}
