//! Why an invitation was not accepted: each case of the table in screens §2.1 in its own words, with a way on (JOIN-05).

use leptos::prelude::*;
use portal_client::join::JoinFailure;

use super::refuse::{Ask, Inviter};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::{join as text, join_organisation as organisation},
    pages::{
        card::Card,
        problem::{Problem, ProblemCallout},
    },
    session::{place::use_go, use_session},
    ui::{Button, Icon, Size, Variant, avatar, icon, rich},
};

/// The failure of an acceptance.
#[component]
pub fn Failed(
    failure: JoinFailure,
    /// Address signed in with.
    email: String,
    /// Id and claimed name of the provider or organisation.
    who: (String, Option<String>),
    /// Who can send another invitation.
    #[prop(optional)]
    inviter: Inviter,
    on_again: Callback<()>,
) -> AnyView {
    let session = use_session();
    let asking = RwSignal::new(false);
    let (title, lead) = match &failure {
        JoinFailure::LinkRefused => (text::unusable_title(), text::unusable_lead().into_any()),
        JoinFailure::OtherAddress => (text::mismatch_title(), rich(text::mismatch_text(&email))),
        JoinFailure::Withdrawn if inviter == Inviter::Organization => {
            (text::removed_title(), organisation::removed_text().into_any())
        }
        JoinFailure::Withdrawn => (text::removed_title(), text::removed_text().into_any()),
        JoinFailure::ForbiddenByPolicy => (text::policy_title(), text::policy_text().into_any()),
        JoinFailure::Revoked => (organisation::revoked_title(), organisation::revoked_text().into_any()),
        JoinFailure::TwoStepNeeded => (organisation::two_step_title(), organisation::two_step_text().into_any()),
        JoinFailure::OnlyOne => (organisation::only_one_title(), organisation::only_one_text().into_any()),
        JoinFailure::ForbiddenElsewhere => (text::policy_title(), organisation::elsewhere_text().into_any()),
        JoinFailure::RecoveryNeeded => (organisation::changed_title(), organisation::changed_text().into_any()),
        JoinFailure::Api(_) => (text::other_failure_title(), text::other_failure_text().into_any()),
    };
    let reasons = (failure == JoinFailure::LinkRefused).then(|| reasons(&email));
    let other_address = matches!(failure, JoinFailure::LinkRefused | JoinFailure::OtherAddress);
    let switch = other_address.then(|| {
        view! {
            <Button variant=Variant::Primary size=Size::Large block=true on_click=move || session.sign_out()>
                {text::switch_account()}
            </Button>
        }
    });
    // What can be put right elsewhere, or was not known, is tried again with the same link.
    let may_repeat = matches!(failure, JoinFailure::TwoStepNeeded | JoinFailure::OnlyOne | JoinFailure::RecoveryNeeded);
    let repeat = may_repeat.then(|| {
        view! {
            <Button variant=Variant::Primary size=Size::Large block=true on_click=move || on_again.run(())>
                {text::try_again()}
            </Button>
        }
    });
    let ask = (!may_repeat && !matches!(failure, JoinFailure::Api(_))).then(|| {
        view! {
            <Button size=Size::Large block=true on_click=move || asking.set(true)>
                {text::ask_new()}
            </Button>
        }
    });
    let problem = match failure {
        JoinFailure::Api(error) => Some(Problem { again: true, ..Problem::of(&error) }),
        _ => None,
    };
    let (id, name) = who;
    let go = use_go();
    let leave = move || {
        go(routes::route(RouteId::Start).path);
        session.set_link(None);
    };
    view! {
        <Card
            title=title.into_any()
            top=name.map(|name| avatar::square(&id, &name, "xl"))
            lead=lead
            take_focus=true
        >
            {reasons}
            {problem.map(|problem| view! { <ProblemCallout problem=problem on_again=on_again /> })}
            <div class="stack" data-gap="s">
                {switch} {repeat} {ask}
                <Button size=Size::Large block=true variant=Variant::Quiet on_click=leave>
                    {text::go_to_portal()}
                </Button>
            </div>
        </Card>
        <Ask open=asking inviter=inviter />
    }
    .into_any()
}

/// What the server does not tell apart.
fn reasons(email: &str) -> AnyView {
    view! {
        <ul class="checklist">
            <li>{icon(Icon::Clock)} <span>{text::unusable_old()}</span></li>
            <li>{icon(Icon::Person)} <span>{rich(text::unusable_other_address(email))}</span></li>
            <li>{icon(Icon::Copy)} <span>{text::unusable_cut()}</span></li>
        </ul>
    }
    .into_any()
}
